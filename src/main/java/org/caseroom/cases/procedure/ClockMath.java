package org.caseroom.cases.procedure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
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
        endOf(due, procedure),
        ClockState.Status.RUNNING,
        null,
        null,
        rule.length(),
        rule.unit(),
        null,
        List.of());
  }

  private static Instant endOf(LocalDate day, Procedure procedure) {
    return day.plusDays(1).atStartOfDay(procedure.zone()).toInstant();
  }

  /** Ends a clock: met in time, or late; a late one of a binding rule is breached. */
  public static ClockState meet(
      ClockRule rule,
      ClockState clock,
      Procedure procedure,
      WorkingDays days,
      Instant at,
      @Nullable String reason) {
    ClockState.Status status =
        !clock.overdue(at)
            ? ClockState.Status.MET
            : rule.late() == ClockRule.Late.WARNS
                ? ClockState.Status.LATE
                : ClockState.Status.BREACHED;
    return finish(clock, status, procedure, days, at, reason);
  }

  /** The same running clock, due on another day. */
  public static ClockState dueOn(
      ClockState clock, LocalDate due, Procedure procedure, WorkingDays days) {
    return clock.moved(
        clock.status(),
        clock.pauses(),
        due,
        days.onOrBefore(due, procedure.nation()),
        due.plusDays(1).atStartOfDay(procedure.zone()).toInstant());
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
    Integer number =
        clock.unit() == ClockState.Unit.WORKING_DAYS ? used(clock, day, procedure, days) : null;
    return clock.ended(status, day, number, reason);
  }

  /** Makes a running clock stand still: the day itself still counts, the days after it do not. */
  public static ClockState pause(ClockState clock, Procedure procedure, Instant at, String reason) {
    List<ClockState.Pause> pauses = new ArrayList<>(clock.pauses());
    pauses.add(new ClockState.Pause(LocalDate.ofInstant(at, procedure.zone()), null, reason));
    return clock.moved(
        ClockState.Status.PAUSED, pauses, clock.due(), clock.worked(), clock.dueAt());
  }

  /** Lets a clock that stands still go on: it is due as many days later as it stood. */
  public static ClockState resume(
      ClockState clock, Procedure procedure, WorkingDays days, Instant at) {
    LocalDate today = LocalDate.ofInstant(at, procedure.zone());
    List<ClockState.Pause> pauses = new ArrayList<>(clock.pauses());
    ClockState.Pause last = pauses.remove(pauses.size() - 1);
    pauses.add(new ClockState.Pause(last.from(), today, last.reason()));
    LocalDate due =
        clock.unit() == ClockState.Unit.MONTHS
            ? clock.due().plusDays(ChronoUnit.DAYS.between(last.from(), today))
            : days.after(
                clock.due(),
                days.between(last.from(), today, procedure.nation()),
                procedure.nation());
    return clock.moved(
        ClockState.Status.RUNNING,
        pauses,
        due,
        days.onOrBefore(due, procedure.nation()),
        endOf(due, procedure));
  }

  /** How many working days of a clock are used on a day, the day itself among them. */
  public static int used(ClockState clock, LocalDate day, Procedure procedure, WorkingDays days) {
    int still = 0;
    for (ClockState.Pause pause : clock.pauses()) {
      LocalDate to = pause.to() == null || pause.to().isAfter(day) ? day : pause.to();
      still += days.between(pause.from(), to, procedure.nation());
    }
    return days.between(clock.started(), day, procedure.nation()) - still;
  }

  /** The working day of a clock with this number: the days on which it stood still do not count. */
  private static LocalDate onDay(
      ClockState clock, int number, Procedure procedure, WorkingDays days) {
    LocalDate day = clock.started();
    for (int left = number; left > 0; ) {
      day = days.after(day, 1, procedure.nation());
      if (!clock.stoodStill(day)) {
        left--;
      }
    }
    return day;
  }

  private static LocalDate before(ClockRule.Reminder reminder, LocalDate due) {
    return reminder.monthsBefore() != null
        ? due.minusMonths(reminder.monthsBefore())
        : due.minusDays(Objects.requireNonNull(reminder.daysBefore()));
  }

  /** When a clock's reminders come, earliest first. */
  public static List<ReminderAt> reminders(
      ClockRule rule, ClockState clock, Procedure procedure, WorkingDays days) {
    if (!clock.running()) {
      return List.of();
    }
    List<ReminderAt> times = new ArrayList<>();
    for (ClockRule.Reminder reminder : rule.reminders()) {
      LocalDate day =
          reminder.onDay() != null
              ? onDay(clock, reminder.onDay(), procedure, days)
              : days.onOrBefore(before(reminder, clock.due()), procedure.nation());
      LocalTime time = reminder.at() == null ? procedure.reminderTime() : reminder.at();
      Instant at = day.atTime(time).atZone(procedure.zone()).toInstant();
      boolean working = clock.unit() == ClockState.Unit.WORKING_DAYS;
      int used =
          working
              ? used(clock, day, procedure, days)
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
