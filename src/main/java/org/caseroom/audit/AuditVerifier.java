package org.caseroom.audit;

import java.util.List;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * Verifies a log, running or stopped: recomputes every hash from the entries' text up, and holds it
 * against the tiles, the head, the checkpoints and the events.
 *
 * <p>What it shows: nothing was changed, taken out or slipped in before the newest checkpoint,
 * provided that the key is the right one. What came after the newest checkpoint is checked against
 * the tree only; a checkpoint that somebody else holds reaches as far as it was made.
 */
public final class AuditVerifier {
  private static final int PAGE = 1_000;

  private final Database database;
  private final NoteKey.Public key;
  private final RecordedEvents events;

  /**
   * Prepares a verification.
   *
   * @param key the key that the checkpoints were signed with
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
    Verification run = new Verification(key);
    // Checkpoints are read first and the head after them: a running log only grows.
    database
        .read(tx -> new AuditDao(tx).checkpoints())
        .forEach(row -> run.expect(row.note(), row.size()));
    held.forEach(note -> run.expect(note, null));
    while (round(run)) {
      // Entries that were written meanwhile are verified as well.
    }
    run.finish();
    return run.report();
  }

  /** Verifies up to where the head is now; true when another round is needed. */
  private boolean round(Verification run) {
    AuditDao.Head head = database.read(tx -> new AuditDao(tx).head());
    while (run.size() < head.size()) {
      int limit = (int) Math.min(PAGE, head.size() - run.size());
      int read =
          database.read(
              tx -> {
                AuditDao dao = new AuditDao(tx);
                List<AuditDao.Row> rows = dao.entries(run.size(), limit);
                run.take(rows, dao, new EventCursor(tx));
                return rows.size();
              });
      if (read == 0) {
        run.missingUpTo(head.size());
      }
      if (run.isStopped()) {
        return false;
      }
    }
    run.checkHead(head);
    return database.read(tx -> run.ends(new AuditDao(tx), new EventCursor(tx)));
  }

  /** Reads events on from a position. */
  final class EventCursor {
    private final Tx tx;

    EventCursor(Tx tx) {
      this.tx = tx;
    }

    List<RecordedEvents.Stored> after(long position) {
      return events.after(tx, position, PAGE);
    }
  }
}
