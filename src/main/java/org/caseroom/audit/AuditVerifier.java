package org.caseroom.audit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a log, running or stopped: recomputes every hash from the entries' text up, and holds it
 * against the tiles, the head, the checkpoints, the chain of keys and the events.
 *
 * <p>What it shows: nothing was changed, taken out or slipped in before the newest checkpoint,
 * provided that the key is the right one. What came after the newest checkpoint is checked against
 * the tree only; a checkpoint that somebody else holds reaches as far as it was made.
 *
 * <p>The next pages of entries and events are read, and each by itself checked on all cores, while
 * the tree grows by those before.
 */
public final class AuditVerifier {
  private static final int PAGE = 4_000;
  private static final int READERS = 2;

  private final Database database;
  private final NoteKey.Public key;
  private final RecordedEvents events;

  /**
   * Prepares a verification.
   *
   * @param key a key that checkpoints were signed with: the log tells how the others follow
   * @param events the events that the log has leaves of
   */
  public AuditVerifier(Database database, NoteKey.Public key, RecordedEvents events) {
    this.database = database;
    this.key = key;
    this.events = events;
  }

  /** Verifies against the checkpoints in the database. */
  public AuditReport verify() {
    return verify(List.of());
  }

  /**
   * Verifies, also against checkpoints that somebody kept elsewhere.
   *
   * @param held signed notes
   */
  public AuditReport verify(List<String> held) {
    ExecutorService readers =
        Executors.newFixedThreadPool(
            READERS,
            task -> {
              Thread thread = new Thread(task, "audit-verify");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return new Run(readers).verify(held);
    } finally {
      readers.shutdownNow();
    }
  }

  private final class Run {
    private final Verification state = new Verification(key);
    private final ExecutorService readers;
    private final EventCursor cursor;

    Run(ExecutorService readers) {
      this.readers = readers;
      this.cursor = new EventCursor(readers);
    }

    AuditReport verify(List<String> held) {
      database
          .read(tx -> new AuditDao(tx).ofKind(AuditEntry.Kind.IMPORT.word(), Long.MAX_VALUE, PAGE))
          .forEach(row -> know(row));
      // Checkpoints are read first and the head after them: a running log only grows.
      database
          .read(tx -> new AuditDao(tx).checkpoints())
          .forEach(row -> state.expect(row.note(), row.size()));
      held.forEach(note -> state.expect(note, null));
      while (round()) {
        // Entries that were written meanwhile are verified as well.
      }
      state.finish(database.read(tx -> new AuditDao(tx).keyPlaces()));
      return state.report();
    }

    private void know(AuditDao.Row row) {
      try {
        events.imported(Json.asObject(Json.parse(row.leaf()).path("data")));
      } catch (Problem unreadable) {
        // The entry is found when its turn comes.
        return;
      }
    }

    /** Verifies up to where the head is now; true when another round is needed. */
    private boolean round() {
      AuditDao.Head head = database.read(tx -> new AuditDao(tx).findHead()).orElse(null);
      if (head == null) {
        state.lostHead();
        return false;
      }
      state.expectHead(head.size());
      walk(head.size());
      if (state.isStopped()) {
        return false;
      }
      if (state.size() < head.size()) {
        state.endsEarly(head);
        return false;
      }
      return database.read(
          tx -> {
            AuditDao dao = new AuditDao(tx);
            state.beyond(cursor);
            long entries = dao.newestSeq() + 1;
            long tiles = dao.countTiles();
            AuditDao.Head now = dao.head();
            if (now.size() > state.size()) {
              return true;
            }
            walk(entries);
            state.checkHead(now, entries);
            state.checkTiles(tiles);
            return false;
          });
    }

    /** Takes in the entries up to a place, as far as they are there. */
    private void walk(long to) {
      CompletableFuture<List<LeafCheck>> next = null;
      while (state.size() < to && !state.isStopped()) {
        List<LeafCheck> leaves = next == null ? page(state.size(), to) : joined(next);
        if (leaves.isEmpty()) {
          return;
        }
        long after = leaves.get(leaves.size() - 1).row().seq() + 1;
        next = after < to ? CompletableFuture.supplyAsync(() -> page(after, to), readers) : null;
        database.read(
            tx -> {
              state.take(leaves, new AuditDao(tx), cursor);
              return Boolean.TRUE;
            });
      }
    }

    private List<LeafCheck> page(long from, long to) {
      int limit = (int) Math.min(PAGE, to - from);
      List<AuditDao.Row> rows = database.read(tx -> new AuditDao(tx).entries(from, limit));
      return rows.parallelStream().map(LeafCheck::of).toList();
    }
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Reads events on from a position, a page ahead. */
  final class EventCursor {
    private final ExecutorService readers;
    private @Nullable CompletableFuture<List<RecordedEvents.Stored>> ahead;
    private long aheadOf = -1;

    EventCursor(ExecutorService readers) {
      this.readers = readers;
    }

    List<RecordedEvents.Stored> after(long position) {
      CompletableFuture<List<RecordedEvents.Stored>> read = ahead;
      List<RecordedEvents.Stored> page =
          read != null && aheadOf == position ? joined(read) : List.of();
      ahead = null;
      // What was read ahead of a running log may have been its end then.
      List<RecordedEvents.Stored> found = page.isEmpty() ? read(position) : page;
      if (found.size() == PAGE) {
        aheadOf = found.get(found.size() - 1).position();
        ahead = CompletableFuture.supplyAsync(() -> read(aheadOf), readers);
      }
      return found;
    }

    private List<RecordedEvents.Stored> read(long position) {
      return database.read(tx -> events.after(tx, position, PAGE));
    }
  }
}
