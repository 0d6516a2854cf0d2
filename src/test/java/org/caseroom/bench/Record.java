package org.caseroom.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.audit.AuditReport;
import org.caseroom.audit.AuditVerifier;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.ops.Caseroom;
import org.caseroom.ops.Settings;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.StoredEvents;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;

/**
 * The audit log: what its part of a send costs, and how long it takes to verify. In this process.
 */
final class Record {
  private static final Secret KEY = Secret.of("0".repeat(64));
  private static final int ROOMS = 50;
  private static final int ROOM_SIZE = 8;
  private static final int FLUSH = 50_000;

  private Record() {}

  private static double cpuMillis() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e6;
  }

  /**
   * What a leaf adds to a transaction, on an encrypted file: transactions with leaves less ones
   * without.
   *
   * @param group how many leaves share a transaction, as senders at the same time do
   * @return processor time for a leaf, milliseconds
   */
  static double leafMillis(Path folder, int group, int transactions) {
    try (Database database =
            Database.open(DatabaseSettings.h2File(folder.resolve("leaves-" + group), KEY));
        AuditLog audit =
            AuditLog.open(
                database,
                folder.resolve("leaves.key"),
                ServerName.of("bench.example"),
                InstantSource.system())) {
      appends(database, audit, group, transactions);
      double with = appends(database, audit, group, transactions);
      double without = empty(database, transactions);
      return (with - without) / ((double) group * transactions);
    }
  }

  private static double appends(Database database, AuditLog audit, int group, int transactions) {
    double before = cpuMillis();
    for (int i = 0; i < transactions; i++) {
      List<AuditEntry> entries = new ArrayList<>(group);
      for (int j = 0; j < group; j++) {
        entries.add(
            new AuditEntry(
                AuditEntry.Kind.EVENT,
                Json.object()
                    .put("event_id", "$" + "aB3_".repeat(10) + (i % 1000 + 1000))
                    .put("room_id", "!abcdefghijklmnopqr:bench.example")
                    .put("position", (long) i * group + j)));
      }
      database.writing(tx -> audit.append(tx, entries));
    }
    return cpuMillis() - before;
  }

  private static double empty(Database database, int transactions) {
    double before = cpuMillis();
    for (int i = 0; i < transactions; i++) {
      database.writing(tx -> {});
    }
    return cpuMillis() - before;
  }

  /**
   * What came out.
   *
   * @param cpu processor time, seconds, all cores
   */
  record Verified(long entries, long events, double seconds, double cpu) {}

  /** Makes a log of events and of accesses, and verifies it as {@code audit verify} does. */
  static Verified verify(Path folder, int events, int accesses) {
    fill(folder, events, accesses);
    ServerName server = Settings.DEFAULT.server().name();
    Path keys = folder.resolve("keys");
    try (Database database = Database.open(settings(folder, keys));
        AuditLog audit =
            AuditLog.open(
                database, keys.resolve("checkpoint.key"), server, InstantSource.system())) {
      EventSigner signer = EventSigner.open(server, keys.resolve("signing.key"));
      double cpu = cpuMillis();
      long start = System.nanoTime();
      AuditReport report =
          new AuditVerifier(database, audit.verifier(), new StoredEvents(signer)).verify();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (!report.isGood()) {
        throw new IllegalStateException("The log is not whole: " + report.findings());
      }
      return new Verified(report.entries(), report.events(), seconds, (cpuMillis() - cpu) / 1_000);
    }
  }

  private static DatabaseSettings settings(Path folder, Path keys) {
    try {
      Secret key = Secret.of(Files.readString(keys.resolve("database.key")).strip());
      return DatabaseSettings.h2File(folder.resolve("caseroom"), key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Path folder, int events, int accesses) {
    try (Caseroom caseroom =
        Caseroom.start(
            Settings.DEFAULT.withData(folder).listeningOn("127.0.0.1", 0).withDemo(false))) {
      Maker maker = new Maker(caseroom);
      List<UserId> people = maker.people("reader", ROOM_SIZE);
      for (int i = 0; i < ROOMS; i++) {
        RoomId room = maker.room(people);
        maker.messages(room, people.get(0), events / ROOMS);
      }
      for (int i = 0; i < accesses; i++) {
        caseroom.audit().access(people.get(i % ROOM_SIZE).value(), "!room" + i, "matrix");
        if (i % FLUSH == FLUSH - 1) {
          caseroom.audit().flush();
        }
      }
    }
  }
}
