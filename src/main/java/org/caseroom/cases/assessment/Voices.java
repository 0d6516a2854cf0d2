package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** The child's voice (8.3), and the appointments at which they are seen. */
final class Voices {
  private final Checks checks;

  Voices(Checks checks) {
    this.checks = checks;
  }

  // ---- The child's voice ----

  void check(ObjectNode content, Procedure procedure, CaseFile file) {
    String clause = procedure.cites().voice();
    if (content.path("seen").asBoolean()) {
      need(clause, content, "method", "Say how the child was heard ('method').");
      need(clause, content, "words", "Say what the child told or showed ('words').");
    } else {
      need(clause, content, "reason", "The child was not seen: say why ('reason').");
    }
    String appointment = Fields.text(content, "appointment");
    if (appointment != null) {
      Event record =
          file.state(RoomKind.PROFESSIONALS, AssessmentEvents.APPOINTMENT_RECORD, appointment)
              .orElseThrow(() -> Problem.notFound("This case has no such appointment."));
      if (record.text("status").filter("planned"::equals).isEmpty()) {
        throw Problem.of(
            409, "ORG.CASEROOM_FINAL", "What became of this appointment is recorded already.");
      }
    }
  }

  private static void need(String clause, ObjectNode content, String field, String says) {
    if (!Checks.has(content, field)) {
      throw Problem.gate(clause, says).with("org.caseroom.missing", field);
    }
  }

  /** That the child was heard, and when: not what they said, which stays in their room. */
  static void heard(Step step) {
    Event event = step.event();
    boolean seen = event.content().path("seen").asBoolean();
    step.state(
        CaseEvents.VOICE_HEARD,
        "",
        Json.object().put("seen", seen).put("at", event.originServerTs()));
    event
        .text("appointment")
        .ifPresent(
            number ->
                step.file()
                    .state(RoomKind.PROFESSIONALS, AssessmentEvents.APPOINTMENT_RECORD, number)
                    .ifPresent(
                        record ->
                            step.state(
                                record.room(),
                                AssessmentEvents.APPOINTMENT_RECORD,
                                number,
                                record
                                    .content()
                                    .deepCopy()
                                    .put("status", seen ? "kept" : "missed")
                                    .put("closed", event.originServerTs()))));
  }

  static String words(Event event, String who) {
    return event.content().path("seen").asBoolean()
        ? "Wishes and feelings, heard by "
            + who
            + " ("
            + event.text("method").orElse("")
            + event.text("place").map(place -> ", " + place).orElse("")
            + "): "
            + event.text("words").orElse("")
        : who + " did not see the child: " + event.text("reason").orElse("");
  }

  // ---- Appointments ----

  void checkAppointment(ObjectNode content, Procedure procedure, CaseFile file) {
    Instant at = Checks.moment(content, "at", procedure);
    Problem.require(
        at.isAfter(file.view().now()),
        "An appointment lies ahead: what has taken place is recorded as the child's voice.");
    checks.sharedWith(Fields.text(content, "agency"), file, procedure);
    for (UserId user : Fields.users(content.path("with"))) {
      checks.colleague(user, "with", file, procedure);
    }
  }

  static void followAppointment(Step step) {
    Event event = step.event();
    ObjectNode record =
        event
            .content()
            .deepCopy()
            .put("at", Checks.moment(event.content(), "at", step.procedure()).toEpochMilli())
            .put("status", "planned")
            .put("by", event.sender().value())
            .put("made", event.originServerTs());
    step.state(
        event.room(),
        AssessmentEvents.APPOINTMENT_RECORD,
        "A" + Numbers.next(step.file().view(), event.room(), AssessmentEvents.APPOINTMENT_RECORD),
        record);
  }

  String appointmentWords(Step step, String who) {
    Event event = step.event();
    Optional<String> what = event.text("what");
    return who
        + " made an appointment to see the child: "
        + Said.time(Checks.moment(event.content(), "at", step.procedure()), step.procedure())
        + ", "
        + event.text("place").orElse("")
        + ", with "
        + Said.names(
            Fields.users(event.content().path("with")).stream()
                .map(checks.accounts()::nameOf)
                .toList())
        + "."
        + what.map(text -> " " + text).orElse("");
  }
}
