package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of this package, on each database. */
class PushTablesTest {
  private static final UserId JO = UserId.of("@jo:x");
  private static final UserId AMY = UserId.of("@amy:x");

  private static Pusher pusher(UserId user, String key, long delivered) {
    return new Pusher(
        new Pusher.Id(user, "app", key), DeviceId.of("D"), Json.object().put("a", 1), 7, delivered);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aPusherBelongsToOneUserAndOnlyGoesForwards(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> {
            PusherDao dao = new PusherDao(tx);
            Pusher jos = pusher(JO, "key", 5);
            Pusher amys = pusher(AMY, "key", 5);
            dao.insert(jos);
            dao.insert(amys);
            dao.insert(pusher(AMY, "other", 5));
            assertEquals(List.of(jos), dao.of(JO));
            assertEquals(2, dao.with("app", "key").size());
            assertEquals(2, dao.users().size());
            dao.deliver(jos.id(), 9);
            dao.deliver(jos.id(), 8);
            assertEquals(List.of(pusher(JO, "key", 9)), dao.of(JO));
            assertEquals(5, dao.of(AMY).get(0).delivered());
            dao.delete(jos.id());
            assertEquals(List.of(), dao.of(JO));
            assertEquals(List.of(amys), dao.with("app", "key"));
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aCountIsReplacedByALaterOne(Databases engine) {
    try (Database database = engine.open()) {
      RoomId room = RoomId.of("!a:x");
      Tally tally = new Tally();
      tally.add("main", 5, true, false);
      tally.add("$root", 7, false, true);
      tally.sent("main", 3);
      database.writing(
          tx -> {
            UnreadDao dao = new UnreadDao(tx);
            dao.save(JO, new UnreadDao.Row(room, 9, Json.write(tally.json())));
            dao.save(JO, new UnreadDao.Row(room, 8, "{}"));
            dao.save(AMY, new UnreadDao.Row(room, 8, "{}"));
            Tally read = dao.of(JO).get(0).read();
            assertEquals(9, read.countedTo);
            assertEquals(tally.counts(), read.counts());
            assertEquals(1, read.calls());
            assertEquals(3, read.sent("main"));
          });
    }
  }
}
