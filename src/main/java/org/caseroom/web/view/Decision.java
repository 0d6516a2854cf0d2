package org.caseroom.web.view;

/**
 * A signed decision.
 *
 * @param made who wrote it, who signed it and when, in words
 * @param event the event that holds it
 * @param previous the record before it in the chain; empty for the first
 */
public record Decision(
    int number,
    String title,
    String decided,
    String reasons,
    String clause,
    String made,
    String event,
    String previous) {}
