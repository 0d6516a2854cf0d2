package org.caseroom.web.view;

/**
 * A step of the way that a case goes.
 *
 * @param text the step in words
 * @param state {@code done}, {@code now} or {@code later}
 * @param note more about it; empty for none
 */
public record Step(String text, String state, String note) {}
