package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** Who owes which section of the assessment, since when, by when, and what blocks it (8.4). */
final class Contributions {
  private final Checks checks;

  Contributions(Checks checks) {
    this.checks = checks;
  }

  // ---- Rules ----

  void ask(ObjectNode content, Procedure procedure, CaseFile file) {
    Procedure.Section section = section(content, procedure);
    unsigned(procedure, file);
    Account contributor =
        checks.colleague(
            UserId.of(content.path("contributor").asText()), "contributor", file, procedure);
    boolean fit =
        section.contributors().isEmpty()
            || file.agency().equals(contributor.agency())
            || section.contributors().stream().anyMatch(contributor::is);
    Problem.require(
        fit, "'" + section.title() + "' is written by: " + Checks.titles(section.contributors()));
    if (content.has("due")) {
      LocalDate due = Checks.day(content, "due");
      Problem.require(
          !due.isBefore(Checks.today(file, procedure)),
          "'due' lies in the past: name a day ahead.");
      AssessmentClock.of(file, procedure)
          .filter(ClockState::running)
          .filter(clock -> !clock.overdue(file.view().now()) && due.isAfter(clock.worked()))
          .ifPresent(
              clock -> {
                throw Problem.gate(
                    clock.clause(),
                    "The assessment has one due date, "
                        + Notices.day(clock.due())
                        + ": no section is due after it. Ask for it by "
                        + Notices.day(clock.worked())
                        + " or before.");
              });
    }
  }

  void blocked(ObjectNode content, Procedure procedure, CaseFile file) {
    Procedure.Section section = section(content, procedure);
    unsigned(procedure, file);
    Problem.require(
        Gates.owedSections(procedure, file).contains(section),
        "This assessment has no section '" + section.title() + "': ask somebody for it first.");
    if (content.path("cleared").asBoolean()) {
      Problem.require(
          contribution(file, section.id()).filter(c -> c.content().has("blocker")).isPresent(),
          "Nothing blocks this section.");
    } else if (content.has("waiting_for")) {
      UserId user = UserId.of(content.path("waiting_for").asText());
      Problem.require(
          checks.accounts().find(user).isPresent(),
          "'waiting_for' names somebody with an account.");
    }
  }

