package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.rooms.Event;

/** What is asked of others and waited for, with one owner until it has come. */
final class Requests {
  private static final List<String> ENDS = List.of("declined", "done", "withdrawn");

  private final Checks checks;
  private final WorkingDays days;

  Requests(Checks checks, WorkingDays days) {
    this.checks = checks;
    this.days = days;
  }

  void check(ObjectNode content, Procedure procedure, CaseFile file) {
    List<AssessmentRules.RequestKind> kinds = procedure.assessment().requests();
    AssessmentRules.RequestKind kind =
        procedure
            .assessment()
            .request(content.path("kind").asText())
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        Checks.oneOf(
                            "kind", kinds.stream().map(AssessmentRules.RequestKind::id).toList())));
    Checks.consent(kind.consent(), "'" + kind.title() + "'", file, procedure);
    checks.sharedWith(Fields.text(content, "agency"), file, procedure);
  }

  static void checkOutcome(ObjectNode content, CaseFile file) {
    Event record =
        file.state(
                RoomKind.PROFESSIONALS,
                AssessmentEvents.REQUEST_RECORD,
                content.path("request").asText())
            .orElseThrow(() -> Problem.notFound("This case has no such request."));
    if (ENDS.contains(record.text("status").orElse(""))) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "This request has come to its end: send a new one.");
    }
  }

  void follow(Step step) {
    Event event = step.event();
    ObjectNode record =
        event
            .content()
            .deepCopy()
            .put("status", "sent")
            .put("owner", event.sender().value())
            .put("sent", event.originServerTs());
    record.putArray("answers");
    step.procedure()
        .assessment()
        .request(event.text("kind").orElse(""))
        .map(AssessmentRules.RequestKind::answerDays)
        .ifPresent(
            within ->
                record.put(
                    "chase_on",
                    days.after(
                            LocalDate.ofInstant(event.time(), step.procedure().zone()),
                            within,
                            step.procedure().nation())
                        .toString()));
    step.state(
        event.room(),
        AssessmentEvents.REQUEST_RECORD,
        "T" + Numbers.next(step.file().view(), event.room(), AssessmentEvents.REQUEST_RECORD),
        record);
  }

  static void followOutcome(Step step) {
    Event event = step.event();
    String number = event.text("request").orElse("");
    step.file()
        .state(RoomKind.PROFESSIONALS, AssessmentEvents.REQUEST_RECORD, number)
        .ifPresent(
            before -> {
              ObjectNode record = before.content().deepCopy();
              String status = event.text("status").orElse("");
              record.put("status", status);
              record
                  .withArrayProperty("answers")
                  .addObject()
                  .put("status", status)
                  .put("what", event.text("what").orElse(""))
                  .put("by", event.sender().value())
                  .put("at", event.originServerTs());
              step.state(event.room(), AssessmentEvents.REQUEST_RECORD, number, record);
            });
  }

  /** Whether a request still waits for its end. */
  static boolean open(Event record) {
    return !ENDS.contains(record.text("status").orElse(""));
  }

  String words(Step step, String who) {
    Event event = step.event();
    if (event.type().equals(AssessmentEvents.REQUEST_OUTCOME)) {
      return event.text("request").orElse("")
          + " is "
          + event.text("status").orElse("")
          + ": "
          + event.text("what").orElse("");
    }
    String title =
        step.procedure()
            .assessment()
            .request(event.text("kind").orElse(""))
            .map(AssessmentRules.RequestKind::title)
            .orElse("");
    String chase =
        step.drafts().stream()
            .filter(draft -> draft.type().equals(AssessmentEvents.REQUEST_RECORD))
            .filter(draft -> draft.content().has("chase_on"))
            .map(
                draft ->
                    " "
                        + draft.stateKey()
                        + " is chased on "
                        + Notices.day(LocalDate.parse(draft.content().path("chase_on").asText()))
                        + ".")
            .findFirst()
            .orElse("");
    return who
        + " sent a request: "
        + title
        + ", to "
        + event.text("recipient").orElse("")
        + event.text("agency").map(id -> " (" + checks.agencyName(id) + ")").orElse("")
        + ". "
        + event.text("what").orElse("")
        + chase;
  }
}
