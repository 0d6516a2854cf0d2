package org.caseroom.ops;

import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom audit}. */
@Command(
    name = "audit",
    description = "The log that nobody can quietly change.",
    subcommands = {AuditCommand.Show.class, AuditReadersCommand.class, AuditVerifyCommand.class})
final class AuditCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  Settings settings() {
    return main.settings();
  }

  <T> T onData(Function<Foundation, T> work) {
    return main.onData(work);
  }

  @Override
  public void run() {
    main.run();
  }

  /** {@code caseroom audit checkpoint}. */
  @Command(name = "checkpoint", description = "Prints a signed checkpoint of the log as it stands.")
  static final class Show implements Runnable {
    @ParentCommand private AuditCommand parent;

    @Override
    public void run() {
      parent
          .spec
          .commandLine()
          .getOut()
          .print(parent.<String>onData(data -> data.audit().checkpoint()));
    }
  }
}
