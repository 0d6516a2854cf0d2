package org.caseroom.cases.transfer;

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
import org.junit.jupiter.api.Test;

/** A case moves to the agency where the family lives: the rows of Imani's case from 17 to 23. */
class TransferTest {

  /** Up to the assessment of 22 April 2025, with people at Westmoor. */
  static void upToAssessment(CasePlay play) {
    ResponsibilityTest.movedToWestmoor(play);
    westmoorer(play, "wanda", "team-manager");
    westmoorer(play, "will", "permanency-support-social-worker");
    play.at("2025-01-17T16:00");
    play.form("dana");
    play.at("2025-01-20T09:10");
    play.signReferral();
    play.openFamilyRoom();
    play.at("2025-03-25T11:00");
    ObjectNode visit =
        with(
            body(
                "mode", "in-person",
                "how_assessed", "A Westmoor worker was in the home."),
            "present",
            List.of(play.id("jo"), play.id("sam")));
    play.act("priya", "/visits", visit.put("first", true)).ok();
    play.consent();
    play.at("2025-04-21T10:00");
    play.assess();
    play.at("2025-04-22T16:30");
    play.act(
            "tess",
            "/signatures",
            body("document", "assessment", "decided", "Agreed", "reasons", "Sound"))
        .ok();
  }

  private static void westmoorer(CasePlay play, String name, String role) {
    ObjectNode body =
        body("user_name", name, "display_name", "W " + name, "agency", "westmoor", "hub", "north");
    body.putArray("roles").add(role);
    play.post("admin", "/api/accounts", body).ok();
  }

  static ObjectNode form() {
    return body(
        "summary", "Adopted in 2022, lives in Westmoor.",
        "needs", "School attendance.",
        "support", "Therapy goes on with the same therapist.",
        "family_views", "Jo wants one worker who knows.",
        "protocol_version", "January 2023");
  }

  private static void review(CasePlay play) {
    play.at("2025-08-14T10:00");
    play.write(
            "priya",
            "/review",
            play.reviewBody("video", "2025-08-14")
                .put("early_reason", "The transfer needs a review of the last three months."))
        .ok();
    play.reviewParties();
    play.at("2025-08-15T12:00");
    play.act(
            "tess",
            "/signatures",
            body("document", "review", "decided", "Agreed", "reasons", "Sound"))
        .ok();
  }

  private static void consentToWestmoor(CasePlay play) {
    ObjectNode form =
        with(body("form_version", "2025-1"), "signed_by", List.of(play.id("jo"), play.id("sam")));
    form.putArray("lines")
        .addObject()
        .put("id", "westmoor")
        .put("purpose", "share")
        .put("agency", "westmoor")
        .put("given", true)
        .putArray("rooms");
    play.act("priya", "/consents", form).ok();
  }

  private static void consultAndWrite(CasePlay play) {
    play.act(
            "tess",
            "/transfer/consultation",
            body("view", "Right for the family.").put("agreed", true))
        .ok();
    play.act("priya", "/transfer/form", form()).ok();
  }

  /** Rows 19 to 21: reviewed, offered, accepted. */
  static void upToAcceptance(CasePlay play) {
    upToAssessment(play);
    review(play);
    play.at("2025-08-18T09:30");
    consultAndWrite(play);
    consentToWestmoor(play);
    play.act("priya", "/transfer/offer", body("agency", "westmoor")).ok();
    play.at("2025-08-27T10:00");
    play.act("wanda", "/transfer/clarification", body("text", "Who pays for therapy?")).ok();
    play.act("priya", "/transfer/answer", body("text", "The fund, until March.")).ok();
    play.at("2025-09-01T15:10");
    play.act(
            "wanda",
            "/transfer/acceptance",
            body("worker", play.id("will").value(), "message", "Will rings on Friday."))
        .ok();
  }

  private static JsonNode transfer(CasePlay play, String who) {
    return play.get(who, "/api/cases/REF-1/transfer").ok();
  }

  @Test
  void theBotRemindsThreeMonthsBeforeTheThreeYearsAreOver() {
    try (CasePlay play = new CasePlay()) {
      upToAssessment(play);
      play.at("2025-06-09T09:00");
      play.caseroom().caseroom().bots().settle();
      List<String> texts = play.texts("priya", play.room("priya", "professionals"));
      assertTrue(
          texts.stream()
              .anyMatch(
                  text ->
                      text.contains("Transfer to the agency where the family lives")
                          && text.contains("9 September 2025")),
          texts.toString());
    }
  }

