package org.caseroom.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.caseroom.base.Secret;

/**
 * The engines that Caseroom runs on, for tests that hold on each of them:
 *
 * <pre>{@code
 * @ParameterizedTest
 * @EnumSource(Databases.class)
 * void keepsWhatItWrote(Databases engine) {
 *   try (Database database = engine.open()) { ... }
 * }
 * }</pre>
 *
 * <p>One PostgreSQL server is started for the whole run, on its first use; every database in it is
 * new. It runs as an unprivileged user even when the tests run as root.
 */
public enum Databases {
  H2 {
    @Override
    public DatabaseSettings fresh() {
      return DatabaseSettings.inMemory("t" + UUID.randomUUID().toString().replace("-", ""));
    }
  },
  POSTGRESQL {
    @Override
    public DatabaseSettings fresh() {
      String name = "t" + UUID.randomUUID().toString().replace("-", "");
      try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      } catch (SQLException e) {
        throw new IllegalStateException("no new database", e);
      }
      return new DatabaseSettings(
          Server.POSTGRES.getJdbcUrl("postgres", name), "postgres", Secret.of("postgres"), null, 5);
    }
  };

  /** Started once, when first asked for. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Settings of a new, empty database: open them twice to see what is there after a restart. */
  public abstract DatabaseSettings fresh();

  /** A new database with all its tables. */
  public Database open() {
    return Database.open(fresh());
  }
}
