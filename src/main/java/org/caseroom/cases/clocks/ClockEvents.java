package org.caseroom.cases.clocks;

import org.caseroom.cases.file.CaseEvents;

/** The event types of this part. */
public final class ClockEvents {
  /** Message in the professionals room: a clock is made to stand still, with the reason. */
  public static final String PAUSE = CaseEvents.PREFIX + "clock.pause";

  /** Message in the professionals room: a clock that stands still goes on, with the reason. */
  public static final String RESUME = CaseEvents.PREFIX + "clock.resume";

  /** State of a hub's room by person: who stands in for them, from when to when. */
  public static final String DEPUTY = CaseEvents.PREFIX + "deputy";

  private ClockEvents() {}
}
