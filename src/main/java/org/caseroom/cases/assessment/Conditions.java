package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** Conditions of the child by their code: suspected, assessed, confirmed or ruled out. */
final class Conditions {
  private Conditions() {}

  static void check(ObjectNode content, Procedure procedure, CaseFile file) {
    List<AssessmentRules.Named> known = procedure.assessment().conditions();
    Problem.require(
        AssessmentRules.named(known, content.path("condition").asText()).isPresent(),
        Checks.oneOf("condition", known.stream().map(AssessmentRules.Named::id).toList()));
    Checks.past(content, "on", file, procedure);
  }

  static void follow(Step step) {
    Event event = step.event();
    String condition = event.text("condition").orElse("");
    ObjectNode record =
        event
            .content()
            .deepCopy()
            .put("recorded_by", event.sender().value())
            .put("recorded", event.originServerTs());
    // When it was first thought of stays known, whatever became of it.
    step.file()
        .state(RoomKind.PROFESSIONALS, AssessmentEvents.CONDITION_RECORD, condition)
        .flatMap(before -> before.text("first_on"))
        .or(() -> event.text("on"))
        .ifPresent(day -> record.put("first_on", day));
    step.state(event.room(), AssessmentEvents.CONDITION_RECORD, condition, record);
  }

  static String words(Step step, String who) {
    Event event = step.event();
    String title =
        AssessmentRules.named(
                step.procedure().assessment().conditions(), event.text("condition").orElse(""))
            .map(AssessmentRules.Named::title)
            .orElse("");
    return who
        + " recorded: "
        + title
        + ", "
        + event.text("status").orElse("").replace('-', ' ').toLowerCase(Locale.ROOT)
        + " by "
        + event.text("by").orElse("")
        + " on "
        + Notices.day(Checks.day(event.content(), "on"))
        + "."
        + event.text("note").map(note -> " " + note).orElse("");
  }
}
