package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** Puts the records of a case together from its state. */
final class RecordsViews {
  private final Desk desk;
  private final RoomReader reader;

  RecordsViews(Desk desk, RoomReader reader) {
    this.desk = desk;
    this.reader = reader;
  }

  RecordsView of(UserId by, CaseFile file) {
    AssessmentRules rules = desk.policy().procedure(file).assessment();
    return new RecordsView(
        conditions(by, file, rules),
        needs(by, file, rules),
        education(by, file, rules),
        requests(by, file, desk.policy().procedure(file)),
        forms(by, file, rules),
        consultations(by, file),
        services(by, file, rules),
        supervision(by, file));
  }

  /** What this reader may read of it: consent can leave a topic out. */
  private List<Event> numbered(UserId by, CaseFile file, String type) {
    List<Event> events = new ArrayList<>(file.state(RoomKind.PROFESSIONALS, type));
    events.removeIf(event -> !desk.policy().mayRead(by, event, file.view()));
    events.sort(
        Comparator.comparing((Event event) -> String.valueOf(event.stateKey()).length())
            .thenComparing(event -> String.valueOf(event.stateKey())));
    return events;
  }

  private static String key(Event event) {
    return String.valueOf(event.stateKey());
  }

  private static String text(JsonNode content, String field) {
    return content.path(field).asText();
  }

  private static LocalDate day(JsonNode content, String field) {
    return LocalDate.parse(text(content, field));
  }

  private static Instant at(JsonNode content, String field) {
    return Instant.ofEpochMilli(content.path(field).asLong());
  }

  private String name(JsonNode content, String field) {
    return desk.name(UserId.of(text(content, field)));
  }

  private static String title(List<AssessmentRules.Named> list, String id) {
    return AssessmentRules.named(list, id).map(AssessmentRules.Named::title).orElse(id);
  }

  // ---- Health ----

  private List<RecordsView.Condition> conditions(UserId by, CaseFile file, AssessmentRules rules) {
    List<String> order = rules.conditions().stream().map(AssessmentRules.Named::id).toList();
    return numbered(by, file, AssessmentEvents.CONDITION_RECORD).stream()
        .sorted(Comparator.comparing(event -> order.indexOf(key(event))))
        .map(
            event -> {
              ObjectNode content = event.content();
              return new RecordsView.Condition(
                  key(event),
                  title(rules.conditions(), key(event)),
                  text(content, "status"),
                  text(content, "by"),
                  day(content, "on"),
                  day(content, "first_on"),
                  Fields.text(content, "note"),
                  name(content, "recorded_by"));
            })
        .toList();
  }

  /** The child's age on a day, in whole months. */
  static @Nullable Integer ageMonths(CaseFile file, LocalDate on) {
    return Home.day(text(file.content(), "born"))
        .filter(born -> !born.isAfter(on))
        .map(born -> (int) ChronoUnit.MONTHS.between(born, on))
        .orElse(null);
  }

  private List<RecordsView.EmergingNeed> needs(UserId by, CaseFile file, AssessmentRules rules) {
    List<RecordsView.EmergingNeed> needs = new ArrayList<>();
    for (Event event : numbered(by, file, AssessmentEvents.NEED_RECORD)) {
      ObjectNode content = event.content();
      List<RecordsView.Link> links = new ArrayList<>();
      for (JsonNode link : content.path("links")) {
        links.add(
            new RecordsView.Link(text(link, "to"), text(link, "with"), Fields.text(link, "about")));
      }
      needs.add(
          new RecordsView.EmergingNeed(
              key(event),
              text(content, "kind"),
              title(rules.emergingNeeds(), text(content, "kind")),
              day(content, "noticed_on"),
              text(content, "noticed_by"),
              ageMonths(file, day(content, "noticed_on")),
              Fields.text(content, "what"),
              links,
              name(content, "recorded_by")));
    }
    return needs;
  }

  private List<RecordsView.Education> education(UserId by, CaseFile file, AssessmentRules rules) {
    List<RecordsView.Education> events = new ArrayList<>();
    for (Event event : numbered(by, file, AssessmentEvents.EDUCATION_RECORD)) {
      ObjectNode content = event.content();
      events.add(
          new RecordsView.Education(
              key(event),
              text(content, "kind"),
              rules
                  .educationKind(text(content, "kind"))
                  .map(AssessmentRules.EducationKind::title)
                  .orElse(text(content, "kind")),
              day(content, "on"),
              content.has("days") ? content.path("days").asInt() : null,
              Fields.text(content, "setting"),
              Fields.text(content, "note"),
              name(content, "recorded_by")));
    }
    return events;
  }

