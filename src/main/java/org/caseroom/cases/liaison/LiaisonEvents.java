package org.caseroom.cases.liaison;

import org.caseroom.cases.file.CaseEvents;

/** The event types of this part: all in the professionals room. */
public final class LiaisonEvents {
  /** Message: the child no longer lives with the family, for good or for a while. */
  public static final String DISRUPTION = CaseEvents.PREFIX + "disruption";

  /** State by number, {@code D1} and on: the record of a disruption. */
  public static final String DISRUPTION_RECORD = CaseEvents.PREFIX + "disruption.record";

  /** Message: somebody liaised with another agency, area or department. */
  public static final String LIAISON = CaseEvents.PREFIX + "liaison";

  /** State by number, {@code L1} and on: the record of a liaison. */
  public static final String LIAISON_RECORD = CaseEvents.PREFIX + "liaison.record";

  private LiaisonEvents() {}
}
