package org.caseroom.ops;

import java.nio.file.Files;
import java.nio.file.Path;
import org.caseroom.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom backup}. */
@Command(
    name = "backup",
    description =
        "Writes the whole data folder into one zip, running or stopped. The keys are in it: keep it"
            + " as safe as the data.")
final class BackupCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to be made.")
  private Path file = Path.of("");

  @Override
  public void run() {
    if (Files.exists(file)) {
      throw Problem.of(
          500, "ORG.CASEROOM_DATA", file + " is there already: name a file that is not.");
    }
    int files = Backup.write(main.settings(), file);
    spec.commandLine()
        .getOut()
        .printf(
            "%d files are in %s, the keys among them. Check it with: scripts/caseroom audit verify"
                + " --backup %s. To go back to it, unpack it as the data folder.%n",
            files, file, file);
  }
}
