package org.caseroom.matrix.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.matrix.presence.PresenceDao.Row;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of presence, on each database. */
class PresenceTableTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void theNewestIsKept(Databases engine) {
    try (Database database = engine.open()) {
      UserId jo = UserId.of("@jo:x");
      Row newer = new Row(jo, State.OFFLINE, null, 2);
      database.writing(
          tx -> {
            PresenceDao dao = new PresenceDao(tx);
            dao.put(new Row(jo, State.ONLINE, "here", 1));
            assertEquals(List.of(new Row(jo, State.ONLINE, "here", 1)), dao.all());
            dao.put(newer);
            assertEquals(List.of(newer), dao.all());
          });
    }
  }
}
