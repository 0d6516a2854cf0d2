package org.caseroom.cases.door;

import java.time.Instant;
import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Triggers;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** Starts, meets and stops clocks as the procedure says. */
final class ClockFlow {
  private final WorkingDays workingDays;

  ClockFlow(WorkingDays workingDays) {
    this.workingDays = workingDays;
  }

  void follow(Step step) {
    Event event = step.event();
    for (ClockRule rule : step.procedure().clocks()) {
      Optional<ClockState> clock =
          step.file().state(CaseEvents.CLOCK, rule.id()).map(ClockContent::read);
      boolean running = clock.filter(ClockState::open).isPresent();
      if (running && Triggers.any(rule.metBy(), event)) {
        write(
            step,
            ClockMath.meet(
                rule,
                clock.get(),
                step.procedure(),
                workingDays,
                event.time(),
                event.text("late_reason").orElse(null)));
        running = false;
      } else if (running && Triggers.any(rule.stoppedBy(), event)) {
        write(step, ClockMath.stop(clock.get(), step.procedure(), workingDays, event.time()));
        running = false;
      } else if (running
          && Triggers.any(rule.reasonOn(), event)
          && event.text("late_reason").isPresent()
          && clock.get().overdue(event.time())) {
        write(step, clock.get().because(event.text("late_reason").get()));
      }
      // A clock that runs is not wound up again: handing a form in twice wins no time.
      boolean starts = Triggers.any(rule.starts(), event);
      if (starts && rule.countsFrom() != null) {
        watch(step, rule, clock.filter(ClockState::running));
      } else if (starts && !running && holds(step, rule)) {
        write(
            step,
            ClockMath.start(rule, step.procedure(), workingDays, event.id(), dayZero(step, rule)));
      }
    }
  }

  /** The moment of what starts a clock, or the day that it says it is of. */
  private static Instant dayZero(Step step, ClockRule rule) {
    return Optional.ofNullable(rule.datedBy())
        .flatMap(step.event()::text)
        .flatMap(Home::day)
        .map(day -> day.atStartOfDay(step.procedure().zone()).toInstant())
        .orElse(step.event().time());
  }

  /**
   * A clock that counts from a date of the case is reckoned anew when what it rests on changes: it
   * moves with the date, and stops when its condition no longer holds.
   */
  private void watch(Step step, ClockRule rule, Optional<ClockState> running) {
    Optional<Instant> from =
        holds(step, rule)
            ? Home.day(now(step).content().path(String.valueOf(rule.countsFrom())).asText())
                .map(day -> day.atStartOfDay(step.procedure().zone()).toInstant())
            : Optional.empty();
    if (from.isEmpty()) {
      running.ifPresent(
          clock ->
              write(
                  step, ClockMath.stop(clock, step.procedure(), workingDays, step.event().time())));
      return;
    }
    ClockState anew =
        ClockMath.start(rule, step.procedure(), workingDays, step.event().id(), from.get());
    if (running.filter(clock -> clock.due().equals(anew.due())).isEmpty()) {
      write(step, anew);
    }
  }

  private static boolean holds(Step step, ClockRule rule) {
    return rule.needs() == null || Gates.holds(step.procedure(), now(step), rule.needs());
  }

  /** The case with the head that this very step may have rewritten. */
  private static CaseFile now(Step step) {
    CaseFile file = step.file();
    for (Draft draft : step.drafts()) {
      if (draft.type().equals(CaseEvents.CASE) && draft.room().equals(file.space())) {
        file = file.withContent(draft.content());
      }
    }
    return file;
  }

  /** Starts the clocks of a case that a referral opens. */
  void opened(Opening opening) {
    Event referral = opening.referral();
    for (ClockRule rule : opening.procedure().clocks()) {
      if (Triggers.any(rule.starts(), referral)) {
        opening.state(
            CaseEvents.CLOCK,
            rule.id(),
            ClockContent.write(
                ClockMath.start(
                    rule, opening.procedure(), workingDays, referral.id(), referral.time())));
      }
    }
  }

  private void write(Step step, ClockState clock) {
    step.state(CaseEvents.CLOCK, clock.id(), ClockContent.write(clock));
  }
}
