package org.caseroom.matrix.push;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody's tallies, those in use in memory. One that took a look at many events is stored in the
 * background, so that these need not be looked at again after a restart; how far it goes stands
 * with it, and what came later is counted on top.
 */
final class Tallies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tallies.class);

  private static final int KEPT = 50_000;
  private static final int USERS_KEPT = 2_000;

  /** From how many events on a count is worth storing. */
  private static final int WORTH_STORING = 500;

  /** How many are stored at once, so that nobody who sends waits for it. */
  private static final int AT_ONCE = 100;

  private static final long STORE_AFTER_SECONDS = 5;

  /** Whose of which room. */
  record Key(UserId user, RoomId room) {}

  private final Database database;

  // Access-ordered, guarded by itself: the least lately used are let go.
  private final LinkedHashMap<Key, Tally> tallies = new LinkedHashMap<>(64, 0.75f, true);

  // What is stored of those who came lately, read at once for all their rooms. Guarded by itself.
  private final LinkedHashMap<UserId, Map<RoomId, UnreadDao.Row>> stored =
      new LinkedHashMap<>(64, 0.75f, true);

  private final Map<Key, Tally> toStore = new ConcurrentHashMap<>();
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "unread-store");
            thread.setDaemon(true);
            return thread;
          });

  Tallies(Database database) {
    this.database = database;
  }

  Tally of(Key key) {
    synchronized (tallies) {
      Tally tally = tallies.get(key);
      if (tally != null) {
        return tally;
      }
    }
    UnreadDao.Row row = stored(key.user()).get(key.room());
    Tally begun = row == null ? new Tally() : row.read();
    synchronized (tallies) {
      Tally tally = tallies.computeIfAbsent(key, k -> begun);
      if (tallies.size() > KEPT) {
        Iterator<Tally> eldest = tallies.values().iterator();
        eldest.next();
        eldest.remove();
      }
      return tally;
    }
  }

  private Map<RoomId, UnreadDao.Row> stored(UserId user) {
    synchronized (stored) {
      Map<RoomId, UnreadDao.Row> known = stored.get(user);
      if (known != null) {
        return known;
      }
    }
    Map<RoomId, UnreadDao.Row> rows = new HashMap<>();
    for (UnreadDao.Row row : database.read(tx -> new UnreadDao(tx).of(user))) {
      rows.put(row.room(), row);
    }
    synchronized (stored) {
      stored.put(user, rows);
      if (stored.size() > USERS_KEPT) {
        Iterator<UserId> eldest = stored.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    return rows;
  }

  /** Takes note that events were looked at for a tally, whose lock the caller holds. */
  void lookedAt(Key key, Tally tally, int events) {
    tally.lookedAt += events;
    // The longer it is, the rarer: what is written stays in proportion to what was looked at.
    if (tally.lookedAt >= Math.max(WORTH_STORING, tally.size())) {
      tally.lookedAt = 0;
      if (toStore.isEmpty()) {
        schedule();
      }
      toStore.put(key, tally);
    }
  }

  private void schedule() {
    try {
      background.schedule(this::storeSome, STORE_AFTER_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException stopping) {
      LOG.debug("Counted just as the service stops: to be counted again", stopping);
    }
  }

  private void storeSome() {
    store(AT_ONCE);
    if (!toStore.isEmpty()) {
      schedule();
    }
  }

  private void store(int most) {
    List<Key> keys = toStore.keySet().stream().limit(most).toList();
    Map<Key, UnreadDao.Row> rows = new HashMap<>();
    for (Key key : keys) {
      Tally tally = toStore.remove(key);
      if (tally != null) {
        synchronized (tally) {
          rows.put(key, new UnreadDao.Row(key.room(), tally.countedTo, Json.write(tally.json())));
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    try {
      database.writing(tx -> rows.forEach((key, row) -> new UnreadDao(tx).save(key.user(), row)));
    } catch (RuntimeException e) {
      // It costs a count taken anew, and nothing else.
      LOG.warn("Unread counts could not be stored", e);
      return;
    }
    synchronized (stored) {
      rows.forEach(
          (key, row) -> {
            Map<RoomId, UnreadDao.Row> known = stored.get(key.user());
            if (known != null) {
              Map<RoomId, UnreadDao.Row> renewed = new HashMap<>(known);
              renewed.put(key.room(), row);
              stored.put(key.user(), renewed);
            }
          });
    }
  }

  /** Stores what is worth it, and stops. */
  @Override
  public void close() {
    background.shutdownNow();
    store(Integer.MAX_VALUE);
  }
}
