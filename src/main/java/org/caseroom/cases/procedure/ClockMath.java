package org.caseroom.cases.procedure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.caseroom.base.EventId;
import org.caseroom.cases.file.ClockState;
import org.jspecify.annotations.Nullable;

/** The arithmetic of clocks: nothing but dates in, dates out. */
public final class ClockMath {
  /**
   * When a reminder comes.
   *
   * @param used days of the clock used by then
   * @param left days left then
   */
  public record ReminderAt(ClockRule.Reminder reminder, Instant at, int used, int left) {}

  private ClockMath() {}

  /** Starts a clock: its day 0 is the day of the trigger, where the procedure's people live. */
  public static ClockState start(
      ClockRule rule, Procedure procedure, WorkingDays days, EventId trigger, Instant at) {
    LocalDate started = LocalDate.ofInstant(at, procedure.zone());
    LocalDate due =
        rule.unit() == ClockState.Unit.MONTHS
            ? started.plusMonths(rule.length())
            : days.after(started, rule.length(), procedure.nation());
    return new ClockState(
        rule.id(),
        rule.clause(),
        rule.title(),
        started,
        trigger,
        due,
        days.onOrBefore(due, procedure.nation()),
        due.plusDays(1).atStartOfDay(procedure.zone()).toInstant(),
        ClockState.Status.RUNNING,
        null,
        null,
        rule.length(),
        rule.unit(),
        null);
  }

  /** Ends a clock: met in time, or breached when it was late. */
  public static ClockState meet(
      ClockState clock,
      Procedure procedure,
      WorkingDays days,
      Instant at,
      @Nullable String reason) {
    return finish(
        clock,
        clock.overdue(at) ? ClockState.Status.BREACHED : ClockState.Status.MET,
        procedure,
        days,
        at,
        reason);
  }

  /** Ends a clock that no longer matters. */
  public static ClockState stop(
      ClockState clock, Procedure procedure, WorkingDays days, Instant at) {
    return finish(clock, ClockState.Status.STOPPED, procedure, days, at, null);
  }

  private static ClockState finish(
      ClockState clock,
      ClockState.Status status,
      Procedure procedure,
      WorkingDays days,
      Instant at,
      @Nullable String reason) {
    LocalDate day = LocalDate.ofInstant(at, procedure.zone());
    return new ClockState(
        clock.id(),
        clock.clause(),
        clock.title(),
        clock.started(),
        clock.startedBy(),
        clock.due(),
        clock.worked(),
        clock.dueAt(),
        status,
        day,
        clock.unit() == ClockState.Unit.WORKING_DAYS
            ? days.between(clock.started(), day, procedure.nation())
            : null,
        clock.length(),
        clock.unit(),
        reason == null ? clock.reason() : reason);
  }

  /** When a clock's reminders come, earliest first. */
  public static List<ReminderAt> reminders(
      ClockRule rule, ClockState clock, Procedure procedure, WorkingDays days) {
    List<ReminderAt> times = new ArrayList<>();
    for (ClockRule.Reminder reminder : rule.reminders()) {
      LocalDate day =
          reminder.onDay() != null
              ? days.after(clock.started(), reminder.onDay(), procedure.nation())
              : days.onOrBefore(
                  clock.due().minusDays(Objects.requireNonNull(reminder.daysBefore())),
                  procedure.nation());
      Instant at = day.atTime(procedure.reminderTime()).atZone(procedure.zone()).toInstant();
      boolean working = clock.unit() == ClockState.Unit.WORKING_DAYS;
      int used =
          working
              ? days.between(clock.started(), day, procedure.nation())
              : (int) ChronoUnit.DAYS.between(clock.started(), day);
      int left =
          working
              ? days.between(day, clock.due(), procedure.nation())
              : (int) ChronoUnit.DAYS.between(day, clock.due());
      times.add(new ReminderAt(reminder, at, used, left));
    }
    times.sort(Comparator.comparing(ReminderAt::at));
    return times;
  }
}
