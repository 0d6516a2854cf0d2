package org.caseroom.ops;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.caseroom.cases.directory.Readiness;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.rooms.Rooms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom directory}. */
@Command(
    name = "directory",
    description = "Agencies, and what families have to be told.",
    subcommands = DirectoryCommand.Check.class)
final class DirectoryCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    main.run();
  }

  /**
   * {@code caseroom directory check}: on the data of a stopped service; a running one is asked by
   * {@code GET /api/directory/readiness}.
   */
  @Command(
      name = "check",
      description = {
        "Tells what is missing before an agency can go live.",
        "Ends with 0 when nothing blocks any agency, with 3 otherwise."
      })
  static final class Check implements Callable<Integer> {
    private static final int FOUND = 3;

    @ParentCommand private DirectoryCommand parent;

    @Override
    public Integer call() {
      Readiness.Report report = parent.main.onData(Check::ask);
      PrintWriter out = parent.spec.commandLine().getOut();
      for (Readiness.AgencyReport agency : report.agencies()) {
        out.printf(
            "%s (%s): %s%n",
            agency.name(), agency.agency(), agency.ready() ? "ready" : "not ready");
        print("missing", agency.blocks(), out);
        print("note", agency.warnings(), out);
      }
      print("note", report.warnings(), out);
      return report.ready() ? 0 : FOUND;
    }

    private static Readiness.Report ask(Foundation data) {
      CasePolicy policy = data.policy();
      try (Rooms rooms = data.rooms(policy, new Projections(data.database()))) {
        return data.cases(policy, rooms).directory().readiness().check();
      }
    }

    private static void print(String word, List<Readiness.Finding> findings, PrintWriter out) {
      findings.forEach(
          finding ->
              out.printf(
                  "  %s %s (%s): %s%n", word, finding.what(), finding.clause(), finding.says()));
    }
  }
}
