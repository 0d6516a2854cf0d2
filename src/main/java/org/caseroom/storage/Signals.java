package org.caseroom.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short messages between the nodes that share a database, by PostgreSQL's {@code LISTEN} and {@code
 * NOTIFY}: each arrives once its transaction is committed, at all nodes but the sender. While a
 * node's connection is down it misses some, and is told afterwards that it may have. An embedded
 * database has one node, and sends nothing.
 */
public final class Signals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final String CHANNEL = "caseroom";
  private static final int LOOK_MS = 500;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final @Nullable DatabaseSettings settings;
  private final String node = UUID.randomUUID().toString();
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
  private final List<Runnable> gapFollowers = new CopyOnWriteArrayList<>();
  private @Nullable Thread thread;
  private volatile boolean listening;
  private volatile boolean closed;

  /**
   * Makes the signals of one node.
   *
   * @param settings where to listen, null where there is one node only
   */
  Signals(@Nullable DatabaseSettings settings) {
    this.settings = settings;
  }

  /** Whether there can be other nodes to hear from. */
  public boolean isOpen() {
    return settings != null;
  }

  /**
   * Sends to the other nodes when the transaction commits.
   *
   * @param topic a word
   * @param text at most a few thousand characters
   */
  public void send(Tx tx, String topic, String text) {
    if (isOpen()) {
      tx.handle().execute("SELECT pg_notify(?, ?)", CHANNEL, node + " " + topic + " " + text);
    }
  }

  /** Listens: called in order on one thread of its own, with the text. */
  public void subscribe(String topic, Consumer<String> listener) {
    listeners.computeIfAbsent(topic, any -> new CopyOnWriteArrayList<>()).add(listener);
    start();
  }

  /** Calls somebody when messages may have been missed, to look for what they were about. */
  public void onGap(Runnable follower) {
    gapFollowers.add(follower);
    start();
    if (listening) {
      follower.run();
    }
  }

  private synchronized void start() {
    if (thread == null && settings != null && !closed) {
      thread = new Thread(() -> listen(settings), "signals");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void listen(DatabaseSettings where) {
    while (!closed) {
      try (Connection connection =
              DriverManager.getConnection(where.url(), where.user(), where.password().reveal());
          Statement statement = connection.createStatement()) {
        statement.execute("LISTEN " + CHANNEL);
        listening = true;
        gapFollowers.forEach(this::guarded);
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (!closed) {
          PGNotification[] some = notified.getNotifications(LOOK_MS);
          for (PGNotification each : some == null ? new PGNotification[0] : some) {
            deliver(each.getParameter());
          }
        }
      } catch (SQLException e) {
        listening = false;
        if (!closed) {
          LOG.warn("The database's signals are lost for now: {}", e.getSQLState());
          LockSupport.parkNanos(RETRY_NANOS);
        }
      }
    }
  }

  private void deliver(String message) {
    String[] parts = message.split(" ", 3);
    if (parts.length == 3 && !parts[0].equals(node)) {
      for (Consumer<String> listener : listeners.getOrDefault(parts[1], List.of())) {
        guarded(() -> listener.accept(parts[2]));
      }
    }
  }

  /** One listener's fault must not end the listening. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.error("A listener of the database's signals failed", e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
