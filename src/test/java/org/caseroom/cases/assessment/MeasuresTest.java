package org.caseroom.cases.assessment;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.cases.CasePlay;
import org.caseroom.rooms.Rebuild;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a case counts is counted as it happens, and again from the log. */
class MeasuresTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void countsFollowFromTheLogAndCanBeRebuilt(Databases engine) {
    DatabaseSettings fresh = engine.fresh();
    try (CasePlay play = new CasePlay(fresh);
        Database database = Database.open(fresh)) {
      play.upToConsent();
      play.at("2025-04-14T16:40");
      happenings(play);
      JsonNode measures = play.get("priya", "/api/cases/REF-1/measures").ok();
      assertEquals(2, measures.path("visits").asInt());
      assertEquals(1, measures.path("visits_by_video").asInt());
      assertEquals(1, measures.path("visits_interpreted").asInt());
      assertEquals("text", measures.path("contacts").get(0).path("kind").asText());
      assertEquals(1, measures.path("contacts").get(0).path("times").asInt());
      assertEquals(2, measures.path("education").get(0).path("times").asInt());
      assertEquals(5, measures.path("education").get(0).path("days").asInt());
      assertEquals(1, measures.path("conditions").size());
      assertEquals("confirmed", measures.path("conditions").get(0).path("status").asText());
      assertEquals(1, measures.path("emerging_needs").get(0).path("times").asInt());
      for (JsonNode clock : measures.path("timeliness")) {
        assertEquals(1, clock.path("met").asInt(), clock.toString());
      }
      assertTrue(measures.path("timeliness").findValuesAsText("clock").contains("SIGNOFF"));
      assertEquals(1, measures.path("voice_not_seen").asInt());
      assertEquals(403, play.get("jo", "/api/cases/REF-1/measures").status());
      assertEquals(404, play.get("stranger", "/api/cases/REF-1/measures").status());
      play.add("priya", "clara", "Advises", "professionals").ok();
      play.act("clara", "/join", Json.object()).ok();
      assertEquals(403, play.get("clara", "/api/cases/REF-1/measures").status());

      Measures all = play.caseroom().caseroom().cases().assessing().measures();
      Map<RoomId, CaseMeasures> live = all.all();
      assertEquals(1, live.size());
      assertFalse(MeasureProjection.isBehind(database));
      database.writing(tx -> tx.handle().execute("DELETE FROM case_measures"));
      assertTrue(MeasureProjection.isBehind(database), "an upgrade finds the table empty");
      new Rebuild(database, List.of(new MeasureProjection())).run();
      assertEquals(live, all.all());
    }
  }

  private static void happenings(CasePlay play) {
    ObjectNode visit = with(body("mode", "video"), "present", List.of(play.id("sam")));
    play.act("priya", "/visits", visit.put("first", false)).ok();
    ObjectNode contact =
        with(body("mode", "text", "what", "News"), "with", List.of(play.id("sam")));
    play.act("priya", "/contacts", contact).ok();
    play.act("priya", "/contacts", contact.put("planned", true)).ok();
    ObjectNode suspension = body("kind", "EDUCATION_SUSPENSION", "on", "2025-04-01");
    play.act("priya", "/education", suspension.put("days", 2)).ok();
    play.act("priya", "/education", suspension.put("days", 3)).ok();
    ObjectNode condition =
        body("condition", "fasd", "status", "suspected", "by", "Dr Lowe", "on", "2025-04-01");
    play.act("priya", "/conditions", condition).ok();
    play.act("priya", "/conditions", condition.put("status", "confirmed")).ok();
    ObjectNode need = body("kind", "sensory", "noticed_on", "2025-02-20", "noticed_by", "nursery");
    play.act("priya", "/emerging-needs", need).ok();
    play.act("priya", "/emerging-needs/N1", body("what", "Louder now.")).ok();
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    play.act("priya", "/voice", body("reason", "Ill.").put("seen", false)).ok();
    assertEquals(400, play.act("priya", "/education", Json.object()).status());
  }
}
