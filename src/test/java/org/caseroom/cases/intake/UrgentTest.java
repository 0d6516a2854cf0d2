package org.caseroom.cases.intake;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The urgent path, the detailed referral form, and what people need in order to be met. */
class UrgentTest {
  private static final String ROTA = "/api/agencies/together4children/hubs/stoke-on-trent/rota";

  private final CasePlay play = new CasePlay();

  @AfterEach
  void stop() {
    play.close();
  }

  private JsonNode urgent(String who) {
    return play.get(who, "/api/cases/REF-1/urgent").ok();
  }

  private String hub() {
    return play.act("dana", "/inform-triggers", body("trigger", "parent-asks", "how", "Asked."))
        .ok()
        .path("room_id")
        .asText();
  }

  private ObjectNode shift(String who, int place) {
    return body(
            "person", play.id(who).value(),
            "from", "2025-03-03T08:00:00Z",
            "to", "2025-03-03T18:00:00Z")
        .put("place", place);
  }

  @Test
  void wordsFlagTheRotaIsPagedInTurnAndAHumanDecides() {
    play.at("2025-03-03T09:00");
    assertEquals(403, play.put("jo", ROTA + "/day", shift("dana", 1)).status());
    assertEquals(400, play.put("dana", ROTA + "/day", shift("priya", 1)).status());
    play.put("tess", ROTA + "/day", shift("tess", 1)).ok();
    assertTrue(
        play.put("tess", ROTA + "/second", shift("dana", 2))
            .ok()
            .get(0)
            .path("on_now")
            .asBoolean());
    play.at("2025-03-03T09:12");
    ObjectNode referral =
        body(
            "agency", "together4children",
            "child", "Robin",
            "words", "He is hurting himself and I can't go on. Please help.",
            "referrer_name", "Jo");
    String receipt = play.post("jo", "/api/referrals", referral).ok().path("text").asText();
    assertTrue(receipt.contains("999"), receipt);
    String room = hub();
    JsonNode flagged = urgent("dana").get(0);
    assertEquals("U1", flagged.path("number").asText());
    assertEquals("hurting himself", flagged.at("/flags/0").asText());
    assertEquals("Tess", flagged.at("/paged/0/name").asText());
    String page =
        play.texts("dana", room).stream()
            .filter(t -> t.startsWith("URGENT"))
            .findFirst()
            .orElseThrow();
    assertFalse(page.contains("hurting"), "a page holds no words of the family");
    // That somebody is paged hangs on no bot.
    play.caseroom().caseroom().bots().close();
    play.at("2025-03-03T09:26");
    assertEquals(1, urgent("dana").get(0).path("paged").size());
    play.at("2025-03-03T09:28");
    play.at("2025-03-03T09:29");
    assertEquals("Dana", urgent("dana").at("/0/paged/1/name").asText());
    assertEquals(2, urgent("dana").get(0).path("paged").size());
    ObjectNode decision =
        body("outcome", "safeguarding", "ground", "significant-harm", "reason", "Injury.");
    Http.Response early = play.act("dana", "/urgent/U1/decide", decision);
    assertEquals(409, early.status(), early.text());
    assertEquals(404, play.act("dana", "/urgent/U9/acknowledge", Json.object()).status());
    ObjectNode raw = body("reference", "REF-1", "urgent", "U1");
    play.send("dana", room, IntakeEvents.URGENT_ACKNOWLEDGE, raw).ok();
    assertEquals("Dana", urgent("dana").at("/0/acknowledged_by").asText());
    assertEquals(409, play.send("dana", room, IntakeEvents.URGENT_ACKNOWLEDGE, raw).status());
    play.at("2025-03-03T11:00");
    assertEquals(2, urgent("dana").get(0).path("paged").size(), "who has it is not paged past");
    decision.remove("ground");
    assertEquals(400, play.act("dana", "/urgent/U1/decide", decision).status());
    play.act("dana", "/urgent/U1/decide", decision.put("ground", "significant-harm")).ok();
    assertEquals("decided", urgent("tess").at("/0/status").asText());
    assertEquals(404, play.get("jo", "/api/cases/REF-1/urgent").status(), "not by a side door");
    String space = play.view("jo").at("/summary/space").asText();
    assertFalse(play.messages("jo", space).toString().contains("safeguarding"));
  }

