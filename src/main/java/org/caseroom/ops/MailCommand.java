package org.caseroom.ops;

import java.time.InstantSource;
import org.caseroom.base.EmailAddress;
import org.caseroom.mail.Mail;
import org.caseroom.mail.Mailer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom mail}. */
@Command(name = "mail", description = "Sends a message, to see that the mail settings are right.")
final class MailCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "Who gets it.")
  private String address = "";

  @Override
  public void run() {
    Settings settings = main.settings();
    Mailer.sendNow(
        settings.mail(),
        new Mail(
            EmailAddress.of(address),
            "Caseroom can send mail",
            "The service "
                + settings.server().name()
                + " can send mail: its settings are right.\n"),
        InstantSource.system());
    spec.commandLine().getOut().println("Sent: look into the mailbox.");
  }
}