  private static Procedure.Section section(ObjectNode content, Procedure procedure) {
    return procedure
        .section(content.path("section").asText())
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    Checks.oneOf(
                        "section",
                        procedure.assessmentSections().stream()
                            .map(Procedure.Section::id)
                            .toList())));
  }

  private static void unsigned(Procedure procedure, CaseFile file) {
    boolean signed =
        AssessmentClock.document(procedure)
            .flatMap(document -> Documents.signature(procedure, file, document.id()))
            .isPresent();
    if (signed) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "The assessment is signed and final: a correction is a new version of a section.");
    }
  }

  /** Other agencies write what they were asked for; a finished section says something. */
  void write(Event event, Account who, Procedure procedure, CaseFile file) {
    String id = String.valueOf(event.stateKey());
    if (event.content().path("done").asBoolean() && !Checks.has(event.content(), "text")) {
      throw Problem.invalidParam(
          "A finished section has a text: write it, or leave 'done' at false.");
    }
    if (file.agency().equals(who.agency()) || who.isBot()) {
      return;
    }
    boolean theirs =
        contribution(file, id)
            .flatMap(event1 -> event1.text("contributor"))
            .map(UserId::of)
            .flatMap(checks.accounts()::find)
            .filter(
                asked ->
                    asked.id().equals(who.id())
                        || (asked.agency() != null && asked.agency().equals(who.agency())))
            .isPresent();
    if (!theirs) {
      throw Problem.gate(
          AssessmentClock.clause(procedure),
          "Your agency was not asked for this section: people of other agencies write the sections"
              + " that they were asked for. The social worker who leads the assessment asks for"
              + " them.");
    }
  }

  /** The paper of the assessment itself: started, then complete, then signed and final. */
  void status(Event event, Procedure procedure, CaseFile file) {
    Problem.require(
        "".equals(event.stateKey()),
        "There is one assessment in a case: send it with an empty state key.");
    if (event.text("status").filter("complete"::equals).isEmpty()) {
      return;
    }
    Problem.require(
        file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT, "").isPresent(),
        "An assessment is started before it is complete.");
    unsigned(procedure, file);
    complete(procedure, file);
  }

  /** Before the gates speak of titles: who owes what is still open, and what they wait for. */
  private void complete(Procedure procedure, CaseFile file) {
    List<String> open = new ArrayList<>();
    for (Procedure.Section section : Gates.owedSections(procedure, file)) {
      Optional<Event> contribution = contribution(file, section.id());
      if (contribution.isPresent() && !done(file, section.id())) {
        open.add(section.title() + " (" + owes(contribution.get().content()) + ")");
      }
    }
    if (!open.isEmpty()) {
      throw Problem.gate(
          AssessmentClock.clause(procedure),
          "Sections of the assessment are unfinished. Still open: "
              + String.join("; ", open)
              + ". Each is marked as done by who owes it.");
    }
  }

  private String owes(ObjectNode contribution) {
    String who =
        contribution.has("contributor")
            ? "with " + checks.name(contribution, "contributor")
            : "with nobody yet";
    return contribution.has("blocker")
        ? who + ", blocked: " + blocker(contribution.path("blocker").deepCopy())
        : who;
  }

  private String blocker(ObjectNode blocker) {
    String waiting = checks.name(blocker, "waiting_for");
    return blocker.path("reason").asText()
        + (waiting.isEmpty() ? "" : " (waiting for " + waiting + ")");
  }

  static boolean done(CaseFile file, String section) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, section)
        .filter(event -> event.content().path("done").asBoolean())
        .isPresent();
  }

  /** Who owes a section, where somebody was asked for it. */
  static Optional<Event> contribution(CaseFile file, String section) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_CONTRIBUTION, section);
  }

  // ---- What follows ----

  void follow(Step step) {
    Event event = step.event();
    String section = event.text("section").orElse("");
    ObjectNode record =
        contribution(step.file(), section)
            .map(before -> before.content().deepCopy())
            .orElseGet(Json::object);
    if (event.type().equals(AssessmentEvents.ASK)) {
      asked(step, record);
    } else if (event.content().path("cleared").asBoolean()) {
      record.remove("blocker");
    } else {
      ObjectNode blocker = record.putObject("blocker");
      blocker
          .put("reason", event.text("reason").orElse(""))
          .put("by", event.sender().value())
          .put("since", event.originServerTs());
      Fields.put(blocker, "waiting_for", event.text("waiting_for").orElse(null));
    }
    step.state(event.room(), CaseEvents.ASSESSMENT_CONTRIBUTION, section, record);
  }

  private static void asked(Step step, ObjectNode record) {
    Event event = step.event();
    record
        .put("contributor", event.text("contributor").orElse(""))
        .put("asked_by", event.sender().value())
        .put("asked", event.originServerTs());
    record.remove(List.of("due", "what"));
    Fields.put(record, "due", event.text("due").orElse(null));
    Fields.put(record, "what", event.text("what").orElse(null));
  }

  /** A finished section is blocked by nothing. */
  static void written(Step step) {
    Event event = step.event();
    String section = String.valueOf(event.stateKey());
    if (!event.content().path("done").asBoolean()) {
      return;
    }
    contribution(step.file(), section)
        .filter(record -> !record.content().has("done"))
        .ifPresent(
            record -> {
              ObjectNode content = record.content().deepCopy().put("done", event.originServerTs());
              content.remove("blocker");
              step.state(event.room(), CaseEvents.ASSESSMENT_CONTRIBUTION, section, content);
            });
  }

  // ---- Words ----

  String words(Step step, String who) {
    Event event = step.event();
    String title =
        step.procedure()
            .section(event.text("section").orElse(""))
            .map(Procedure.Section::title)
            .orElse("");
    if (event.type().equals(AssessmentEvents.BLOCKED)) {
      return event.content().path("cleared").asBoolean()
          ? "'" + title + "' of the assessment is no longer blocked: " + reason(event)
          : "'" + title + "' of the assessment is blocked: " + blocker(event.content());
    }
    String by =
        event
            .text("due")
            .or(
                () ->
                    AssessmentClock.of(step.file(), step.procedure())
                        .filter(ClockState::running)
                        .map(clock -> clock.worked().toString()))
            .map(due -> " by " + Notices.day(LocalDate.parse(due)))
            .orElse("");
    return who
        + " asked "
        + checks.name(event.content(), "contributor")
        + " for the section '"
        + title
        + "' of the assessment"
        + by
        + "."
        + event.text("what").map(what -> " " + what).orElse("");
  }

  private static String reason(Event event) {
    return event.text("reason").orElse("");
  }
}
