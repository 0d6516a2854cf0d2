package org.caseroom.mail;

import org.caseroom.base.EmailAddress;

/**
 * A message.
 *
 * @param to who gets it
 * @param subject its subject, one line
 * @param text its text, plain
 */
public record Mail(EmailAddress to, String subject, String text) {
  /** Says nothing of what is in it, so that no log can. */
  @Override
  public String toString() {
    return "[mail]";
  }
}
