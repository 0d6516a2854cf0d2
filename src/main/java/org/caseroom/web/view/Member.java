package org.caseroom.web.view;

/**
 * Somebody in the team.
 *
 * @param name their name
 * @param role their role in words
 * @param agency who they work for; empty for the family
 * @param why why they are in the team; empty when nobody said
 * @param joined false while the invitation waits
 * @param you whether it is the reader
 */
public record Member(
    String name, String role, String agency, String why, boolean joined, boolean you) {}
