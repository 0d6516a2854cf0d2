package org.caseroom.cases.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.storage.Database;

/**
 * Takes over from the audit log who opened what, whenever somebody asks: the log is in the order of
 * time, and a question is about a room.
 */
final class AccessNotes {
  private static final int AT_ONCE = 2_000;
  private static final int LONGEST_HOW = 60;

  private final Database database;
  private final AuditLog audit;

  AccessNotes(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** The openings of some rooms from one moment to before another, oldest first. */
  List<AccessNoteDao.Note> of(Collection<String> rooms, long from, long to) {
    audit.flush();
    while (takeSome()) {
      // The next stretch of the log.
    }
    return database.read(tx -> new AccessNoteDao(tx).of(rooms, from, to));
  }

  private boolean takeSome() {
    long next = database.read(tx -> new AccessNoteDao(tx).next());
    List<AuditLog.Recorded> entries = audit.read(next, AT_ONCE);
    if (entries.isEmpty()) {
      return false;
    }
    List<AccessNoteDao.Note> notes = new ArrayList<>();
    for (AuditLog.Recorded entry : entries) {
      note(entry, notes);
    }
    database.writing(
        tx -> {
          AccessNoteDao dao = new AccessNoteDao(tx);
          // Somebody else may have asked at the same time, and have taken the same stretch.
          if (dao.lockNext() == next) {
            if (!notes.isEmpty()) {
              dao.insert(notes);
            }
            dao.moveTo(entries.get(entries.size() - 1).seq() + 1);
          }
        });
    return entries.size() == AT_ONCE;
  }

  private static void note(AuditLog.Recorded entry, List<AccessNoteDao.Note> notes) {
    boolean export = entry.kind().equals(AuditEntry.Kind.EXPORT.word());
    if (!export && !entry.kind().equals(AuditEntry.Kind.ACCESS.word())) {
      return;
    }
    ObjectNode facts = entry.data();
    String room = facts.path("room").asText(facts.path("what").asText());
    if (!room.startsWith("!")) {
      return;
    }
    String how = facts.path("how").asText();
    notes.add(
        new AccessNoteDao.Note(
            entry.seq(),
            room,
            facts.path("who").asText(),
            (export ? "export " : "") + how.substring(0, Math.min(how.length(), LONGEST_HOW - 7)),
            facts.path("when").asLong(entry.at().toEpochMilli())));
  }
}
