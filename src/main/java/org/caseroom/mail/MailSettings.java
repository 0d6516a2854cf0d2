package org.caseroom.mail;

import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * How mail is sent.
 *
 * @param host the mail server; null to send none
 * @param port its port: usually 587 with STARTTLS, 465 with TLS from the start
 * @param from the sender's address, such as {@code caseroom@example.org}
 * @param user the name to sign in to the mail server with; null where it asks for none
 * @param password the password for it
 * @param tls how the connection is protected
 */
public record MailSettings(
    @Nullable String host,
    int port,
    @Nullable String from,
    @Nullable String user,
    @Nullable Secret password,
    Tls tls) {

  /** No mail. */
  public static final MailSettings OFF =
      new MailSettings(null, 587, null, null, null, Tls.STARTTLS);

  /** How a connection to the mail server is protected. */
  public enum Tls {
    /** It begins in the clear and is encrypted before anything is said; required, not hoped for. */
    STARTTLS,
    /** It is encrypted from the start. */
    SSL,
    /** Not at all: only for a mail server on the same machine. */
    NONE
  }

  /** Whether a mail server is named at all. */
  public boolean given() {
    return host != null;
  }
}
