package org.caseroom.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.audit.AuditReport;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code caseroom audit verify}: a stopped service or a running one, a backup, or a case pack.
 * Nothing is written to the log, so that verifying a log never vouches for it.
 */
@Command(
    name = "verify",
    description =
        "Checks the whole record, running or stopped, or a backup or a case pack, and names the"
            + " first bad entry.")
final class AuditVerifyCommand implements Runnable {
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
      description =
          "The verifier key, name+hash+key, or an older one of the same log; otherwise the one in"
              + " the data folder.")
  private @Nullable String key;

  @Option(
      names = "--backup",
      paramLabel = "FILE",
      description = "A backup instead: a file of 'caseroom backup', or a copy of the data folder.")
  private @Nullable Path backup;

  @Option(
      names = "--pack",
      paramLabel = "FILE",
      description = "A case pack instead, as 'pack verify' checks it.")
  private @Nullable Path pack;

  @Override
  public void run() {
    if (backup != null && pack != null) {
      throw new ParameterException(spec.commandLine(), "Name a backup or a pack, one at a time");
    }
    Path aPack = pack;
    Path aBackup = backup;
    if (aPack != null) {
      PackCommand.Verify.verify(spec.commandLine().getOut(), aPack, key);
    } else if (aBackup != null) {
      try (Backup opened = Backup.open(aBackup)) {
        check(
            new RecordCheck(
                parent
                    .settings()
                    .withDatabase(Settings.DEFAULT.database())
                    .withData(opened.folder()),
                key));
      }
    } else {
      check(new RecordCheck(parent.settings(), key));
    }
  }

  private void check(RecordCheck check) {
    RecordCheck.Outcome outcome = check.run(held());
    AuditReport report = outcome.audit();
    AuditReport.Finding bad = report.first().orElse(null);
    if (bad != null) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_AUDIT",
          "The audit log is NOT whole. First bad: "
              + bad.subject()
              + ". "
              + bad.what()
              + " "
              + bad.meaning()
              + (report.findings().size() > 1
                  ? " There are " + (report.findings().size() - 1) + " further findings."
                  : ""));
    }
    outcome
        .difference()
        .ifPresent(
            row -> {
              throw Problem.of(
                  500,
                  "ORG.CASEROOM_AUDIT",
                  "The audit log and its events are whole, but a table that follows from them was"
                      + " changed. First bad: in "
                      + row.table()
                      + ", the row with "
                      + row.row()
                      + " "
                      + row.what()
                      + ". Screens and reports may show what is not so; 'caseroom rebuild' fills the"
                      + " tables again from the log.");
            });
    spec.commandLine()
        .getOut()
        .printf(
            "The audit log is whole: %d entries, %d of them events, %d checkpoints, %d %s."
                + " Root: %s%n%s%n",
            report.entries(),
            report.events(),
            report.checkpoints(),
            report.keys(),
            report.keys() == 1 ? "key" : "keys, one signing after another",
            report.root(),
            outcome.words());
  }

  private List<String> held() {
    List<String> held = new ArrayList<>();
    for (Path path : checkpoints) {
      try {
        held.add(Files.readString(path));
      } catch (IOException e) {
        throw Problem.notFound("The checkpoint " + path + " cannot be read.");
      }
    }
    return held;
  }
}
