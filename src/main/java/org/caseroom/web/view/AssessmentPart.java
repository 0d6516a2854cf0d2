package org.caseroom.web.view;

/**
 * A section of the assessment.
 *
 * @param text what it says; empty while nothing is written
 * @param done whether its author holds it to be finished
 * @param version above 1 once it was corrected
 */
public record AssessmentPart(String title, String text, boolean done, int version) {}
