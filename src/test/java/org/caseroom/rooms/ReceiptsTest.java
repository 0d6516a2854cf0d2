package org.caseroom.rooms;

import static org.caseroom.rooms.TestRooms.JO;
import static org.caseroom.rooms.TestRooms.SAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptsTest {
  private static final RoomId ROOM = RoomId.of("!a:example.org");
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

  private static Event event(int position) {
    return new Event(
        position,
        ROOM,
        EventId.of("$event" + position),
        Json.object().put("type", "m.room.message").put("sender", SAM.value()),
        null);
  }

  private static Receipts receipts(Database database) {
    return new Receipts(database, StreamPositions.open(database), () -> NOW);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void moveForwardsOnlyAndOutliveARestart(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    try (Database database = Database.open(settings)) {
      Receipts receipts = receipts(database);
      assertTrue(receipts.read(JO, event(5), Receipt.Kind.READ, null));
      assertFalse(receipts.read(JO, event(4), Receipt.Kind.READ, null));
      assertFalse(receipts.read(JO, event(5), Receipt.Kind.READ, null));
      assertTrue(receipts.read(JO, event(4), Receipt.Kind.READ, Receipt.MAIN_THREAD));
      assertTrue(receipts.read(JO, event(7), Receipt.Kind.READ_PRIVATE, null));

      Receipts again = receipts(database);
      assertEquals(7, again.readUpTo(JO, ROOM, null), "the private one is ahead");
      assertEquals(4, again.readUpTo(JO, ROOM, Receipt.MAIN_THREAD));
      assertEquals(0, again.readUpTo(SAM, ROOM, null));
      assertEquals(3, again.visible(JO, ROOM, 0).size());
      assertEquals(2, again.visible(SAM, ROOM, 0).size(), "the private one is Jo's own");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void changedRoomsAreKnownFromMemoryAndFromTheDatabase(Databases engine) {
    try (Database database = engine.open()) {
      Receipts receipts = receipts(database);
      receipts.read(JO, event(5), Receipt.Kind.READ, null);
      assertEquals(Set.of(ROOM), receipts.changedAfter(0));
      long position = receipts.visible(JO, ROOM, 0).get(0).position();
      assertEquals(Set.of(), receipts.changedAfter(position));
      assertEquals(Set.of(ROOM), receipts(database).changedAfter(0));
    }
  }

  /** Whoever asks again from a position that was current must not have missed anything. */
  @ParameterizedTest
  @EnumSource(Databases.class)
  void nothingTurnsUpBehindAPositionThatWasCurrent(Databases engine) {
    try (Database database = engine.open()) {
      StreamPositions positions = StreamPositions.open(database);
      Receipts receipts = new Receipts(database, positions, () -> NOW);
      List<Long> told = new ArrayList<>();
      Set<Receipt> seen = new java.util.HashSet<>();
      long[] since = {0};
      positions.subscribe(
          placed -> {
            told.add(placed.position());
            long upTo = positions.current();
            for (UserId user : List.of(JO, SAM)) {
              receipts.visible(user, ROOM, since[0]).stream()
                  .filter(receipt -> receipt.position() <= upTo)
                  .forEach(seen::add);
            }
            since[0] = upTo;
          });
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 1; i <= 40; i++) {
        Event event = event(i);
        String thread = "$thread" + i;
        UserId user = i % 2 == 0 ? JO : SAM;
        all.add(
            CompletableFuture.runAsync(
                () -> receipts.read(user, event, Receipt.Kind.READ, thread), threads));
      }
      all.forEach(CompletableFuture::join);
      threads.shutdown();
      assertEquals(40, seen.size());
      for (int i = 0; i < 40; i++) {
        assertEquals(i + 1, told.get(i), "positions come in order and without gaps");
      }
    }
  }
}
