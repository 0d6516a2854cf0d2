package org.caseroom.cases.procedure;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time in which people work: some hours of working days, as a procedure's calendar and clock
 * have them. Nights, weekends and bank holidays do not count.
 *
 * @param days the working days of every nation
 * @param nation whose bank holidays count
 * @param zone where the people are
 * @param hours the hours of a working day
 */
public record WorkingTime(
    WorkingDays days, String nation, ZoneId zone, RemindingRules.Hours hours) {

  /** The working time of a procedure. */
  public static WorkingTime of(Procedure procedure, WorkingDays days) {
    return new WorkingTime(
        days, procedure.nation(), procedure.zone(), procedure.reminding().workingHours());
  }

  /** The moment itself when people work then, otherwise the next at which they do. */
  public Instant onOrAfter(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    LocalDate day = local.toLocalDate();
    LocalTime time = local.toLocalTime();
    if (!days.isWorking(day, nation) || !time.isBefore(hours.until())) {
      return start(days.after(day, 1, nation));
    }
    return time.isBefore(hours.from()) ? start(day) : at;
  }

  /** So many working days later at the same time of day, counted from when people work. */
  public Instant afterDays(Instant from, int count) {
    ZonedDateTime local = onOrAfter(from).atZone(zone);
    return days.after(local.toLocalDate(), count, nation)
        .atTime(local.toLocalTime())
        .atZone(zone)
        .toInstant();
  }

  /** After so many hours in which people work. */
  public Instant afterHours(Instant from, int count) {
    Instant at = onOrAfter(from);
    Duration left = Duration.ofHours(count);
    while (true) {
      LocalDate day = at.atZone(zone).toLocalDate();
      Instant end = day.atTime(hours.until()).atZone(zone).toInstant();
      Duration today = Duration.between(at, end);
      if (left.compareTo(today) < 0) {
        return at.plus(left);
      }
      left = left.minus(today);
      at = start(days.after(day, 1, nation));
    }
  }

  private Instant start(LocalDate day) {
    return day.atTime(hours.from()).atZone(zone).toInstant();
  }
}
