package org.caseroom.mail;

import org.caseroom.base.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A message.
 *
 * @param to who gets it
 * @param subject its subject, one line
 * @param text its text, plain
 * @param id what its {@code Message-ID} begins with, so that one that is sent a second time after a
 *     crash is known again: letters, digits and dashes; null for a new one each time
 */
public record Mail(EmailAddress to, String subject, String text, @Nullable String id) {
  /** A message that needs not be known again. */
  public Mail(EmailAddress to, String subject, String text) {
    this(to, subject, text, null);
  }

  /** Says nothing of what is in it, so that no log can. */
  @Override
  public String toString() {
    return "[mail]";
  }
}
