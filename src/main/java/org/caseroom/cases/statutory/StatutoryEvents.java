package org.caseroom.cases.statutory;

import org.caseroom.cases.file.CaseEvents;

/** The event types of requests for statutory services: all in the professionals room. */
public final class StatutoryEvents {
  /** The worker holds that the threshold is met. */
  public static final String RAISE = CaseEvents.PREFIX + "statutory.raise";

  /** The team manager's decision. */
  public static final String DECIDE = CaseEvents.PREFIX + "statutory.decide";

  /** The worker confirms what goes along. */
  public static final String PACK = CaseEvents.PREFIX + "statutory.pack";

  /** The call, with the advice verbatim. */
  public static final String REFER = CaseEvents.PREFIX + "statutory.refer";

  /** What the service decided. */
  public static final String OUTCOME = CaseEvents.PREFIX + "statutory.outcome";

  /** The line manager's decision on a refusal. */
  public static final String OVERSIGHT = CaseEvents.PREFIX + "statutory.oversight";

  /** Another agency leads. */
  public static final String LEAD = CaseEvents.PREFIX + "statutory.lead";

  /** A task of the joint work. */
  public static final String TASK = CaseEvents.PREFIX + "statutory.task";

  /** State of the professionals room by number, {@code T1} and on: a request as it stands. */
  static final String REQUEST = CaseEvents.PREFIX + "statutory";

  /** State of a case's space: the agency that leads the statutory work, for everybody to see. */
  static final String LEAD_AGENCY = CaseEvents.PREFIX + "lead_agency";

  private StatutoryEvents() {}
}
