package org.caseroom.cases.liaison;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reports count of placements that do not hold, of liaison, and of needs that emerge. */
class LiaisonTest {
  private final CasePlay play = new CasePlay();

  @BeforeEach
  void upToConsent() {
    play.upToConsent();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private JsonNode row(String report, String field, String value) {
    for (JsonNode row : play.get("tess", "/api/reports/" + report).ok().path("rows")) {
      if (row.path(field).asText().equals(value)) {
        return row;
      }
    }
    throw new AssertionError("no " + value);
  }

  private int measured(String id) {
    return row("measures", "id", id).path("count").asInt();
  }

  private int liaised() {
    return row("standards", "tag", "Liaison entries across areas and departments")
        .path("times")
        .asInt();
  }

  @Test
  void aDisruptionIsCountedByTheApiAndAsARawEvent() {
    ObjectNode respite =
        body("on", "2025-03-24", "kind", "respite-move", "note", "With the grandparents.");
    assertEquals(0, measured("at-risk"));
    play.act("priya", "/disruptions", respite).ok();
    assertEquals(1, measured("at-risk"));
    assertEquals(0, measured("disrupted"));
    String room = play.room("priya", "professionals");
    play.send("tess", room, LiaisonEvents.DISRUPTION, respite.put("kind", "return-to-care")).ok();
    assertEquals(1, measured("disrupted"));
    JsonNode kept = play.get("priya", "/api/cases/REF-1/liaison").ok().path("disruptions");
    assertEquals("D1", kept.get(0).path("number").asText());
    assertEquals("return-to-care", kept.get(1).path("kind").asText());
    assertEquals("Tess", kept.get(1).path("recorded_by").asText());
    assertTrue(
        play.texts("priya", room).get(0).contains("the child has returned to care"),
        play.texts("priya", room).get(0));
  }

  @Test
  void aDisruptionOfTheWrongShapeDayOrRoleIsRefusedAtBothDoors() {
    play.add("priya", "clara", "Assesses", "family", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    String room = play.room("priya", "professionals");
    ObjectNode well = body("on", "2025-03-24", "kind", "placement-breakdown", "note", "It ended.");
    assertEquals(403, play.act("clara", "/disruptions", well).status());
    assertEquals(403, play.send("clara", room, LiaisonEvents.DISRUPTION, well).status());
    assertEquals(403, play.act("jo", "/disruptions", well).status());
    assertEquals(404, play.act("stranger", "/disruptions", well).status());
    for (ObjectNode wrong :
        List.of(
            well.deepCopy().put("on", "2025-03-26"),
            well.deepCopy().put("on", "2025-02-30"),
            well.deepCopy().put("kind", "moved"))) {
      assertEquals(400, play.act("priya", "/disruptions", wrong).status(), wrong.toString());
      assertEquals(400, play.send("priya", room, LiaisonEvents.DISRUPTION, wrong).status());
    }
    assertEquals(0, measured("disrupted"));
  }

  @Test
  void liaisonIsCountedForCaseworkAndTheAdviser() {
    ObjectNode account =
        body("user_name", "asa", "display_name", "Asa", "agency", "together4children");
    with(account, "roles", List.of("adoption-support-services-adviser"));
    play.post("admin", "/api/accounts", account).ok();
    play.add("priya", "asa", "Liaises with health", "professionals").ok();
    play.act("asa", "/join", Json.object()).ok();
    ObjectNode entry =
        body(
            "on", "2025-03-25",
            "with", "Community paediatrics",
            "department", "health",
            "area", "Staffordshire",
            "about", "One appointment instead of two.");
    play.act("asa", "/liaison", entry).ok();
    assertEquals(1, liaised());
    String room = play.room("priya", "professionals");
    play.send("priya", room, LiaisonEvents.LIAISON, entry.put("department", "send")).ok();
    assertEquals(2, liaised());
    JsonNode kept = play.get("asa", "/api/cases/REF-1/liaison").ok().path("liaison");
    assertEquals("Staffordshire", kept.get(0).path("area").asText());
    assertEquals("send", kept.get(1).path("department").asText());
    assertTrue(play.texts("asa", room).get(0).contains("liaised with Community paediatrics"));
    play.add("priya", "clara", "Assesses", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    assertEquals(403, play.act("clara", "/liaison", entry).status());
    assertEquals(403, play.send("clara", room, LiaisonEvents.LIAISON, entry).status());
    assertEquals(403, play.get("jo", "/api/cases/REF-1/liaison").status());
    assertEquals(400, play.act("asa", "/liaison", entry.put("on", "2026-01-01")).status());
    assertEquals(2, liaised());
  }

  @Test
  void anEmergingNeedShowsInTheCohortOfChildrenUpToFive() {
    try (CasePlay young = new CasePlay()) {
      young.at("2025-03-03T09:12");
      ObjectNode referral =
          body(
              "agency", "together4children",
              "hub", "stoke-on-trent",
              "child", "Robin",
              "born", "2019-02-21",
              "order_date", "2024-02-14",
              "words", "He is so sensitive to noise.",
              "referrer_name", "Jo");
      young.post("jo", "/api/referrals", referral).ok();
      young.screen();
      young.form("dana");
      young.signReferral();
      ObjectNode need =
          body("kind", "sensory", "noticed_on", "2025-02-20", "noticed_by", "nursery");
      young.act("priya", "/emerging-needs", need).ok();
      // Six years old the next day: no longer of the cohort.
      young.act("priya", "/emerging-needs", need.put("noticed_on", "2025-02-21")).ok();
      JsonNode rows = young.get("tess", "/api/reports/emerging-needs").ok().path("rows");
      assertEquals(1, rows.size(), rows.toString());
      assertEquals("sensory", rows.get(0).path("kind").asText());
      assertEquals("2025-02-20", rows.get(0).path("noticed_on").asText());
      assertEquals(71, rows.get(0).path("age_months").asInt());
      assertEquals(12, rows.get(0).path("months_after_order").asInt());
    }
  }
}
