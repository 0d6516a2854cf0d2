package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** Needs that show after placement: when they were first noticed, by whom, and who else helps. */
final class EmergingNeeds {
  private EmergingNeeds() {}

  static void check(ObjectNode content, Procedure procedure, CaseFile file) {
    if (content.has("number")) {
      if (file.state(
              RoomKind.PROFESSIONALS, AssessmentEvents.NEED_RECORD, content.path("number").asText())
          .isEmpty()) {
        throw Problem.notFound("This case has no emerging need with that number.");
      }
      Problem.require(
          Checks.has(content, "what") || !content.path("links").isEmpty(),
          "Say what is added: 'what' or 'links'. Who noticed the need first, and when, stays.");
      Problem.require(
          !content.has("kind") && !content.has("noticed_on") && !content.has("noticed_by"),
          "Who noticed the need first, and when, stays: record another need, or leave these out.");
      return;
    }
    List<AssessmentRules.Named> kinds = procedure.assessment().emergingNeeds();
    Problem.require(
        AssessmentRules.named(kinds, content.path("kind").asText()).isPresent(),
        Checks.oneOf("kind", kinds.stream().map(AssessmentRules.Named::id).toList()));
    Problem.require(Checks.has(content, "noticed_by"), "Say who noticed it first ('noticed_by').");
    Checks.past(content, "noticed_on", file, procedure);
  }

  static void follow(Step step) {
    Event event = step.event();
    Optional<Event> before =
        event
            .text("number")
            .flatMap(
                number ->
                    step.file()
                        .state(RoomKind.PROFESSIONALS, AssessmentEvents.NEED_RECORD, number));
    ObjectNode record =
        before
            .map(found -> found.content().deepCopy())
            .orElseGet(
                () ->
                    event
                        .content()
                        .deepCopy()
                        .put("recorded_by", event.sender().value())
                        .put("recorded", event.originServerTs()));
    if (before.isPresent()) {
      ArrayNode links = record.withArrayProperty("links");
      for (JsonNode link : event.content().path("links")) {
        links.add(link.deepCopy());
      }
      event
          .text("what")
          .ifPresent(
              more -> {
                String told = record.path("what").asText();
                record.put("what", told.isBlank() ? more : told + "\n" + more);
              });
    }
    String number =
        event
            .text("number")
            .orElseGet(
                () ->
                    "N"
                        + Numbers.next(
                            step.file().view(), event.room(), AssessmentEvents.NEED_RECORD));
    step.state(event.room(), AssessmentEvents.NEED_RECORD, number, record);
  }

  static String words(Step step, String who) {
    Event event = step.event();
    StringBuilder words = new StringBuilder(who);
    if (event.content().has("number")) {
      words.append(" added to the emerging need ").append(event.text("number").orElse(""));
    } else {
      words
          .append(" recorded an emerging need: ")
          .append(
              AssessmentRules.named(
                      step.procedure().assessment().emergingNeeds(), event.text("kind").orElse(""))
                  .map(AssessmentRules.Named::title)
                  .orElse(""))
          .append(", first noticed on ")
          .append(Notices.day(Checks.day(event.content(), "noticed_on")))
          .append(" by ")
          .append(event.text("noticed_by").orElse(""));
    }
    words.append('.');
    event.text("what").ifPresent(what -> words.append(' ').append(what));
    for (JsonNode link : event.content().path("links")) {
      words
          .append(link.path("to").asText().equals("health") ? " Health: " : " SEND: ")
          .append(link.path("with").asText())
          .append('.');
    }
    return words.toString();
  }
}
