package org.caseroom.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions on both engines: all or nothing, and there after a restart. */
class DatabaseTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void keepsWhatItWroteOverARestart(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    try (Database database = Database.open(settings)) {
      createTable(database);
      database.writing(tx -> tx.handle().execute("INSERT INTO kept (id) VALUES (?)", 1));
    }
    try (Database database = Database.open(settings)) {
      assertEquals(List.of(1), ids(database));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void takesBackAllOfWhatFailed(Databases engine) {
    try (Database database = engine.open()) {
      createTable(database);
      List<String> published = new ArrayList<>();
      assertThrows(
          Problem.class,
          () ->
              database.writing(
                  tx -> {
                    tx.afterCommit(() -> published.add("failed"));
                    tx.handle().execute("INSERT INTO kept (id) VALUES (?)", 1);
                    throw Problem.forbidden("No.");
                  }));
      database.writing(tx -> tx.afterCommit(() -> published.add("done")));
      assertEquals(List.of(), ids(database));
      assertEquals(List.of("done"), published);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aFaultNamesTheStatementAndNoValue(Databases engine) {
    try (Database database = engine.open()) {
      database.writing(
          tx -> tx.handle().execute("CREATE TABLE told (id INT PRIMARY KEY, words VARCHAR(99))"));
      String insert = "INSERT INTO told (id, words) VALUES (?, ?)";
      RuntimeException one =
          assertThrows(
              RuntimeException.class,
              () ->
                  database.writing(
                      tx -> {
                        tx.handle().execute(insert, 1, "what the family said");
                        tx.handle().execute(insert, 1, "what the family said");
                      }));
      RuntimeException batch =
          assertThrows(
              RuntimeException.class,
              () ->
                  database.writing(
                      tx ->
                          tx.handle()
                              .prepareBatch(insert)
                              .add(1, "what the family said")
                              .add(1, "what the family said")
                              .execute()));
      for (RuntimeException fault : List.of(one, batch)) {
        StringWriter logged = new StringWriter();
        fault.printStackTrace(new PrintWriter(logged, true));
        assertTrue(logged.toString().contains("INSERT INTO told"), logged.toString());
        assertFalse(logged.toString().contains("what the family said"), logged.toString());
      }
    }
  }

  @Test
  void saysWhatToDoWhenTheKeyIsWrong(@TempDir Path folder) {
    Path file = folder.resolve("caseroom");
    DatabaseSettings settings = DatabaseSettings.h2File(file, Secret.of("right"));
    try (Database database = Database.open(settings)) {
      createTable(database);
    }
    Problem refused =
        assertThrows(
            Problem.class,
            () -> Database.open(DatabaseSettings.h2File(file, Secret.of("wrong"))).close());
    assertTrue(refused.message().contains("key"), refused.message());
  }

  private static void createTable(Database database) {
    database.writing(tx -> tx.handle().execute("CREATE TABLE kept (id INT PRIMARY KEY)"));
  }

  private static List<Integer> ids(Database database) {
    return database.read(
        tx ->
            tx.handle().createQuery("SELECT id FROM kept ORDER BY id").mapTo(Integer.class).list());
  }
}
