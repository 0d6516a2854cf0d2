package org.caseroom.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.audit.AuditLog;
import org.caseroom.audit.AuditReport;
import org.caseroom.audit.AuditVerifier;
import org.caseroom.audit.NoteKey;
import org.caseroom.base.Problem;
import org.caseroom.rooms.StoredEvents;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code caseroom audit verify}: on a stopped service or a running one. An H2 database is verified
 * in a copy of its file, which the running service does not notice: H2 keeps what it has replaced
 * for 45 seconds, so that a copy taken meanwhile holds a whole state. Nothing is written to the
 * log, so that verifying a log never vouches for it.
 */
@Command(
    name = "verify",
    description = "Checks the whole log, running or stopped, and names the first bad entry.")
final class AuditVerifyCommand implements Runnable {
  private static final String FILE = "caseroom.mv.db";
  private static final int TRIES = 3;

  @ParentCommand private AuditCommand parent;
  @Spec private CommandSpec spec;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "A checkpoint that was kept elsewhere, to be met by the log. May be repeated.")
  private List<Path> checkpoints = List.of();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The verifier key, name+hash+key; otherwise the one in the data folder.")
  private @Nullable String key;

  @Override
  public void run() {
    Settings settings = parent.settings();
    Path file = settings.data().resolve(FILE);
    boolean ownFile = settings.database().url() == null;
    if (ownFile && !Files.exists(file)) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_DATA",
          "There is no Caseroom database in " + settings.data() + ": name its folder with --data.");
    }
    Keys keys = new Keys(settings.data().resolve("keys"));
    DatabaseSettings database = settings.databaseSettings(keys);
    AuditReport report = ownFile ? verifyCopy(file, database) : verify(database);
    AuditReport.Finding bad = report.first().orElse(null);
    if (bad != null) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_AUDIT",
          "The audit log is NOT whole. First bad entry: "
              + bad.seq()
              + ". "
              + bad.what()
              + " "
              + bad.meaning()
              + (report.findings().size() > 1
                  ? " There are " + (report.findings().size() - 1) + " further findings."
                  : ""));
    }
    spec.commandLine()
        .getOut()
        .printf(
            "The audit log is whole: %d entries, %d of them events, %d checkpoints. Root: %s%n",
            report.entries(), report.events(), report.checkpoints(), report.root());
  }

  private AuditReport verifyCopy(Path file, DatabaseSettings original) {
    RuntimeException unreadable = Problem.notFound("The database file could not be copied.");
    for (int i = 0; i < TRIES; i++) {
      try (Copy copy = new Copy(file)) {
        return verify(DatabaseSettings.h2File(copy.database(), original.fileKey()));
      } catch (Problem problem) {
        unreadable = problem;
      }
    }
    throw unreadable;
  }

  private AuditReport verify(DatabaseSettings settings) {
    List<String> held = new ArrayList<>();
    for (Path path : checkpoints) {
      try {
        held.add(Files.readString(path));
      } catch (IOException e) {
        throw Problem.notFound("The checkpoint " + path + " cannot be read.");
      }
    }
    try (Database database = Database.open(settings)) {
      return new AuditVerifier(database, verifier(), new StoredEvents()).verify(held);
    }
  }

  private NoteKey.Public verifier() {
    Settings settings = parent.settings();
    return key == null
        ? NoteKey.open(
                new Keys(settings.data().resolve("keys")).checkpoints(),
                AuditLog.origin(settings.server().name()))
            .verifier()
        : NoteKey.Public.parse(key);
  }

  /** A copy of a database file, which goes when it is closed. */
  private static final class Copy implements AutoCloseable {
    private final Path folder;

    Copy(Path file) {
      try {
        // Beside the original: the copy is as private as it, and on a disk that holds such files.
        folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), "verify-");
        Files.copy(file, folder.resolve(FILE));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Path database() {
      return folder.resolve("caseroom");
    }

    @Override
    public void close() {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
        Files.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
