package org.caseroom.cases.intake;

import org.caseroom.cases.file.CaseEvents;

/** The event types of intake. The shapes of those that people send are in {@code intake.json}. */
public final class IntakeEvents {
  /** Act in a hub or the professionals room: where the child lives and learns, and since when. */
  public static final String FACTS_SET = CaseEvents.PREFIX + "facts.set";

  /** Act in a hub or the professionals room: somebody has to be informed, and why (4.1). */
  public static final String INFORM_TRIGGER = CaseEvents.PREFIX + "inform.trigger";

  /** State of a case's space by trigger: since when the duty to inform holds. */
  public static final String INFORM = CaseEvents.PREFIX + "inform";

  /** State of a case's space: the outcome of the screening, and what was advised. */
  public static final String SCREENED = CaseEvents.PREFIX + "screened";

  /** State of a case's space by reference: the same child came back, with that case. */
  public static final String LATER = CaseEvents.PREFIX + "later";

  private IntakeEvents() {}
}
