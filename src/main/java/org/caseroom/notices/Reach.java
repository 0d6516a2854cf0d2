package org.caseroom.notices;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.UserId;
import org.caseroom.identity.Addresses;
import org.caseroom.identity.Contacts;
import org.caseroom.mail.Mail;
import org.caseroom.mail.Mailer;
import org.jspecify.annotations.Nullable;

/** Which way somebody can be reached, and the going there. */
final class Reach {
  private final Addresses addresses;
  private final Contacts contacts;
  private final Mailer mailer;
  private final @Nullable GovNotify govNotify;

  Reach(Addresses addresses, Contacts contacts, Mailer mailer, @Nullable GovNotify govNotify) {
    this.addresses = addresses;
    this.contacts = contacts;
    this.mailer = mailer;
    this.govNotify = govNotify;
  }

  /** Whether messages can go this way at all. */
  boolean sends(Channel channel) {
    return switch (channel) {
      case EMAIL -> mailer.isOn() || (govNotify != null && govNotify.sendsEmail());
      case TEXT -> govNotify != null && govNotify.sendsText();
      case NONE -> false;
    };
  }

  /** The e-mail address that is used for somebody: the one that they added first. */
  Optional<EmailAddress> email(UserId user) {
    List<Addresses.Owned> owned = addresses.of(user);
    return owned.isEmpty() ? Optional.empty() : Optional.of(owned.get(0).address());
  }

  /** Their phone number. */
  Optional<PhoneNumber> phone(UserId user) {
    return contacts.phone(user);
  }

  /**
   * The way that a notice to somebody goes: the one that they chose, else the one that their needs
   * ask for, else the other one; {@code NONE} where they chose that, or nothing leads to them.
   */
  Channel channel(UserId user, Preference preference, Needs needs) {
    Channel wanted = preference.channel();
    if (wanted == Channel.NONE || preference.often() == Preference.Often.NEVER) {
      return Channel.NONE;
    }
    if (wanted == null) {
      wanted = needs.byText() ? Channel.TEXT : Channel.EMAIL;
    }
    Channel other = wanted == Channel.TEXT ? Channel.EMAIL : Channel.TEXT;
    return leadsTo(user, wanted) ? wanted : leadsTo(user, other) ? other : Channel.NONE;
  }

  private boolean leadsTo(UserId user, Channel channel) {
    return sends(channel)
        && (channel == Channel.EMAIL ? email(user).isPresent() : phone(user).isPresent());
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
}
