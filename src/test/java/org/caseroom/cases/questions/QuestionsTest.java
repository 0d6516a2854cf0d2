package org.caseroom.cases.questions;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every question has one owner, whatever happens; no service drops it, no family carries it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsTest {
  private final CasePlay play = new CasePlay();

  @BeforeAll
  void start() {
    play.upToConsent();
    for (String who : List.of("vera", "clara", "oti")) {
      play.add("priya", who, "Helps", "family", "professionals").ok();
      play.act(who, "/join", Json.object()).ok();
    }
    play.add("tess", "tess", "Manager", "family", "professionals").ok();
    play.act("tess", "/join", Json.object());
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private String ask(String text, String owner) {
    ObjectNode ask = body("text", text);
    if (owner != null) {
      ask.put("owner", play.id(owner).value());
    }
    play.act("jo", "/questions", ask).ok();
    String newest = "";
    for (JsonNode each : play.get("jo", "/api/cases/REF-1/questions").ok()) {
      if (each.path("text").asText().equals(text)) {
        newest = each.path("number").asText();
      }
    }
    return newest;
  }

  private JsonNode question(String number) {
    for (JsonNode each : play.get("jo", "/api/cases/REF-1/questions").ok()) {
      if (each.path("number").asText().equals(number)) {
        return each;
      }
    }
    throw new AssertionError("no " + number);
  }

  @Test
  void aRefusalKeepsItsReasonAndTheQuestionGoesToTheLeadThenToAManager() {
    String number = ask("Who plans the group?", "clara");
    Http.Response notTheirs = play.act("oti", "/questions/Q99/refuse", body("reason", "x"));
    assertEquals(404, notTheirs.status());
    assertEquals(
        403, play.act("vera", "/questions/" + number + "/refuse", body("reason", "x")).status());
    assertEquals(
        403, play.act("jo", "/questions/" + number + "/refuse", body("reason", "x")).status());
    play.act(
            "clara",
            "/questions/" + number + "/refuse",
            body("reason", "Other services are in the conversation already."))
        .ok();
    JsonNode now = question(number);
    assertEquals(play.id("priya").value(), now.path("owner").asText());
    assertEquals("nscht", now.at("/refused/0/agency").asText());
    assertTrue(now.at("/refused/0/reason").asText().startsWith("Other services"));
    assertEquals("open", now.path("status").asText());
    // The lead's own service is refused by one outside: the same act, raw, from any Matrix client.
    play.send(
            "priya",
            play.room("priya", "family"),
            QuestionEvents.REFUSE,
            body("question", number, "agency", "CAMHS", "reason", "Not while others help."))
        .ok();
    assertEquals(play.id("tess").value(), question(number).path("owner").asText());
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("CAMHS will not engage: Not while others help.")));
  }

  @Test
  void theFamilyIsNeverTheCourier() {
    String number = ask("Does the dentist know about his gag reflex?", "priya");
    Http.Response courier =
        play.act(
            "priya", "/questions/" + number + "/answer", body("text", "Please ring the dentist."));
    assertEquals(409, courier.status(), courier.text());
    assertTrue(courier.text().contains("fetch"), courier.text());
    Http.Response raw =
        play.send(
            "priya",
            play.room("priya", "family"),
            "org.caseroom.question.answer",
            body("question", number, "text", "You need to ask the dentist."));
    assertEquals(409, raw.status(), raw.text());
    play.act("priya", "/questions/" + number + "/fetch", body("agency", "Smile Dental")).ok();
    assertEquals("Smile Dental", question(number).path("fetching").asText());
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("The family need do nothing")));
    play.act(
            "priya",
            "/questions/" + number + "/answer",
            body("text", "Yes, since May. Please ring me if that changes."))
        .ok();
    assertEquals("answered", question(number).path("status").asText());
    String own = ask("Whom may I ring about the bus?", "priya");
    ObjectNode wanted =
        body("text", "You can ring the depot.", "courier_reason", "Jo asked for it.");
    play.act("priya", "/questions/" + own + "/answer", wanted).ok();
  }

  @Test
  void whoLeavesTheTeamLeavesNoQuestionBehind() {
    String number = ask("Is there a sensory diet?", "oti");
    String key = "/team/" + encode(play.id("oti").value());
    play.caseroom()
        .http()
        .delete("/api/cases/REF-1" + key + "?why=Left%20the%20trust", play.token("priya"))
        .ok();
    JsonNode now = question(number);
    assertEquals(play.id("priya").value(), now.path("owner").asText());
    assertTrue(now.path("passed").toString().contains("Left the team"), now.toString());
  }

  @Test
  void whoLosesItsTopicLosesTheQuestionAtOnce() {
    play.add("priya", "oti", "Helps again", "family", "professionals").ok();
    play.act("oti", "/join", Json.object());
    String professionals = play.room("tess", "professionals");
    String root =
        play.send(
                "clara",
                professionals,
                "m.room.message",
                body("msgtype", "m.text", "body", "Sessions").put("org.caseroom.topic", "therapy"))
            .ok()
            .path("event_id")
            .asText();
    ObjectNode ask = body("text", "Can oti plan around it?", "owner", play.id("oti").value());
    ask.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    play.send("tess", professionals, "org.caseroom.question.ask", ask).ok();
    String number = "";
    for (JsonNode each : play.get("tess", "/api/cases/REF-1/questions").ok()) {
      if (each.path("text").asText().equals("Can oti plan around it?")) {
        number = each.path("number").asText();
      }
    }
    assertEquals(play.id("oti").value(), owner("tess", number));
    play.act(
            "jo",
            "/consents/nscht/topics",
            CasePlay.with(body(), "without", List.of("education", "therapy")))
        .ok();
    assertEquals(play.id("priya").value(), owner("tess", number), "the lead has it now");
    play.act("jo", "/consents/nscht/topics", CasePlay.with(body(), "without", List.of())).ok();
  }

  private String owner(String who, String number) {
    for (JsonNode each : play.get(who, "/api/cases/REF-1/questions").ok()) {
      if (each.path("number").asText().equals(number)) {
        return each.path("owner").asText();
      }
    }
    throw new AssertionError("no " + number);
  }

  @Test
  void whatIsNotAnsweredReachesTheManagerOnceAndStaysRed() {
    String number = ask("When does therapy begin?", "clara");
    assertFalse(question(number).path("red").asBoolean());
    assertEquals(403, play.get("priya", "/api/questions/unanswered").status());
    play.at("2025-05-10T09:00");
    play.caseroom().caseroom().bots().settle();
    JsonNode now = question(number);
    assertTrue(now.path("red").asBoolean(), now.toString());
    assertEquals(play.id("tess").value(), now.path("escalated_to").asText());
    play.at("2025-05-12T09:00");
    play.caseroom().caseroom().bots().settle();
    long told =
        play.texts("jo", play.room("jo", "family")).stream()
            .filter(text -> text.startsWith(number + " was to be answered by"))
            .count();
    assertEquals(1, told);
    assertTrue(play.get("tess", "/api/questions/unanswered").ok().toString().contains(number));
    Http.Response early =
        play.send(
            "priya",
            play.room("priya", "family"),
            QuestionEvents.TEND,
            body("question", number, "why", "overdue"));
    assertEquals(403, early.status(), early.text());
  }

  @Test
  void aClosedAccountLeavesNoQuestionBehind() {
    play.add("priya", "nina", "Nursery", "family").ok();
    play.act("nina", "/join", Json.object()).ok();
    String number = ask("Which school will he go to?", "nina");
    ask("Is there money for school?", "vera");
    JsonNode queue = play.get("vera", "/api/questions?agency=stoke-virtual-school").ok();
    assertTrue(queue.toString().contains("Is there money for school?"));
    assertFalse(queue.toString().contains("Which school will he go to?"));
    assertEquals(403, play.get("clara", "/api/questions?agency=stoke-virtual-school").status());
    play.caseroom().caseroom().identity().deactivate(play.id("nina"), null);
    play.at("2025-04-12T10:00");
    play.caseroom().caseroom().bots().settle();
    JsonNode now = question(number);
    assertEquals(play.id("priya").value(), now.path("owner").asText());
  }

  @Test
  void onlyWhoAskedClosesIt() {
    String number = ask("What is on the list?", null);
    assertEquals(403, play.act("priya", "/questions/" + number + "/close", body()).status());
    play.act("jo", "/questions/" + number + "/close", body()).ok();
    assertEquals("closed", question(number).path("status").asText());
    ObjectNode nobody = body("text", "x", "owner", play.id("jo").value());
    assertEquals(400, play.act("jo", "/questions", nobody).status(), "the family owns none");
  }
}
