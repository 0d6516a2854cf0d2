package org.caseroom.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.junit.jupiter.api.Test;

class TypingTest {
  private static final RoomId ROOM = RoomId.of("!a:example.org");
  private static final RoomId OTHER = RoomId.of("!b:example.org");
  private static final UserId JO = UserId.of("@jo:example.org");

  private Instant now = Instant.parse("2026-01-05T09:00:00Z");
  private final Typing typing = new Typing(() -> now);

  @Test
  void endsWhenItsTimeIsUp() {
    typing.start(ROOM, JO, Duration.ofSeconds(30));
    assertEquals(Set.of(JO), typing.in(ROOM));
    now = now.plusSeconds(30);
    assertEquals(Set.of(), typing.in(ROOM), "also before anybody has tidied up");
    long before = typing.position();
    typing.expire();
    assertEquals(List.of(ROOM), typing.changedAfter(before));
    typing.expire();
    assertEquals(before + 1, typing.position(), "an end is told once");
  }

  @Test
  void lastsTwoMinutesAtMost() {
    typing.start(ROOM, JO, Duration.ofDays(1));
    now = now.plus(Typing.LONGEST);
    assertEquals(Set.of(), typing.in(ROOM));
  }

  @Test
  void goingOnIsNoNews() {
    List<RoomId> told = new ArrayList<>();
    typing.subscribe(told::add);
    typing.start(ROOM, JO, Duration.ofSeconds(30));
    typing.start(ROOM, JO, Duration.ofSeconds(30));
    typing.stop(ROOM, JO);
    typing.stop(ROOM, JO);
    assertEquals(List.of(ROOM, ROOM), told);
  }

  @Test
  void changesAreNamedByTheRoomsNewest() {
    long start = typing.position();
    typing.start(ROOM, JO, Duration.ofSeconds(30));
    typing.start(OTHER, JO, Duration.ofSeconds(30));
    typing.stop(ROOM, JO);
    assertEquals(List.of(OTHER, ROOM), typing.changedAfter(start));
    assertEquals(List.of(ROOM), typing.changedAfter(start + 2));
    assertEquals(typing.position(), typing.position(ROOM));
  }

  @Test
  void aLaterStartCountsOnFromALaterTime() {
    typing.start(ROOM, JO, Duration.ofSeconds(30));
    now = now.plusSeconds(5);
    assertTrue(new Typing(() -> now).position() > typing.position());
  }
}