  @Test
  void theSafeguardingHubIsChasedUntilItsOutcomeIsOnRecord() {
    play.at("2025-03-06T09:12");
    play.refer();
    ObjectNode sent = body("to", "Stoke MASH", "ground", "significant-harm", "what", "Injury.");
    sent.put("family_told", false);
    Http.Response silent = play.act("dana", "/mash-referrals", sent);
    assertEquals(409, silent.status(), silent.text());
    assertEquals("7.5", silent.json().path("clause").asText());
    assertEquals(403, play.act("jo", "/mash-referrals", sent).status());
    play.act("dana", "/mash-referrals", sent.put("not_told_reason", "Not safe tonight.")).ok();
    assertEquals(409, play.act("dana", "/mash-referrals", sent).status(), "one waits");
    play.at("2025-03-07T09:01");
    assertEquals(1, urgent("dana").at("/0/chased").asInt());
    play.at("2025-03-09T12:00");
    assertEquals(1, urgent("dana").at("/0/chased").asInt(), "not at the weekend");
    play.at("2025-03-10T09:00");
    assertEquals(2, urgent("dana").at("/0/chased").asInt());
    play.act("dana", "/mash-referrals/M1/answer", body("kind", "received", "said", "We have it."))
        .ok();
    ObjectNode outcome = body("kind", "outcome", "said", "Strategy discussion at 15:00.");
    play.act("dana", "/mash-referrals/M1/answer", outcome).ok();
    assertEquals(409, play.act("dana", "/mash-referrals/M1/answer", outcome).status());
    play.at("2025-03-20T09:00");
    JsonNode known = urgent("tess").get(0);
    assertEquals(2, known.path("chased").asInt(), "nobody asks any more");
    assertEquals("Strategy discussion at 15:00.", known.path("outcome").asText());
    assertFalse(known.path("family_told").asBoolean());
  }

  @Test
  void aFamilysMessageWithSuchWordsTellsWhomToCall() {
    play.upToConsent();
    String room = play.room("jo", "family");
    ObjectNode message = body("msgtype", "m.text", "body", "I am not safe tonight");
    Http.Response first = play.send("jo", room, "m.room.message", message);
    assertEquals(409, first.status(), first.text());
    assertEquals(UrgentGuard.URGENT, first.errcode());
    assertTrue(first.text().contains("999"), first.text());
    assertFalse(play.texts("jo", room).toString().contains("not safe"));
    assertEquals("not safe", urgent("tess").at("/0/flags/0").asText(), "paged without waiting");
    play.send("jo", room, "m.room.message", message).ok();
    assertTrue(play.texts("jo", room).stream().anyMatch(text -> text.contains("999")));
    assertEquals(1, urgent("tess").size(), "the same concern");
    play.send("jo", room, "m.room.message", message).ok();
    ObjectNode welsh = body("msgtype", "m.text", "body", "Nid yw'n saff. Mae'n brifo fe.");
    assertEquals(
        409,
        play.send("sam", room, "m.room.message", welsh).status(),
        "each person reads it once, in Welsh too");
    play.send("sam", room, "m.room.message", welsh).ok();
    message.put("body", "He screams in the hall and hits his head on the wall.");
    play.send("jo", room, "m.room.message", message).ok();
    assertEquals(1, urgent("tess").size(), "ordinary words are left alone");
  }

  @Test
  void aQuestionOverTheApiIsHeldOnceAndAClientThatShowsTheNumbersSendsAtOnce() {
    play.upToConsent();
    ObjectNode question = body("text", "Who helps when I can't go on?");
    Http.Response held = play.act("jo", "/questions", question);
    assertEquals(409, held.status(), held.text());
    assertEquals(UrgentGuard.URGENT, held.errcode());
    play.act("jo", "/questions", question).ok();
    String room = play.room("sam", "family");
    ObjectNode shown = body("msgtype", "m.text", "body", "She took an overdose.");
    play.send("sam", room, "m.room.message", shown.put(UrgentGuard.SEND_ANYWAY, true)).ok();
    assertEquals("can't go on", urgent("tess").at("/0/flags/0").asText());
    play.write("sam", "/story/before", storyBody()).ok();
  }

