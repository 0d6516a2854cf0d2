package org.caseroom.cases.plan;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application to a fund rests on a signed assessment, and is told when it is late. */
class FundTest {
  private CasePlay play;

  @BeforeEach
  void aCompleteAssessment() {
    play = new CasePlay();
    play.upToConsent();
    play.at("2025-05-29T17:20");
    play.assess();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private static ObjectNode application(int amount) {
    return with(
        body("fund", "asgsf", "provider", "Harbour").put("amount", amount),
        "items",
        List.of("peers"));
  }

  private void sign() {
    play.at("2025-05-30T11:05");
    play.signAndShareAssessment();
  }

  private List<String> told() {
    return play.texts("jo", play.room("jo", "family"));
  }

  @Test
  void waitsForTheSignatureAndWarnsOnTheDayAfter() {
    Http.Response early = play.act("priya", "/funds", application(900));
    assertEquals(409, early.status(), early.text());
    assertEquals("8.7", early.json().path("clause").asText());
    sign();
    play.at("2025-08-31T09:00");
    play.act("priya", "/funds", application(900)).ok();
    assertTrue(
        told().stream()
            .anyMatch(text -> text.contains("£900 for Group") && text.contains("met late")));
  }

  @Test
  void theClockCountsFromAssessmentsAndNothingElse() {
    sign();
    play.at("2025-06-20T10:00");
    play.act("priya", "/funds", application(900)).ok();
    assertEquals("met", play.clock("jo", "ASGSF").path("status").asText());
    play.at("2026-05-19T10:00");
    play.write("priya", "/review", play.reviewBody("video", "2026-05-19")).ok();
    play.reviewParties();
    play.act(
            "tess",
            "/signatures",
            body("document", "review", "decided", "Goes on", "reasons", "Sound"))
        .ok();
    JsonNode clock = play.clock("jo", "ASGSF");
    assertEquals("met", clock.path("status").asText());
    assertEquals("2025-08-30", clock.path("due").asText());
    // A new assessment makes a new clock, and a new year until the next review.
    play.act("priya", "/assessment/start", Json.object()).ok();
    play.act("priya", "/assessment/complete", Json.object()).ok();
    play.at("2026-06-01T10:00");
    play.act(
            "tess",
            "/signatures",
            body("document", "assessment", "decided", "Agreed", "reasons", "Sound"))
        .ok();
    assertEquals("running", play.clock("jo", "ASGSF").path("status").asText());
    assertEquals("2026-09-01", play.clock("jo", "ASGSF").path("due").asText());
    assertEquals("2027-06-01", play.clock("jo", "REVIEW").path("due").asText());
  }

  @Test
  void limitsInsideTheLimitAreReckonedAndTold() {
    sign();
    ObjectNode assessment = application(2600).put("part", "specialist-assessment");
    assertEquals(
        400, play.act("priya", "/funds", assessment.deepCopy().put("part", "tea")).status());
    play.act("priya", "/funds", assessment).ok();
    assertTrue(
        told().stream().anyMatch(text -> text.contains("up to £2500 for specialist assessment")));
    JsonNode fund = play.get("jo", "/api/cases/REF-1/plan").ok().at("/funds/0");
    assertEquals(3000, fund.path("limit").asInt());
    assertEquals(2600, fund.path("asked").asInt());
    assertEquals(400, fund.path("left").asInt());
    assertEquals(-100, fund.at("/parts/0/left").asInt());
    assertEquals("[\"F1\"]", fund.path("waiting").toString());
  }

  @Test
  void theAnswerIsChasedUntilAllApplicationsHaveTheirs() {
    sign();
    play.act("priya", "/funds", application(900)).ok();
    assertEquals("2025-06-27", play.clock("jo", "FUND_OUTCOME").path("due").asText());
    play.act("priya", "/funds", application(700)).ok();
    play.at("2025-06-10T10:00");
    play.act("priya", "/funds/F2/outcome", body("outcome", "agreed").put("granted", 700)).ok();
    assertEquals("running", play.clock("jo", "FUND_OUTCOME").path("status").asText());
    assertEquals("2025-07-08", play.clock("jo", "FUND_OUTCOME").path("due").asText());
    ObjectNode raw = body("application", "F1", "outcome", "agreed").put("granted", 900);
    Http.Response wrong =
        play.send(
            "priya",
            play.room("priya", "professionals"),
            "org.caseroom.fund.outcome",
            raw.deepCopy().put("others_waiting", true));
    assertEquals(400, wrong.status(), wrong.text());
    play.send("priya", play.room("priya", "professionals"), "org.caseroom.fund.outcome", raw).ok();
    assertEquals("met", play.clock("jo", "FUND_OUTCOME").path("status").asText());
  }
}
