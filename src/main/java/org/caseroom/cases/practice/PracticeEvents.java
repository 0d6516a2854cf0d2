package org.caseroom.cases.practice;

import org.caseroom.cases.file.CaseEvents;

/** The event types of practice examples. */
public final class PracticeEvents {
  /** State of the professionals room: the example as somebody writes it. */
  public static final String EXAMPLE = CaseEvents.PREFIX + "practice_example";

  /** State of the case's space: the version that is asked about, and the answers to it. */
  public static final String STANDING = CaseEvents.PREFIX + "practice_example.standing";

  /** Message in the case's space: somebody answers for their agency, or for the family. */
  public static final String ANSWER = CaseEvents.PREFIX + "practice_example.answer";

  /** Message in the case's space: the answer in writing of an agency that has left the case. */
  public static final String WRITTEN_ANSWER = CaseEvents.PREFIX + "practice_example.written_answer";

  private PracticeEvents() {}
}