  /** A story tells of what was: it is never held. */
  private static ObjectNode storyBody() {
    return with(
        body("title", "Before", "text", "He was abused and is not safe with knives."),
        "audience",
        List.of("team"));
  }

  @Test
  void anIncompleteFormIsNotSignedAndTheTaskClosesByTelling() {
    play.at("2025-03-03T09:12");
    play.refer();
    play.screen();
    play.at("2025-03-06T15:05");
    assertEquals(400, play.write("dana", "/referral-form", Json.object()).status());
    play.write("dana", "/referral-form", body("needs", "Sensory needs.")).ok();
    assertEquals("2025-03-13", play.clock("dana", "SIGNOFF").path("due").asText());
    JsonNode missing = play.get("dana", "/api/cases/REF-1/intake").ok().path("form_missing");
    assertEquals("the current situation", missing.get(0).asText());
    ObjectNode sign = body("document", "referral-form", "decided", "Agreed.", "reasons", "Sound.");
    Http.Response refused = play.act("tess", "/signatures", sign);
    assertEquals(409, refused.status(), refused.text());
    assertEquals("7.7", refused.json().path("clause").asText());
    assertTrue(refused.text().contains("the proposed actions"), refused.text());
    play.at("2025-03-10T10:00");
    play.form("dana");
    assertEquals("2025-03-13", play.clock("dana", "SIGNOFF").path("due").asText(), "no time won");
    String signed = play.act("tess", "/signatures", sign).ok().path("event_id").asText();
    String tick = "/checklists/after-sign-off/items/tell-referrer/tick";
    Http.Response bare = play.act("dana", tick, Json.object());
    assertEquals(409, bare.status(), bare.text());
    assertEquals("7.10", bare.json().path("clause").asText());
    ObjectNode told =
        with(
            body("mode", "text", "what", "Agreed.", "tells", signed),
            "with",
            List.of(play.id("jo")));
    play.act("dana", "/contacts", told).ok();
    for (JsonNode list : play.view("dana").path("checklists")) {
      if (list.path("id").asText().equals("after-sign-off")) {
        assertEquals("done", list.at("/items/0/status").asText(), list.toString());
      }
    }
  }

  @Test
  void aPlannedMeetingAsksForAnInterpreterAndOneThatWasHeldNamesThem() {
    play.at("2025-03-03T09:12");
    play.refer();
    ObjectNode needs =
        with(body("contact_by", "text"), "communication", List.of("bsl-interpreter"));
    play.write("jo", "/needs/" + CasePlay.encode(play.id("jo").value()), needs).ok();
    ObjectNode meeting =
        with(body("mode", "video", "what", "Talk it through"), "with", List.of(play.id("jo")));
    Http.Response held = play.act("dana", "/contacts", meeting);
    assertEquals(409, held.status(), held.text());
    assertEquals("Preface", held.json().path("clause").asText());
    play.act("dana", "/contacts", meeting.put("planned", true)).ok();
    JsonNode booking = play.get("dana", "/api/cases/REF-1/intake").ok().at("/bookings/0");
    assertEquals("open", booking.path("status").asText());
    assertEquals("bsl-interpreter", booking.path("need").asText());
    play.act("dana", "/bookings/B1/made", body("who", "Signs of Life")).ok();
    assertEquals(409, play.act("dana", "/bookings/B1/made", body("who", "Other")).status());
    assertEquals(
        "Signs of Life",
        play.get("jo", "/api/cases/REF-1/intake").ok().at("/bookings/0/who").asText());
    meeting.put("planned", false).put("interpreter", "Signs of Life");
    play.act("dana", "/contacts", meeting).ok();
  }
}
