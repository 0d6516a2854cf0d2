package org.caseroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caseroom.base.Json;
import org.caseroom.base.ServerName;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.caseroom.storage.Tx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuditVerifierTest {
  private static final ServerName SERVER = ServerName.of("caseroom.example");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-05T09:00:00Z"));

  /** 2 complete tiles and a part of a third; the checkpoint lies at 550. */
  private static final int ENTRIES = 600;

  private static final int CHECKPOINT = 550;

  @TempDir Path folder;
  private final List<RecordedEvents.Stored> events = new ArrayList<>();
  private Database database;
  private AuditLog log;
  private String held;

  private List<RecordedEvents.Stored> after(Tx tx, long position, int limit) {
    return events.stream().filter(event -> event.position() > position).limit(limit).toList();
  }

  @BeforeEach
  void fill() {
    fill(Databases.H2.fresh());
  }

  private void fill(DatabaseSettings settings) {
    database = Database.open(settings);
    log = AuditLog.open(database, folder.resolve("audit.key"), SERVER, CLOCK);
    events.clear();
    append(0, CHECKPOINT);
    held = log.storeCheckpoint();
    append(CHECKPOINT, ENTRIES);
  }

  private void append(int from, int to) {
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (i % 3 == 0) {
        entries.add(new AuditEntry(AuditEntry.Kind.SIGN_IN, Json.object().put("user", "@u" + i)));
      } else {
        String id = "$event" + i;
        entries.add(
            new AuditEntry(
                AuditEntry.Kind.EVENT,
                Json.object().put("event_id", id).put("room_id", "!r").put("position", i)));
        events.add(new RecordedEvents.Stored(i, "!r", id, null));
      }
    }
    database.writing(tx -> log.append(tx, entries));
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  private AuditReport verify(String... notes) {
    return new AuditVerifier(database, log.verifier(), this::after).verify(List.of(notes));
  }

  private void tamper(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      assertTrue(statement.executeUpdate(sql) > 0, sql);
    }
  }

  @Test
  void anUntouchedLogIsGood() {
    AuditReport report = verify(held);
    assertEquals(List.of(), report.findings());
    assertEquals(ENTRIES, report.entries());
    assertEquals(events.size(), report.events());
    assertEquals(2, report.checkpoints());
    assertEquals(Checkpoint.open(log.checkpoint(), log.verifier()).root(), report.root());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "102 | UPDATE audit_entries SET leaf = REPLACE(leaf, '@u', '@v') WHERE seq = 102",
        "300 | UPDATE audit_entries SET kind = 'access' WHERE seq = 300",
        "301 | UPDATE audit_entries SET at_ms = at_ms + 1 WHERE seq = 301",
        "302 | UPDATE audit_entries SET leaf_hash = (SELECT leaf_hash FROM audit_entries WHERE seq"
            + " = 5) WHERE seq = 302",
        "599 | UPDATE audit_entries SET leaf_hash = (SELECT leaf_hash FROM audit_entries WHERE seq"
            + " = 5) WHERE seq = 599",
        "200 | DELETE FROM audit_entries WHERE seq = 200",
        "599 | DELETE FROM audit_entries WHERE seq = 599",
        "0 | DELETE FROM audit_entries",
        "0 | UPDATE audit_tiles SET hashes = (SELECT hashes FROM audit_tiles WHERE tile_index = 1)"
            + " WHERE tile_index = 0",
        "256 | UPDATE audit_tiles SET root_hash = (SELECT root_hash FROM audit_tiles WHERE"
            + " tile_index = 0) WHERE tile_index = 1",
        "256 | DELETE FROM audit_tiles WHERE tile_index = 1",
        "256 | UPDATE audit_tiles SET tile_level = 1, tile_index = 7 WHERE tile_index = 1 AND"
            + " tile_level = 0",
        "599 | UPDATE audit_head SET frontier = ''",
        "589 | UPDATE audit_head SET tree_size = 590",
        "600 | UPDATE audit_head SET tree_size = 601",
        "0 | UPDATE audit_checkpoints SET note = REPLACE(note, '550', '549')",
        "0 | UPDATE audit_checkpoints SET tree_size = 549",
      })
  void everyChangeIsFound(long seq, String sql) throws SQLException {
    tamper(sql);
    AuditReport report = verify();
    assertFalse(report.isGood(), sql);
    assertEquals(seq, report.first().orElseThrow().seq(), report.findings().toString());
  }

  @Test
  void aRandomByteOfAnyEntryIsFoundWhereItIs() throws SQLException {
    Random random = new Random(4);
    for (int round = 0; round < 40; round++) {
      int seq = random.nextInt(ENTRIES);
      String leaf = database.read(tx -> new AuditDao(tx).entries(seq, 1)).get(0).leaf();
      int at = random.nextInt(leaf.length());
      String changed = leaf.substring(0, at) + '~' + leaf.substring(at + 1);
      tamper("UPDATE audit_entries SET leaf = '" + changed + "' WHERE seq = " + seq);
      assertEquals(seq, verify().first().orElseThrow().seq());
      tamper("UPDATE audit_entries SET leaf = '" + leaf + "' WHERE seq = " + seq);
    }
    assertTrue(verify().isGood());
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRewrittenPastDoesNotMeetTheCheckpoint(Databases engine) {
    close();
    fill(engine.fresh());
    Database original = database;
    AuditLog originalLog = log;
    // Somebody who has the database and the program, but not the key, writes another past.
    database = engine.open();
    log = AuditLog.open(database, folder.resolve("other").resolve("audit.key"), SERVER, CLOCK);
    events.clear();
    append(0, 300);
    events.add(new RecordedEvents.Stored(300, "!r", "$other", null));
    database.writing(
        tx ->
            log.append(
                tx,
                List.of(
                    new AuditEntry(
                        AuditEntry.Kind.EVENT,
                        Json.object()
                            .put("event_id", "$other")
                            .put("room_id", "!r")
                            .put("position", 300)))));
    append(301, ENTRIES);
    assertTrue(verify().isGood());
    AuditReport report =
        new AuditVerifier(database, originalLog.verifier(), this::after).verify(List.of(held));
    AuditReport.Finding first = report.first().orElseThrow();
    assertEquals(CHECKPOINT - 1, first.seq());
    assertTrue(first.meaning().contains("rewritten"), first.toString());
    originalLog.close();
    original.close();
  }

  @Test
  void aCheckpointOfALongerLogShowsThatEntriesWereCutOff() {
    append(ENTRIES, ENTRIES + 50);
    String newer = log.checkpoint();
    close();
    fill(Databases.H2.fresh());
    assertEquals(ENTRIES, verify(newer).first().orElseThrow().seq());
  }

  @Test
  void aChangedEventIsFoundAtItsLeaf() {
    int index = 200;
    RecordedEvents.Stored event = events.get(index);
    long seq = event.position();
    events.set(
        index,
        new RecordedEvents.Stored(
            event.position(), "!r", event.id(), "no longer hashes to its id"));
    AuditReport.Finding changed = verify().first().orElseThrow();
    assertEquals(seq, changed.seq());
    assertTrue(changed.what().contains(event.id() + " no longer hashes"), changed.what());

    events.set(index, new RecordedEvents.Stored(event.position(), "!s", event.id(), null));
    assertEquals(seq, verify().first().orElseThrow().seq());

    events.remove(index);
    assertEquals(seq, verify().first().orElseThrow().seq());
  }

  @Test
  void anEventWithoutALeafIsFound() {
    events.add(new RecordedEvents.Stored(ENTRIES + 5, "!r", "$beyond", null));
    AuditReport.Finding beyond = verify().first().orElseThrow();
    assertEquals(ENTRIES, beyond.seq());
    assertTrue(beyond.what().contains("$beyond"), beyond.what());

    events.add(200, new RecordedEvents.Stored(300, "!r", "$between", null));
    AuditReport.Finding between = verify().first().orElseThrow();
    assertEquals(301, between.seq());
    assertTrue(between.what().contains("$between"), between.what());
  }

  @Test
  void aGoodLogIsGoodWhileItGrows() throws Exception {
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 200; i++) {
                log.record(new AuditEntry(AuditEntry.Kind.EXPORT, Json.object().put("number", i)));
              }
            });
    writer.start();
    for (int i = 0; i < 5; i++) {
      assertEquals(List.of(), verify(held).findings());
    }
    writer.join();
    assertEquals(ENTRIES + 200, verify().entries());
  }
}
