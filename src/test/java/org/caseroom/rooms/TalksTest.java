package org.caseroom.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was said in a large room, without the comings and goings. */
class TalksTest {
  private static List<UserId> crowd(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> UserId.local("p" + i, TestRooms.SERVER))
        .toList();
  }

  private static void join(TestRooms rooms, RoomId room, List<UserId> people) {
    rooms
        .log()
        .appendNow(
            before ->
                people.stream().map(user -> TestRooms.member(room, user, user, "join")).toList());
  }

  /** As the whole history has it. */
  private static List<EventId> paged(TestRooms rooms, RoomId room, long after) {
    return rooms
        .reader()
        .page(TestRooms.JO, room, RoomReader.Direction.FORWARDS, after, null, 1000)
        .events()
        .stream()
        .filter(event -> !event.type().equals("m.room.member"))
        .map(Event::id)
        .toList();
  }

  private static List<EventId> said(TestRooms rooms, RoomId room, long after) {
    return rooms.reader().talk(TestRooms.JO, room, after, Long.MAX_VALUE).orElseThrow().stream()
        .map(Event::id)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void saysWhatTheHistorySays(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    RoomId room;
    List<Event> messages = new ArrayList<>();
    try (TestRooms rooms = TestRooms.open(settings)) {
      room = rooms.room(RoomVersion.DEFAULT, "shared");
      messages.add(rooms.say(room, TestRooms.JO, "first"));
      join(rooms, room, crowd(0, 150));
      assertEquals(Optional.empty(), rooms.reader().talk(TestRooms.JO, room, 0, Long.MAX_VALUE));
      messages.add(rooms.say(room, TestRooms.JO, "second"));
      join(rooms, room, crowd(150, 210));
      assertEquals(paged(rooms, room, 0), said(rooms, room, 0));
    }
    try (TestRooms rooms = TestRooms.open(settings)) {
      assertEquals(paged(rooms, room, 0), said(rooms, room, 0));
      messages.add(rooms.say(room, TestRooms.JO, "third"));
      join(rooms, room, crowd(210, 400));
      messages.add(rooms.say(room, TestRooms.JO, "fourth"));
      for (Event message : messages) {
        assertEquals(paged(rooms, room, message.position()), said(rooms, room, message.position()));
      }
      assertEquals(2, said(rooms, room, messages.get(1).position()).size());
      rooms.log().appendNow(Draft.redaction(room, TestRooms.JO, messages.get(2).id(), null));
      Event emptied =
          rooms
              .reader()
              .talk(TestRooms.JO, room, messages.get(1).position(), Long.MAX_VALUE)
              .orElseThrow()
              .get(0);
      assertTrue(emptied.redactedBy().isPresent());
      assertEquals(paged(rooms, room, 0), said(rooms, room, 0));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void letsGoOfWhatIsLongAgo(Databases engine) {
    try (TestRooms rooms = TestRooms.open(engine.fresh())) {
      RoomId room = rooms.room(RoomVersion.DEFAULT, "shared");
      join(rooms, room, crowd(0, 210));
      Event first = rooms.say(room, TestRooms.JO, "first");
      assertEquals(List.of(first.id()), said(rooms, room, first.position() - 1));
      List<Draft> many =
          IntStream.range(0, 600)
              .mapToObj(i -> TestRooms.text(room, TestRooms.JO, "more " + i))
              .toList();
      for (int i = 0; i < 3; i++) {
        rooms.log().appendNow(before -> many);
        long last = rooms.log().newestPosition(room);
        assertEquals(paged(rooms, room, last - 200), said(rooms, room, last - 200));
      }
      assertEquals(
          Optional.empty(),
          rooms.reader().talk(TestRooms.JO, room, first.position(), Long.MAX_VALUE));
    }
  }
}
