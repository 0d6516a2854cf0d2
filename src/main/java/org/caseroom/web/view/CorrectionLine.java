package org.caseroom.web.view;

/**
 * What the family says is wrong in a document.
 *
 * @param number such as {@code C1}
 * @param title the document, and its section where there is one
 * @param text what the family says
 * @param tag the style of its state
 * @param state its state in words
 * @param asked who asked, and when
 * @param outcome what came of it; empty while it is open
 * @param mayIssue whether the reader can issue a corrected version
 * @param mayDecline whether the reader can answer that the document stays as it is
 */
public record CorrectionLine(
    String number,
    String title,
    String text,
    String tag,
    String state,
    String asked,
    String outcome,
    boolean mayIssue,
    boolean mayDecline) {}
