package org.caseroom.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.audit.AuditReport;
import org.caseroom.audit.AuditVerifier;
import org.caseroom.audit.NoteKey;
import org.caseroom.base.Problem;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.ReplayCheck;
import org.caseroom.rooms.StoredEvents;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.jspecify.annotations.Nullable;

/**
 * Checks the record of a data folder: the audit log with the events that it has leaves of, and the
 * tables that follow from them. An H2 database is checked in a copy of its file, which a running
 * service does not notice: H2 keeps what it has replaced for 45 seconds, so that a copy taken
 * meanwhile holds a whole state.
 */
final class RecordCheck {
  private static final int TRIES = 3;

  private final Settings settings;
  private final @Nullable String key;

  /**
   * Prepares a check.
   *
   * @param settings with the data folder and the database
   * @param key the verifier key; null for that of the data folder
   */
  RecordCheck(Settings settings, @Nullable String key) {
    this.settings = settings;
    this.key = key;
  }

  /**
   * What came of it.
   *
   * @param audit of the log
   * @param replay of the tables; null where the log was not whole, or they wait for an upgrade
   * @param signatures whether the signatures of events were checked
   */
  record Outcome(AuditReport audit, ReplayCheck.@Nullable Report replay, boolean signatures) {
    Optional<ReplayCheck.Difference> difference() {
      return replay == null ? Optional.empty() : replay.first();
    }

    /** What else was checked, in a sentence or two. */
    String words() {
      String tables =
          replay == null
              ? "The tables that follow from it are of another version of Caseroom: not compared."
              : String.format(
                  "The %d tables that follow from it are what a replay makes: %d rows.",
                  replay.tables(), replay.rows());
      return signatures
          ? tables
          : tables + " The signatures of events were not checked: keys/signing.key is not there.";
    }
  }

  /**
   * Runs it.
   *
   * @param held checkpoints that were kept elsewhere
   */
  Outcome run(List<String> held) {
    if (settings.database().url() != null) {
      return check(settings.databaseSettings(keys()), held);
    }
    Path file = DataFolder.databaseFile(settings.data());
    if (!Files.exists(file)) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_DATA",
          "There is no Caseroom database in " + settings.data() + ": name its folder with --data.");
    }
    DatabaseSettings original = settings.databaseSettings(keys());
    RuntimeException unreadable = Problem.notFound("The database file could not be copied.");
    for (int i = 0; i < TRIES; i++) {
      try (Copy copy = new Copy(file)) {
        return check(DatabaseSettings.h2File(copy.database(), original.fileKey()), held);
      } catch (Problem problem) {
        unreadable = problem;
      }
    }
    throw unreadable;
  }

  private Outcome check(DatabaseSettings where, List<String> held) {
    EventSigner signer = signer();
    try (Database database = Database.open(where)) {
      AuditReport audit =
          new AuditVerifier(database, verifier(), new StoredEvents(signer)).verify(held);
      Projections projections = new Projections(database);
      boolean isComparable = audit.isGood() && !projections.isBehind(database);
      return new Outcome(
          audit,
          isComparable ? new ReplayCheck(database, projections.all()).run() : null,
          signer != null);
    }
  }

  private Keys keys() {
    return new Keys(settings.data().resolve("keys"));
  }

  private @Nullable EventSigner signer() {
    Path file = settings.data().resolve("keys").resolve("signing.key");
    return Files.exists(file) ? EventSigner.open(settings.server().name(), file) : null;
  }

  private NoteKey.Public verifier() {
    return key == null
        ? NoteKey.open(keys().checkpoints(), AuditLog.origin(settings.server().name())).verifier()
        : NoteKey.Public.parse(key);
  }

  /** A copy of a database file, which goes when it is closed. */
  private static final class Copy implements AutoCloseable {
    private final Path folder;

    Copy(Path file) {
      try {
        // Beside the original: the copy is as private as it, and on a disk that holds such files.
        folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), "verify-");
        Files.copy(file, DataFolder.databaseFile(folder));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Path database() {
      return folder.resolve("caseroom");
    }

    @Override
    public void close() {
      Backup.remove(folder);
    }
  }
}