  @Test
  void theFormIsRefusedWithoutAnAssessmentOrReviewOfTheLastThreeMonths() {
    try (CasePlay play = new CasePlay()) {
      upToAssessment(play);
      play.at("2025-08-04T10:00");
      Http.Response refused = play.act("priya", "/transfer/form", form());
      assertEquals(409, refused.status(), refused.text());
      assertEquals("Transfer", refused.json().path("clause").asText());
      String says = refused.json().path("detail").asText();
      assertTrue(says.contains("Tue 22 Apr 2025"), says);
      assertTrue(says.contains("ended on Tue 22 Jul 2025"), says);
      assertTrue(says.contains("Do a review"), says);
      Http.Response raw =
          play.send(
              "priya", play.room("priya", "professionals"), "org.caseroom.transfer.form", form());
      assertEquals(says, raw.json().path("error").asText());
      assertEquals(
          "recent", unmet(transfer(play, "priya")).replaceAll(".*-", ""), "only that is missing");
      review(play);
      play.act("priya", "/transfer/form", form()).ok();
    }
  }

  private static String unmet(JsonNode view) {
    String unmet = "";
    for (JsonNode gate : view.path("gates")) {
      if (!gate.path("met").asBoolean() && !gate.path("id").asText().endsWith("consulted")) {
        unmet += gate.path("id").asText();
      }
    }
    return unmet;
  }

  @Test
  void anOfferNeedsFourGatesTheFormAndConsentOrALawfulBasis() {
    try (CasePlay play = new CasePlay()) {
      upToAssessment(play);
      review(play);
      play.at("2025-08-18T09:30");
      ObjectNode offer = body("agency", "westmoor");
      play.act("priya", "/transfer/form", form()).ok();
      Http.Response unconsulted =
          play.act("priya", "/transfer/offer", offer.deepCopy().put("lawful_basis", "s. 3"));
      assertEquals(409, unconsulted.status());
      assertTrue(unconsulted.text().contains("Team Manager is consulted"), unconsulted.text());
      assertEquals(404, play.get("wanda", "/api/cases/REF-1/transfer").status());
      consultAndWrite(play);
      JsonNode gates = transfer(play, "priya").path("gates");
      assertEquals(4, gates.size());
      gates.forEach(gate -> assertTrue(gate.path("met").asBoolean(), gate.toString()));
      Http.Response silent = play.act("priya", "/transfer/offer", offer);
      assertTrue(silent.text().contains("A parent can consent"), silent.text());
      assertEquals(
          409,
          play.act("priya", "/transfer/offer", offer.deepCopy().put("on", "2025-09-08")).status());
      consentToWestmoor(play);
      play.act("priya", "/transfer/offer", offer).ok();
      assertEquals(404, play.get("wanda", "/api/cases/REF-1").status(), "not the case itself");
      assertEquals("offered", transfer(play, "wanda").path("status").asText());
      assertTrue(transfer(play, "wanda").path("consultation").isNull());
      assertEquals(1, play.get("wanda", "/api/transfers").ok().size());
      JsonNode pack = play.get("wanda", "/api/cases/REF-1/transfer/pack").ok();
      assertTrue(pack.path("intact").asBoolean());
      assertEquals(64, pack.path("hash").asText().length());
      assertTrue(pack.path("items").findValuesAsText("id").contains("transfer-form"));
      assertTrue(pack.path("items").findValuesAsText("id").contains("chronology"));
      assertEquals(404, play.get("jo", "/api/cases/REF-1/transfer/pack").status());
      assertEquals(404, play.get("vera", "/api/cases/REF-1/transfer/pack").status());
    }
  }

  @Test
  void theReceivingManagerClarifiesAcceptsOrDeclines() {
    try (CasePlay play = new CasePlay()) {
      upToAcceptance(play);
      JsonNode view = transfer(play, "wanda");
      assertEquals("accepted", view.path("status").asText());
      assertEquals("The fund, until March.", view.at("/clarifications/0/answer").asText());
      assertEquals(
          403,
          play.act("priya", "/transfer/acceptance", body("worker", play.id("will").value()))
              .status());
      assertEquals(
          409, play.act("wanda", "/transfer/refusal", body("reason", "Too late")).status());
      JsonNode card = play.get("jo", "/api/cases/REF-1/responsibility").ok();
      assertEquals("together4children", card.at("/responsible/id").asText());
      assertTrue(card.path("words").asText().contains("Westmoor has agreed"));
      assertEquals("W will", card.path("worker").asText());
      List<String> family = play.texts("jo", play.room("jo", "family"));
      assertTrue(
          family.stream().anyMatch(text -> text.contains("Their worker there: W will")),
          family.toString());
      assertEquals(
          403, play.act("jo", "/transfer/checks", body("check", "plan-understood")).status());
      play.act("jo", "/transfer/checks", body("check", "knows-who-supports")).ok();
      play.act("wanda", "/transfer/checks", body("check", "plan-understood")).ok();
      transfer(play, "jo")
          .path("checks")
          .forEach(check -> assertTrue(check.path("done").asBoolean(), check.toString()));
    }
  }

