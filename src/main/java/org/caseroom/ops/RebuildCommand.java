package org.caseroom.ops;

import org.caseroom.rooms.Rebuild;
import org.caseroom.rooms.search.SearchIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom rebuild}. */
@Command(
    name = "rebuild",
    description =
        "Empties the tables that follow from the log and fills them again by replay. The search"
            + " index is removed, and made anew behind the next start.")
final class RebuildCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    long events =
        main.onData(
            data -> {
              SearchIndex.remove(data.folder().search());
              return new Rebuild(data.database(), new Projections(data.database()).all()).run();
            });
    spec.commandLine().getOut().println("Rebuilt from " + events + " events.");
  }
}
