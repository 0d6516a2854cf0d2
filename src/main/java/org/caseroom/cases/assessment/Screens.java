package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** Screening forms, such as the sensory screen: every item answered with a word of the scale. */
final class Screens {
  private Screens() {}

  static void check(ObjectNode content, Account who, Procedure procedure) {
    List<AssessmentRules.Form> forms = procedure.assessment().forms();
    AssessmentRules.Form form =
        procedure
            .assessment()
            .form(content.path("form").asText())
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        Checks.oneOf(
                            "form", forms.stream().map(AssessmentRules.Form::id).toList())));
    if (form.filledBy().stream().noneMatch(who::is)) {
      throw Problem.forbidden(
          "'"
              + form.title()
              + "' is filled in by who is trained for it: "
              + Checks.titles(form.filledBy())
              + ".");
    }
    List<String> missing = new ArrayList<>();
    for (AssessmentRules.Named item : form.items()) {
      String answer = content.path("answers").path(item.id()).asText();
      if (answer.isBlank()) {
        missing.add(item.id());
      } else {
        Problem.require(
            form.scale().contains(answer),
            "'answers." + item.id() + "' is one of " + String.join(", ", form.scale()) + ".");
      }
    }
    Problem.require(
        missing.isEmpty(),
        "Every item of the form has an answer; missing: " + String.join(", ", missing) + ".");
    content
        .path("answers")
        .fieldNames()
        .forEachRemaining(
            item ->
                Problem.require(
                    AssessmentRules.named(form.items(), item).isPresent(),
                    "The form has these items: "
                        + String.join(
                            ", ", form.items().stream().map(AssessmentRules.Named::id).toList())
                        + "."));
  }

  static void follow(Step step) {
    Event event = step.event();
    step.state(
        event.room(),
        AssessmentEvents.FORM_RECORD,
        "B" + Numbers.next(step.file().view(), event.room(), AssessmentEvents.FORM_RECORD),
        event
            .content()
            .deepCopy()
            .put("event", event.id().value())
            .put("by", event.sender().value())
            .put("at", event.originServerTs()));
  }

  static String words(Step step, String who) {
    Event event = step.event();
    StringBuilder words = new StringBuilder(who).append(" filled in: ");
    AssessmentRules.Form form =
        step.procedure().assessment().form(event.text("form").orElse("")).orElseThrow();
    words.append(form.title()).append('.');
    for (AssessmentRules.Named item : form.items()) {
      words
          .append("\n- ")
          .append(item.title())
          .append(": ")
          .append(event.content().path("answers").path(item.id()).asText());
    }
    words.append('\n').append(event.text("observations").orElse(""));
    event.text("recommendation").ifPresent(text -> words.append("\nAdvised: ").append(text));
    return words.toString();
  }
}
