package org.caseroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.ServerName;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditLogTest {
  private static final ServerName SERVER = ServerName.of("caseroom.example");

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-05T09:00:00Z"));

  private AuditLog open(Database database) {
    return AuditLog.open(database, folder.resolve("audit.key"), SERVER, now::get);
  }

  private static AuditEntry entry(int number) {
    return new AuditEntry(
        AuditEntry.Kind.PERMISSION, Json.object().put("action", "test").put("number", number));
  }

  private static List<AuditEntry> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(AuditLogTest::entry).toList();
  }

  private static byte[] root(String note, NoteKey.Public key) {
    return Checkpoint.open(note, key).rootHash();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void entriesAreProvedByACheckpointAlsoAfterARestart(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    String first;
    try (Database database = Database.open(settings);
        AuditLog log = open(database)) {
      for (int from = 0; from < 700; from += 100) {
        List<AuditEntry> some = entries(from, from + 100);
        database.writing(tx -> log.append(tx, some));
      }
      first = log.checkpoint();
      assertProved(log, new long[] {0, 1, 255, 256, 511, 512, 698, 699});
    }
    try (Database database = Database.open(settings);
        AuditLog log = open(database)) {
      log.record(entry(700));
      assertProved(log, new long[] {0, 512, 700});
      String second = log.checkpoint();
      List<byte[]> proof =
          log.proofs().proveConsistency(700, 701).path().stream()
              .map(Base64.getDecoder()::decode)
              .toList();
      assertTrue(
          MerkleTree.verifyConsistency(
              700, root(first, log.verifier()), 701, root(second, log.verifier()), proof));
      assertTrue(log.proofs().prove(701).isEmpty());
      assertThrows(Problem.class, () -> log.proofs().proveConsistency(1, 702));
    }
  }

  private static void assertProved(AuditLog log, long[] places) {
    for (long seq : places) {
      AuditProofs.InclusionProof proof = log.proofs().prove(seq).orElseThrow();
      Checkpoint checkpoint = Checkpoint.open(proof.checkpoint(), log.verifier());
      assertTrue(
          MerkleTree.verifyInclusion(
              MerkleTree.leafHash(proof.leaf().getBytes(StandardCharsets.UTF_8)),
              seq,
              checkpoint.size(),
              proof.path().stream().map(Base64.getDecoder()::decode).toList(),
              checkpoint.rootHash()));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aTransactionThatFailsLeavesNothing(Databases engine) {
    try (Database database = engine.open();
        AuditLog log = open(database)) {
      log.record(entry(0));
      assertThrows(
          IllegalStateException.class,
          () ->
              database.writing(
                  tx -> {
                    log.append(tx, entries(1, 300));
                    throw new IllegalStateException();
                  }));
      log.record(entry(1));
      database.writing(
          tx -> {
            log.append(tx, entries(2, 4));
            log.append(tx, entries(4, 5));
          });
      assertEquals(5, log.size());
      assertEquals(
          List.of(0, 1, 2, 3, 4),
          log.read(0, 10).stream().map(each -> each.data().get("number").asInt()).toList());
      assertTrue(
          new AuditVerifier(database, log.verifier(), RecordedEvents.NONE).verify().isGood());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void writersOfSeveralNodesKeepOneTree(Databases engine) throws Exception {
    try (Database database = engine.open();
        AuditLog one = open(database);
        AuditLog two = open(database)) {
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        AuditLog log = i % 2 == 0 ? one : two;
        done.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 30; round++) {
                    database.writing(tx -> log.append(tx, entries(0, 7)));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      threads.shutdown();
      assertEquals(4 * 30 * 7, one.size());
      AuditReport report =
          new AuditVerifier(database, one.verifier(), RecordedEvents.NONE).verify();
      assertEquals(List.of(), report.findings());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatAFailedTransactionMeantToAddIsNotBuiltOn(Databases engine) {
    try (Database database = engine.open();
        AuditLog one = open(database);
        AuditLog two = open(database)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              database.writing(
                  tx -> {
                    one.append(tx, entries(0, 1));
                    throw new IllegalStateException();
                  }));
      two.record(entry(1));
      one.record(entry(2));
      AuditReport report =
          new AuditVerifier(database, one.verifier(), RecordedEvents.NONE).verify();
      assertEquals(List.of(), report.findings());
    }
  }

  @Test
  void accessesAreOneEntryAPersonThingDoorAndHour() {
    try (Database database = Databases.H2.open();
        AuditLog log = open(database)) {
      for (int i = 0; i < 50; i++) {
        log.access("@jo:caseroom.example", "!robin", "page");
        log.access("@jo:caseroom.example", "!robin", "matrix");
        log.access("@sam:caseroom.example", "!robin", "page");
      }
      log.flush();
      log.access("@jo:caseroom.example", "!robin", "page");
      log.flush();
      assertEquals(3, accesses(log).size());
      now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
      log.access("@jo:caseroom.example", "!robin", "page");
      log.flush();
      ObjectNode last = accesses(log).get(3);
      assertEquals("@jo:caseroom.example", last.get("who").asText());
      assertEquals("!robin", last.get("what").asText());
      assertEquals("page", last.get("how").asText());
      assertEquals(now.get().toEpochMilli(), last.get("when").asLong());
    }
  }

  private static List<ObjectNode> accesses(AuditLog log) {
    return log.read(0, 1000).stream()
        .filter(each -> each.kind().equals("access"))
        .map(AuditLog.Recorded::data)
        .toList();
  }

  @Test
  void whatIsNotedIsWrittenBeforeACleanStop() {
    DatabaseSettings settings = Databases.H2.fresh();
    try (Database database = Database.open(settings);
        AuditLog log = open(database)) {
      log.access("@jo:caseroom.example", "!robin", "page");
    }
    try (Database database = Database.open(settings);
        AuditLog log = open(database)) {
      assertEquals(1, accesses(log).size());
    }
  }

  @Test
  void aCheckpointIsASignedNoteThatOthersRead() throws Exception {
    try (Database database = Databases.H2.open();
        AuditLog log = open(database)) {
      log.record(entry(0));
      String note = log.checkpoint();
      String[] lines = note.split("\n", -1);
      assertEquals("caseroom.caseroom.example", lines[0]);
      assertEquals("1", lines[1]);
      assertEquals("", lines[3]);
      assertTrue(lines[4].startsWith("— caseroom.caseroom.example "));
      NoteKey.Public key = NoteKey.Public.parse(log.verifier().toString());
      assertEquals(1, Checkpoint.open(note, key).size());
      for (int i = 0; i < note.length(); i++) {
        char other = note.charAt(i) == 'A' ? 'B' : 'A';
        String changed = note.substring(0, i) + other + note.substring(i + 1);
        if (!sameSignatureBits(i, note)) {
          assertThrows(Problem.class, () -> Checkpoint.open(changed, key));
        }
      }
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(folder.resolve("audit.key"))));
    }
  }

  /** The last sign before the padding of base64 holds bits that stand for nothing. */
  private static boolean sameSignatureBits(int i, String note) {
    return note.substring(i + 1).replace("=", "").isBlank();
  }

  @Test
  void theNoteKeyOfTheGoChecksumDatabaseIsRead() {
    // The example of golang.org/x/mod/sumdb/note.
    NoteKey.Public key =
        NoteKey.Public.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    assertEquals("PeterNeumann", key.name());
    assertThrows(
        Problem.class,
        () ->
            NoteKey.Public.parse(
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    byte[] text =
        """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] signature =
        Base64.getDecoder()
            .decode(
                "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=");
    assertTrue(key.verifies(text, java.util.Arrays.copyOfRange(signature, 4, signature.length)));
  }

  @Test
  void anotherServersKeyFileIsRefused() {
    NoteKey.openOrCreate(folder.resolve("audit.key"), "caseroom.elsewhere.example");
    try (Database database = Databases.H2.open()) {
      Problem problem = assertThrows(Problem.class, () -> open(database));
      assertEquals("ORG.CASEROOM_KEY", problem.errcode());
    }
  }

  @Test
  void aCheckpointIsKeptEachDay() {
    try (Database database = Databases.H2.open();
        AuditLog log = open(database)) {
      log.record(entry(0));
      log.tend();
      now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
      log.record(entry(1));
      log.tend();
      now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
      log.tend();
      assertEquals(2, database.read(tx -> new AuditDao(tx).checkpoints()).size());
    }
  }
}
