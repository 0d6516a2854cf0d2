package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of this package, on each database. */
class PushTablesTest {
  private static final UserId JO = UserId.of("@jo:x");
  private static final UserId AMY = UserId.of("@amy:x");

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aPusherBelongsToOneUser(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> {
            PusherDao dao = new PusherDao(tx);
            PusherDao.Pusher pusher =
                new PusherDao.Pusher(DeviceId.of("D"), Json.object().put("a", 1));
            dao.insert(JO, "app", "key", pusher);
            dao.insert(AMY, "app", "key", pusher);
            dao.deleteOfOthers(JO, "app", "key");
            assertEquals(List.of(pusher), dao.of(JO));
            assertEquals(List.of(), dao.of(AMY));
            dao.delete(JO, "app", "key");
            assertEquals(List.of(), dao.of(JO));
          });
    }
  }
}
