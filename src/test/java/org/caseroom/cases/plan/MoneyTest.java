package org.caseroom.cases.plan;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Personal budgets add up in pence; financial support is cut only after the family was heard. */
class MoneyTest {
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

  private JsonNode plan(String who) {
    return play.get(who, "/api/cases/REF-1/plan").ok();
  }

  private Http.Response spend(String who, String line, int pence, String reason) {
    ObjectNode spend = body("what", "Lessons").put("amount", pence);
    if (reason != null) {
      spend.put("reason", reason);
    }
    return play.act(who, "/budget/" + line + "/spend", spend);
  }

  @Test
  void linesOfTheBudgetAddUpAndAreNotOverspentUnnoticed() {
    assertEquals(404, spend("priya", "swimming", 100, null).status());
    ObjectNode line = body("title", "Swimming").put("agreed", 10010);
    assertEquals(403, play.write("priya", "/budget/swimming", line).status());
    play.write("tess", "/budget/swimming", line).ok();
    play.write("tess", "/budget/clay", body("title", "Clay").put("agreed", 20)).ok();
    spend("priya", "swimming", 3333, null).ok();
    spend("priya", "swimming", 3333, null).ok();
    spend("priya", "swimming", 3333, null).ok();
    JsonNode budget = plan("jo").path("budget");
    assertEquals(9999, budget.at("/lines/1/spent").asInt());
    assertEquals(11, budget.at("/lines/1/left").asInt());
    assertEquals(10030, budget.path("agreed").asInt());
    assertEquals(31, budget.path("left").asInt());
    gate(spend("priya", "swimming", 12, null), "ours", "more than the £0.11 that is left");
    gate(spend("priya", "swimming", 12, "Fees went up"), "ours", "A team manager can agree more");
    String room = play.room("priya", "professionals");
    ObjectNode raw = body("line", "swimming", "what", "Lessons").put("amount", 12);
    gate(play.send("priya", room, PlanEvents.BUDGET_SPEND, raw), "ours", "£0.11");
    spend("tess", "swimming", 12, "Fees went up").ok();
    assertEquals(-1, plan("jo").at("/budget/lines/1/left").asInt());
    gate(
        play.write("tess", "/budget/swimming", line.put("agreed", 100)),
        "ours",
        "£100.11 of this line is spent");
    spend("priya", "swimming", -11, null).ok();
    assertEquals(10000, plan("jo").at("/budget/lines/1/spent").asInt());
    assertEquals(400, spend("priya", "swimming", -10001, null).status());
    assertEquals(400, spend("priya", "swimming", 0, null).status());
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("agreed £100.10, spent £33.33, left £66.77")));
    play.add("priya", "clara", "Advises", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    assertEquals(0, plan("clara").at("/budget/lines").size(), "not of the family's room");
  }

  private ObjectNode support(int pence) {
    return body("every", "month", "from", "2025-07-01", "purpose", "Travel to therapy")
        .put("amount", pence);
  }

  private void signedAssessment() {
    play.at("2025-05-29T17:20");
    play.assess();
    play.at("2025-05-30T11:05");
    play.signAndShareAssessment();
  }

  @Test
  void financialSupportRestsOnASignedAssessmentAndIsReviewedEachYear() {
    String path = "/financial-support";
    gate(play.write("tess", path, support(12000)), "6.1", "signed assessment");
    signedAssessment();
    assertEquals(403, play.write("priya", path, support(12000)).status());
    play.write("tess", path, support(12000)).ok();
    assertEquals("2026-05-30", plan("jo").at("/finance/review_due").asText());
    assertEquals("2026-05-30", play.clock("jo", "ANNUAL_FINANCE").path("due").asText());
    play.at("2026-06-01T09:00");
    ObjectNode review = body("finding", "Costs are as before.", "outcome", "continues");
    gate(play.act("priya", path + "/review", review), "6.1", "late_reason");
    play.act("priya", path + "/review", review.put("late_reason", "Sick leave.")).ok();
    assertEquals("2027-06-01", plan("jo").at("/finance/review_due").asText());
    assertEquals("2026-06-01", plan("jo").at("/finance/reviewed").asText());
  }

  @Test
  void aCutIsDecidedOnlyAfterTheFamilyWasHeard() {
    String path = "/financial-support";
    signedAssessment();
    play.write("tess", path, support(12000)).ok();
    gate(play.write("tess", path, support(6000)), "6.1", "a cut is proposed first");
    assertEquals(
        400, play.act("priya", path + "/cut", body("reasons", "x").put("amount", 12000)).status());
    gate(play.act("jo", path + "/cut/representations", body("text", "No.")), "6.1", "No cut");
    play.at("2025-09-01T09:00");
    play.act("tess", path + "/cut", body("reasons", "Fewer journeys.").put("amount", 0)).ok();
    assertEquals("2025-09-29", plan("jo").at("/finance/proposal/until").asText());
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("until the end of Mon 29 Sept 2025")),
        play.texts("jo", play.room("jo", "family")).toString());
    play.act("jo", path + "/cut/representations", body("text", "They are longer now.")).ok();
    assertEquals(403, play.act("priya", path + "/cut/representations", body("text", "x")).status());
    ObjectNode decision = body("decision", "cut", "reasons", "Weighed.");
    gate(play.act("tess", path + "/cut/decision", decision), "6.1", "Who proposed the cut");
    lineManager();
    play.at("2025-09-29T23:00");
    gate(play.act("lina", path + "/cut/decision", decision), "6.1", "until the end of Mon 29 Sept");
    play.at("2025-09-30T09:00");
    play.act("lina", path + "/cut/decision", decision).ok();
    JsonNode finance = plan("jo").path("finance");
    assertEquals("ended", finance.path("status").asText());
    assertTrue(finance.path("proposal").isNull());
    assertEquals(
        "They are longer now.", finance.at("/last_proposal/representations/0/text").asText());
    assertEquals("Lina", finance.at("/last_proposal/decided_by").asText());
    assertEquals("stopped", play.clock("jo", "ANNUAL_FINANCE").path("status").asText());
  }

  private void lineManager() {
    ObjectNode lina =
        body("user_name", "lina", "display_name", "Lina", "agency", "together4children");
    lina.put("hub", "stoke-on-trent").putArray("roles").add("line-manager");
    play.post("admin", "/api/accounts", lina).ok();
    play.add("tess", "lina", "Decides", "professionals").ok();
  }
}
