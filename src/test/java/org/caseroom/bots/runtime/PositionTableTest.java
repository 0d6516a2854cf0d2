package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the bots' positions in the log, on each engine. */
class PositionTableTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void positionsBeginOnceAndNeverGoBack(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      database.writing(
          tx -> {
            PositionDao dao = new PositionDao(tx);
            dao.begin("checklist", 5);
            dao.begin("checklist", 1);
            dao.advance(Map.of("checklist", 7L, "nobody", 9L));
            dao.advance(Map.of("checklist", 6L));
          });
      assertEquals(Optional.of(7L), database.read(tx -> new PositionDao(tx).find("checklist")));
      assertEquals(Optional.empty(), database.read(tx -> new PositionDao(tx).find("nobody")));
    }
  }
}
