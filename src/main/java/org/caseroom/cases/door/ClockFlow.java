package org.caseroom.cases.door;

import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Triggers;
import org.caseroom.cases.procedure.WorkingDays;
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
      if (!running && Triggers.any(rule.starts(), event)) {
        write(step, ClockMath.start(rule, step.procedure(), workingDays, event.id(), event.time()));
      }
    }
  }

  private void write(Step step, ClockState clock) {
    step.state(CaseEvents.CLOCK, clock.id(), ClockContent.write(clock));
  }
}
