package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** The plan from the time of placement: part of what a family can ask for before any assessment. */
final class Placements {
  private Placements() {}

  static void check(Event event, Procedure procedure, CaseFile file) {
    ObjectNode content = event.content();
    Problem.require(
        String.valueOf(event.stateKey()).isEmpty(),
        "There is one such paper in a case: send it with an empty state key.");
    Grounds.past(content, "made_on", Grounds.today(procedure, file));
    Problem.require(
        !content.path("has_plan").asBoolean()
            || !Grounds.blank(content, "needs_now")
            || !Grounds.blank(content, "needs_later"),
        "A plan names the needs at placement ('needs_now'), or those to come ('needs_later').");
  }

  static String words(Step step, String who) {
    Event event = step.event();
    return event.content().path("has_plan").asBoolean()
        ? who
            + " recorded the support plan from the time of placement"
            + event.text("made_on").map(day -> " (" + day + ")").orElse("")
            + "."
        : who + " recorded that there was no support plan at the time of placement.";
  }
}
