package org.caseroom.notices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of notices, on each engine: what two nodes both want to do, one does. */
class NoticeTablesTest {
  private static final UserId TESS = UserId.of("@tess:example.org");

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whoLookedAtTheSameEventsLaterIsToldSo(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      database.writing(
          tx -> {
            NoticeDao dao = new NoticeDao(tx);
            dao.begin(5);
            dao.begin(1);
            assertTrue(dao.advance(5, 9));
            assertFalse(dao.advance(5, 9), "another node looked from there");
            assertFalse(dao.advance(5, 12), "and would note what was told and is gone");
            assertTrue(dao.advance(9, 12));
          });
      assertEquals(Optional.of(12L), database.read(tx -> new NoticeDao(tx).position()));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatIsNotedIsTakenOnce(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      database.writing(
          tx -> {
            NoticeDao dao = new NoticeDao(tx);
            NoticeDao.Item first = item("1", 100, false);
            NoticeDao.Item second = item("2", 200, true);
            dao.add(List.of(first, second));
            dao.add(List.of(item("1", 500, true)));
            assertEquals(List.of(first), dao.due(150, 10), "as it was noted at first");
            assertEquals(List.of(first, second), dao.due(200, 10));
            dao.putOff(List.of(first), 300);
            assertEquals(List.of(second), dao.due(200, 10));
            assertTrue(dao.take(List.of(second)));
            assertFalse(dao.take(List.of(first, second)), "another node took one of them");
            NoticeDao.Item left = item("1", 300, false);
            dao.putOff(List.of(first), 300);
            assertEquals(List.of(left), dao.due(300, 10), "the other is not lost");
            assertTrue(dao.take(List.of(left)));
            assertEquals(List.of(), dao.due(500, 10));
          });
    }
  }

  private static NoticeDao.Item item(String id, long dueAt, boolean urgent) {
    return new NoticeDao.Item(
        id,
        TESS,
        NoticeKind.MENTION,
        RoomId.of("!room:example.org"),
        EventId.of("$event"),
        7,
        dueAt,
        urgent);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aMessageIsSentByOneNodeAtATime(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      database.writing(
          tx -> {
            NoticeDao dao = new NoticeDao(tx);
            Set<NoticeKind> kinds = Set.of(NoticeKind.MENTION, NoticeKind.SIGNATURE);
            dao.put(new NoticeDao.Message("m", TESS, Channel.TEXT, kinds, true, 100, 0));
            NoticeDao.Message message = dao.waiting(100, 10).get(0);
            assertEquals(kinds, message.kinds());
            assertTrue(message.urgent());
            assertTrue(dao.claim(message, 100, 220));
            assertFalse(dao.claim(message, 100, 220), "another node has the turn");
            dao.putOff(message, 150);
            assertEquals(List.of(), dao.waiting(219, 10), "nor is it put off under its hands");
            NoticeDao.Message again = dao.waiting(220, 10).get(0);
            assertEquals(1, again.tries());
            dao.putOff(again, 300);
            assertFalse(dao.claim(again, 220, 340), "not before that");
            assertTrue(dao.claim(again, 300, 420));
            dao.sent("m");
            assertEquals(List.of(), dao.waiting(1000, 10));
          });
    }
  }
}
