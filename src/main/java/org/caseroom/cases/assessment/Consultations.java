package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Consultation with clinicians, supervision, and services that two people give together. */
final class Consultations {
  private final Checks checks;

  Consultations(Checks checks) {
    this.checks = checks;
  }

  // ---- Consultations ----

  void checkBooking(ObjectNode content, Procedure procedure, CaseFile file) {
    Account clinician =
        checks.colleague(
            UserId.of(content.path("clinician").asText()), "clinician", file, procedure);
    Checks.moment(content, "at", procedure);
    String id = Fields.text(content, "service");
    if (id != null) {
      AssessmentRules.Service service = service(id, procedure);
      Problem.require(
          service.clinician().stream().anyMatch(clinician::is),
          "A clinician of '" + service.title() + "' is: " + Checks.titles(service.clinician()));
    }
  }

  static void checkHeld(ObjectNode content, Procedure procedure, CaseFile file) {
    Event booked =
        file.state(
                RoomKind.PROFESSIONALS,
                AssessmentEvents.CONSULTATION_RECORD,
                content.path("consultation").asText())
            .orElseThrow(() -> Problem.notFound("This case has no such consultation."));
    if (booked.text("status").filter("booked"::equals).isEmpty()) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "What became of this consultation is recorded already.");
    }
    boolean ahead = booked.content().path("at").asLong() > file.view().now().toEpochMilli();
    Problem.require(
        !ahead || !content.path("held").asBoolean(),
        "This consultation lies ahead: it can be held once its time has come.");
  }

  static void followBooking(Step step) {
    Event event = step.event();
    step.state(
        event.room(),
        AssessmentEvents.CONSULTATION_RECORD,
        "K" + Numbers.next(step.file().view(), event.room(), AssessmentEvents.CONSULTATION_RECORD),
        event
            .content()
            .deepCopy()
            .put("at", Checks.moment(event.content(), "at", step.procedure()).toEpochMilli())
            .put("status", "booked")
            .put("booked_by", event.sender().value())
            .put("booked", event.originServerTs()));
  }

  static void followHeld(Step step) {
    Event event = step.event();
    String number = event.text("consultation").orElse("");
    step.file()
        .state(RoomKind.PROFESSIONALS, AssessmentEvents.CONSULTATION_RECORD, number)
        .ifPresent(
            booked ->
                step.state(
                    event.room(),
                    AssessmentEvents.CONSULTATION_RECORD,
                    number,
                    booked
                        .content()
                        .deepCopy()
                        .put("status", event.content().path("held").asBoolean() ? "held" : "missed")
                        .put("note", event.text("note").orElse(""))
                        .put("noted_by", event.sender().value())
                        .put("noted", event.originServerTs())));
  }

  // ---- Supervision ----

  void checkSupervision(ObjectNode content, Account who, Procedure procedure, CaseFile file) {
    UserId supervisor = UserId.of(content.path("supervisor").asText());
    Problem.require(
        !supervisor.equals(who.id()), "Nobody supervises themselves: name your supervisor.");
    checks.colleague(supervisor, "supervisor", file, procedure);
  }

  static void followSupervision(Step step) {
    Event event = step.event();
    step.state(
        event.room(),
        CaseEvents.SUPERVISION_RECORD,
        "P" + Numbers.next(step.file().view(), event.room(), CaseEvents.SUPERVISION_RECORD),
        Json.object()
            .put("event", event.id().value())
            .put("author", event.sender().value())
            .put("supervisor", event.text("supervisor").orElse(""))
            .put("at", event.originServerTs()));
  }

  // ---- Services ----

  void checkPair(ObjectNode content, Procedure procedure, CaseFile file) {
    AssessmentRules.Service service = service(content.path("service").asText(), procedure);
    Account contact =
        checks.colleague(
            UserId.of(content.path("main_contact").asText()), "main_contact", file, procedure);
    Problem.require(
        service.mainContact().stream().anyMatch(contact::is),
        "The main contact of '"
            + service.title()
            + "' is: "
            + Checks.titles(service.mainContact()));
    if (!content.has("clinician")) {
      return;
    }
    Account clinician =
        checks.colleague(
            UserId.of(content.path("clinician").asText()), "clinician", file, procedure);
    Problem.require(
        service.clinician().stream().anyMatch(clinician::is),
        "A clinician of '" + service.title() + "' is: " + Checks.titles(service.clinician()));
    employedWhereTheModelSays(service, clinician, file);
    if (service.consultationFirst() && !consulted(service, file)) {
      throw Problem.gate(
          service.clause(),
          "'"
              + service.title()
              + "' holds a consultation before a clinician is named. Its main contact books one"
              + " with "
              + Checks.titles(service.clinician())
              + " and records that it was held.");
    }
  }

  private void employedWhereTheModelSays(
      AssessmentRules.Service service, Account clinician, CaseFile file) {
    boolean own = file.agency().equals(clinician.agency());
    boolean fits =
        switch (service.model()) {
          case EMPLOYED -> own;
          case COMMISSIONED, HOSTED -> !own;
        };
    Problem.require(
        fits,
        service.model() == AssessmentRules.Service.Model.EMPLOYED
            ? "The clinicians of '" + service.title() + "' are employed by the agency itself."
            : "The clinicians of '" + service.title() + "' come from another agency.");
  }

  private static boolean consulted(AssessmentRules.Service service, CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, AssessmentEvents.CONSULTATION_RECORD).stream()
        .anyMatch(
            record ->
                record.text("service").filter(service.id()::equals).isPresent()
                    && record.text("status").filter("held"::equals).isPresent());
  }

  private static AssessmentRules.Service service(String id, Procedure procedure) {
    List<AssessmentRules.Service> services = procedure.assessment().services();
    return procedure
        .assessment()
        .service(id)
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    Checks.oneOf(
                        "service", services.stream().map(AssessmentRules.Service::id).toList())));
  }

  static void followPair(Step step) {
    Event event = step.event();
    String service = event.text("service").orElse("");
    @Nullable String model =
        step.procedure()
            .assessment()
            .service(service)
            .map(found -> found.model().name().toLowerCase(java.util.Locale.ROOT))
            .orElse(null);
    ObjectNode record =
        event
            .content()
            .deepCopy()
            .put("by", event.sender().value())
            .put("since", event.originServerTs());
    Fields.put(record, "model", model);
    step.state(event.room(), AssessmentEvents.SERVICE_RECORD, service, record);
  }

  // ---- Words ----

  /** Nothing of supervision: that is between two people. */
  String words(Step step, String who) {
    Event event = step.event();
    return switch (event.type()) {
      case AssessmentEvents.CONSULTATION_BOOK ->
          who
              + " booked a consultation with "
              + checks.name(event.content(), "clinician")
              + ": "
              + Said.time(Checks.moment(event.content(), "at", step.procedure()), step.procedure())
              + ". "
              + event.text("about").orElse("");
      case AssessmentEvents.CONSULTATION_HELD ->
          "Consultation "
              + event.text("consultation").orElse("")
              + (event.content().path("held").asBoolean() ? " was held: " : " was not held: ")
              + event.text("note").orElse("");
      case AssessmentEvents.SERVICE_PAIR ->
          step.procedure()
                  .assessment()
                  .service(event.text("service").orElse(""))
                  .map(AssessmentRules.Service::title)
                  .orElse("")
              + ": main contact for the family is "
              + checks.name(event.content(), "main_contact")
              + (event.content().has("clinician")
                  ? ", with " + checks.name(event.content(), "clinician") + " beside them."
                  : ".");
      default -> "";
    };
  }
}
