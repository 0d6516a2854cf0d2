package org.caseroom.cases.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.rooms.Rebuild;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.caseroom.storage.Tx;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportProjectionTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void tablesFollowFromTheLogAndHaveNoSentences(Databases engine) {
    DatabaseSettings fresh = engine.fresh();
    try (CasePlay play = new CasePlay(fresh);
        Database database = Database.open(fresh)) {
      play.upToConsent();
      play.act("jo", "/questions", CasePlay.body("text", "When is the next visit?")).ok();
      play.assess();
      play.at("2025-05-30T11:05");
      play.act(
              "tess",
              "/signatures",
              CasePlay.body("document", "assessment", "decided", "Agreed", "reasons", "Sound"))
          .ok();
      play.write(
              "jo",
              "/needs/" + CasePlay.encode(play.id("jo").value()),
              CasePlay.with(Json.object(), "formats", List.of("easy-read")))
          .ok();
      Map<String, List<String>> live = tables(database);
      live.forEach((table, rows) -> assertFalse(rows.isEmpty(), table));
      assertFalse(live.toString().contains("screams"), "the family's words are in the log only");
      assertFalse(live.get("report_facts").toString().contains("Robin"));
      assertTrue(live.get("report_facts").toString().contains("easy-read"));
      assertFalse(ReportProjection.isBehind(database));
      database.writing(tx -> tx.handle().execute("DELETE FROM report_cases"));
      assertTrue(ReportProjection.isBehind(database));
      List<org.caseroom.rooms.Projection> projections =
          List.of(new org.caseroom.cases.CaseProjection(), new ReportProjection());

      new Rebuild(database, projections).run();

      assertEquals(live, tables(database));
      assertEquals(1, play.get("tess", "/api/reports/caseload").ok().path("total").asInt());
      assertEquals(
          1, play.get("tess", "/api/reports/board").ok().path("cases").path("total").asInt());
      assertEquals(
          0, play.get("tess", "/api/reports/late?status=running").ok().path("total").asInt());
      assertEquals(1, play.get("tess", "/api/reports/unanswered").ok().path("total").asInt());
    }
  }

  private static Map<String, List<String>> tables(Database database) {
    return database.read(
        tx -> {
          Map<String, List<String>> rows = new TreeMap<>();
          new ReportProjection().tables().forEach(table -> rows.put(table, rows(tx, table)));
          return rows;
        });
  }

  private static List<String> rows(Tx tx, String table) {
    List<String> rows = new ArrayList<>();
    tx.handle()
        .createQuery("SELECT * FROM " + table)
        .map(
            (row, context) -> {
              StringBuilder text = new StringBuilder();
              for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                text.append(row.getString(i)).append('|');
              }
              return text.toString();
            })
        .forEach(rows::add);
    rows.sort(null);
    return rows;
  }
}
