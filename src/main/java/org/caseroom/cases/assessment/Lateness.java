package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.rooms.Event;

/** Why an assessment is late: a part of the document, written by a manager (8.4). */
final class Lateness {
  private final WorkingDays days;

  Lateness(WorkingDays days) {
    this.days = days;
  }

  static void check(Procedure procedure, CaseFile file) {
    if (!AssessmentClock.overdue(file, procedure)) {
      throw Problem.gate(
          AssessmentClock.clause(procedure),
          "The assessment is not late: there is nothing to explain. The reason is written once its"
              + " last day is over.");
    }
  }

  /** The reason comes ahead, with the signature, or with the sharing: it stands in the document. */
  void follow(Step step) {
    Event event = step.event();
    Optional<String> reason = event.text("late_reason").filter(text -> !text.isBlank());
    Optional<ClockState> clock = AssessmentClock.of(step.file(), step.procedure());
    if (reason.isEmpty() || clock.isEmpty() || !concerns(event, step.procedure())) {
      return;
    }
    if (!clock.get().overdue(event.time())) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(event.time(), step.procedure().zone());
    ObjectNode record =
        Json.object()
            .put("reason", reason.get())
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put("clock", clock.get().id())
            .put("clause", clock.get().clause())
            .put("run", clock.get().startedBy().value())
            .put("due", clock.get().due().toString())
            .put("length", clock.get().length());
    if (clock.get().unit() == ClockState.Unit.WORKING_DAYS) {
      record.put("day", ClockMath.used(clock.get(), today, step.procedure(), days));
    }
    step.file()
        .room(RoomKind.PROFESSIONALS)
        .ifPresent(room -> step.state(room, AssessmentEvents.LATE_RECORD, "", record));
  }

  private static boolean concerns(Event event, Procedure procedure) {
    return event.type().equals(AssessmentEvents.LATE)
        || AssessmentClock.document(procedure)
            .filter(document -> event.text("document").filter(document.id()::equals).isPresent())
            .isPresent();
  }

  /** The reason that explains a run of the clock. */
  static Optional<Event> of(CaseFile file, ClockState clock) {
    return file.state(RoomKind.PROFESSIONALS, AssessmentEvents.LATE_RECORD, "")
        .filter(record -> record.text("run").filter(clock.startedBy().value()::equals).isPresent());
  }

  static String words(Event event, String who) {
    return who
        + " wrote into the assessment why it is late: "
        + event.text("late_reason").orElse("");
  }
}
