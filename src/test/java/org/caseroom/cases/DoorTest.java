package org.caseroom.cases;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.Shapes;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules hold at every door: most of these knock at Matrix's. */
class DoorTest {
  private CasePlay play;

  @BeforeEach
  void start() {
    play = new CasePlay();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private static void refused(Http.Response response, int status, String says) {
    assertEquals(status, response.status(), response.text());
    assertTrue(response.text().contains(says), response.text());
  }

  @Test
  void everyEventHasAShapeAndAPermission() {
    Permissions permissions = play.caseroom().caseroom().cases().policy().rules().permissions();
    TreeSet<String> actions = new TreeSet<>(permissions.actions());
    actions.removeIf(action -> !action.startsWith(CaseEvents.PREFIX));
    assertEquals(new TreeSet<>(Shapes.standard().types()), actions);
  }

  @Test
  void aPlainClientCanDoTheWholeReferral() {
    play.at("2025-03-03T09:12");
    play.refer();
    String hub = hub();
    play.at("2025-03-04T11:40");
    play.send(
            "dana",
            hub,
            CaseEvents.SCREENING,
            body("reference", "REF-1", "outcome", "detailed-referral", "reason", "Need"))
        .ok();
    assertEquals("SCREENED", play.view("dana").path("summary").path("stage").asText());
    String professionals = play.room("dana", "professionals");
    play.at("2025-03-06T15:05");
    ObjectNode form =
        with(body("needs", "n", "situation", "s"), "proposed_actions", List.of("assessment"));
    JsonNode event = play.state("dana", professionals, CaseEvents.REFERRAL_FORM, "", form).ok();
    play.at("2025-03-12T10:20");
    play.send(
            "tess",
            professionals,
            CaseEvents.SIGNOFF,
            body(
                "document", "referral-form",
                "document_event", event.path("event_id").asText(),
                "decided", "Assessment",
                "reasons", "Need"))
        .ok();
    assertEquals("SIGNED_OFF", play.view("tess").path("summary").path("stage").asText());
    assertEquals("met", play.clock("tess", "SIGNOFF").path("status").asText());
    assertTrue(
        play.texts("tess", professionals).stream()
            .anyMatch(text -> text.contains("met, day 4 of 5")));
  }

  private String hub() {
    JsonNode rooms = play.get("dana", "/_matrix/client/v3/joined_rooms").ok().path("joined_rooms");
    for (JsonNode room : rooms) {
      Http.Response state =
          play.get(
              "dana",
              "/_matrix/client/v3/rooms/" + encode(room.asText()) + "/state/" + CaseEvents.HUB);
      if (state.status() == 200) {
        return room.asText();
      }
    }
    throw new AssertionError("Dana is in no hub: " + rooms);
  }

  @Test
  void theAuthorIsNeverTheSigner() {
    play.put(
            "admin",
            "/api/accounts/" + encode(play.id("tess").value()),
            with(
                body("agency", "together4children", "hub", "stoke-on-trent"),
                "roles",
                List.of("duty-worker", "team-manager")))
        .ok();
    play.at("2025-03-03T09:12");
    play.refer();
    play.screen();
    play.form("tess");
    Http.Response own =
        play.act(
            "tess",
            "/signatures",
            body("document", "referral-form", "decided", "Yes", "reasons", "Mine"));
    refused(own, 409, "The author of a document cannot sign it");
    assertEquals("7.10", own.json().path("clause").asText());
    assertEquals("DETAILED", play.view("dana").path("summary").path("stage").asText());
  }

  @Test
  void lateNeedsAReasonAndIsABreach() {
    play.at("2025-01-13T13:25");
    play.refer();
    play.screen();
    play.at("2025-01-17T16:00");
    play.form("dana");
    assertEquals("2025-01-24", play.clock("tess", "SIGNOFF").path("due").asText());
    play.at("2025-01-27T09:10");
    JsonNode running = play.get("tess", "/api/clocks").ok().get(0);
    assertTrue(running.path("overdue").asBoolean());
    ObjectNode signature =
        body("document", "referral-form", "decided", "Assessment", "reasons", "Need");
    Http.Response late = play.act("tess", "/signatures", signature);
    refused(late, 409, "the reason has to stand in the document");
    assertEquals("late_reason", late.json().path("missing").asText());
    play.act("tess", "/signatures", signature.put("late_reason", "Manager sickness, no deputy."))
        .ok();
    JsonNode clock = play.clock("tess", "SIGNOFF");
    assertEquals("breached", clock.path("status").asText());
    assertEquals(6, clock.path("day_finished").asInt());
    assertEquals("Manager sickness, no deputy.", clock.path("reason").asText());
  }

  @Test
  void onlyTheHouseWritesWhatFollows() {
    play.upToConsent();
    String space = play.view("priya").path("summary").path("space").asText();
    for (String type : List.of(CaseEvents.STAGE, CaseEvents.CLOCK, CaseEvents.QUESTION)) {
      Http.Response response = play.state("priya", space, type, "", body("stage", "CLOSED"));
      assertEquals(403, response.status(), type + ": " + response.text());
    }
    assertEquals("SIGNED_OFF", play.view("priya").path("summary").path("stage").asText());
    // Outside of a case the types mean nothing, so no room can pose as one.
    JsonNode own = play.post("jo", "/_matrix/client/v3/createRoom", Json.object()).ok();
    refused(
        play.state(
            "jo",
            own.path("room_id").asText(),
            CaseEvents.CASE,
            "",
            body("reference", "REF-1", "child", "x")),
        403,
        "Casework events belong in the rooms of a case");
  }

  @Test
  void stagesCannotBeJumped() {
    play.at("2025-03-03T09:12");
    play.refer();
    play.screen();
    refused(
        play.act(
            "tess",
            "/signatures",
            body("document", "referral-form", "decided", "x", "reasons", "y")),
        404,
        "no document");
    play.form("dana");
    play.signReferral();
    // A second form after the sign-off would go back.
    refused(
        play.write(
            "dana",
            "/referral-form",
            with(
                body("needs", "other", "situation", "s"),
                "proposed_actions",
                List.of("assessment"))),
        409,
        "signed and final");
    refused(
        play.write("priya", "/review", play.reviewBody("video", "2025-03-03")),
        409,
        "The case is at 'Referral signed off'");
  }

  @Test
  void withdrawnConsentEndsReadingAtOnce() {
    play.upToConsent();
    play.add("priya", "clara", "Therapy", "professionals", "family").ok();
    play.act("clara", "/join", Json.object()).ok();
    String room = play.room("clara", "professionals");
    assertFalse(play.texts("clara", room).isEmpty());
    play.act("sam", "/consents/nscht/withdraw", body("reason", "Not now")).ok();
    assertEquals(
        403,
        play.get("clara", "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b").status());
    assertEquals(404, play.get("clara", "/api/cases/REF-1").status());
    refused(
        play.send("clara", room, "m.room.message", body("msgtype", "m.text", "body", "hello")),
        403,
        "consent");
    refused(play.add("priya", "oti", "Sensory screen", "professionals"), 409, "has not agreed");
    // Others go on.
    assertFalse(play.texts("priya", room).isEmpty());
  }

  @Test
  void whoClosesTheirAccountStaysInTheRecord() {
    play.upToConsent();
    String room = play.room("sam", "family");
    play.put(
            "sam",
            "/_matrix/client/v3/profile/" + encode(play.id("sam").value()) + "/displayname",
            body("displayname", "Sam Finch"))
        .ok();
    play.send("sam", room, "m.room.message", body("msgtype", "m.text", "body", "He slept")).ok();
    ObjectNode leave = Json.object().put("erase", true);
    leave
        .putObject("auth")
        .put("type", "m.login.password")
        .put("user", "sam")
        .put("password", TestCaseroom.PASSWORD);
    play.post("sam", "/_matrix/client/v3/account/deactivate", leave).ok();
    play.add("priya", "vera", "School", "family").ok();
    play.act("vera", "/join", Json.object()).ok();
    assertTrue(play.texts("vera", room).contains("He slept"));
    assertTrue(play.view("vera").path("team").findValuesAsText("name").contains("Sam Finch"));
    assertEquals(
        "leave",
        play.get(
                "priya",
                "/_matrix/client/v3/rooms/"
                    + encode(room)
                    + "/state/m.room.member/"
                    + encode(play.id("sam").value()))
            .ok()
            .path("membership")
            .asText());
  }

  @Test
  void aSectionIsReadByItsAudienceOnly() {
    play.upToConsent();
    play.add("priya", "vera", "School", "professionals").ok();
    play.act("vera", "/join", Json.object()).ok();
    play.add("priya", "edda", "School", "professionals").ok();
    play.act("edda", "/join", Json.object()).ok();
    play.write(
            "sam",
            "/story/history",
            with(
                body("title", "History", "text", "the secret word is marigold"),
                "audience",
                List.of("educational-psychologist")))
        .ok();
    String space = play.view("vera").path("summary").path("space").asText();
    String read = "/_matrix/client/v3/rooms/" + encode(space) + "/state";
    assertFalse(play.get("vera", read).text().contains("marigold"));
    assertFalse(play.messages("vera", space).toString().contains("marigold"));
    assertFalse(play.view("vera").toString().contains("marigold"));
    assertTrue(play.get("edda", read).text().contains("marigold"));
    assertTrue(play.view("edda").toString().contains("marigold"));
    assertFalse(play.texts("priya", play.room("priya", "family")).toString().contains("marigold"));
  }

  @Test
  void aQuestionIsHandedOnWithAReasonNeverDropped() {
    play.upToConsent();
    play.act("jo", "/questions", body("text", "Who pays for the group?")).ok();
    assertEquals(
        play.id("priya").value(), play.view("jo").path("questions").get(0).path("owner").asText());
    refused(
        play.act("tess", "/questions/Q1/pass", body("to", play.id("jo").value(), "reason", "x")),
        403,
        "");
    play.add("priya", "vera", "School", "family").ok();
    play.act("vera", "/join", Json.object()).ok();
    refused(
        play.act("vera", "/questions/Q1/answer", body("text", "I do not know")),
        403,
        "This question is with");
    refused(
        play.act("priya", "/questions/Q1/pass", body("to", play.id("vera").value())),
        400,
        "reason");
    play.act(
            "priya",
            "/questions/Q1/pass",
            body("to", play.id("vera").value(), "reason", "A matter of the school's budget"))
        .ok();
    JsonNode question = play.view("jo").path("questions").get(0);
    assertEquals("Virtual School", question.path("with").asText());
    assertEquals(
        "A matter of the school's budget", question.path("passed").get(0).path("reason").asText());
  }

  @Test
  void anInvitationFromAPlainClientMakesAMember() {
    play.upToConsent();
    String room = play.room("priya", "professionals");
    play.post(
            "priya",
            "/_matrix/client/v3/rooms/" + encode(room) + "/invite",
            body("user_id", play.id("clara").value(), "reason", "Advises on attachment"))
        .ok();
    boolean found = false;
    for (JsonNode member : play.view("jo").path("team")) {
      if (member.path("user").asText().equals(play.id("clara").value())) {
        found = true;
        assertEquals("Advises on attachment", member.path("why").asText());
        assertEquals("psychologist", member.path("role").asText());
      }
    }
    assertTrue(found);
    play.act("clara", "/join", Json.object()).ok();
    assertFalse(play.texts("clara", room).isEmpty());
  }

  @Test
  void whoLeavesTheTeamLeavesItsRooms() {
    play.upToConsent();
    play.add("priya", "clara", "Therapy", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    assertEquals(
        200,
        play.caseroom()
            .http()
            .delete(
                "/api/cases/REF-1/team/" + encode(play.id("clara").value()) + "?why=Moved+on",
                play.token("priya"))
            .status());
    assertEquals(404, play.get("clara", "/api/cases/REF-1").status());
    assertEquals(
        0, play.get("clara", "/_matrix/client/v3/joined_rooms").ok().path("joined_rooms").size());
  }

  @Test
  void badContentIsRefusedWithTheField() {
    play.upToConsent();
    String family = play.room("priya", "family");
    refused(
        play.send("jo", family, CaseEvents.QUESTION_ASK, Json.object().put("text", 3)),
        400,
        "'text' should be text");
    refused(
        play.send("jo", family, CaseEvents.QUESTION_ASK, body("text", "a", "txet", "b")),
        400,
        "The field 'txet' is not one of owner, text.");
    refused(play.send("jo", family, "org.caseroom.nonsense", Json.object()), 403, "by the service");
    refused(
        play.send("jo", family, CaseEvents.NOTE, body("title", "a", "text", "b")),
        403,
        "does not belong in the room");
  }

  @Test
  void aSignedDecisionIsFinalAndTheNextOneNamesIt() {
    play.upToConsent();
    play.act(
            "priya",
            "/decisions",
            body("title", "Short breaks", "decided", "Two days", "reasons", "Rest"))
        .ok();
    ObjectNode signature = body("document", "decision/D1", "decided", "Agreed", "reasons", "Yes");
    assertEquals(403, play.act("priya", "/signatures", signature).status());
    play.act("tess", "/signatures", signature).ok();
    refused(
        play.state(
            "priya",
            play.room("priya", "professionals"),
            CaseEvents.DECISION,
            "D1",
            body("title", "Short breaks", "decided", "Ten days", "reasons", "Rest")),
        409,
        "signed and final");
    JsonNode decisions = play.view("tess").path("decisions");
    assertEquals("Two days", decisions.get(1).path("decided").asText());
    assertEquals(
        decisions.get(0).path("event").asText(), decisions.get(1).path("previous").asText());
  }

  @Test
  void theRecordIsNotRedactedByItsAuthor() {
    play.upToConsent();
    String family = play.room("jo", "family");
    JsonNode visit = null;
    for (JsonNode event : play.messages("priya", family)) {
      visit = event.path("type").asText().equals(CaseEvents.VISIT) ? event : visit;
    }
    refused(redact("priya", family, visit.path("event_id").asText()), 403, "the case's record");
    JsonNode said =
        play.send("jo", family, "m.room.message", body("msgtype", "m.text", "body", "Oops")).ok();
    redact("jo", family, said.path("event_id").asText()).ok();
  }

  private Http.Response redact(String who, String room, String event) {
    return play.put(
        who,
        "/_matrix/client/v3/rooms/" + encode(room) + "/redact/" + encode(event) + "/r" + who,
        Json.object());
  }

  @Test
  void whoJoinsTheHubLaterScreensToo() {
    play.at("2025-03-03T09:12");
    play.refer();
    play.put("admin", "/api/agencies/together4children/hubs/stafford", body("name", "Stafford"))
        .ok();
    newcomer("dora", "stoke-on-trent");
    newcomer("dirk", "stafford");
    assertEquals(1, play.get("dora", "/api/cases").ok().size());
    assertEquals(0, play.get("dirk", "/api/cases").ok().size());
    ObjectNode outcome = body("outcome", "signpost", "reason", "Advice was enough");
    assertEquals(404, play.act("dirk", "/screening", outcome).status());
    play.act("dora", "/screening", outcome.put("advice", "Local adopters' group")).ok();
    assertEquals("CLOSED_NFA", play.view("dora").path("summary").path("stage").asText());
  }

  private void newcomer(String name, String hub) {
    play.post(
            "admin",
            "/api/accounts",
            with(
                body(
                    "user_name", name,
                    "display_name", name,
                    "agency", "together4children",
                    "hub", hub),
                "roles",
                List.of("duty-worker")))
        .ok();
  }

  @Test
  void aDocumentInAnotherFormatThanNeededIsRemarked() {
    play.upToConsent();
    play.write(
            "jo",
            "/needs/" + encode(play.id("jo").value()),
            with(Json.object(), "formats", List.of("easy-read")))
        .ok();
    play.act("priya", "/assessment/start", Json.object()).ok();
    refused(
        play.act(
            "priya",
            "/shares",
            with(body("document", "assessment"), "with", List.of(play.id("jo")))),
        409,
        "Only a signed assessment is shared");
  }

  @Test
  void aCaseIsNeitherEncryptedNorAskedAgainByAnEdit() {
    play.upToConsent();
    play.write(
            "sam",
            "/story/history",
            with(
                body("title", "Early history and feeding", "text", "Tube-fed until one."),
                "audience",
                List.of("team")))
        .ok();
    String room = play.room("priya", "professionals");
    refused(
        play.send("priya", room, "m.room.encrypted", body("algorithm", "m.megolm.v1.aes-sha2")),
        403,
        "not end-to-end encrypted");
    refused(
        play.post(
            "priya", "/_matrix/client/v3/rooms/" + room + "/upgrade", body("new_version", "11")),
        403,
        "are not replaced");
    JsonNode said =
        play.send("priya", room, "m.room.message", body("msgtype", "m.text", "body", "Hello."))
            .ok();
    ObjectNode edit = body("msgtype", "m.text", "body", "* x");
    edit.putObject("m.new_content")
        .put("msgtype", "m.text")
        .put("body", "What was his early history of feeding?");
    edit.putObject("m.relates_to")
        .put("rel_type", "m.replace")
        .put("event_id", said.path("event_id").asText());
    refused(play.send("priya", room, "m.room.message", edit), 409, "Told 25 Mar, card §1");
    play.send("priya", room, "m.room.message", edit.put(CaseEvents.ASK_AGAIN, true)).ok();
    assertEquals(1, play.view("tess").path("repeat_asks").asInt());
  }

  @Test
  void aLateAssessmentHasItsReasonInTheDocument() {
    play.upToConsent();
    play.assess();
    play.at("2025-06-10T16:30");
    ObjectNode signature =
        body("document", "assessment", "decided", "Plan agreed", "reasons", "Clear needs");
    refused(play.act("tess", "/signatures", signature), 409, "was due on Mon 2 Jun 2025");
    play.act("tess", "/signatures", signature.put("late_reason", "Waited for psychology")).ok();
    // The reason stands; sharing does not ask for it again.
    play.act(
            "tess", "/shares", with(body("document", "assessment"), "with", List.of(play.id("jo"))))
        .ok();
    JsonNode clock = play.clock("jo", "ASSESS");
    assertEquals("breached", clock.path("status").asText());
    assertEquals(51, clock.path("day_finished").asInt());
    assertEquals("Waited for psychology", clock.path("reason").asText());
    assertEquals("PLAN", play.view("jo").path("summary").path("stage").asText());
  }

  @Test
  void aLineAboutOnePersonDecidesOverTheirAgency() {
    play.upToConsent();
    play.add("priya", "clara", "Therapy", "professionals").ok();
    play.add("priya", "oti", "Sensory screen", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    play.act("oti", "/join", Json.object()).ok();
    String room = play.room("oti", "professionals");
    ObjectNode form = with(body("form_version", "2025-1"), "signed_by", List.of(play.id("jo")));
    form.putArray("lines")
        .addObject()
        .put("id", "not-clara")
        .put("purpose", "share")
        .put("user", play.id("clara").value())
        .put("given", false);
    play.act("jo", "/consents", form).ok();
    assertEquals(404, play.get("clara", "/api/cases/REF-1").status());
    assertFalse(play.texts("oti", room).isEmpty());
  }

  @Test
  void whoWorksAtTheHubSeesTheReferralNotTheStory() {
    play.upToConsent();
    play.write(
            "sam",
            "/story/history",
            with(body("title", "History", "text", "marigold"), "audience", List.of("team")))
        .ok();
    newcomer("dora", "stoke-on-trent");
    JsonNode seen = play.view("dora");
    assertEquals("SIGNED_OFF", seen.path("summary").path("stage").asText());
    assertEquals(0, seen.path("rooms").size());
    assertFalse(seen.toString().contains("marigold"));
    assertEquals(0, seen.path("consents").size());
  }

  @Test
  void theNextReferralHasTheNextNumber() {
    for (int i = 1; i <= 3; i++) {
      assertEquals("REF-" + i, play.refer().path("reference").asText());
    }
    assertEquals(3, play.get("dana", "/api/cases").ok().size());
    assertEquals(3, play.get("jo", "/api/cases").ok().size());
    assertEquals(0, play.get("sam", "/api/cases").ok().size());
  }

  @Test
  void familiesAreListedForTheirWorkersOnly() {
    assertTrue(play.get("priya", "/api/accounts").ok().toString().contains("@jo:"));
    assertFalse(play.get("vera", "/api/accounts").ok().toString().contains("@jo:"));
    assertEquals(403, play.get("jo", "/api/accounts").status());
    ObjectNode invitation = body("user_name", "ria", "display_name", "Ria");
    assertEquals(403, play.post("vera", "/api/invitations", invitation).status());
    assertFalse(
        play.post("priya", "/api/invitations", invitation).ok().path("code").asText().isBlank());
  }
}
