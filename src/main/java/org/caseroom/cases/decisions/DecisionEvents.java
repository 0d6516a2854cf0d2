package org.caseroom.cases.decisions;

import org.caseroom.cases.file.CaseEvents;

/** The event types of decisions; {@code events/decisions.json} describes what people send. */
public final class DecisionEvents {
  /** A proposal is withdrawn before anybody signed it. */
  public static final String WITHDRAW = CaseEvents.DECISION + ".withdraw";

  /** State of the professionals room by proposal: who withdrew it and why. */
  public static final String WITHDRAWN = CaseEvents.DECISION + ".withdrawn";

  /** State of the professionals room by proposal: which messages are replies to it. */
  public static final String DISCUSSED = CaseEvents.DECISION + ".discussed";

  /** The family is given notice of a signed decision. */
  public static final String NOTICE = CaseEvents.DECISION + ".notice";

  /** State of the family room, or the space, by number: the notice and what the family said. */
  public static final String NOTICED = CaseEvents.DECISION + ".noticed";

  /** The family says what it thinks of a decision. */
  public static final String REPRESENT = CaseEvents.DECISION + ".represent";

  /** What the family said is answered. */
  public static final String REPLY = CaseEvents.DECISION + ".reply";

  /** The time to say something has ended. */
  public static final String WINDOW = CaseEvents.DECISION + ".window";

  private DecisionEvents() {}
}
