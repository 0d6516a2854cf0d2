package org.caseroom.cases;

import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;

/** Starts, meets and stops clocks as the procedure says. */
final class ClockFlow {
  private final WorkingDays workingDays;
  private final UserId service;

  ClockFlow(WorkingDays workingDays, UserId service) {
    this.workingDays = workingDays;
    this.service = service;
  }

  void follow(Consequences.Step step) {
    Event event = step.event();
    for (ClockRule rule : step.procedure().clocks()) {
      Optional<ClockState> clock =
          step.file().state(CaseEvents.CLOCK, rule.id()).map(ClockContent::read);
      boolean running = clock.filter(ClockState::running).isPresent();
      if (running && Triggers.any(rule.metBy(), event)) {
        write(
            step,
            ClockMath.meet(
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
      if (!running && Triggers.any(rule.starts(), event)) {
        write(step, ClockMath.start(rule, step.procedure(), workingDays, event.id(), event.time()));
      }
    }
  }

  private void write(Consequences.Step step, ClockState clock) {
    step.state(
        step.file().space(), service, CaseEvents.CLOCK, clock.id(), ClockContent.write(clock));
  }
}
