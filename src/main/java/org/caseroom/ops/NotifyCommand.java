package org.caseroom.ops;

import java.time.InstantSource;
import org.caseroom.base.Problem;
import org.caseroom.mail.Mailer;
import org.caseroom.notices.Channel;
import org.caseroom.notices.Notices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom notify}. */
@Command(
    name = "notify",
    description = "Looks after notices to people outside of the service.",
    subcommands = NotifyCommand.Try.class)
final class NotifyCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "Name what to do: 'notify try ADDRESS'");
  }

  /** {@code caseroom notify try ADDRESS}. */
  @Command(
      name = "try",
      description = "Sends a message to an e-mail address or phone number, to see that it arrives.")
  static final class Try implements Runnable {
    @ParentCommand private NotifyCommand parent;
    @Spec private CommandSpec spec;

    @Parameters(
        index = "0",
        paramLabel = "ADDRESS",
        description = "An e-mail address or phone number.")
    private String address = "";

    @Override
    public void run() {
      Settings settings = parent.main.settings();
      if (!settings.isReachable()) {
        throw Problem.of(
            500,
            "ORG.CASEROOM_SETTINGS",
            "server.publicUrl is not set, which messages lead to: set it.");
      }
      try (Mailer mailer =
          Mailer.open(settings.mail(), Mailer.USUAL_PAUSES, InstantSource.system())) {
        Channel channel =
            Notices.tryOut(
                settings.notices(), mailer, address, settings.publicUrl(settings.server().port()));
        spec.commandLine()
            .getOut()
            .println(
                channel == Channel.TEXT
                    ? "Sent: look at the telephone."
                    : "Sent: look into the mailbox.");
      }
    }
  }
}
