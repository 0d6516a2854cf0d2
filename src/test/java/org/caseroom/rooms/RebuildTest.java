package org.caseroom.rooms;

import static org.caseroom.rooms.TestRooms.JO;
import static org.caseroom.rooms.TestRooms.SAM;
import static org.caseroom.rooms.TestRooms.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Databases;
import org.caseroom.storage.Tx;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replay of the log fills the tables that follow from it with what was in them. */
class RebuildTest {

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRebuildEqualsTheLiveTables(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      for (RoomVersion version : RoomVersion.values()) {
        RoomId room = caseroom.room(version, "shared");
        for (int i = 0; i < 300; i++) {
          caseroom
              .log()
              .append(
                  Draft.state(room, JO, "m.room.topic", "", Json.object().put("topic", "t" + i)));
          caseroom.log().append(member(room, SAM, SAM, i % 2 == 0 ? "join" : "leave"));
        }
        Event last = caseroom.say(room, JO, "last");
        caseroom.log().appendNow(Draft.redaction(room, JO, last.id(), null));
      }
      Map<String, List<String>> live = tables(caseroom);
      assertFalse(live.get("state_history").isEmpty());
      caseroom.database.writing(
          tx -> tx.handle().execute("DELETE FROM current_state WHERE event_type = 'm.room.topic'"));
      assertFalse(live.equals(tables(caseroom)), "the damage shows");

      long replayed = new Rebuild(caseroom.database, List.of()).run();

      assertEquals(live, tables(caseroom));
      assertEquals(caseroom.log().feed().position(), replayed);
    }
  }

  private static Map<String, List<String>> tables(TestRooms caseroom) {
    return caseroom.database.read(
        tx -> {
          Map<String, List<String>> rows = new TreeMap<>();
          StateDao.TABLES.forEach(table -> rows.put(table, rows(tx, table)));
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
