package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of this package, on each database. */
class MatrixTablesTest {
  private static final RoomId ROOM = RoomId.of("!r:x");
  private static final UserId JO = UserId.of("@jo:x");
  private static final UserId AMY = UserId.of("@amy:x");
  private static final EventId ROOT = EventId.of("$root");

  private static RelationDao.Row reply(long position, UserId sender) {
    return new RelationDao.Row(
        position, ROOM, ROOT, "m.thread", "m.room.message", EventId.of("$e" + position), sender);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anAliasLeadsToOneRoom(Databases engine) {
    try (Database database = engine.open()) {
      RoomAlias alias = RoomAlias.of("#a:x");
      database.writing(
          tx -> {
            AliasDao dao = new AliasDao(tx);
            assertTrue(dao.insert(new Aliases.Entry(alias, ROOM, JO), 1));
            assertFalse(dao.insert(new Aliases.Entry(alias, RoomId.of("!other:x"), AMY), 2));
            assertEquals(ROOM, dao.find(alias).orElseThrow().room());
            assertEquals(List.of(alias), dao.of(ROOM));
            dao.list(ROOM, true);
            dao.list(ROOM, true);
            assertTrue(dao.isListed(ROOM));
            assertEquals(List.of(ROOM), dao.listed());
            dao.list(ROOM, false);
            dao.delete(alias);
            assertTrue(dao.find(alias).isEmpty() && !dao.isListed(ROOM));
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void relationsAreCountedPagedAndTakenAway(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> {
            RelationDao dao = new RelationDao(tx);
            dao.insert(reply(1, JO));
            dao.insert(reply(2, JO));
            dao.insert(reply(2, JO));
            dao.insert(reply(3, AMY));
            List<RelationDao.Count> counts = dao.counts(ROOM, List.of(ROOT));
            assertEquals(2, counts.size());
            assertEquals(3, counts.stream().mapToInt(RelationDao.Count::count).sum());
            List<RelationDao.Row> page =
                dao.related(ROOM, List.of(ROOT), "m.thread", null, 1, 9, true, 1);
            assertEquals(List.of(reply(3, AMY)), page);
            assertEquals(List.of(), dao.related(ROOM, List.of(ROOT), null, "m.x", 0, 9, true, 9));
            assertEquals(List.of(reply(2, JO)), dao.at(List.of(2L)));
            assertEquals(3, dao.threads(ROOM, 9, 9).get(0).newest());
            assertEquals(List.of(), dao.threads(ROOM, 3, 9));
            assertEquals(Set.of(ROOT), dao.threadsOf(ROOM, AMY));
            assertEquals(Set.of(), dao.threadsOf(ROOM, UserId.of("@sam:x")));
            dao.delete(EventId.of("$e3"));
            assertEquals(Set.of(), dao.threadsOf(ROOM, AMY));
            assertEquals(2, dao.threads(ROOM, 9, 9).get(0).newest());
            assertEquals(List.of(), dao.annotations(ROOM, ROOT, "m.reaction", UserId.of("@jo:x")));
          });
    }
  }
}
