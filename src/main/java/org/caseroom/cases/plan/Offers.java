package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.rooms.Event;

/** The least that every family is offered (3.2): given, declined, or not available. */
final class Offers {
  private Offers() {}

  static void check(ObjectNode content, Procedure procedure, CaseFile file) {
    SupportRules.Offer offer = Grounds.rules(procedure, SupportRules::offer);
    Grounds.listed(
        content, "item", offer.items().stream().map(SupportRules.Offer.Item::id).toList());
    Grounds.past(content, "on", Grounds.today(procedure, file));
    if (content.path("status").asText().equals("not-available") && Grounds.blank(content, "note")) {
      throw Problem.gate(
              offer.clause(),
              "Every family is offered this at the least: say why it is not available ('note').")
          .with("org.caseroom.missing", "note");
    }
  }

  static void marked(Step step) {
    Event event = step.event();
    ObjectNode content =
        Json.object()
            .put("status", event.text("status").orElse(""))
            .put(
                "on",
                event
                    .text("on")
                    .orElseGet(() -> Grounds.day(step.procedure(), event.time()).toString()))
            .put("source", event.text("source").orElse(""))
            .put("by", event.sender().value());
    Fields.put(content, "note", event.text("note").orElse(null));
    step.state(PlanEvents.OFFER, event.text("item").orElse(""), content);
  }

  static String words(Step step, String who) {
    Event event = step.event();
    String title =
        Grounds.rules(step.procedure(), SupportRules::offer).items().stream()
            .filter(item -> item.id().equals(event.text("item").orElse("")))
            .map(SupportRules.Offer.Item::title)
            .findFirst()
            .orElse("");
    return title
        + ": "
        + event.text("status").orElse("").replace('-', ' ')
        + " (from: "
        + event.text("source").orElse("")
        + "; recorded by "
        + who
        + ")."
        + event.text("note").map(note -> " " + note).orElse("");
  }
}
