package org.caseroom.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.rooms.Rebuild;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.caseroom.storage.Tx;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaseProjectionTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void listsFollowFromTheLogAndCanBeRebuilt(Databases engine) {
    DatabaseSettings fresh = engine.fresh();
    try (CasePlay play = new CasePlay(fresh);
        Database database = Database.open(fresh)) {
      play.upToConsent();
      play.act("jo", "/questions", CasePlay.body("text", "When is the next visit?")).ok();
      JsonNode clock = play.get("priya", "/api/clocks").ok().get(0);
      assertEquals("ASSESS", clock.path("clock").path("id").asText());
      assertEquals(1, play.get("priya", "/api/questions").ok().size());
      assertEquals(1, play.caseroom().caseroom().cases().clocks().running().size());
      Map<String, List<String>> live = tables(database);
      live.values().forEach(rows -> assertFalse(rows.isEmpty()));
      database.writing(tx -> tx.handle().execute("DELETE FROM case_clocks"));

      new Rebuild(database, List.of(new CaseProjection())).run();

      assertEquals(live, tables(database));
      play.act("priya", "/questions/Q1/answer", Json.object().put("text", "On Monday")).ok();
      assertEquals(0, play.get("priya", "/api/questions").ok().size());
    }
  }

  private static Map<String, List<String>> tables(Database database) {
    return database.read(
        tx -> {
          Map<String, List<String>> rows = new TreeMap<>();
          new CaseProjection().tables().forEach(table -> rows.put(table, rows(tx, table)));
          return rows;
        });
  }

  private static List<String> rows(Tx tx, String table) {
    List<String> rows = new ArrayList<>();
    tx.handle()
        .createQuery("SELECT * FROM " + table)
        .mapToMap()
        .forEach(row -> rows.add(new TreeMap<>(row).toString()));
    rows.sort(null);
    return rows;
  }
}
