package org.caseroom.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;

/**
 * The database: its pool, its migrations, its transactions, and the one class that tells H2 from
 * PostgreSQL.
 *
 * <p>{@link #write} returns only when the transaction is durable. H2 by default acknowledges
 * commits that a crash loses, and with {@code WRITE_DELAY=0} still hardly ever syncs its file; so
 * after a commit, and before it is acknowledged, one {@code CHECKPOINT SYNC} is run, which
 * concurrent writers share. PostgreSQL needs nothing beyond {@code synchronous_commit=on}.
 */
public final class Database implements AutoCloseable {
  /** The engines that the one SQL text runs on. */
  public enum Engine {
    H2,
    POSTGRESQL
  }

  // SQLSTATE of both engines.
  private static final String TOO_LONG = "22001";
  private static final String NOT_IN_ENCODING = "22021";

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Engine engine;
  private final boolean inMemory;
  private final @Nullable SealedFiles files;
  private final Signals signals;

  // Group sync: a sync that began after a commit covers it, so later committers wait for one.
  private final ReentrantLock syncLock = new ReentrantLock();
  private final AtomicLong commits = new AtomicLong();
  private volatile long synced;

  private Database(
      HikariDataSource pool,
      Engine engine,
      boolean inMemory,
      @Nullable SealedFiles files,
      Signals signals) {
    this.pool = pool;
    this.signals = signals;
    this.files = files;
    this.engine = engine;
    this.inMemory = inMemory;
    this.jdbi = Jdbi.create(pool).installPlugin(new SqlObjectPlugin());
    this.jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
  }

  /**
   * Opens a database and brings its tables up to date.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_DATABASE} with one sentence that says what to do
   */
  public static Database open(DatabaseSettings settings) {
    Engine engine = settings.url().startsWith("jdbc:h2:") ? Engine.H2 : Engine.POSTGRESQL;
    // H2 would hash each text that it reads, to share equal ones: events are never equal.
    System.setProperty("h2.objectCache", "false");
    Secret fileKey = settings.fileKey();
    SealedFiles files = fileKey == null ? null : SealedFiles.open(fileKey);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        engine == Engine.H2 ? h2Url(settings.url(), files) : postgresqlUrl(settings.url()));
    config.setUsername(settings.user());
    config.setPassword(settings.password().reveal());
    config.setMaximumPoolSize(settings.poolSize());
    config.setPoolName("caseroom");
    // Auto-commit stays on in the pool: JDBI takes its absence for an open transaction that
    // somebody
    // else commits, and would not commit at all.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(config);
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          // Each package numbers its own migrations, so a new one may come before one that is done.
          .outOfOrder(true)
          .load()
          .migrate();
      return new Database(
          pool,
          engine,
          settings.url().startsWith("jdbc:h2:mem:"),
          files,
          new Signals(engine == Engine.POSTGRESQL ? settings : null));
    } catch (HikariPool.PoolInitializationException | FlywayException e) {
      if (pool != null) {
        pool.close();
      }
      if (files != null) {
        files.close();
      }
      throw Problem.of(500, "ORG.CASEROOM_DATABASE", explain(e, settings));
    }
  }

  private static String postgresqlUrl(String url) {
    return url
        + (url.contains("?") ? "&" : "?")
        + "reWriteBatchedInserts=true"
        // The driver's messages would repeat the values of a statement that failed.
        + "&logServerErrorDetail=false";
  }

  private static String h2Url(String url, @Nullable SealedFiles files) {
    return (files == null
            ? url
            : url.replaceFirst("^jdbc:h2:file:", "jdbc:h2:" + files.getScheme() + ":"))
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"
        // Short texts stay in their row: H2 keeps large objects in a store of their own.
        + ";LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE;MAX_LENGTH_INPLACE_LOB=262144"
        // A long result stays in memory: H2 would put it into a file, and in clear.
        + ";MAX_MEMORY_ROWS=100000000"
        // The log and its tables are written by more statements than the eight that H2 keeps
        // parsed.
        + ";QUERY_CACHE_SIZE=256";
  }

  private static String explain(RuntimeException e, DatabaseSettings settings) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage());
    if (reason.contains("already in use") || reason.contains("The file is locked")) {
      return "The database is in use by another Caseroom: stop that one, or give this one another"
          + " data folder.";
    }
    // A file that is deciphered with another key looks broken to H2.
    if (reason.contains("Encryption error")
        || reason.contains("Wrong user name or password")
        || (settings.fileKey() != null && reason.contains("header is corrupt"))) {
      return "The database does not open with this key: put back the key file it was made with.";
    }
    return "The database at "
        + settings.url().replaceAll("password=[^&;]*", "password=...")
        + " does not open: "
        + reason.lines().findFirst().orElse("no reason given");
  }

  /** Messages between the nodes on this database. */
  public Signals signals() {
    return signals;
  }

  /** Which engine this is. */
  public Engine engine() {
    return engine;
  }

  /**
   * The pooled connections: for libraries that want a {@link DataSource}, such as the scheduler.
   */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Reads in one transaction.
   *
   * @throws Problem 400 {@code M_INVALID_PARAM} for a text that the engine cannot hold
   */
  public <T> T read(Function<Tx, T> work) {
    try {
      return jdbi.inTransaction(handle -> work.apply(new Tx(handle, this)));
    } catch (RuntimeException e) {
      throw told(e);
    }
  }

  /**
   * Writes in one transaction, which is durable when this returns.
   *
   * @throws Problem 400 {@code M_INVALID_PARAM} for a text that the engine cannot hold
   */
  public <T> T write(Function<Tx, T> work) {
    Tx[] opened = new Tx[1];
    T result;
    try {
      result =
          jdbi.inTransaction(
              handle -> {
                Tx tx = new Tx(handle, this);
                opened[0] = tx;
                return work.apply(tx);
              });
    } catch (RuntimeException e) {
      throw told(e);
    }
    if (opened[0].wrote()) {
      sync();
    }
    opened[0].committed();
    return result;
  }

  /**
   * A fault as it may be logged. A text that is too long for its column, or holds a NUL, is its
   * sender's fault and not ours. Everything else of the database is told without the engine's own
   * messages, which repeat the values of the row: what a family said has no place in a log.
   */
  private static RuntimeException told(RuntimeException e) {
    if (e instanceof Problem) {
      return e;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return switch (String.valueOf(sql.getSQLState())) {
          case TOO_LONG -> Problem.invalidParam("A text is too long: shorten it.");
          case NOT_IN_ENCODING ->
              Problem.invalidParam("A text holds the character NUL: leave it out.");
          default -> new DatabaseFault(sql, e);
        };
      }
    }
    return e;
  }

  /** As {@link #write}, for work without a result. */
  public void writing(Consumer<Tx> work) {
    write(
        tx -> {
          work.accept(tx);
          return Boolean.TRUE;
        });
  }

  private void sync() {
    if (engine != Engine.H2 || inMemory) {
      return;
    }
    long mine = commits.incrementAndGet();
    syncLock.lock();
    try {
      if (synced >= mine) {
        return;
      }
      long covers = commits.get();
      try (Handle handle = jdbi.open()) {
        handle.execute("CHECKPOINT SYNC");
      }
      synced = covers;
    } finally {
      syncLock.unlock();
    }
  }

  @Override
  public void close() {
    signals.close();
    pool.close();
    if (files != null) {
      files.close();
    }
  }
}
