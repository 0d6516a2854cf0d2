package org.caseroom.cases;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.sharing.EveryDoor;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.PackRoundTrip;
import org.caseroom.web.Pages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance case IMANI over HTTP: out of area, late, and handed over at three years. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImaniTest {
  private static final List<String> SECTIONS =
      List.of("history", "development", "education", "family", "views", "analysis");

  private final CasePlay play = new CasePlay();
  private String therapy = "";
  private EveryDoor doors;
  private int rows = 1;

  @AfterAll
  void stop() {
    play.close();
  }

  @BeforeAll
  void westmoorAndTheFamily() {
    ImaniCast.join(play);
  }

  /** After each row, every door shows everybody what consent and the hand-over allow then. */
  @AfterEach
  void everyDoorShowsWhatIsAllowed() {
    if (doors == null) {
      doors = watched();
    }
    if (rows <= 23) {
      doors.check("row " + rows++);
    }
  }

  private EveryDoor watched() {
    String t4c = "together4children";
    return new EveryDoor(play, "dana")
        .person("denise", Role.ADOPTER, null)
        .person("nasreen", Role.ADOPTER, null)
        .person("imani", Role.YOUNG_PERSON, null)
        .person("stranger", Role.ADOPTER, null)
        .person("dana", Role.DUTY_WORKER, t4c)
        .person("tess", Role.TEAM_MANAGER, t4c)
        .person("priya", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, t4c)
        .person("clara", Role.PSYCHOLOGIST, "nscht")
        .person("tara", Role.DESIGNATED_TEACHER, "hillside")
        .person("vic", Role.VIRTUAL_SCHOOL_ADVISER, "westmoor-virtual-school")
        .person("vera", Role.VIRTUAL_SCHOOL_ADVISER, "stoke-virtual-school")
        .person("wanda", Role.TEAM_MANAGER, "westmoor")
        .person("will", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, "westmoor");
  }

  private String stage() {
    return play.view("tess").path("summary").path("stage").asText();
  }

  private static JsonNode refused(Http.Response response, int status, String clause) {
    assertEquals(status, response.status(), response.text());
    assertEquals(clause, response.json().path("clause").asText(), response.text());
    return response.json();
  }

  /** Waits for words of a bot or of the house in a room that somebody reads. */
  private String told(String who, String kind, String words) {
    String room = play.room(who, kind);
    Instant until = Instant.now().plus(Duration.ofSeconds(20));
    while (Instant.now().isBefore(until)) {
      for (String text : play.texts(who, room)) {
        if (text.contains(words)) {
          return text;
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("'" + words + "' is not in " + play.texts(who, room));
  }

  private Http.Response sign(String who, String document, String late) {
    ObjectNode signature =
        body("document", document, "decided", "Agreed.", "reasons", "As discussed.");
    if (late != null) {
      signature.put("late_reason", late);
    }
    return play.act(who, "/signatures", signature);
  }

  private Http.Response share(String who, String document) {
    return play.act(
        who,
        "/shares",
        with(
            with(body("document", document), "with", List.of(play.id("denise"))),
            "formats",
            List.of()));
  }

  private Http.Response visits(ObjectNode visit) {
    return play.act("priya", "/visits", visit);
  }

  @Test
  @Order(1)
  void row1ACallIsLoggedAsASelfReferralAndTheStoryIsWrittenOnce() {
    play.at("2025-01-13T13:25");
    ObjectNode call =
        body(
            "agency", "together4children",
            "hub", "stoke-on-trent",
            "area", "westmoor",
            "channel", "telephone",
            "child", "Imani",
            "surname", "Achieng",
            "order_date", "2022-09-09",
            "born", "2013-06-01",
            "words",
                "We moved in January. Imani, 11, won't go to school. I've told six people"
                    + " already.",
            "referrer_name", "Denise",
            "reply_by", "phone");
    assertTrue(
        play.post("denise", "/api/referrals", call).status() >= 400, "only workers log calls");
    JsonNode receipt = play.post("dana", "/api/referrals", call).ok();
    assertEquals("REF-1", receipt.path("reference").asText());
    assertEquals("REFERRED", stage());
    JsonNode first = play.get("dana", "/api/cases/REF-1/intake").ok();
    assertEquals("telephone", first.findValue("channel").asText());
    assertTrue(first.findValue("words").asText().contains("six people"));
  }

  @Test
  @Order(2)
  void row2TheCardSaysWhoIsResponsibleUntilWhenAndByWhichRule() {
    play.at("2025-01-14T09:40");
    JsonNode card = play.get("dana", "/api/cases/REF-1/responsibility").ok();
    assertEquals("together4children", card.at("/responsible/id").asText(), card.toString());
    assertTrue(card.toString().contains("2025-09-09"), card.toString());
    assertTrue(card.toString().contains("westmoor"), card.toString());
  }

  @Test
  @Order(3)
  void row3ScreenedWithOneOutcomeAndTheFamilyIsInformed() {
    play.at("2025-01-15T10:15");
    play.act(
            "dana",
            "/screening",
            body("outcome", "detailed-referral", "reason", "Assessment threshold met."))
        .ok();
    play.write(
            "dana",
            "/team/" + encode(play.id("denise").value()),
            with(body("why", "Imani's mother"), "rooms", List.of("family")))
        .ok();
    assertEquals(11, items("duty-to-inform").size());
    for (JsonNode item : items("duty-to-inform")) {
      play.act(
              "dana",
              "/checklists/duty-to-inform/items/" + item.path("id").asText() + "/tick",
              Json.object())
          .ok();
    }
    play.act("denise", "/join", Json.object()).ok();
    JsonNode card = play.get("denise", "/api/cases/REF-1/responsibility").ok();
    assertTrue(card.toString().contains("2025-09-09"), card.toString());
  }

  private JsonNode items(String list) {
    for (JsonNode checklist : play.view("dana").path("checklists")) {
      if (checklist.path("id").asText().equals(list)) {
        return checklist.path("items");
      }
    }
    throw new AssertionError("no checklist " + list);
  }

  @Test
  @Order(4)
  void row4TheSignOffIsDueOnTheTwentyFourth() {
    play.at("2025-01-17T16:00");
    play.form("dana");
    assertEquals("2025-01-24", play.clock("tess", "SIGNOFF").path("due").asText());
  }

  @Test
  @Order(5)
  void row5SignedOnDaySixWithTheReasonAndDeniseIsTold() {
    play.at("2025-01-24T17:00");
    told("tess", "professionals", "Nobody is named to stand in");
    play.at("2025-01-27T09:10");
    refused(sign("tess", "referral-form", null), 409, "7.10");
    sign("tess", "referral-form", "Manager sickness, no deputy set.").ok();
    JsonNode clock = play.clock("tess", "SIGNOFF");
    assertEquals("breached", clock.path("status").asText());
    assertEquals(6, clock.path("day_finished").asInt());
    assertEquals("Manager sickness, no deputy set.", clock.path("reason").asText());
    play.add("tess", "priya", "Allocated worker", "family", "professionals").ok();
    play.write("tess", "/lead", body("person", play.id("priya").value(), "why", "Allocated worker"))
        .ok();
    play.act(
            "priya",
            "/contacts",
            with(
                body("mode", "phone", "what", "The sign-off was late; what happens next."),
                "with",
                List.of(play.id("denise"))))
        .ok();
    play.act("priya", "/rooms", body("kind", "family")).ok();
    play.act("denise", "/join", Json.object()).ok();
  }

  @Test
  @Order(6)
  void row6TheFirstVisitByVideoSaysHowTheFamilyWasAssessed() {
    play.at("2025-02-06T11:00");
    play.add("priya", "nasreen", "Imani's grandmother", "family").ok();
    play.act("nasreen", "/join", Json.object()).ok();
    play.write(
            "priya",
            "/needs/" + encode(play.id("nasreen").value()),
            with(Json.object(), "languages", List.of("spoken-interpreter:Urdu")))
        .ok();
    ObjectNode visit =
        with(body("mode", "video"), "present", List.of(play.id("denise"), play.id("nasreen")));
    visit.put("first", true);
    refused(visits(visit), 409, "8.1");
    visit.put("how_assessed", "By video, with a Westmoor worker in the home.");
    visit.put("joint_with", "westmoor");
    refused(visits(visit), 409, "Preface");
    visits(visit.put("interpreter", "Urdu interpreter")).ok();
    assertEquals("2025-04-10", play.clock("priya", "ASSESS").path("due").asText());
    consent();
  }

  private void consent() {
    ObjectNode form = with(body("form_version", "2025-1"), "signed_by", List.of(play.id("denise")));
    var lines = form.putArray("lines");
    lines.addObject().put("id", "assessment").put("purpose", "assessment").put("given", true);
    lines.addObject().put("id", "see-child").put("purpose", "see-child").put("given", true);
    for (String agency : List.of("nscht", "westmoor-virtual-school", "hillside", "westmoor")) {
      var line =
          lines
              .addObject()
              .put("id", agency)
              .put("purpose", "share")
              .put("agency", agency)
              .put("given", true);
      line.putArray("rooms").add("family").add("professionals");
    }
    play.act("priya", "/consents", form).ok();
    for (String who : List.of("clara", "tara")) {
      play.add("priya", who, "Helps Imani", "professionals").ok();
      play.act(who, "/join", Json.object()).ok();
    }
    play.act("priya", "/assessment/start", Json.object()).ok();
  }

  @Test
  @Order(7)
  void row7TheVirtualSchoolOfTheSchoolsAreaIsInvitedAndNotTheHomeAgencys() {
    play.at("2025-02-10T09:30");
    play.act(
            "priya",
            "/school",
            body("name", "Hillside School", "area", "westmoor", "phase", "secondary"))
        .ok();
    Http.Response wrong = play.add("priya", "vera", "Virtual school", "family", "professionals");
    assertEquals(409, wrong.status(), wrong.text());
    play.add("priya", "vic", "Virtual school of the school's area", "family", "professionals").ok();
    play.act("vic", "/join", Json.object()).ok();
  }

  @Test
  @Order(8)
  void row8AQuestionGoesToTheVirtualSchool() {
    play.at("2025-02-12T20:05");
    play.act(
            "denise",
            "/questions",
            body("text", "School want to know what happened to her before. Do I have to say?"))
        .ok();
    JsonNode question = play.view("denise").path("questions").get(0);
    assertEquals(play.id("vic").value(), question.path("owner").asText(), question.toString());
    assertEquals("Westmoor Virtual School", question.path("with").asText());
  }

  @Test
  @Order(9)
  void row9WhatIsSharedNamesReaderPageAndPurposeAndDeniseApproves() {
    play.at("2025-02-12T21:00");
    play.write(
            "denise",
            "/story/what-helps",
            with(
                body(
                    "title", "What helps, what sets her off",
                    "text", "A quiet corner helps. Shouting in corridors sets her off."),
                "audience",
                List.of("westmoor-virtual-school")))
        .ok();
    play.at("2025-02-13T11:30");
    play.act(
            "vic",
            "/questions/Q1/answer",
            body(
                "text",
                "No. School needs what helps and what sets her off. I'll send that page if you"
                    + " agree."))
        .ok();
    play.act(
            "vic",
            "/shared-pages",
            body(
                "page", "story/what-helps",
                "reader", play.id("tara").value(),
                "purpose", "So that school knows what helps."))
        .ok();
    assertFalse(storyOf("tara").contains("quiet corner"));
    JsonNode asked = play.get("denise", "/api/cases/REF-1/shared-pages").ok();
    assertTrue(asked.toString().contains("So that school knows"), asked.toString());
    play.act(
            "denise",
            "/shared-pages/" + asked.findValuesAsText("number").get(0) + "/answer",
            body("decision", "approve"))
        .ok();
    assertTrue(storyOf("tara").contains("quiet corner"));
    play.act("denise", "/questions/Q1/close", Json.object()).ok();
  }

  private String storyOf(String who) {
    return play.view(who).path("story").toString();
  }

  @Test
  @Order(10)
  void row10ASuspensionIsCountedAndTheManagerIsAsked() {
    play.at("2025-03-10T15:45");
    play.act(
            "tara",
            "/education",
            body(
                    "kind",
                    "EDUCATION_SUSPENSION",
                    "on",
                    "2025-03-10",
                    "note",
                    "Wants a plan before return.")
                .put("days", 2))
        .ok();
    JsonNode measures = play.get("tess", "/api/cases/REF-1/measures").ok();
    assertTrue(measures.toString().contains("EDUCATION_SUSPENSION"), measures.toString());
    assertTrue(
        play.view("tess").path("questions").toString().contains("early look"),
        play.view("tess").path("questions").toString());
  }

  @Test
  @Order(11)
  void row11WithdrawnConsentEndsReadingAtOnceAndStaysProvable() {
    play.at("2025-03-11T10:00");
    play.act(
            "clara",
            "/notes",
            body("title", "Therapy", "text", "She drew the house again.", "topic", "therapy"))
        .ok();
    String room = play.room("tara", "professionals");
    assertTrue(play.texts("tara", room).stream().anyMatch(text -> text.contains("drew the house")));
    therapy = noteEvent(room);
    play.at("2025-03-12T08:50");
    play.act(
            "denise",
            "/consents/hillside/topics",
            with(
                body("reason", "School does not need what is said in therapy."),
                "without",
                List.of("therapy")))
        .ok();
    assertFalse(
        play.texts("tara", room).stream().anyMatch(text -> text.contains("drew the house")));
    assertTrue(
        play.get("tara", "/_matrix/client/v3/rooms/" + encode(room) + "/event/" + encode(therapy))
                .status()
            >= 400);
    JsonNode before = readers("2025-03-11T14:20:00Z");
    play.at("2025-03-12T14:20");
    JsonNode after = readers("2025-03-12T14:10:00Z");
    assertTrue(names(before).contains(play.id("tara").value()), before.toString());
    assertFalse(names(after).contains(play.id("tara").value()), after.toString());
  }

  private String noteEvent(String room) {
    for (JsonNode event : play.messages("clara", room)) {
      if (event.path("type").asText().equals("org.caseroom.note")) {
        return event.path("event_id").asText();
      }
    }
    throw new AssertionError("no note");
  }

  private JsonNode readers(String at) {
    return play.get("tess", "/api/audit/readers?item=" + encode(therapy) + "&at=" + encode(at))
        .ok();
  }

  private static List<String> names(JsonNode readers) {
    List<String> names = new ArrayList<>();
    for (JsonNode reader : readers.path("could")) {
      names.add(reader.path("user").asText());
    }
    return names;
  }

  @Test
  @Order(12)
  void row12AMentionOfWhoMayNotReadIsHeld() {
    play.at("2025-03-12T14:20");
    ObjectNode message = body("msgtype", "m.text", "body", "Tara, could school try the drawing?");
    message.putObject("m.mentions").putArray("user_ids").add(play.id("tara").value());
    message.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", therapy);
    Http.Response held =
        play.send("clara", play.room("clara", "professionals"), "m.room.message", message);
    assertTrue(held.status() >= 400 && held.status() < 500, held.text());
    assertTrue(held.text().contains("08:50"), held.text());
    assertTrue(held.text().toLowerCase().contains("summary"), held.text());
  }

  @Test
  @Order(13)
  void row13OnlyWhomImaniChoseReadsHerRoom() {
    play.at("2025-03-20T17:00");
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    play.add("priya", "imani", "Her own room", "voice").ok();
    play.act("imani", "/join", Json.object()).ok();
    String room = play.room("imani", "voice");
    play.write(
            "imani",
            "/voice/readers/" + encode(play.id("priya").value()),
            Json.object().put("chosen", true).put("why", "She listens."))
        .ok();
    play.send(
            "imani",
            room,
            "m.room.message",
            body(
                "msgtype",
                "m.text",
                "body",
                "i want ONE person who knows. not a meeting with 9 people"))
        .ok();
    assertTrue(play.texts("priya", room).stream().anyMatch(text -> text.contains("ONE person")));
    for (String other : List.of("tess", "denise", "clara", "tara", "vic")) {
      Http.Response read =
          play.get(other, "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b&limit=50");
      assertFalse(read.text().contains("ONE person"), other);
      JsonNode exists = play.get(other, "/api/cases/REF-1/voice/room").ok();
      assertFalse(exists.toString().contains("ONE person"), other);
    }
    JsonNode told = play.get("imani", "/api/cases/REF-1/voice/room").ok();
    assertTrue(told.toString().contains("manager"), told.toString());
    play.act(
            "priya",
            "/voice",
            body("method", "Her own words", "words", "One person who knows.").put("seen", true))
        .ok();
  }

  @Test
  @Order(14)
  void row14FortyDaysAreUsedAndTheBlockerIsNamed() {
    for (String section : SECTIONS) {
      if (!section.equals("analysis")) {
        play.write(
                "priya",
                "/assessment/sections/" + section,
                body("text", "Written.").put("done", true))
            .ok();
      }
    }
    play.act(
            "priya",
            "/assessment/contributions",
            body(
                "section",
                "analysis",
                "contributor",
                play.id("clara").value(),
                "what",
                "Psychology report"))
        .ok();
    play.at("2025-04-03T09:00");
    String reminder = told("tess", "professionals", "Working days used: 40");
    assertTrue(reminder.contains("Clara"), reminder);
  }

  @Test
  @Order(15)
  void row15TheAssessmentIsSharedOnDay51WithTheReasonInIt() {
    play.at("2025-04-22T16:30");
    play.write(
            "clara",
            "/assessment/sections/analysis",
            body("text", "Needs one person.").put("done", true))
        .ok();
    play.write(
            "priya",
            "/plan/peers",
            body("title", "Adopters' group in Westmoor", "kind", "peer", "status", "started"))
        .ok();
    play.write(
            "priya",
            "/plan/calm",
            body("title", "Calm mornings", "kind", "stability", "status", "started"))
        .ok();
    play.act("priya", "/assessment/complete", Json.object()).ok();
    refused(sign("tess", "assessment", null), 409, "8.4");
    sign("tess", "assessment", "Waiting for psychology report.").ok();
    share("tess", "assessment").ok();
    JsonNode clock = play.clock("tess", "ASSESS");
    assertEquals("breached", clock.path("status").asText());
    assertEquals(51, clock.path("day_finished").asInt());
    assertEquals("2026-04-22", play.clock("tess", "REVIEW").path("due").asText());
  }

  @Test
  @Order(16)
  void row16TwoRoutesOfComplaintAndARecordOutsideTheRoom() {
    play.at("2025-04-24T20:40");
    play.send(
            "denise",
            play.room("denise", "family"),
            "m.room.message",
            body("msgtype", "m.text", "body", "How do I complain about the wait?"))
        .ok();
    told("denise", "family", "Ombudsman");
    play.act(
            "denise",
            "/complaints",
            with(body("words", "We waited 51 days."), "complained_of", List.of(play.id("tess"))))
        .ok();
    JsonNode ways = play.get("denise", "/api/cases/REF-1/complaints").ok();
    assertTrue(
        ways.toString().contains("Ombudsman") && ways.toString().contains("51 days"),
        ways.toString());
    assertFalse(play.get("tess", "/api/complaints").text().contains("51 days"));
  }

  @Test
  @Order(17)
  void row17ThreeMonthsBeforeTheDateTheTransferIsPrompted() {
    play.at("2025-06-09T09:00");
    told("priya", "professionals", "9 September 2025");
    assertEquals("2025-09-09", play.clock("priya", "TRANSFER").path("due").asText());
  }

  private Http.Response transferForm() {
    return play.act(
        "priya",
        "/transfer/form",
        body(
            "summary", "Adopted in 2022; lives in Westmoor since January.",
            "needs", "Attendance at school.",
            "support", "Therapy goes on with the same therapist.",
            "family_views", "Denise wants one worker who knows.",
            "protocol_version", "January 2023"));
  }

  @Test
  @Order(18)
  void row18AnAssessmentOlderThanThreeMonthsHoldsTheTransfer() {
    play.at("2025-08-04T10:00");
    JsonNode refusal = refused(transferForm(), 409, "Transfer");
    assertTrue(refusal.path("detail").asText().contains("review"), refusal.toString());
  }

  @Test
  @Order(19)
  void row19TheReviewIsSharedOnDayThreeAndMovesTheNext() {
    play.at("2025-08-14T12:00");
    play.write("priya", "/review", review()).ok();
    parties();
    play.at("2025-08-15T12:00");
    sign("tess", "review", null).ok();
    assertEquals("2025-08-27", play.clock("tess", "SHARE").path("due").asText());
    play.at("2025-08-20T12:00");
    share("priya", "review").ok();
    JsonNode clock = play.clock("tess", "SHARE");
    assertEquals("met", clock.path("status").asText());
    assertEquals(3, clock.path("day_finished").asInt());
    assertEquals("2026-08-15", play.clock("tess", "REVIEW").path("due").asText());
  }

  private ObjectNode review() {
    ObjectNode review =
        body(
            "mode", "video",
            "held", "2025-08-14",
            "early_reason", "The hand-over to Westmoor wants a review of the last three months.",
            "progress", "At school three days a week.",
            "impact", "Mornings are calmer.",
            "changes", "Westmoor takes over.",
            "peer_support", "The group in Westmoor goes on.");
    with(review, "attended", List.of(play.id("denise"), play.id("priya")));
    for (String item : List.of("peers", "calm")) {
      review
          .withArray("actions")
          .addObject()
          .put("item", item)
          .put("progress", "Goes on.")
          .put("impact", "Calmer.")
          .put("changes", "None.");
    }
    return review;
  }

  private void parties() {
    play.act("priya", "/review/parties/practitioners", Json.object().put("signed", true)).ok();
    play.act("denise", "/review/parties/parents", Json.object().put("signed", true)).ok();
    play.act("imani", "/review/parties/child", Json.object().put("signed", true)).ok();
  }

  @Test
  @Order(20)
  void row20FourGatesAreGreenAndTheFormIsSent() {
    play.at("2025-08-18T09:30");
    play.act(
            "tess",
            "/transfer/consultation",
            Json.object().put("agreed", true).put("view", "Settled in Westmoor."))
        .ok();
    transferForm().ok();
    play.act("priya", "/transfer/offer", body("agency", "westmoor", "message", "Can we speak?"))
        .ok();
    JsonNode transfer = play.get("priya", "/api/cases/REF-1/transfer").ok();
    assertEquals(4, transfer.path("gates").size(), transfer.toString());
    transfer
        .path("gates")
        .forEach(gate -> assertTrue(gate.path("met").asBoolean(), gate.toString()));
    JsonNode pack = play.get("wanda", "/api/cases/REF-1/transfer/pack").ok();
    assertTrue(
        pack.path("hash").asText().length() >= 40 && pack.path("intact").asBoolean(),
        pack.toString());
    assertEquals(404, play.get("wanda", "/api/cases/REF-1").status());
  }

  @Test
  @Order(21)
  void row21WestmoorAsksThenAcceptsAndTheFamilySeesWhoIsWho() {
    play.at("2025-08-27T10:00");
    play.act("wanda", "/transfer/clarification", body("text", "Who pays for therapy?")).ok();
    play.at("2025-08-28T10:00");
    play.act("priya", "/transfer/answer", body("text", "The fund, until March.")).ok();
    play.at("2025-09-01T15:10");
    play.act(
            "wanda",
            "/transfer/acceptance",
            body("worker", play.id("will").value(), "hub", "north"))
        .ok();
    JsonNode card = play.get("denise", "/api/cases/REF-1/responsibility").ok();
    assertTrue(card.toString().contains("Will"), card.toString());
    assertFalse(stage().equals("TRANSFERRED"));
    play.at("2025-09-05T10:00");
    play.act("wanda", "/transfer/checks", body("check", "plan-understood")).ok();
    play.act("denise", "/transfer/checks", body("check", "knows-who-supports")).ok();
  }

  @Test
  @Order(22)
  void row22ResponsibilityMovesAtOneMinutePastMidnight() {
    play.act("denise", "/questions", body("text", "Who comes to the school meeting?")).ok();
    play.at("2025-09-09T00:01");
    Instant until = Instant.now().plus(Duration.ofSeconds(20));
    while (!play.view("denise").path("summary").path("stage").asText().equals("TRANSFERRED")) {
      assertTrue(Instant.now().isBefore(until), "responsibility did not move");
      Thread.onSpinWait();
    }
    assertTrue(
        play.send(
                    "priya",
                    play.room("priya", "family"),
                    "m.room.message",
                    body("msgtype", "m.text", "body", "Hello"))
                .status()
            >= 400);
    play.view("priya");
    JsonNode theirs = play.get("will", "/api/cases/REF-1").ok();
    assertTrue(theirs.path("questions").toString().contains("school meeting"), theirs.toString());
    assertTrue(theirs.path("clocks").toString().contains("REVIEW"));
  }

  @Test
  @Order(23)
  void row23TheFirstAgencyClosesItsPartAndNobodyAsksAgain() {
    play.at("2025-09-12T11:00");
    play.write(
            "priya",
            "/closure",
            body(
                "closure",
                "transferred",
                "point",
                "after-review",
                "reason",
                "Westmoor is responsible."))
        .ok();
    sign("tess", "closure", null).ok();
    assertEquals("2025-09-19", play.clock("tess", "LETTER").path("due").asText());
    play.at("2025-09-15T11:00");
    share("priya", "closure").ok();
    assertEquals("met", play.clock("tess", "LETTER").path("status").asText());
    play.at("2025-10-11T11:00");
    assertEquals(0, play.view("denise").path("repeat_asks").asInt());
    int breaches = 0;
    for (JsonNode clock : play.view("tess").path("clocks")) {
      if (clock.path("status").asText().equals("breached")) {
        breaches++;
      }
    }
    assertEquals(2, breaches, "SIGNOFF and ASSESS, and no other");
  }

  @Test
  @Order(24)
  void atNoRowDidADoorShowSomebodyMoreOrLessThanIsAllowed() {
    doors.assertAllowed(20_000);
  }

  @Test
  @Order(25)
  void aFullExportIsTheSameInAnEmptyService(@TempDir Path folder) throws IOException {
    PackRoundTrip.assertSameInAnEmptyService(play, folder);
  }

  @Test
  @Order(26)
  void itsPagesOpenForEverybodyWhoMayOpenTheCase() {
    for (String who : List.of("denise", "nasreen", "imani", "tess", "priya", "will", "clara")) {
      Pages pages = Pages.withToken(play.caseroom().http().base(), play.token(who));
      assertTrue(pages.crawl("/cases/REF-1").size() > 2, who);
    }
  }
}