  @Test
  void onTheDayResponsibilityMovesOnce() {
    try (CasePlay play = new CasePlay()) {
      upToAcceptance(play);
      play.act("jo", "/questions", body("text", "Who will ring us?")).ok();
      play.at("2025-09-09T00:00");
      play.caseroom().caseroom().bots().settle();
      assertEquals("accepted", transfer(play, "jo").path("status").asText());
      play.at("2025-09-09T00:01");
      play.caseroom().caseroom().bots().settle();
      play.caseroom().caseroom().bots().settle();
      JsonNode view = play.view("will");
      assertEquals("TRANSFERRED", view.at("/summary/stage").asText());
      assertEquals("westmoor", view.at("/summary/agency").asText());
      assertEquals("W will", view.at("/summary/lead").asText());
      assertEquals("met", play.clock("will", "TRANSFER").path("status").asText());
      assertEquals("running", play.clock("will", "REVIEW").path("status").asText());
      assertEquals(play.id("will").value(), view.at("/questions/0/owner").asText());
      play.act("will", "/questions/Q1/answer", body("text", "I do, on Friday.")).ok();
      List<String> family = play.texts("jo", play.room("jo", "family"));
      assertEquals(
          1,
          family.stream().filter(text -> text.startsWith("From today Westmoor")).count(),
          family.toString());
      // The first agency reads, and writes no more.
      assertEquals("westmoor", play.view("priya").at("/summary/agency").asText());
      Http.Response note =
          play.act("priya", "/notes", body("title", "A note", "text", "Still here."));
      assertEquals(409, note.status(), note.text());
      assertTrue(note.text().contains("Westmoor is responsible"), note.text());
      Http.Response talk =
          play.send(
              "priya",
              play.room("priya", "family"),
              "m.room.message",
              body("msgtype", "m.text", "body", "Hello"));
      assertEquals(409, talk.status(), talk.text());
      play.at("2025-12-09T00:02");
      assertEquals(404, play.get("priya", "/api/cases/REF-1").status());
      assertEquals(200, play.get("will", "/api/cases/REF-1").status());
    }
  }

  @Test
  void theFirstAgencyClosesItsOwnPartWithALetter() {
    try (CasePlay play = new CasePlay()) {
      upToAcceptance(play);
      play.at("2025-09-09T09:00");
      play.caseroom().caseroom().bots().settle();
      play.at("2025-09-12T10:00");
      ObjectNode closure =
          body("closure", "full", "point", "after-review", "reason", "Moved to Westmoor.");
      assertEquals(409, play.write("priya", "/closure", closure).status());
      assertEquals(
          403,
          play.write("wanda", "/closure", closure.deepCopy().put("closure", "transferred"))
              .status());
      play.write("priya", "/closure", closure.put("closure", "transferred")).ok();
      play.at("2025-09-12T11:00");
      play.act(
              "tess",
              "/signatures",
              body("document", "closure", "decided", "Closed", "reasons", "Transferred"))
          .ok();
      assertEquals("2025-09-19", play.clock("tess", "LETTER").path("due").asText());
      play.at("2025-09-15T10:00");
      play.act("tess", "/shares", with(body("document", "closure"), "with", List.of(play.id("jo"))))
          .ok();
      assertEquals("met", play.clock("tess", "LETTER").path("status").asText());
      assertEquals("TRANSFERRED", play.view("will").at("/summary/stage").asText());
      assertEquals("running", play.clock("will", "REVIEW").path("status").asText());
      assertFalse(play.view("will").at("/summary/closed").asBoolean());
    }
  }

  @Test
  void aDeclinedOfferShutsTheRoomAndCanBeMadeAgain() {
    try (CasePlay play = new CasePlay()) {
      upToAssessment(play);
      review(play);
      play.at("2025-08-18T09:30");
      consultAndWrite(play);
      ObjectNode offer = body("agency", "westmoor", "lawful_basis", "Section 3 of the Act");
      play.act("priya", "/transfer/offer", offer).ok();
      String room = transfer(play, "wanda").path("room").asText();
      play.act("wanda", "/transfer/refusal", body("reason", "No worker before October.")).ok();
      assertEquals(404, play.get("wanda", "/api/cases/REF-1/transfer/pack").status());
      assertEquals(
          403,
          play.send("wanda", room, "org.caseroom.transfer.clarify", body("text", "Why?")).status());
      assertEquals("No worker before October.", transfer(play, "priya").path("reason").asText());
      play.act("priya", "/transfer/offer", offer).ok();
      assertEquals("offered", transfer(play, "wanda").path("status").asText());
      assertTrue(Json.write(transfer(play, "priya").path("papers")).contains("January 2023"));
    }
  }
}
