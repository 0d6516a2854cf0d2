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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.sharing.EveryDoor;
import org.caseroom.identity.Role;
import org.caseroom.notices.Outside;
import org.caseroom.ops.Http;
import org.caseroom.ops.PackRoundTrip;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance case ROBIN over HTTP, all 23 rows, each on its date. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RobinTest {
  private static final List<String> EVERYBODY =
      List.of("jo", "sam", "dana", "tess", "priya", "clara", "oti", "vera", "edda", "nina");

  private final Outside outside = new Outside();
  private final CasePlay play = new CasePlay(outside::on);
  private EveryDoor doors;

  /** After each row, every door shows everybody what consent allows then. */
  @AfterEach
  void everyDoorShowsWhatIsAllowed(TestInfo row) {
    play.caseroom().caseroom().notices().pass();
    Outside.read(play, List.of("jo", "priya", "tess"));
    if (doors == null) {
      doors = watched();
    }
    doors.check(row.getDisplayName());
  }

  private EveryDoor watched() {
    String t4c = "together4children";
    return new EveryDoor(play, "dana")
        .person("jo", Role.ADOPTER, null)
        .person("sam", Role.ADOPTER, null)
        .person("stranger", Role.ADOPTER, null)
        .person("dana", Role.DUTY_WORKER, t4c)
        .person("tess", Role.TEAM_MANAGER, t4c)
        .person("priya", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, t4c)
        .person("clara", Role.PSYCHOLOGIST, "nscht")
        .person("oti", Role.OCCUPATIONAL_THERAPIST, "nscht")
        .person("nina", Role.DESIGNATED_TEACHER, "acorn-nursery")
        .person("vera", Role.VIRTUAL_SCHOOL_ADVISER, "stoke-virtual-school")
        .person("edda", Role.EDUCATIONAL_PSYCHOLOGIST, "stoke-virtual-school");
  }

  @AfterAll
  void stop() {
    play.close();
    outside.close();
  }

  private static void refused(Http.Response response, int status, String errcode, String clause) {
    assertEquals(status, response.status(), response.text());
    assertEquals(errcode, response.errcode(), response.text());
    JsonNode json = response.json();
    String told = json.path("clause").asText(json.path("org.caseroom.clause").asText());
    assertEquals(clause, told, response.text());
  }

  private static void gate(Http.Response response, String clause) {
    refused(response, 409, "ORG.CASEROOM_GATE", clause);
  }

  private String stage() {
    return play.view("tess").path("summary").path("stage").asText();
  }

  @Test
  @Order(10)
  void row1SelfReferralOpensACaseWithoutRooms() {
    play.at("2025-03-03T09:12");
    outside.reach(play, EVERYBODY);
    JsonNode receipt = play.refer();
    assertEquals("REF-1", receipt.path("reference").asText());
    assertEquals("REFERRED", receipt.path("stage").asText());
    assertEquals(List.of("Dana", "Tess"), receipt.path("readers").findValuesAsText("name"));
    assertTrue(receipt.path("text").asText().contains("Dana (Duty worker)"), receipt.toString());
    assertEquals(0, play.view("jo").path("rooms").size());
    assertEquals(404, play.get("stranger", "/api/cases/REF-1").status());
    assertEquals(404, play.get("priya", "/api/cases/REF-1").status());
  }

  @Test
  @Order(20)
  void row2NeedsAreFlaggedAndAPhoneTaskIsBlocked() {
    play.at("2025-03-03T09:13");
    ObjectNode needs = with(body("contact_by", "text"), "formats", List.of("easy-read"));
    with(needs, "communication", List.of("bsl-interpreter"));
    play.write("jo", "/needs/" + encode(play.id("jo").value()), needs).ok();
    assertTrue(play.view("dana").path("summary").path("needs_flag").asBoolean());
    assertEquals("text", play.view("dana").path("needs").get(0).path("contact_by").asText());
    ObjectNode call =
        with(body("mode", "phone", "what", "Ask about nursery"), "with", List.of(play.id("jo")));
    call.put("planned", true);
    Http.Response blocked = play.act("dana", "/contacts", call);
    gate(blocked, "Preface");
    assertTrue(blocked.json().path("detail").asText().contains("reached by text"));
    play.act("dana", "/contacts", call.put("override_reason", "Jo asked for a relay call")).ok();
  }

  @Test
  @Order(30)
  void row3ScreeningHasExactlyOneOutcomeWithAReason() {
    play.at("2025-03-04T11:40");
    assertEquals(400, play.act("dana", "/screening", body("outcome", "signpost")).status());
    assertEquals(
        400, play.act("dana", "/screening", body("outcome", "both", "reason", "x")).status());
    assertEquals(
        403, play.act("jo", "/screening", body("outcome", "signpost", "reason", "x")).status());
    play.screen();
    assertEquals("SCREENED", stage());
    gate(play.act("dana", "/screening", body("outcome", "safeguarding", "reason", "x")), "7.2");
    JsonNode checklist = play.view("dana").path("checklists").get(0);
    assertEquals("duty-to-inform", checklist.path("id").asText());
    assertEquals(11, checklist.path("items").size());
    assertTrue(
        play.texts("tess", play.room("tess", "professionals")).stream()
            .anyMatch(text -> text.contains("Emerging developmental need, under 5.")));
    assertEquals(0, play.view("jo").path("rooms").size());
  }

  @Test
  @Order(40)
  void row4TheFormStartsTheSignOffClock() {
    play.at("2025-03-06T15:05");
    play.form("dana");
    assertEquals("DETAILED", stage());
    assertEquals("2025-03-13", play.clock("dana", "SIGNOFF").path("due").asText());
    assertEquals("running", play.clock("dana", "SIGNOFF").path("status").asText());
  }

  @Test
  @Order(50)
  void row5TheManagerSignsOnDayFour() {
    play.at("2025-03-12T10:20");
    gate(play.act("tess", "/rooms", body("kind", "family")), "7.11");
    ObjectNode signature =
        body("document", "referral-form", "decided", "Assessment", "reasons", "Need");
    assertEquals(403, play.act("dana", "/signatures", signature).status());
    JsonNode signed = play.signReferral();
    assertEquals("SIGNED_OFF", stage());
    JsonNode clock = play.clock("tess", "SIGNOFF");
    assertEquals("met", clock.path("status").asText());
    assertEquals(4, clock.path("day_finished").asInt());
    assertEquals(5, clock.path("length").asInt());
    JsonNode decision = play.view("tess").path("decisions").get(0);
    assertEquals(1, decision.path("number").asInt());
    assertEquals(play.id("dana").value(), decision.path("author").asText());
    assertEquals(play.id("tess").value(), decision.path("signer").asText());
    assertEquals("7.10", decision.path("clause").asText());
    assertTrue(decision.path("previous").isNull());
    assertTrue(play.view("tess").path("documents").get(0).path("told_at").isNull());
    JsonNode told =
        play.act(
                "tess",
                "/contacts",
                with(
                    body(
                        "mode", "text",
                        "what", "Your referral is signed off: assessment, OT screen, nursery link.",
                        "tells", signed.path("event_id").asText()),
                    "with",
                    List.of(play.id("jo"), play.id("sam"))))
            .ok();
    String room = told.path("room_id").asText();
    JsonNode event =
        play.get(
                "tess",
                "/_matrix/client/v3/rooms/"
                    + encode(room)
                    + "/event/"
                    + encode(told.path("event_id").asText()))
            .ok();
    assertEquals(signed.path("event_id").asText(), event.path("content").path("tells").asText());
    assertFalse(play.view("tess").path("documents").get(0).path("told_at").isNull());
  }

  @Test
  @Order(60)
  void row6TheFamilyRoomOpensWithSixPrompts() {
    play.at("2025-03-13T09:30");
    play.act("priya", "/rooms", body("kind", "family")).ok();
    JsonNode invited = play.view("jo").path("rooms").get(0);
    assertEquals("invite", invited.path("membership").asText());
    play.act("jo", "/join", Json.object()).ok();
    play.act("sam", "/join", Json.object()).ok();
    JsonNode list = checklist("jo", "pre-visit");
    assertEquals(6, list.path("items").size());
    Set<String> owners = new HashSet<>();
    for (JsonNode item : list.path("items")) {
      owners.add(item.path("owner").asText());
    }
    assertEquals(Set.of(play.id("jo").value(), play.id("sam").value()), owners);
    assertEquals("Robin's room", play.view("jo").path("rooms").get(0).path("name").asText());
    String room = play.room("priya", "family");
    Http.Response surname =
        play.state("priya", room, "m.room.name", "", body("name", "Robin Ashdown's room"));
    assertEquals(403, surname.status(), surname.text());
    assertTrue(surname.text().contains("surname"), surname.text());
    Http.Response encryption =
        play.state(
            "priya", room, "m.room.encryption", "", body("algorithm", "m.megolm.v1.aes-sha2"));
    assertEquals(403, encryption.status());
    assertTrue(encryption.text().contains("statutory"), encryption.text());
    Http.Response byMail =
        play.state(
            "priya", room, "m.room.third_party_invite", "token", body("display_name", "k...@h..."));
    assertEquals(403, byMail.status());
    assertTrue(byMail.text().contains("their worker's invitation"), byMail.text());
    assertEquals(1, play.view("jo").path("rooms").size());
  }

  private JsonNode checklist(String who, String id) {
    for (JsonNode list : play.view(who).path("checklists")) {
      if (list.path("id").asText().equals(id)) {
        return list;
      }
    }
    throw new AssertionError("No checklist " + id);
  }

  @Test
  @Order(70)
  void row7SamTicksAndWritesTheStoryOnce() {
    play.at("2025-03-18T20:47");
    assertEquals(
        403, play.act("priya", "/checklists/pre-visit/items/1/tick", Json.object()).status());
    for (int item = 1; item <= 6; item++) {
      play.act("sam", "/checklists/pre-visit/items/" + item + "/tick", Json.object()).ok();
    }
    assertEquals(6, checklist("jo", "pre-visit").path("done").asInt());
    story("routines", "Routines and what helps", "Bed at seven. A quiet tent helps.", "team");
    story(
        "early-history",
        "Early history and feeding",
        "Robin came to us at 24 months from his second foster home. He was tube-fed at first.",
        "casework",
        "psychologist",
        "educational-psychologist");
    story("words", "Words Robin uses", "'Loud' is the hand dryer.", "team");
    story("not-again", "What we don't want asked again", "The day he was moved.", "psychologist");
    JsonNode story = play.view("jo").path("story");
    assertEquals(4, story.size());
    assertEquals(2, story.get(1).path("place").asInt());
    assertEquals(1, story.get(1).path("version").asInt());
    assertEquals(3, play.view("priya").path("story").size());
    assertEquals(403, play.write("priya", "/story/words", storyBody("x", "y", "team")).status());
  }

  private void story(String section, String title, String text, String... audience) {
    play.write("sam", "/story/" + section, storyBody(title, text, audience)).ok();
  }

  private static ObjectNode storyBody(String title, String text, String... audience) {
    return with(body("title", title, "text", text), "audience", List.of(audience));
  }

  @Test
  @Order(80)
  void row8VisitAndSignedConsentComeBeforeAssessment() {
    play.at("2025-03-25T14:00");
    play.visit();
    assertEquals("2025-06-02", play.clock("jo", "ASSESS").path("due").asText());
    gate(play.act("priya", "/assessment/start", Json.object()), "8.2");
    // The same refusal through the Matrix door.
    String professionals = play.room("priya", "professionals");
    gate(
        play.state("priya", professionals, CaseEvents.ASSESSMENT, "", body("status", "started")),
        "8.2");
    gate(play.add("priya", "clara", "Advises on attachment", "professionals"), "8.2");
    gate(
        play.post(
            "priya",
            "/_matrix/client/v3/rooms/" + encode(professionals) + "/invite",
            body("user_id", play.id("clara").value())),
        "8.2");
    play.consent();
    JsonNode consents = play.view("jo").path("consents");
    assertEquals(6, consents.size());
    assertEquals(
        "refused",
        consents.get(2).path("id").asText().equals("letterbox")
            ? consents.get(2).path("status").asText()
            : consents.toString());
    play.act("priya", "/assessment/start", Json.object()).ok();
    assertEquals("ASSESSING", stage());
  }

  @Test
  @Order(90)
  void row9ThePsychologistReadsWhatConsentCovers() {
    play.at("2025-03-26T09:05");
    play.add("priya", "clara", "Advises on attachment", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    String room = play.room("clara", "professionals");
    assertTrue(
        play.texts("clara", room).stream()
            .anyMatch(text -> text.contains("Emerging developmental need")),
        "sees what was said before she joined");
    assertEquals(4, play.view("clara").path("story").size());
    play.act("clara", "/story-read", Json.object()).ok();
    JsonNode reads = play.view("jo").path("story_reads");
    assertEquals("Clara", reads.get(0).path("name").asText());
    assertEquals(
        "2025-03-26T09:05:00Z", reads.get(0).path("at").asText().replaceAll("\\.\\d+", ""));
  }

  @Test
  @Order(100)
  void row10AQuestionHasOneOwnerAtOnce() {
    play.add("priya", "vera", "Advises on school and nursery", "family", "professionals").ok();
    play.act("vera", "/join", Json.object()).ok();
    play.at("2025-03-27T21:15");
    play.act(
            "jo",
            "/questions",
            body("text", "Does nursery get extra money for Robin, and who tells them?"))
        .ok();
    JsonNode question = play.view("jo").path("questions").get(0);
    assertEquals("Q1", question.path("number").asText());
    assertEquals("Virtual School", question.path("with").asText());
    assertEquals(play.id("vera").value(), question.path("owner").asText());
    assertEquals("2025-03-31", question.path("due").asText());
    assertEquals("open", question.path("status").asText());
    assertEquals(1, play.get("vera", "/api/questions").ok().size());
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("With Virtual School, answer due Mon 31 Mar 2025")));
  }

  @Test
  @Order(110)
  void row11TheAskerClosesIt() {
    play.at("2025-03-28T12:10");
    play.act(
            "vera",
            "/questions/Q1/answer",
            body(
                "text", "Yes, and I can ring nursery for you.",
                "card", "Adoption Passport: early education from two; Early Years Pupil Premium"))
        .ok();
    JsonNode question = play.view("jo").path("questions").get(0);
    assertEquals("answered", question.path("status").asText());
    assertTrue(question.path("card").asText().contains("Early Years Pupil Premium"));
    assertEquals(403, play.act("vera", "/questions/Q1/close", Json.object()).status());
    play.act("jo", "/questions/Q1/close", Json.object()).ok();
    assertEquals("closed", play.view("jo").path("questions").get(0).path("status").asText());
  }

  @Test
  @Order(120)
  void row12TheChildsVoiceHasAMethodOrAReason() {
    play.at("2025-04-09T10:30");
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    gate(play.act("priya", "/voice", Json.object().put("seen", false)), "8.3");
    gate(play.act("priya", "/voice", Json.object().put("seen", true)), "8.3");
    JsonNode entry =
        play.act(
                "priya",
                "/voice",
                body("method", "picture cards", "words", "quiet tent = good; hand dryer = bad")
                    .put("seen", true))
            .ok();
    assertEquals(play.room("priya", "voice"), entry.path("room_id").asText());
  }

  @Test
  @Order(130)
  void row13ProfessionalTextStaysAndASummaryIsApproved() {
    play.add("priya", "oti", "Sensory screen", "professionals").ok();
    play.act("oti", "/join", Json.object()).ok();
    play.at("2025-04-14T16:40");
    JsonNode note =
        play.act(
                "oti",
                "/notes",
                body("title", "Sensory screen", "text", "Hyporesponsive vestibular processing."))
            .ok();
    play.at("2025-04-16T10:00");
    JsonNode summary =
        play.act(
                "oti",
                "/summaries",
                body(
                    "title", "What I saw",
                    "text", "Robin needs a quiet place and heavy work.",
                    "note", note.path("event_id").asText()))
            .ok();
    assertEquals("S1", summary.path("state_key").asText());
    String family = play.room("jo", "family");
    assertFalse(play.messages("jo", family).toString().contains("heavy work"));
    ObjectNode approval =
        body("document", "summary/S1", "decided", "Publish", "reasons", "Plain and right");
    assertEquals(403, play.act("oti", "/signatures", approval).status());
    play.act("priya", "/signatures", approval).ok();
    assertTrue(play.messages("jo", family).toString().contains("heavy work"));
    assertFalse(play.messages("jo", family).toString().contains("Hyporesponsive"));
    assertEquals(0, play.view("jo").path("documents").size());
    assertEquals(0, play.view("jo").path("decisions").size());
    assertEquals(
        403,
        play.get(
                "jo",
                "/_matrix/client/v3/rooms/"
                    + encode(play.room("oti", "professionals"))
                    + "/messages?dir=b")
            .status());
  }

  @Test
  @Order(140)
  void row14AskingAgainIsCaughtBeforeItIsPosted() {
    play.add("priya", "edda", "Education", "professionals").ok();
    play.act("edda", "/join", Json.object()).ok();
    play.at("2025-04-30T11:00");
    String room = play.room("edda", "professionals");
    ObjectNode ask =
        body(
            "msgtype", "m.text",
            "body", "Could parents describe his early history and feeding again?");
    Http.Response caught = play.send("edda", room, "m.room.message", ask);
    assertEquals(409, caught.status(), caught.text());
    assertEquals("ORG.CASEROOM_TOLD_ALREADY", caught.errcode());
    assertTrue(
        caught.json().path("error").asText().startsWith("Told 18 Mar, card §2"), caught.text());
    assertEquals("early-history", caught.json().path("org.caseroom.section").asText());
    assertTrue(play.view("edda").path("story").toString().contains("tube-fed"));
    play.act("edda", "/story-read", Json.object()).ok();
    assertEquals(0, play.view("tess").path("repeat_asks").asInt());
    assertFalse(play.messages("tess", room).toString().contains("describe his early history"));
    play.send("edda", room, "m.room.message", body("msgtype", "m.text", "body", "Thank you, read."))
        .ok();
  }

  @Test
  @Order(150)
  void row15Day30NamesWhatIsUnfinished() {
    for (String section : List.of("history", "development", "education")) {
      play.write(
              "priya",
              "/assessment/sections/" + section,
              body("text", "Written: he came at 24 months.").put("done", true))
          .ok();
    }
    play.at("2025-05-09T09:00");
    JsonNode reminder = play.get("priya", "/api/cases/REF-1/clocks/ASSESS/reminders").ok().get(0);
    assertEquals("2025-05-09T08:00:00Z", reminder.path("at").asText());
    assertEquals(30, reminder.path("used").asInt());
    assertEquals(15, reminder.path("left").asInt());
    assertEquals(
        List.of(
            "Family and relationships", "Views of the child and the family", "Analysis and needs"),
        Json.mapper().convertValue(reminder.path("unfinished"), List.class));
  }

  @Test
  @Order(160)
  void row16Day40AsksForAcknowledgement() {
    play.at("2025-05-23T09:00");
    JsonNode reminder = play.get("priya", "/api/cases/REF-1/clocks/ASSESS/reminders").ok().get(1);
    assertEquals("2025-05-23T08:00:00Z", reminder.path("at").asText());
    assertEquals(40, reminder.path("used").asInt());
    assertEquals(5, reminder.path("left").asInt());
    Clocks clocks = play.caseroom().caseroom().cases().clocks();
    Clocks.DueReminder due =
        clocks
            .dueReminders(
                play.caseroom().clock().instant().minusSeconds(60),
                play.caseroom().clock().instant())
            .get(0);
    assertEquals("day-40", due.reminder().id());
    play.act("priya", "/clocks/ASSESS/acknowledge", body("reminder", "day-40")).ok();
  }

  @Test
  @Order(170)
  void row17ThePlanHasPeersFirstAndStabilityBeforeTherapy() {
    play.at("2025-05-29T17:20");
    gate(play.act("priya", "/assessment/complete", Json.object()), "8.5");
    plan("peer-group", "Adopters' group in Stoke", "peer", "started");
    plan("therapy", "Dyadic therapy", "specialist", "planned");
    gate(play.act("priya", "/assessment/complete", Json.object()), "9.2");
    plan("ot", "Sensory diet with the OT", "stability", "planned");
    gate(play.act("priya", "/assessment/complete", Json.object()), "9.2");
    plan("ot", "Sensory diet with the OT", "stability", "started");
    Http.Response unfinished = play.act("priya", "/assessment/complete", Json.object());
    gate(unfinished, "8.4");
    assertTrue(unfinished.text().contains("Analysis and needs"), unfinished.text());
    for (String section : List.of("family", "views", "analysis")) {
      play.write(
              "priya",
              "/assessment/sections/" + section,
              body("text", "Written.").put("done", true))
          .ok();
    }
    gate(
        play.act(
            "tess",
            "/signatures",
            body("document", "assessment", "decided", "Agreed", "reasons", "Sound")),
        "8.4");
    play.act("priya", "/assessment/complete", Json.object()).ok();
  }

  private void plan(String item, String title, String kind, String status) {
    play.write("priya", "/plan/" + item, body("title", title, "kind", kind, "status", status)).ok();
  }

  @Test
  @Order(180)
  void row18SignedAndSharedOnDay44StartsTheReviewClock() {
    play.at("2025-05-30T11:05");
    ObjectNode share =
        with(body("document", "assessment"), "with", List.of(play.id("jo"), play.id("sam")));
    with(share, "formats", List.of("easy-read", "bsl-video"));
    gate(play.act("priya", "/shares", share), "8.4");
    assertEquals(0, play.view("jo").path("plan").size());
    play.act(
            "tess",
            "/signatures",
            body(
                "document", "assessment", "decided", "Plan agreed.", "reasons", "Needs are clear."))
        .ok();
    play.act("tess", "/shares", share).ok();
    assertEquals("PLAN", stage());
    JsonNode assess = play.clock("jo", "ASSESS");
    assertEquals("met", assess.path("status").asText());
    assertEquals(44, assess.path("day_finished").asInt());
    JsonNode review = play.clock("jo", "REVIEW");
    assertEquals("2026-05-30", review.path("due").asText());
    assertEquals("2026-05-29", review.path("worked").asText());
    JsonNode decisions = play.view("tess").path("decisions");
    assertEquals(2, decisions.size());
    assertEquals(
        decisions.get(0).path("event").asText(), decisions.get(1).path("previous").asText());
    assertEquals(
        List.of("peer-group", "therapy", "ot"),
        play.view("jo").path("plan").findValuesAsText("id"));
    for (JsonNode clock : play.view("tess").path("clocks")) {
      assertFalse(clock.path("status").asText().equals("breached"), clock.toString());
    }
  }

  @Test
  @Order(190)
  void row19ACorrectionKeepsBothVersionsAndWhatTheFamilySays() {
    play.at("2025-06-05T19:30");
    JsonNode v1 = history();
    assertEquals(1, v1.path("version").asInt());
    assertEquals("assessment", play.view("sam").path("given").get(1).path("id").asText());
    ObjectNode wrong = body("document", "assessment", "section", "history");
    wrong.put("text", "He was 14 months, not 24.");
    refused(play.act("priya", "/corrections", wrong), 403, "M_FORBIDDEN", "");
    gate(play.act("sam", "/corrections", body("document", "review", "text", "x")), "10.4");
    assertEquals(400, play.act("sam", "/corrections", body("document", "x", "text", "y")).status());
    ObjectNode rewritten = body("text", "He came at 14 months.").put("done", true);
    String professionals = play.room("priya", "professionals");
    Http.Response quietly = play.write("priya", "/assessment/sections/history", rewritten);
    assertEquals("ORG.CASEROOM_FINAL", quietly.errcode(), "a signed document is not rewritten");
    play.act("sam", "/corrections", wrong).ok();
    JsonNode asked = play.view("jo").path("corrections").get(0);
    assertEquals("C1", asked.path("number").asText());
    assertEquals("open", asked.path("status").asText());
    assertEquals("Priya", asked.path("owner_name").asText());
    // The same rules at the Matrix door: of the version that is there, and of what was asked.
    rewritten.put("corrects", "C1").put("replaces", asked.path("before").asText("$old"));
    String section = CaseEvents.ASSESSMENT_SECTION;
    assertEquals(400, play.state("priya", professionals, section, "history", rewritten).status());
    rewritten.put("replaces", v1.path("event").asText());
    assertEquals(400, play.state("priya", professionals, section, "education", rewritten).status());
    play.act("priya", "/corrections/C1/issue", body("text", "He came at 14 months.")).ok();
    JsonNode v2 = history();
    assertEquals(2, v2.path("version").asInt());
    assertEquals("He came at 14 months.", v2.path("text").asText());
    JsonNode corrected = play.view("jo").path("corrections").get(0);
    assertEquals("corrected", corrected.path("status").asText());
    assertEquals("He was 14 months, not 24.", corrected.path("text").asText());
    assertEquals(v1.path("event").asText(), corrected.path("before").asText());
    assertEquals(v2.path("event").asText(), corrected.path("current").asText());
    assertEquals(2, corrected.path("version").asInt());
    JsonNode kept =
        play.get(
                "priya",
                "/_matrix/client/v3/rooms/"
                    + encode(professionals)
                    + "/event/"
                    + encode(v1.path("event").asText()))
            .ok();
    assertTrue(kept.path("content").path("text").asText().contains("24 months"));
    String log = play.caseroom().audit().read(0, 100_000).toString();
    assertTrue(log.contains(v1.path("event").asText()) && log.contains(v2.path("event").asText()));
    List<String> told = play.texts("sam", play.room("sam", "family"));
    assertTrue(told.stream().anyMatch(text -> text.contains("Version 2 holds now")), "" + told);
    assertFalse(told.toString().contains("He came at 14 months"), "professional text stays");
    refused(
        play.act("priya", "/corrections/C1/issue", body("text", "z")),
        409,
        "ORG.CASEROOM_FINAL",
        "");
    assertEquals("PLAN", stage());
    assertEquals("Tess", play.view("tess").path("assessment").path("signed_by").asText());
  }

  @Test
  @Order(191)
  void row19WhatStaysAsItIsHasReasonsAndKeepsWhatWasSaid() {
    play.act("jo", "/corrections", body("document", "assessment", "text", "It calls us anxious."))
        .ok();
    Http.Response bare = play.act("priya", "/corrections/C2/issue", body("text", "Calm."));
    assertEquals("M_MISSING_PARAM", bare.errcode());
    assertEquals(403, play.act("vera", "/corrections/C2/answer", body("reasons", "x")).status());
    assertEquals(404, play.act("priya", "/corrections/C9/answer", body("reasons", "x")).status());
    play.act("priya", "/corrections/C2/answer", body("reasons", "It is what you told me.")).ok();
    JsonNode declined = play.view("jo").path("corrections").get(1);
    assertEquals("declined", declined.path("status").asText());
    assertEquals("It calls us anxious.", declined.path("text").asText());
    assertEquals("It is what you told me.", declined.path("reasons").asText());
    assertEquals("Priya", declined.path("answered_by").asText());
    assertTrue(declined.path("current").isNull());
  }

  private JsonNode history() {
    return play.view("priya").path("assessment").path("sections").get(0);
  }

  @Test
  @Order(200)
  void row20TheFundIsAppliedToInTimeAndTherapyLinksToIt() {
    play.at("2025-06-20T10:00");
    JsonNode clock = play.clock("jo", "ASGSF");
    assertEquals("2025-08-30", clock.path("due").asText());
    assertEquals("2025-08-29", clock.path("worked").asText());
    assertEquals("running", clock.path("status").asText());
    ObjectNode application = body("fund", "asgsf", "provider", "Harbour Therapy");
    application.put("amount", 2500);
    with(application, "items", List.of("riding"));
    assertEquals(400, play.act("priya", "/funds", application).status(), "not in the plan");
    with(application, "items", List.of("therapy"));
    assertEquals(403, play.act("jo", "/funds", application).status());
    assertEquals(403, play.act("tess", "/funds", application).status());
    play.act("priya", "/funds", application).ok();
    assertEquals("met", play.clock("jo", "ASGSF").path("status").asText());
    JsonNode recorded = play.view("jo").path("funds").get(0);
    assertEquals("F1", recorded.path("number").asText());
    assertEquals("sent", recorded.path("status").asText());
    assertEquals(2500, recorded.path("amount").asInt());
    assertEquals("therapy", recorded.path("items").get(0).asText());
    for (String who : List.of("jo", "priya")) {
      for (JsonNode item : play.view(who).path("plan")) {
        boolean therapy = item.path("id").asText().equals("therapy");
        assertEquals(therapy ? "F1" : "null", item.path("application").asText("null"), who);
      }
    }
    String family = play.room("jo", "family");
    assertTrue(
        play.texts("jo", family).stream()
            .anyMatch(text -> text.contains("£2500 for Dyadic therapy, with Harbour Therapy.")));
    play.act("priya", "/funds", application.put("amount", 700)).ok();
    assertTrue(
        play.texts("jo", family).stream()
            .anyMatch(text -> text.contains("£3200 is asked for in 2025-26; the fund pays up to")));
    assertEquals(400, play.act("priya", "/funds/F2/outcome", body("outcome", "refused")).status());
    ObjectNode no = body("outcome", "refused", "reason", "Over the limit.");
    play.act("priya", "/funds/F2/outcome", no).ok();
    assertEquals(409, play.act("priya", "/funds/F2/outcome", no).status());
    play.act("tess", "/funds/F1/outcome", body("outcome", "agreed").put("granted", 2400)).ok();
    JsonNode agreed = play.view("jo").path("funds").get(0);
    assertEquals("agreed", agreed.path("status").asText());
    assertEquals(2400, agreed.path("granted").asInt());
  }

  @Test
  @Order(210)
  void row21ClosedSubjectToReview() {
    play.at("2025-09-15T15:00");
    gate(
        play.write(
            "priya",
            "/closure",
            body("closure", "subject-to-review", "point", "no-longer-needed", "reason", "x")),
        "11.4");
    play.write(
            "priya",
            "/plan/therapy",
            body(
                "title", "Dyadic therapy",
                "kind", "specialist",
                "status", "started",
                "provider", "Harbour Therapy",
                "delivery", "external",
                "funding_source", "asgsf"))
        .ok();
    closure("subject-to-review", "Therapy under way outside, no other need.");
    assertEquals("CLOSED_UNDER_REVIEW", stage());
    assertEquals("2025-09-22", play.clock("jo", "LETTER").path("due").asText());
    assertEquals("2026-05-30", play.clock("jo", "REVIEW").path("due").asText());
    assertEquals("2026-09-15", play.clock("jo", "CLOSED_REVIEW").path("due").asText());
    JsonNode next = play.get("jo", "/api/cases/REF-1/reviews").ok().path("next");
    assertEquals("2026-05-30", next.path("due").asText(), "the earlier of both");
    assertEquals("REVIEW", next.path("clock").asText());
    play.at("2025-09-18T10:00");
    letter();
    assertEquals("met", play.clock("jo", "LETTER").path("status").asText());
  }

  private void closure(String closure, String reason) {
    play.write(
            "priya",
            "/closure",
            body("closure", closure, "point", "no-longer-needed", "reason", reason))
        .ok();
    play.act(
            "tess",
            "/signatures",
            body("document", "closure", "decided", "Close", "reasons", reason))
        .ok();
  }

  private void letter() {
    play.act("priya", "/shares", with(body("document", "closure"), "with", List.of(play.id("jo"))))
        .ok();
  }

  @Test
  @Order(220)
  void row22TheReviewIsSharedOnDayThree() {
    play.at("2026-05-21T10:00");
    ObjectNode review = play.reviewBody("phone", "2026-05-19");
    gate(play.write("priya", "/review", review), "Preface");
    review = (ObjectNode) play.reviewBody("video", "2026-05-19").without("interpreter");
    gate(play.write("priya", "/review", review), "Preface");
    play.write("priya", "/review", play.reviewBody("video", "2026-05-19")).ok();
    play.reviewParties();
    play.at("2026-05-22T14:00");
    play.act(
            "tess",
            "/signatures",
            body("document", "review", "decided", "Agreed", "reasons", "Sound"))
        .ok();
    assertEquals("2026-06-03", play.clock("jo", "SHARE").path("due").asText());
    assertEquals("2027-05-22", play.clock("jo", "REVIEW").path("due").asText());
    play.at("2026-05-28T10:00");
    play.act("priya", "/shares", with(body("document", "review"), "with", List.of(play.id("jo"))))
        .ok();
    JsonNode share = play.clock("jo", "SHARE");
    assertEquals("met", share.path("status").asText());
    assertEquals(3, share.path("day_finished").asInt());
    JsonNode held = play.get("jo", "/api/cases/REF-1/reviews").ok().path("reviews").get(0);
    assertEquals("2026-05-19", held.path("held").asText());
    assertTrue(held.path("written").asText().startsWith("2026-05-21"), held.toString());
    assertTrue(held.path("signed").asText().startsWith("2026-05-22"), held.toString());
    assertTrue(held.path("shared").asText().startsWith("2026-05-28"), held.toString());
    assertEquals("Calmer.", held.path("text").path("progress").asText());
  }

  @Test
  @Order(230)
  void row23FullClosureLeavesRoomsToBeRead() {
    play.at("2026-06-08T12:00");
    assertTrue(play.view("jo").path("retention").isNull());
    closure("full", "Therapy complete.");
    JsonNode kept = play.view("jo").path("retention");
    assertEquals("support-record", kept.path("id").asText());
    assertEquals("SI 2005/389 reg 40", kept.path("source").asText());
    assertEquals("CLOSED", stage());
    assertEquals("2026-06-15", play.clock("jo", "LETTER").path("due").asText());
    assertEquals("stopped", play.clock("jo", "REVIEW").path("status").asText());
    String room = play.room("jo", "family");
    Http.Response closed =
        play.send("jo", room, "m.room.message", body("msgtype", "m.text", "body", "Hello?"));
    assertEquals(409, closed.status(), closed.text());
    assertFalse(play.texts("jo", room).isEmpty());
    play.at("2026-06-10T12:00");
    letter();
    feedbackFormGoesWithTheLetter();
    assertEquals("met", play.clock("jo", "LETTER").path("status").asText());
    for (JsonNode clock : play.view("tess").path("clocks")) {
      assertFalse(clock.path("status").asText().equals("breached"), clock.toString());
      assertFalse(clock.path("status").asText().equals("running"), clock.toString());
    }
  }

  private void feedbackFormGoesWithTheLetter() {
    String form = "/feedback/closure-2";
    ObjectNode sent = with(Json.object(), "to", List.of(play.id("jo")));
    gate(play.act("priya", form + "/send", sent), "Preface");
    play.act("priya", form + "/send", with(sent, "formats", List.of("easy-read"))).ok();
    ObjectNode answer = body("party", "family");
    answer.putArray("answers").addObject().put("question", "helped").put("score", 5);
    play.act("jo", form + "/answer", answer).ok();
    JsonNode feedback = play.get("jo", "/api/cases/REF-1/closure").ok().path("feedback");
    JsonNode closing = feedback.get(feedback.size() - 1);
    assertEquals("closure-2", closing.path("request").asText());
    assertEquals("sent", closing.path("status").asText());
    assertEquals(5, closing.path("answers").get(0).path("answers").get(0).path("score").asInt());
  }

  @Test
  @Order(231)
  void row23TheFamilyTakesAlongWhatItMayReadAndNoMore() {
    JsonNode pack = play.get("jo", "/api/cases/REF-1/pack").ok();
    assertEquals("CLOSED", pack.path("case").path("summary").path("stage").asText());
    Set<String> kinds = Set.copyOf(pack.path("rooms").findValuesAsText("kind"));
    assertTrue(kinds.contains("family") && !kinds.contains("professionals"), kinds.toString());
    String text = pack.path("rooms").toString();
    assertTrue(text.contains("Robin needs a quiet place and heavy work."));
    assertTrue(text.contains("Does nursery get extra money"));
    assertFalse(text.contains("Hyporesponsive"), "professional text stays");
    assertFalse(pack.path("rooms").findValue("hashes").path("sha256").asText().isEmpty());
    assertTrue(play.caseroom().audit().read(0, 100_000).toString().contains("\"how\":\"pack\""));
    assertEquals(404, play.get("stranger", "/api/cases/REF-1/pack").status());
    String staff = play.get("priya", "/api/cases/REF-1/pack").ok().path("rooms").toString();
    assertTrue(staff.contains("Hyporesponsive"));
  }

  @Test
  @Order(8000)
  void atNoRowDidADoorShowSomebodyMoreOrLessThanIsAllowed() {
    doors.assertAllowed(20_000);
  }

  /** Mail, text messages and pushes of the whole case say that there is something, never what. */
  @Test
  @Order(8500)
  void nothingThatLeftTheHouseNamesAnybodyOrSaysWhatWasSaid() {
    play.at("2026-06-12T12:00");
    play.caseroom().caseroom().notices().pass();
    List<String> notices = outside.notices();
    assertTrue(notices.size() > 20, "notices: " + notices.size());
    List<String> unsaid =
        Stream.of(
                "There are messages that you have not read.",
                "Mae negeseuon nad ydych wedi'u darllen.",
                "You have new messages.",
                "You can join a new room.",
                "Mae cwestiwn yn aros am eich ateb.",
                "Mae papur yn aros am eich llofnod.",
                "reminder")
            .filter(words -> notices.stream().noneMatch(text -> text.contains(words)))
            .toList();
    assertEquals(List.of(), unsaid, "sorts of notices that the case did not call for");
    assertTrue(outside.pushes().size() > 20, "pushes: " + outside.pushes().size());
    Set<String> protectedWords = new HashSet<>(EVERYBODY);
    protectedWords.addAll(
        List.of("Robin", "REF-1", "Acorn", "Nursery", "Stoke", "Stoke-on-Trent", "school"));
    protectedWords.addAll(List.of("Together4Children", "Staffordshire", "quiet tent", "Virtual"));
    assertEquals(List.of(), outside.told(play, protectedWords));
  }

  @Test
  @Order(9000)
  void aFullExportIsTheSameInAnEmptyService(@TempDir Path folder) throws IOException {
    PackRoundTrip.assertSameInAnEmptyService(play, folder);
  }

  @Test
  @Order(9010)
  void nothingWasLateInTheWholeCase() {
    assertFalse(
        play.view("tess").path("clocks").findValuesAsText("status").contains("breached"),
        play.view("tess").path("clocks").toString());
  }
}
