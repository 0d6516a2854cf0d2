package org.caseroom.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.caseroom.cases.file.ClockState;
import org.caseroom.web.view.Clock;

/** Puts clocks into words, as of a moment. */
final class ClockWords {
  /** How many days before its end a deadline counts as soon: a working week. */
  private static final int SOON_DAYS = 7;

  private final Instant now;

  ClockWords(Instant now) {
    this.now = now;
  }

  /** A clock in words. */
  Clock of(ClockState clock) {
    String state = state(clock);
    return new Clock(
        clock.id(),
        clock.title(),
        when(clock),
        clock.running() ? Dates.distance(Dates.dateOf(now), clock.worked()) : "",
        state,
        words(clock, state),
        CaseWords.clause(clock.clause()),
        Dates.day(clock.started()),
        used(clock),
        Objects.requireNonNullElse(clock.reason(), ""));
  }

  /** Where a clock is: {@code running}, {@code soon}, {@code late}, or how it ended. */
  String state(ClockState clock) {
    return switch (clock.status()) {
      case MET -> "met";
      case BREACHED, LATE -> "breached";
      case PAUSED -> "paused";
      case STOPPED -> "stopped";
      case RUNNING -> clock.overdue(now) ? "late" : isSoon(clock) ? "soon" : "running";
    };
  }

  private boolean isSoon(ClockState clock) {
    return ChronoUnit.DAYS.between(Dates.dateOf(now), clock.worked()) <= SOON_DAYS;
  }

  private static String when(ClockState clock) {
    String worked = Dates.day(clock.worked());
    return clock.worked().equals(clock.due())
        ? worked
        : worked + ", the last working day before " + Dates.day(clock.due());
  }

  private static String words(ClockState clock, String state) {
    String dayOf =
        clock.dayFinished() == null ? "" : ": day " + clock.dayFinished() + " of " + clock.length();
    return switch (state) {
      case "met" -> "Done in time" + dayOf;
      case "breached" -> "Done late" + dayOf;
      case "paused" -> "Stands still";
      case "stopped" -> "No longer needed";
      case "late" -> "Late";
      case "soon" -> "Due soon";
      default -> "On time";
    };
  }

  private int used(ClockState clock) {
    long whole = Math.max(1, ChronoUnit.DAYS.between(clock.started(), clock.worked()));
    LocalDate until = clock.finished() == null ? Dates.dateOf(now) : clock.finished();
    long gone = ChronoUnit.DAYS.between(clock.started(), until);
    return (int) Math.max(0, Math.min(100, gone * 100 / whole));
  }
}
