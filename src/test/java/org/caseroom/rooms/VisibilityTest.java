package org.caseroom.rooms;

import static org.caseroom.rooms.TestRooms.JO;
import static org.caseroom.rooms.TestRooms.SAM;
import static org.caseroom.rooms.TestRooms.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sees what of a room's history: the four visibilities, against membership in time. */
class VisibilityTest {

  @ParameterizedTest
  @CsvSource({
    "shared, before+invited+joined, before+invited+joined",
    "joined, joined, joined",
    "invited, invited+joined, invited+joined",
    "world_readable, before+invited+joined, before+invited+joined+left"
  })
  void aMemberSeesWhatTheHistoryVisibilityOpens(
      String visibility, String whileJoined, String afterLeaving) {
    try (TestRooms caseroom = TestRooms.open(Databases.H2.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, visibility);
      caseroom.say(room, JO, "before");
      caseroom.log().appendNow(member(room, JO, SAM, "invite"));
      caseroom.say(room, JO, "invited");
      caseroom.log().appendNow(member(room, SAM, SAM, "join"));
      caseroom.say(room, JO, "joined");
      assertEquals(whileJoined, String.join("+", caseroom.bodies(SAM, room)));
      caseroom.log().appendNow(member(room, SAM, SAM, "leave"));
      caseroom.say(room, JO, "left");
      assertEquals(afterLeaving, String.join("+", caseroom.bodies(SAM, room)));
      assertEquals(4, caseroom.bodies(JO, room).size());
    }
  }

  @Test
  void aStrangerGetsTheSameAnswerForARoomAndForNone() {
    try (TestRooms caseroom = TestRooms.open(Databases.H2.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      Problem closed = assertThrows(Problem.class, () -> caseroom.bodies(SAM, room));
      Problem none =
          assertThrows(Problem.class, () -> caseroom.bodies(SAM, RoomId.of("!no:example.org")));
      assertEquals(403, closed.status());
      assertEquals(closed.message(), none.message());
      assertThrows(Problem.class, () -> caseroom.reader().state(SAM, room));
    }
  }

  @Test
  void whoLeftSeesTheStateAsItWasThen() {
    try (TestRooms caseroom = TestRooms.open(Databases.H2.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      caseroom.log().appendNow(member(room, SAM, SAM, "join"));
      caseroom
          .log()
          .appendNow(Draft.state(room, JO, "m.room.topic", "", Json.object().put("topic", "then")));
      caseroom.log().appendNow(member(room, SAM, SAM, "leave"));
      caseroom
          .log()
          .appendNow(Draft.state(room, JO, "m.room.topic", "", Json.object().put("topic", "now")));
      assertEquals(
          List.of("then"),
          caseroom.reader().state(SAM, room).stream()
              .flatMap(event -> event.text("topic").stream())
              .toList());
      assertEquals(
          "then",
          caseroom
              .reader()
              .state(SAM, room, "m.room.topic", "")
              .flatMap(event -> event.text("topic"))
              .orElseThrow());
      caseroom.reader().rights().forget(SAM, room);
      assertThrows(Problem.class, () -> caseroom.reader().state(SAM, room));
      assertTrue(caseroom.reader().rights().forgotten(SAM).contains(room));
    }
  }

  @Test
  void aVisibilityThatWasNarrowOnceStaysNarrowForThatTime() {
    try (TestRooms caseroom = TestRooms.open(Databases.H2.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "joined");
      caseroom.say(room, JO, "narrow");
      caseroom
          .log()
          .appendNow(
              Draft.state(
                  room,
                  JO,
                  "m.room.history_visibility",
                  "",
                  Json.object().put("history_visibility", "shared")));
      caseroom.say(room, JO, "wide");
      caseroom.log().appendNow(member(room, SAM, SAM, "join"));
      assertEquals(List.of("wide"), caseroom.bodies(SAM, room));
    }
  }
}
