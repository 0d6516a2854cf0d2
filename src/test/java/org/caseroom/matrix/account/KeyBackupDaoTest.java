package org.caseroom.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.matrix.account.KeyBackupDao.Backup;
import org.caseroom.matrix.account.KeyBackupDao.Key;
import org.caseroom.matrix.account.KeyBackupDao.Scope;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of key backups, on each database. */
class KeyBackupDaoTest {
  private static final UserId JO = UserId.of("@jo:x");
  private static final UserId AMY = UserId.of("@amy:x");

  @ParameterizedTest
  @EnumSource(Databases.class)
  void backupsAreNumberedAndHoldTheirKeys(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> {
            KeyBackupDao dao = new KeyBackupDao(tx, JO);
            assertEquals(0, dao.newestVersion());
            assertTrue(dao.insert(new Backup(1, "a", Json.object(), 0)));
            assertFalse(dao.insert(new Backup(1, "b", Json.object(), 0)));
            dao.setAuthData(1, Json.object().put("k", 1));
            dao.countChange(1);
            Backup backup = dao.lock(1).orElseThrow();
            assertEquals(new Backup(1, "a", Json.object().put("k", 1), 1), backup);
            Key key = new Key("!r:x", "s", 1, 0, false, Json.object());
            dao.insert(1, key);
            dao.insert(1, new Key("!q:x", "s", 1, 0, false, Json.object()));
            assertEquals(2, dao.count(1));
            assertEquals(List.of(key), dao.keys(1, new Scope("!r:x", "s")));
            assertEquals(1, dao.delete(1, new Scope("!q:x", null)));
            assertEquals(List.of(key), dao.keys(1, new Scope(null, null)));
            assertTrue(new KeyBackupDao(tx, AMY).current().isEmpty());
            dao.markDeleted(1);
            assertTrue(dao.current().isEmpty() && dao.exists(1));
          });
    }
  }
}
