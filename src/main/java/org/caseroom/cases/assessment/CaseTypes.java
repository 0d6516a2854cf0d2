package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** What kind of placement a case is about: adoption, early permanence. */
final class CaseTypes {
  private CaseTypes() {}

  static void check(ObjectNode content, Procedure procedure) {
    List<AssessmentRules.Named> types = procedure.assessment().caseTypes();
    Problem.require(
        AssessmentRules.named(types, content.path("case_type").asText()).isPresent(),
        Checks.oneOf("case_type", types.stream().map(AssessmentRules.Named::id).toList()));
  }

  static void follow(Step step) {
    Event event = step.event();
    step.state(
        AssessmentEvents.CASE_TYPE_RECORD,
        "",
        Json.object()
            .put("case_type", event.text("case_type").orElse(""))
            .put("why", event.text("why").orElse(""))
            .put("by", event.sender().value())
            .put("at", event.originServerTs()));
  }

  static String words(Step step, String who) {
    Event event = step.event();
    String type =
        AssessmentRules.named(
                step.procedure().assessment().caseTypes(), event.text("case_type").orElse(""))
            .map(AssessmentRules.Named::title)
            .orElse("");
    return who + " recorded the kind of placement: " + type + ". " + event.text("why").orElse("");
  }

  /** The kind of placement, where it is recorded. */
  static Optional<String> of(CaseFile file) {
    return file.state(AssessmentEvents.CASE_TYPE_RECORD, "")
        .flatMap(event -> event.text("case_type"));
  }
}
