package org.caseroom.web.view;

/**
 * A document that wants a signature, or has it.
 *
 * @param id such as {@code referral-form}
 * @param written who wrote it and when, in words
 * @param state who signed it and when, or who can, in words
 * @param signed whether it is signed
 * @param maySign whether the reader may sign it
 * @param late whether its clock has run out, so that a reason is needed
 */
public record Paper(
    String id,
    String title,
    String clause,
    String written,
    String state,
    boolean signed,
    boolean maySign,
    boolean late) {}
