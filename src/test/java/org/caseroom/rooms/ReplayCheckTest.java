package org.caseroom.rooms;

import static org.caseroom.rooms.TestRooms.JO;
import static org.caseroom.rooms.TestRooms.SAM;
import static org.caseroom.rooms.TestRooms.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables are held against a replay of the log, which leaves nothing behind. */
class ReplayCheckTest {
  private static ReplayCheck.Report check(TestRooms caseroom) {
    return new ReplayCheck(caseroom.database, List.of()).run();
  }

  private static void tamper(TestRooms caseroom, String sql) {
    caseroom.database.writing(tx -> assertEquals(1, tx.handle().execute(sql), sql));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void theFirstRowThatDiffersIsNamedAndNothingIsChanged(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      caseroom.log().appendNow(member(room, SAM, SAM, "join"));
      caseroom.log().appendNow(member(room, SAM, SAM, "leave"));
      ReplayCheck.Report good = check(caseroom);
      assertEquals(Optional.empty(), good.first());
      assertEquals(3, good.tables());
      assertEquals(7 + 6 + 2, good.rows());
      caseroom.say(room, JO, "Others go on writing, before and after.");
      caseroom.log().appendNow(Draft.state(room, JO, "m.room.topic", "", Json.object()));
      assertEquals(Optional.empty(), check(caseroom).first());

      tamper(
          caseroom,
          "UPDATE memberships SET membership = 'join' WHERE user_id = '" + SAM.value() + "'");
      for (int i = 0; i < 2; i++) {
        ReplayCheck.Difference changed = check(caseroom).first().orElseThrow();
        assertEquals("memberships", changed.table());
        assertTrue(changed.row().contains("user_id " + SAM.value()), changed.row());
        assertEquals("does not say what follows from the log", changed.what());
      }
      tamper(
          caseroom,
          "UPDATE memberships SET membership = 'leave' WHERE user_id = '" + SAM.value() + "'");
      assertEquals(Optional.empty(), check(caseroom).first());

      tamper(caseroom, "DELETE FROM current_state WHERE event_type = 'm.room.topic'");
      ReplayCheck.Difference gone = check(caseroom).first().orElseThrow();
      assertEquals("current_state", gone.table());
      assertEquals("is missing", gone.what());
      assertTrue(gone.row().contains("event_type m.room.topic"), gone.row());

      tamper(
          caseroom,
          "INSERT INTO state_history (room_number, event_type, state_key, log_position)"
              + " VALUES (1, 'm.room.name', '', 2)");
      ReplayCheck.Difference more = check(caseroom).first().orElseThrow();
      assertEquals("state_history", more.table());
      assertEquals("follows from nothing in the log", more.what());
    }
  }
}