  // ---- What others do ----

  private List<RecordsView.Request> requests(UserId by, CaseFile file, Procedure procedure) {
    List<RecordsView.Request> requests = new ArrayList<>();
    LocalDate today = Checks.today(file, procedure);
    for (Event event : numbered(by, file, AssessmentEvents.REQUEST_RECORD)) {
      ObjectNode content = event.content();
      UserId owner = UserId.of(text(content, "owner"));
      Optional<LocalDate> chase = event.text("chase_on").map(LocalDate::parse);
      List<RecordsView.Answer> answers = new ArrayList<>();
      for (JsonNode answer : content.path("answers")) {
        answers.add(
            new RecordsView.Answer(
                text(answer, "status"),
                text(answer, "what"),
                name(answer, "by"),
                at(answer, "at")));
      }
      requests.add(
          new RecordsView.Request(
              key(event),
              text(content, "kind"),
              procedure
                  .assessment()
                  .request(text(content, "kind"))
                  .map(AssessmentRules.RequestKind::title)
                  .orElse(text(content, "kind")),
              text(content, "recipient"),
              Fields.text(content, "agency"),
              text(content, "what"),
              text(content, "status"),
              owner,
              desk.name(owner),
              at(content, "sent"),
              chase.orElse(null),
              Requests.open(event) && chase.filter(day -> !today.isBefore(day)).isPresent(),
              answers));
    }
    return requests;
  }

  private List<RecordsView.Form> forms(UserId by, CaseFile file, AssessmentRules rules) {
    List<RecordsView.Form> forms = new ArrayList<>();
    for (Event event : numbered(by, file, AssessmentEvents.FORM_RECORD)) {
      ObjectNode content = event.content();
      Map<String, String> answers = new TreeMap<>();
      content
          .path("answers")
          .properties()
          .forEach(answer -> answers.put(answer.getKey(), answer.getValue().asText()));
      forms.add(
          new RecordsView.Form(
              key(event),
              text(content, "form"),
              rules
                  .form(text(content, "form"))
                  .map(AssessmentRules.Form::title)
                  .orElse(text(content, "form")),
              answers,
              text(content, "observations"),
              Fields.text(content, "recommendation"),
              name(content, "by"),
              at(content, "at"),
              EventId.of(text(content, "event"))));
    }
    return forms;
  }

  private List<RecordsView.Consultation> consultations(UserId by, CaseFile file) {
    List<RecordsView.Consultation> consultations = new ArrayList<>();
    for (Event event : numbered(by, file, AssessmentEvents.CONSULTATION_RECORD)) {
      ObjectNode content = event.content();
      UserId clinician = UserId.of(text(content, "clinician"));
      consultations.add(
          new RecordsView.Consultation(
              key(event),
              clinician,
              desk.name(clinician),
              at(content, "at"),
              Fields.text(content, "service"),
              text(content, "about"),
              text(content, "status"),
              Fields.text(content, "note")));
    }
    return consultations;
  }

  private List<RecordsView.Service> services(UserId by, CaseFile file, AssessmentRules rules) {
    List<RecordsView.Service> services = new ArrayList<>();
    for (Event event : numbered(by, file, AssessmentEvents.SERVICE_RECORD)) {
      ObjectNode content = event.content();
      UserId contact = UserId.of(text(content, "main_contact"));
      UserId clinician = event.text("clinician").map(UserId::of).orElse(null);
      services.add(
          new RecordsView.Service(
              key(event),
              rules.service(key(event)).map(AssessmentRules.Service::title).orElse(key(event)),
              text(content, "model"),
              contact,
              desk.name(contact),
              clinician,
              clinician == null ? null : desk.name(clinician),
              at(content, "since")));
    }
    return services;
  }

  /** Whoever may not read a note does not learn that there is one. */
  private List<RecordsView.Supervision> supervision(UserId by, CaseFile file) {
    List<RecordsView.Supervision> notes = new ArrayList<>();
    for (Event record : numbered(by, file, CaseEvents.SUPERVISION_RECORD)) {
      reader
          .event(by, record.room(), EventId.of(text(record.content(), "event")))
          .ifPresent(
              note ->
                  notes.add(
                      new RecordsView.Supervision(
                          key(record),
                          name(record.content(), "author"),
                          name(record.content(), "supervisor"),
                          at(record.content(), "at"),
                          note.text("text").orElse(""))));
    }
    return notes;
  }
}
