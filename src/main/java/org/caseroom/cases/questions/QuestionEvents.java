package org.caseroom.cases.questions;

import org.caseroom.cases.file.CaseEvents;

/** The event types of this part; {@code events/questions.json} describes them. */
public final class QuestionEvents {
  /** A service refuses to engage with a question. */
  public static final String REFUSE = CaseEvents.PREFIX + "question.refuse";

  /** A question's owner asks another service for the answer. */
  public static final String FETCH = CaseEvents.PREFIX + "question.fetch";

  /** The question bot saw that a question is overdue, or its owner gone. */
  public static final String TEND = CaseEvents.PREFIX + "question.tend";

  /** In an answer: why the family wants to ask another service themselves. */
  public static final String COURIER_REASON = CaseEvents.PREFIX + "courier_reason";

  /** In {@link #TEND}: nobody answered in time. */
  public static final String OVERDUE = "overdue";

  /** In {@link #TEND}: the owner cannot answer any more. */
  public static final String OWNER_GONE = "owner-gone";

  private QuestionEvents() {}
}
