package org.caseroom.base;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address in the one form in which addresses are compared: in small letters, the domain
 * in ASCII. It prints without the address, so that no log or error can show it.
 */
public final class EmailAddress {
  private static final int MAX_LENGTH = 254;
  private static final Pattern LOCAL =
      Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  private final String text;

  private EmailAddress(String text) {
    this.text = text;
  }

  /**
   * Reads an address.
   *
   * @throws Problem 400 {@code M_INVALID_PARAM} when it is none
   */
  public static EmailAddress of(String value) {
    String clean = value.strip().toLowerCase(Locale.ROOT);
    int at = clean.indexOf('@');
    if (at < 1 || at > 64 || clean.length() > MAX_LENGTH || clean.indexOf('@', at + 1) >= 0) {
      throw notAnAddress();
    }
    String local = clean.substring(0, at);
    String domain = ascii(clean.substring(at + 1));
    if (!LOCAL.matcher(local).matches() || !DOMAIN.matcher(domain).matches()) {
      throw notAnAddress();
    }
    return new EmailAddress(local + "@" + domain);
  }

  private static String ascii(String domain) {
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw notAnAddress();
    }
  }

  private static Problem notAnAddress() {
    return Problem.invalidParam(
        "This is not an e-mail address: write one such as name@example.org.");
  }

  /** The address itself: call it only where it is kept, sent to or shown to its owner. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmailAddress address && text.equals(address.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[e-mail address]";
  }
}
