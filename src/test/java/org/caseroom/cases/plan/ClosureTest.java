package org.caseroom.cases.plan;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.Clocks;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of support: its points, the letter, and what people think of it. */
class ClosureTest {
  private CasePlay play;

  @BeforeEach
  void aCaseWithConsent() {
    play = new CasePlay();
    play.upToConsent();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private static void gate(Http.Response response, String clause, String says) {
    assertEquals(409, response.status(), response.text());
    String told =
        response.json().path("clause").asText(response.json().path("org.caseroom.clause").asText());
    assertEquals(clause, told, response.text());
    assertTrue(response.text().contains(says), response.text());
  }

  private Http.Response form(String closure, String point) {
    return play.write(
        "priya", "/closure", body("closure", closure, "point", point, "reason", "As told."));
  }

  private Http.Response sign() {
    return play.act(
        "tess", "/signatures", body("document", "closure", "decided", "Close", "reasons", "Right"));
  }

  private Http.Response letter(String late) {
    ObjectNode share = with(body("document", "closure"), "with", List.of(play.id("jo")));
    if (late != null) {
      share.put("late_reason", late);
    }
    return play.act("priya", "/shares", share);
  }

  private Http.Response contact(String mode, Boolean reached) {
    ObjectNode contact =
        with(body("mode", mode, "what", "How are you?"), "with", List.of(play.id("sam")));
    if (reached != null) {
      contact.put("reached", reached);
    }
    return play.act("priya", "/contacts", contact);
  }

  private JsonNode closure(String who) {
    return play.get(who, "/api/cases/REF-1/closure").ok();
  }

  @Test
  void failureToEngageNeedsThreeDifferentWays() {
    play.at("2025-04-07T10:00");
    assertEquals(4, closure("jo").path("points").size());
    gate(form("full", "no-engagement"), "11.1", "the record has none");
    contact("text", false).ok();
    contact("text", null).ok();
    contact("email", false).ok();
    gate(form("full", "no-engagement"), "11.1", "2: email, text");
    String room = play.room("priya", "professionals");
    ObjectNode raw =
        body("closure", "full", "point", "no-engagement", "reason", "Nobody answers us.");
    gate(play.state("priya", room, CaseEvents.CLOSURE, "", raw), "11.1", "2: email, text");
    contact("letter", false).ok();
    form("full", "no-engagement").ok();
    // Whoever writes back engages, also after the form was written.
    play.send(
            "sam",
            play.room("sam", "family"),
            "m.room.message",
            body("msgtype", "m.text", "body", "Sorry, we were away."))
        .ok();
    assertEquals(0, closure("priya").path("attempts").size());
    gate(sign(), "11.1", "the record has none");
    contact("phone", false).ok();
    contact("in-person", true).ok();
    contact("video", false).ok();
    assertEquals("[\"video\"]", closure("jo").path("ways_tried").toString());
  }

  @Test
  void aClosurePointHoldsOrIsRefused() {
    gate(form("full", "after-assessment"), "11.1", "nothing of this is signed");
    gate(form("full", "after-review"), "11.1", "Review of the support plan");
    assertEquals(400, form("full", "bored").status());
    play.at("2025-05-29T17:20");
    play.assess();
    play.at("2025-05-30T11:05");
    play.signAndShareAssessment();
    form("full", "after-assessment").ok();
    Http.Response own =
        play.act(
            "priya",
            "/signatures",
            body("document", "closure", "decided", "Close", "reasons", "Right"));
    assertEquals(403, own.status(), own.text());
  }

  @Test
  void dayOfTheLetterAfterFiveNeedsAReason() {
    play.at("2025-06-02T12:00");
    form("full", "no-longer-needed").ok();
    sign().ok();
    assertEquals("2025-06-09", closure("jo").at("/letter/due").asText());
    play.at("2025-06-10T09:00");
    gate(letter(null), "11.3", "late_reason");
    letter("The post was late.").ok();
    JsonNode letter = closure("jo").path("letter");
    assertEquals("breached", letter.path("status").asText());
    assertEquals(6, letter.path("day").asInt());
    assertEquals("The post was late.", letter.path("reason").asText());
  }

  @Test
  void underReviewIsForExternalTherapyAndEndsAfterAReview() {
    play.at("2025-05-29T17:20");
    play.assess();
    play.write("priya", "/plan/ot", body("title", "Diet", "kind", "stability", "status", "started"))
        .ok();
    play.at("2025-05-30T11:05");
    play.signAndShareAssessment();
    ObjectNode therapy = body("title", "Therapy", "kind", "specialist", "status", "started");
    play.write("priya", "/plan/therapy", therapy.put("delivery", "internal")).ok();
    gate(form("subject-to-review", "no-longer-needed"), "11.4", "somebody outside delivers");
    play.write("priya", "/plan/therapy", therapy.put("delivery", "external")).ok();
    assertEquals("[\"Therapy\"]", closure("jo").path("external_support").toString());
    play.at("2025-09-15T15:00");
    form("subject-to-review", "no-longer-needed").ok();
    sign().ok();
    assertEquals("CLOSED_UNDER_REVIEW", closure("jo").path("stage").asText());
    assertEquals("2026-05-30", closure("jo").at("/next_review/due").asText());
    letter(null).ok();
    gate(form("full", "no-longer-needed"), "11.4", "once a review has concluded");
    reviewIsRemindedOfWhileClosed();
    play.at("2026-05-19T15:00");
    ObjectNode goesOn = play.reviewBody("video", "2026-05-19").put("closure", "subject-to-review");
    play.write("priya", "/review", goesOn).ok();
    play.write("priya", "/review", goesOn).ok();
    signReview();
    assertEquals("CLOSED_UNDER_REVIEW", closure("jo").path("stage").asText());
    assertEquals("2027-05-19", closure("jo").at("/next_review/due").asText());
    assertEquals("running", play.clock("jo", "CLOSED_REVIEW").path("status").asText());
    gate(form("full", "no-longer-needed"), "11.4", "once a review has concluded");
    play.at("2027-05-11T15:00");
    play.write("priya", "/review", play.reviewBody("video", "2027-05-11")).ok();
    signReview();
    gate(
        play.write("priya", "/review", goesOn.put("early_reason", "x")),
        "11.4",
        "is not closed, subject to review");
    form("full", "no-longer-needed").ok();
    sign().ok();
    assertEquals("CLOSED", closure("jo").path("stage").asText());
    assertTrue(closure("jo").path("next_review").isNull());
  }

  private void signReview() {
    play.reviewParties();
    play.act(
            "tess",
            "/signatures",
            body("document", "review", "decided", "Agreed", "reasons", "As reviewed"))
        .ok();
  }

  private void reviewIsRemindedOfWhileClosed() {
    Clocks clocks = play.caseroom().caseroom().cases().clocks();
    List<String> fired =
        clocks
            .dueReminders(
                Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-05-29T00:00:00Z"))
            .stream()
            .map(due -> due.clock().id() + " " + due.reminder().id())
            .toList();
    assertTrue(fired.contains("REVIEW weeks-8"), fired.toString());
  }

  @Test
  void feedbackIsAskedForAtTheEndsOfStagesAndInTheFormatThatIsNeeded() {
    play.at("2025-05-29T17:20");
    play.write(
            "jo",
            "/needs/" + CasePlay.encode(play.id("jo").value()),
            with(Json.object(), "formats", List.of("easy-read", "large-print")))
        .ok();
    play.assess();
    play.at("2025-05-30T11:05");
    play.signAndShareAssessment();
    assertEquals("assessment-1", closure("jo").at("/feedback/0/request").asText());
    ObjectNode answer = body("party", "practitioner");
    answer.putArray("answers").addObject().put("question", "right").put("words", "It does.");
    play.act("priya", "/feedback/assessment-1/answer", answer).ok();
    assertEquals(409, play.act("priya", "/feedback/assessment-1/answer", answer).status());
    assertEquals(403, play.act("jo", "/feedback/assessment-1/answer", answer).status());
    ObjectNode child = answer.deepCopy().put("party", "child");
    assertEquals(403, play.act("priya", "/feedback/assessment-1/answer", child).status());
    play.act("priya", "/feedback/assessment-1/answer", child.put("for", "Robin")).ok();
    assertEquals("[\"family\"]", closure("jo").at("/feedback/0/waiting_for").toString());
    play.at("2025-06-02T12:00");
    form("full", "no-longer-needed").ok();
    sign().ok();
    ObjectNode sent = with(Json.object(), "to", List.of(play.id("jo")));
    with(sent, "formats", List.of("easy-read"));
    gate(play.act("priya", "/feedback/closure-1/send", sent), "Preface", "large print");
    assertEquals(400, play.act("priya", "/feedback/closure-1/send", Json.object()).status());
    assertEquals(404, play.act("priya", "/feedback/closure-7/send", sent).status());
    play.act(
            "priya",
            "/feedback/closure-1/send",
            with(sent, "formats", List.of("easy-read", "large-print")))
        .ok();
    ObjectNode family = body("party", "family");
    family.putArray("answers").addObject().put("question", "helped").put("score", 6);
    assertEquals(400, play.act("jo", "/feedback/closure-1/answer", family).status());
    ((ObjectNode) family.path("answers").get(0)).put("score", 4);
    play.send(
            "jo",
            play.room("jo", "family"),
            PlanEvents.FEEDBACK_ANSWER,
            family.put("request", "closure-1"))
        .ok();
    JsonNode closing = closure("priya").path("feedback").get(1);
    assertEquals("sent", closing.path("status").asText());
    assertEquals("11.3", closing.path("clause").asText());
    assertEquals(4, closing.at("/answers/0/answers/0/score").asInt());
  }
}
