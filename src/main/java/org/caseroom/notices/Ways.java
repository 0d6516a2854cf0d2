package org.caseroom.notices;

import org.caseroom.base.EmailAddress;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.Problem;
import org.caseroom.mail.Mail;
import org.caseroom.mail.Mailer;
import org.jspecify.annotations.Nullable;

/** The ways out of the house: GOV.UK Notify where it is set up, else the mail server. */
final class Ways implements AutoCloseable {
  private final Mailer mailer;
  private final @Nullable GovNotify govNotify;

  private Ways(Mailer mailer, @Nullable GovNotify govNotify) {
    this.mailer = mailer;
    this.govNotify = govNotify;
  }

  /**
   * Opens them; the mailer stays its owner's.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_SETTINGS} for what is not a key of Notify
   */
  static Ways open(Mailer mailer, NoticeSettings.GovukNotify settings) {
    return new Ways(mailer, GovNotify.open(settings));
  }

  /** Whether messages can go this way at all. */
  boolean sends(Channel channel) {
    return switch (channel) {
      case EMAIL -> mailer.isOn() || (govNotify != null && govNotify.sendsEmail());
      case TEXT -> govNotify != null && govNotify.sendsText();
      case NONE -> false;
    };
  }

  /**
   * Sends a message by e-mail, once.
   *
   * @param id by which it is known again
   * @param again whether it was tried before
   */
  Mailer.Outcome send(String id, EmailAddress to, Words words, boolean again) {
    return govNotify != null && govNotify.sendsEmail()
        ? govNotify.email(id, to, words, again)
        : mailer.tryOnce(new Mail(to, words.subject(), words.text() + "\n", id));
  }

  /** Sends a text message, once. */
  Mailer.Outcome send(String id, PhoneNumber to, Words words, boolean again) {
    return govNotify != null && govNotify.sendsText()
        ? govNotify.text(id, to, words.text(), again)
        : new Mailer.Outcome(false, true, "text messages are off");
  }

  @Override
  public void close() {
    if (govNotify != null) {
      govNotify.close();
    }
  }
}
