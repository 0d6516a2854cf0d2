package org.caseroom.cases.access;

import java.util.Collection;
import java.util.List;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Reads and fills the table of who opened what. */
final class AccessNoteDao {
  /** An opening, as the audit log has it: at most one an hour for a person, thing and door. */
  record Note(long seq, String room, String person, String how, long at) {}

  private final Handle handle;

  AccessNoteDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** Up to where the audit log has been read; keeps others out until the transaction ends. */
  long lockNext() {
    return handle
        .createQuery("SELECT next_seq FROM access_read WHERE id = 1 FOR UPDATE")
        .mapTo(Long.class)
        .one();
  }

  long next() {
    return handle
        .createQuery("SELECT next_seq FROM access_read WHERE id = 1")
        .mapTo(Long.class)
        .one();
  }

  void moveTo(long next) {
    handle.execute("UPDATE access_read SET next_seq = ? WHERE id = 1", next);
  }

  void insert(List<Note> notes) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO access_notes (seq, room, person, how, at_ms) VALUES (?, ?, ?, ?, ?)");
    for (Note note : notes) {
      batch
          .bind(0, note.seq())
          .bind(1, note.room())
          .bind(2, note.person())
          .bind(3, note.how())
          .bind(4, note.at())
          .add();
    }
    batch.execute();
  }

  /** The openings of some rooms in a stretch of time, oldest first. */
  List<Note> of(Collection<String> rooms, long from, long to) {
    return handle
        .createQuery(
            """
            SELECT seq, room, person, how, at_ms FROM access_notes
            WHERE room IN (<rooms>) AND at_ms >= :from AND at_ms < :to ORDER BY at_ms, seq\
            """)
        .bindList("rooms", List.copyOf(rooms))
        .bind("from", from)
        .bind("to", to)
        .map(
            (rs, ctx) ->
                new Note(
                    rs.getLong(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getString(4),
                    rs.getLong(5)))
        .list();
  }
}
