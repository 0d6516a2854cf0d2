package org.caseroom.cases.clocks;

import java.time.LocalDate;
import org.caseroom.base.UserId;

/**
 * Somebody who stands in for somebody else.
 *
 * @param person who is away
 * @param deputy who may sign and answer in their place
 * @param from the first day
 * @param until the last day
 * @param why the reason on record
 */
public record Deputy(UserId person, UserId deputy, LocalDate from, LocalDate until, String why) {
  /** Whether it holds on a day. */
  public boolean holdsOn(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(until);
  }
}
