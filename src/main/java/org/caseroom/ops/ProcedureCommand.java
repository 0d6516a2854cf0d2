package org.caseroom.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.caseroom.base.Problem;
import org.caseroom.cases.procedure.ProcedureDrawing;
import org.caseroom.cases.procedure.ProcedureFile;
import org.caseroom.cases.procedure.ProcedureLint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom procedure}: looks at the files only, never at a case. */
@Command(
    name = "procedure",
    description = "The procedures that cases follow.",
    subcommands = {ProcedureCommand.Lint.class, ProcedureCommand.Draw.class})
final class ProcedureCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    main.run();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The file named, or all files of the folder that the service loads. */
  private List<ProcedureFile> files(@Nullable Path named) {
    if (named != null) {
      return List.of(ProcedureFile.read(named));
    }
    Path folder = main.settings().procedures();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(ProcedureFile::read)
          .toList();
    } catch (IOException e) {
      throw Problem.of(
          500, "ORG.CASEROOM_CONFIG", "The folder " + folder + " with procedures cannot be read.");
    }
  }

  /** {@code caseroom procedure lint}. */
  @Command(
      name = "lint",
      description = {
        "Reports what the source of a procedure leaves open or contradicts, for its owner to"
            + " answer, and what the procedure never uses.",
        "Ends with 0 when the procedure fits together, whatever there is to ask the owner of its"
            + " source; with 3 when it does not, or with --strict when there is anything at all;"
            + " with 1 when the file is wrong."
      })
  static final class Lint implements Callable<Integer> {
    private static final int FOUND = 3;

    @ParentCommand private ProcedureCommand parent;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The procedure; all of config/procedures otherwise.")
    private @Nullable Path file;

    @Option(names = "--strict", description = "Questions to the owner of the source count too.")
    private boolean strict;

    @Override
    public Integer call() {
      boolean failed = false;
      for (ProcedureFile each : parent.files(file)) {
        List<ProcedureLint.Finding> findings = ProcedureLint.of(each);
        for (ProcedureLint.Finding finding : findings) {
          parent
              .out()
              .printf(
                  "%s:%d: %s %s: %s%n",
                  each.path(),
                  finding.line(),
                  finding.kind().word(),
                  finding.where(),
                  finding.says());
          failed |= strict || !finding.kind().ofSource();
        }
        long ask = findings.stream().filter(finding -> finding.kind().ofSource()).count();
        parent
            .out()
            .printf(
                "%s: %d to ask the owner of '%s', %d to put right in the procedure.%n",
                each.procedure().id(),
                ask,
                each.procedure().source().title(),
                findings.size() - ask);
      }
      return failed ? FOUND : 0;
    }
  }

  /** {@code caseroom procedure draw}. */
  @Command(
      name = "draw",
      description =
          "Prints the stages and the moves between them, as text for Mermaid or Graphviz.")
  static final class Draw implements Runnable {
    /** What the text is for. */
    enum Format {
      MERMAID,
      DOT
    }

    @ParentCommand private ProcedureCommand parent;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The procedure; all of config/procedures otherwise.")
    private @Nullable Path file;

    @Option(
        names = "--format",
        defaultValue = "mermaid",
        paramLabel = "FORMAT",
        description = "mermaid (what is printed otherwise) or dot.")
    private Format format = Format.MERMAID;

    @Override
    public void run() {
      for (ProcedureFile each : parent.files(file)) {
        parent
            .out()
            .print(
                switch (format) {
                  case MERMAID -> ProcedureDrawing.mermaid(each.procedure());
                  case DOT -> ProcedureDrawing.dot(each.procedure());
                });
      }
      parent.out().flush();
    }
  }
}
