package org.caseroom.cases.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a calendar.
 *
 * @param id what it is about, the same each time: a case and a record of it
 * @param title what sort of thing
 * @param reference the case
 * @param day the day, for what lasts all day; null for what has a time
 * @param at the moment; null for what lasts all day
 * @param length how long it takes, where it has a time
 * @param written when the record was written
 */
record Entry(
    String id,
    String title,
    String reference,
    @Nullable LocalDate day,
    @Nullable Instant at,
    Duration length,
    Instant written) {
  static Entry allDay(String id, String title, String reference, LocalDate day, Instant written) {
    return new Entry(id, title, reference, day, null, Duration.ZERO, written);
  }

  static Entry timed(
      String id, String title, String reference, Instant at, Duration length, Instant written) {
    return new Entry(id, title, reference, null, at, length, written);
  }
}
