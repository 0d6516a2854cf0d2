package org.caseroom.matrix;

import java.util.function.Supplier;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.identity.AddressChecks;
import org.caseroom.mail.Mail;
import org.caseroom.mail.Mailer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that people get by mail. None names a person, a child, a room or an agency: mail is
 * read on screens that others see.
 */
public final class Letters {
  private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

  private final Mailer mailer;
  private final ServerName server;
  private final Supplier<String> publicUrl;

  /**
   * Writes letters.
   *
   * @param publicUrl the address of this service for links; never taken from a request, which could
   *     name another host
   */
  public Letters(Mailer mailer, ServerName server, Supplier<String> publicUrl) {
    this.mailer = mailer;
    this.server = server;
    this.publicUrl = publicUrl;
  }

  /** Whether mail is sent at all. */
  public boolean canSend() {
    return mailer.isOn();
  }

  /** The address of this service. */
  public String publicUrl() {
    return publicUrl.get();
  }

  /** Asks the owner of an address to confirm it. */
  public void confirm(EmailAddress to, AddressChecks.Purpose purpose, Secret link) {
    String what =
        switch (purpose) {
          case ADD -> "wants to use this e-mail address with their account on " + server;
          case REGISTER -> "is making an account on " + server + " with this e-mail address";
          case RESET ->
              "wants to set a new password for the account with this address on " + server;
        };
    send(
        to,
        "Confirm your e-mail address",
        "Somebody, probably you, "
            + what
            + ".\n\n"
            + "If it was you, open this link and press the button:\n\n"
            + publicUrl.get()
            + "/email/"
            + link.reveal()
            + "\n\n"
            + "The link works for one hour. "
            + otherwise(purpose));
  }

  private static String otherwise(AddressChecks.Purpose purpose) {
    return purpose == AddressChecks.Purpose.RESET
        ? "If it was not you, do not press it: whoever asked could then choose the password of your"
            + " account. Without it nothing changes.\n"
        : "If it was not you, do nothing: then nothing changes.\n";
  }

  /** Tells the owner of an address that it is used already, which whoever asked is not told. */
  public void taken(EmailAddress to) {
    send(
        to,
        "Your e-mail address is in use already",
        "Somebody, probably you, wants to use this e-mail address on "
            + server
            + ". An account there has it already.\n\n"
            + "If it was you: sign in to that account. If you do not know its password any more, ask"
            + " your app for a new one. If it was not you, do nothing: then nothing changes.\n");
  }

  /** Tells the owner of an address that no account has it. */
  public void nobody(EmailAddress to) {
    send(
        to,
        "No account has your e-mail address",
        "Somebody, probably you, wants to set a new password on "
            + server
            + ". No account there has this e-mail address.\n\n"
            + "If it was you: try another of your addresses, or ask your worker or an administrator."
            + " If it was not you, do nothing.\n");
  }

  /**
   * Tells the owner of an account that its password is another one now, if a message can be sent:
   * the password is set either way.
   */
  public void passwordSet(EmailAddress to) {
    try {
      sendPasswordSet(to);
    } catch (Problem full) {
      LOG.warn("Somebody was not told of their new password: {}", full.message());
    }
  }

  private void sendPasswordSet(EmailAddress to) {
    send(
        to,
        "Your password is changed",
        "A new password was set for your account on "
            + server
            + ", with the help of this e-mail address.\n\n"
            + "If it was not you: set another one at once, look after your mailbox, and tell an"
            + " administrator.\n");
  }

  /** Tells the owner of an address that they are invited. */
  void invitation(EmailAddress to) {
    send(
        to,
        "You are invited to a conversation",
        "Somebody invites you to a conversation on "
            + server
            + ".\n\n"
            + "If you have an account there, sign in and add this e-mail address to it: then you find"
            + " the invitation in your app. If you have none, ask the people you work with.\n\n"
            + publicUrl.get()
            + "\n");
  }

  private void send(EmailAddress to, String subject, String text) {
    mailer.send(new Mail(to, subject, text));
  }
}
