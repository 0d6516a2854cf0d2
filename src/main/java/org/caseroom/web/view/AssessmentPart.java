package org.caseroom.web.view;

/**
 * A section of the assessment.
 *
 * @param text what it says; empty while nothing is written
 * @param done whether its author holds it to be finished
 */
public record AssessmentPart(String title, String text, boolean done) {}
