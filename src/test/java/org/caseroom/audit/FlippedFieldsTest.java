package org.caseroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.ServerName;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field of every row of the audit log, changed one at a time: found, and named. */
class FlippedFieldsTest {
  private static final ServerName SERVER = ServerName.of("caseroom.example");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-05T09:00:00Z"));

  /** One full tile and a part of another. */
  private static final int ENTRIES = 262;

  @TempDir Path folder;
  private final List<RecordedEvents.Stored> events = new ArrayList<>();

  private void fill(Database database, AuditLog log) {
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      if (i % 2 == 0) {
        entries.add(new AuditEntry(AuditEntry.Kind.SIGN_IN, Json.object().put("user", "@u" + i)));
      } else {
        String id = "$event" + i;
        events.add(new RecordedEvents.Stored(i, "!r", id, null));
        entries.add(
            new AuditEntry(
                AuditEntry.Kind.EVENT,
                Json.object().put("event_id", id).put("room_id", "!r").put("position", i)));
      }
    }
    database.writing(tx -> log.append(tx, entries));
    log.storeCheckpoint();
    log.rotateKey("operator", "A test.");
    log.record(new AuditEntry(AuditEntry.Kind.SIGN_IN, Json.object().put("user", "@last")));
    log.storeCheckpoint();
  }

  @Test
  void isFoundAndNothingElseIsBlamed() throws SQLException {
    try (Database database = Database.open(Databases.H2.fresh());
        AuditLog log = AuditLog.open(database, folder.resolve("audit.key"), SERVER, CLOCK)) {
      fill(database, log);
      NoteKey.Public key = log.verifier();
      RecordedEvents kept =
          (tx, position, limit) ->
              events.stream().filter(event -> event.position() > position).toList();
      Flips flips = new Flips(database, () -> new AuditVerifier(database, key, kept).verify());
      int done = 0;
      for (Flips.Field field : flips.fields("audit_entries", Set.of("seq"))) {
        String seq = field.where().replaceAll("\\D", "");
        // Its first byte and one amidst: of a text the brace, and something that it says.
        done += flips.flip(field, at -> at * 2 + 31, "entry " + seq);
      }
      assertTrue(done > 1_500, "flipped " + done);
      for (Flips.Field field : flips.fields("audit_tiles", Set.of("tile_level", "tile_index"))) {
        flips.flip(field, at -> at + 97, "tile 0/0");
      }
      for (Flips.Field field : flips.fields("audit_head", Set.of("id"))) {
        flips.flip(field, at -> at + 1, "head");
      }
      for (Flips.Field field : flips.fields("audit_checkpoints", Set.of("tree_size"))) {
        flips.flip(field, at -> at + 1, "checkpoint");
      }
      for (Flips.Field field : flips.fields("audit_keys", Set.of("seq"))) {
        flips.flip(field, at -> at + 1, "list of keys");
      }
      assertEquals(List.of(), new AuditVerifier(database, key, kept).verify().findings());
    }
  }

  /** Who holds the old public key goes on from it, and who holds the new one goes back. */
  @Test
  void eitherKeyVerifiesTheWhole() {
    try (Database database = Database.open(Databases.H2.fresh());
        AuditLog log = AuditLog.open(database, folder.resolve("audit.key"), SERVER, CLOCK)) {
      NoteKey.Public first = log.verifier();
      log.record(new AuditEntry(AuditEntry.Kind.SIGN_IN, Json.object().put("user", "@a")));
      String old = log.storeCheckpoint();
      log.rotateKey("operator", "One.");
      NoteKey.Public second = log.rotateKey("operator", "Two.");
      for (NoteKey.Public key : List.of(first, second)) {
        AuditReport report =
            new AuditVerifier(database, key, RecordedEvents.NONE)
                .verify(List.of(old, log.checkpoint()));
        assertEquals(List.of(), report.findings());
        assertEquals(3, report.keys());
      }
      NoteKey.Public other = NoteKey.openOrCreate(folder.resolve("other"), first.name()).verifier();
      AuditReport.Finding stranger =
          new AuditVerifier(database, other, RecordedEvents.NONE).verify().first().orElseThrow();
      assertEquals("key", stranger.subject());
      try (AuditLog again = AuditLog.open(database, folder.resolve("audit.key"), SERVER, CLOCK)) {
        assertEquals(second.toString(), again.verifier().toString());
      }
    }
  }
}
