package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** A screening: exactly one outcome, and a copy for the family of what they were advised. */
final class ScreeningRules {
  private ScreeningRules() {}

  static void check(ObjectNode content, Procedure procedure, CaseFile file) {
    Procedure.ScreeningRule.Outcome outcome =
        procedure
            .screening()
            .outcome(content.path("outcome").asText())
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        "The outcome of a screening is exactly one of "
                            + procedure.screening().outcomes().stream()
                                .map(Procedure.ScreeningRule.Outcome::id)
                                .collect(Collectors.joining(", "))
                            + "."));
    if (!file.stage().equals(procedure.firstStage().id())) {
      throw Problem.gate(
          procedure.screening().clause(),
          "This referral has been screened already: a screening has exactly one outcome.");
    }
    if (Boolean.TRUE.equals(outcome.advice()) && advised(content).isEmpty()) {
      throw Problem.gate(
              outcome.clause(),
              "This outcome ends with advice, and none is listed: the duty worker says what was"
                  + " advised or signposted (advised), and the family gets a copy.")
          .with("org.caseroom.missing", "advised");
    }
  }

  /** What was advised, one line each: the list, and the text beside it. */
  static List<String> advised(JsonNode content) {
    List<String> lines = new ArrayList<>(Fields.texts(content.path("advised")));
    String text = content.path("advice").asText();
    if (!text.isBlank()) {
      lines.add(text);
    }
    lines.removeIf(String::isBlank);
    return lines;
  }

  static void follow(Step step) {
    Event event = step.event();
    Optional<Procedure.ScreeningRule.Outcome> outcome =
        step.procedure().screening().outcome(event.text("outcome").orElse(""));
    if (outcome.isEmpty()) {
      return;
    }
    List<String> advised = advised(event.content());
    ObjectNode screened =
        Json.object()
            .put("outcome", outcome.get().id())
            .put("title", outcome.get().title())
            .put("clause", outcome.get().clause())
            .put("at", event.originServerTs())
            .put("by", event.sender().value())
            .put("because", event.id().value());
    if (!advised.isEmpty()) {
      Fields.put(screened, "advised", advised);
      copyForTheFamily(step, advised);
    }
    // In the hub's room; the family reads the case's own state, and gets what ended with advice.
    step.state(event.room(), IntakeEvents.SCREENED, step.file().reference(), screened);
    if (Boolean.TRUE.equals(outcome.get().advice())) {
      step.state(IntakeEvents.SCREENED, "", screened.deepCopy());
    }
    ownTheDutyToInform(step);
  }

  /** What was advised, where the family can read it: in the case itself, which they are in. */
  private static void copyForTheFamily(Step step, List<String> advised) {
    step.drafts()
        .add(
            Notices.notice(
                step.file().space(),
                step.service(),
                "What we advised about "
                    + step.file().child()
                    + " ("
                    + step.file().reference()
                    + "):\n"
                    + advised.stream().map(line -> "- " + line).collect(Collectors.joining("\n"))
                    + "\nYou can come back to us at any time.",
                step.event()));
  }

  /** A list that the first contact opened, before anybody was there to do it. */
  private static void ownTheDutyToInform(Step step) {
    IntakeRules.Inform inform = step.procedure().intakeRules().inform();
    if (inform == null) {
      return;
    }
    Optional<Event> list = step.file().state(CaseEvents.CHECKLIST, inform.checklist());
    if (list.isEmpty()) {
      return;
    }
    ObjectNode content = list.get().content().deepCopy();
    boolean taken = false;
    for (JsonNode item : content.path("items")) {
      if (item instanceof ObjectNode entry && !entry.has("owner")) {
        entry.put("owner", step.event().sender().value());
        taken = true;
      }
    }
    if (taken) {
      step.state(CaseEvents.CHECKLIST, inform.checklist(), content);
    }
  }

  static String words(Step step, String who) {
    Event event = step.event();
    List<String> advised = advised(event.content());
    String outcome =
        step.procedure()
            .screening()
            .outcome(event.text("outcome").orElse(""))
            .map(found -> found.title() + " (" + found.clause() + ")")
            .orElse("");
    return who
        + " screened the referral: "
        + outcome
        + ". Reason: "
        + event.text("reason").orElse("")
        + (advised.isEmpty() ? "" : " Advice: " + String.join("; ", advised));
  }
}
