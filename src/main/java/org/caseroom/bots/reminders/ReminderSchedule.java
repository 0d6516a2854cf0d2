package org.caseroom.bots.reminders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.jspecify.annotations.Nullable;

/** A case's reminders in its own calendar: working days, time zone, dates. */
final class ReminderSchedule {
  private final Procedure procedure;
  private final WorkingDays days;

  /** The reminders of a case's procedure. */
  static ReminderSchedule of(CaseRules rules, CaseFile file) {
    return new ReminderSchedule(rules.procedure(file), rules.workingDays());
  }

  ReminderSchedule(Procedure procedure, WorkingDays days) {
    this.procedure = procedure;
    this.days = days;
  }

  private List<ClockRule.Reminder> rule(String clock) {
    return procedure.clock(clock).map(ClockRule::reminders).orElse(List.of());
  }

  /** What the procedure says about a reminder. */
  ClockRule.@Nullable Reminder point(Reminder reminder) {
    return rule(reminder.clock()).stream()
        .filter(point -> point.id().equals(reminder.point()))
        .findFirst()
        .orElse(null);
  }

  /** The same time of day, so many working days later. */
  Instant later(Instant from, int workingDays) {
    ZonedDateTime local = from.atZone(procedure.zone());
    return days.after(local.toLocalDate(), workingDays, procedure.nation())
        .atTime(local.toLocalTime())
        .atZone(procedure.zone())
        .toInstant();
  }

  /** The working days of a clock that are used up at a moment, the day itself among them. */
  int used(ClockState clock, Instant now) {
    return ClockMath.used(clock, today(now), procedure, days);
  }

  /** The date at a moment, where the procedure is followed. */
  LocalDate today(Instant now) {
    return now.atZone(procedure.zone()).toLocalDate();
  }

  /** A moment as people there read it. */
  ZonedDateTime local(Instant at) {
    return at.atZone(procedure.zone());
  }
}
