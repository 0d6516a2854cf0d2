package org.caseroom.web.view;

/**
 * A case in a list.
 *
 * @param next the next deadline in words; empty for none
 * @param flag {@code late}, {@code soon} or empty
 * @param questions how many questions wait, in words; empty for none
 * @param lead the lead practitioner; empty for nobody yet
 * @param needs whether somebody has accessible-information needs
 */
public record CaseLine(
    String path,
    String reference,
    String child,
    String stage,
    String next,
    String flag,
    String questions,
    String lead,
    boolean needs,
    boolean closed) {}
