package org.caseroom.web.view;

/**
 * A part of a paper.
 *
 * @param label its heading
 * @param text what it says
 */
public record Passage(String label, String text) {}
