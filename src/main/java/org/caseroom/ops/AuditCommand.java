package org.caseroom.ops;

import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom audit}. */
@Command(
    name = "audit",
    description = "The log that nobody can quietly change.",
    subcommands = {
      AuditCommand.Show.class,
      AuditReadersCommand.class,
      AuditCommand.RotateKey.class,
      AuditVerifyCommand.class
    })
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

  /** {@code caseroom audit rotate-key}. */
  @Command(
      name = "rotate-key",
      description =
          "Gives a stopped service a new key for its checkpoints; a running one takes it by POST"
              + " /api/audit/key. Old checkpoints stay good.")
  static final class RotateKey implements Runnable {
    @ParentCommand private AuditCommand parent;

    @Option(
        names = "--reason",
        defaultValue = "Changed by the operator",
        description = "Why; it stands in the audit log.")
    private String reason = "";

    @Override
    public void run() {
      String[] keys =
          parent.<String[]>onData(
              data -> {
                String before = data.audit().verifier().toString();
                return new String[] {before, data.audit().rotateKey("operator", reason).toString()};
              });
      parent
          .spec
          .commandLine()
          .getOut()
          .printf(
              "Checkpoints are signed with a new key from now on. Hand it to whoever verifies:%n%s%n"
                  + "The old one stays good for what it signed: %s%n"
                  + "Other nodes on the same database need the new keys/checkpoint.key; they take it"
                  + " up without a restart.%n",
              keys[1], keys[0]);
    }
  }
}
