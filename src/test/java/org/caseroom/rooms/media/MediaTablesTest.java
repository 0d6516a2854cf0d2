package org.caseroom.rooms.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of media, on each database. */
class MediaTablesTest {
  private static final UserId JO = UserId.of("@jo:x");
  private static final RoomId ROOM = RoomId.of("!r:x");
  private static final Media MEDIA = new Media("m", JO, "text/plain", null, 5, "abc");

  private static Event event(long position) {
    return by("@jo:x", position);
  }

  private static Event by(String sender, long position) {
    return new Event(
        position, ROOM, EventId.of("$" + position), Json.object().put("sender", sender), null);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anAddressIsFilledOnce(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> {
            MediaDao dao = new MediaDao(tx);
            dao.reserve("m", JO, 10);
            assertEquals(1, dao.waiting(JO, 5));
            assertEquals(0, dao.waiting(JO, 10));
            assertTrue(dao.find("m").orElseThrow().media() == null);
            assertTrue(dao.fill(MEDIA));
            assertFalse(dao.fill(MEDIA));
            assertEquals(MEDIA, dao.find("m").orElseThrow().media());
            assertTrue(dao.find("n").isEmpty());
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatOthersShowIsWithdrawnWithTheLastOfAll(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> {
            new MediaDao(tx).insert(MEDIA, 1);
            MediaUseDao dao = new MediaUseDao(tx);
            dao.insert(by("@sam:x", 1), List.of("m"), false);
            dao.insert(by("@amy:x", 2), List.of("m"), false);
            dao.withdraw(EventId.of("$1"));
            assertFalse(dao.isWithdrawn("m"));
            dao.withdraw(EventId.of("$2"));
            assertTrue(dao.isWithdrawn("m"));
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aFileIsWithdrawnWithTheLastEventThatShowsIt(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> {
            new MediaDao(tx).insert(MEDIA, 1);
            MediaUseDao dao = new MediaUseDao(tx);
            dao.insert(event(1), List.of("m", "other"), false);
            dao.insert(event(2), List.of("m"), true);
            dao.insert(by("@sam:x", 3), List.of("m"), false);
            assertEquals(3, dao.of(MEDIA, 9).size());
            assertEquals(
                new MediaUseDao.Use(ROOM, EventId.of("$2"), 2, JO, true), dao.of(MEDIA, 1).get(0));
            assertFalse(dao.of(MEDIA, 9).get(2).by(JO), "the owner's come first");
            dao.withdraw(EventId.of("$1"));
            assertFalse(dao.isWithdrawn("m"));
            dao.withdraw(EventId.of("$2"));
            assertTrue(dao.isWithdrawn("m"));
            assertEquals(1, dao.of(MEDIA, 9).size());
          });
    }
  }
}
