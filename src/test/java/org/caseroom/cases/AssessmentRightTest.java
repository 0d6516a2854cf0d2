package org.caseroom.cases;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The right to ask for an assessment holds in every stage (4.2). */
class AssessmentRightTest {
  private final CasePlay play = new CasePlay();
  private int asked;

  @AfterEach
  void stop() {
    play.close();
  }

  /** Asks by the API and from a plain Matrix client: each request has one owner, who answers. */
  private void holdsAt(String stage, String owner) {
    assertEquals(stage, play.view("jo").path("summary").path("stage").asText());
    ObjectNode need = body("text", "It is getting harder at " + stage + ".");
    answered(play.act("jo", "/assessment/request", need), stage, owner);
    String space = play.view("jo").path("summary").path("space").asText();
    answered(play.send("jo", space, CaseEvents.ASSESSMENT_REQUEST, need), stage, owner);
    assertEquals(403, play.send("priya", space, CaseEvents.ASSESSMENT_REQUEST, need).status());
  }

  private void answered(Http.Response request, String stage, String owner) {
    request.ok();
    String number = "Q" + ++asked;
    JsonNode question = question(number);
    assertTrue(question.path("text").asText().contains("harder at " + stage), question + "");
    assertEquals(play.id(owner).value(), question.path("owner").asText());
    String path = "/questions/" + number;
    play.act(owner, path + "/answer", body("text", "I come on Monday.")).ok();
    assertEquals("answered", question(number).path("status").asText());
    play.act("jo", path + "/close", body()).ok();
  }

  private JsonNode question(String number) {
    for (JsonNode question : play.view("jo").path("questions")) {
      if (question.path("number").asText().equals(number)) {
        return question;
      }
    }
    throw new AssertionError("No question " + number + ": " + play.view("jo").path("questions"));
  }

  @Test
  void itHoldsFromTheReferralToTheClosedCase() {
    play.at("2025-03-03T09:12");
    play.refer();
    holdsAt("REFERRED", "dana");
    play.screen();
    holdsAt("SCREENED", "dana");
    play.form("dana");
    holdsAt("DETAILED", "dana");
    play.signReferral();
    holdsAt("SIGNED_OFF", "priya");
    play.openFamilyRoom();
    play.visit();
    play.consent();
    play.act("priya", "/assessment/start", body()).ok();
    holdsAt("ASSESSING", "priya");
    play.assess();
    sign("assessment");
    holdsAt("PLAN", "priya");
    plan("ot", "stability", "internal");
    plan("therapy", "specialist", "external");
    close("subject-to-review");
    holdsAt("CLOSED_UNDER_REVIEW", "priya");
    review();
    close("full");
    holdsAt("CLOSED", "priya");
    assertEquals(
        409,
        play.send(
                "jo",
                play.room("jo", "family"),
                "m.room.message",
                body("msgtype", "m.text", "body", "Hello"))
            .status());
  }

  @Test
  void itHoldsWhenNothingWasToBeDone() {
    play.at("2025-03-03T09:12");
    play.refer();
    play.act(
            "dana",
            "/screening",
            body(
                "outcome", "signpost", "reason", "A group is enough.", "advice", "Adopters' group"))
        .ok();
    holdsAt("CLOSED_NFA", "dana");
  }

  private void sign(String document) {
    play.act(
            "tess",
            "/signatures",
            body("document", document, "decided", "Agreed", "reasons", "As written"))
        .ok();
  }

  private void plan(String item, String kind, String delivery) {
    play.write(
            "priya",
            "/plan/" + item,
            body("title", item, "kind", kind, "status", "started", "delivery", delivery))
        .ok();
  }

  private void review() {
    play.write(
            "priya",
            "/review",
            play.reviewBody("phone", "2025-03-03").put("early_reason", "The therapy has ended."))
        .ok();
    play.reviewParties();
    sign("review");
  }

  private void close(String closure) {
    play.write(
            "priya",
            "/closure",
            body("closure", closure, "point", "no-longer-needed", "reason", "Settled"))
        .ok();
    sign("closure");
  }
}
