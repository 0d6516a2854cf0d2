package org.caseroom.bots.reminders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.RemindingRules;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.cases.procedure.WorkingTime;
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

  /** The procedure. */
  Procedure procedure() {
    return procedure;
  }

  /** What the procedure says about a reminder; null for one that it no longer has. */
  ClockRule.@Nullable Reminder point(Reminder reminder) {
    return procedure.clock(reminder.clock()).stream()
        .flatMap(rule -> rule.reminders().stream())
        .filter(point -> point.id().equals(reminder.point()))
        .findFirst()
        .orElse(null);
  }

  /** The reminders that a clock has, none when it does not run or nothing can meet it any more. */
  List<ClockMath.ReminderAt> reminders(CaseFile file, ClockState clock) {
    Optional<ClockRule> rule = procedure.clock(clock.id());
    return rule.isEmpty() || !clock.running() || isOver(file, rule.get())
        ? List.of()
        : ClockMath.reminders(rule.get(), clock, procedure, days);
  }

  /** The case is closed, and its stage lets nothing in that would meet the clock. */
  boolean isOver(CaseFile file, ClockRule rule) {
    return only(file)
        .filter(only -> rule.metBy().stream().noneMatch(by -> only.contains(by.event())))
        .isPresent();
  }

  /** Whether the case's stage lets an event in. */
  boolean letsIn(CaseFile file, String event) {
    return only(file).filter(only -> !only.contains(event)).isEmpty();
  }

  private Optional<List<String>> only(CaseFile file) {
    return procedure.stage(file.stage()).flatMap(stage -> Optional.ofNullable(stage.only()));
  }

  /** A step of what the procedure says about reminders that nobody acknowledges, from 1. */
  RemindingRules.@Nullable Step step(int number) {
    List<RemindingRules.Step> steps = procedure.reminding().unanswered();
    return number <= steps.size() ? steps.get(number - 1) : null;
  }

  /** When a step comes that follows something said now; null when there is none. */
  @Nullable Instant stepAfter(Instant now, int number) {
    RemindingRules.Step step = step(number);
    if (step == null) {
      return null;
    }
    WorkingTime time = WorkingTime.of(procedure, days);
    return toTheMinute(
        step.workingHours() != null
            ? time.afterHours(now, step.workingHours())
            : time.afterDays(now, step.workingDays() == null ? 1 : step.workingDays()));
  }

  /** The end of some working days that begin now. */
  Instant afterDays(Instant now, int workingDays) {
    return toTheMinute(WorkingTime.of(procedure, days).afterDays(now, workingDays));
  }

  /** Times are told to the minute, so they hold to the minute. */
  private static Instant toTheMinute(Instant at) {
    return at.truncatedTo(ChronoUnit.MINUTES);
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
