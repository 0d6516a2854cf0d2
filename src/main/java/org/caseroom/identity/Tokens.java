package org.caseroom.identity;

import java.security.SecureRandom;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.Secret;

/**
 * Random tokens of 256 bits, of which only the SHA-256 is kept: with so much chance in them a quick
 * hash is enough, and whoever reads the database or a backup can sign in as nobody.
 */
final class Tokens {
  private static final int BYTES = 32;
  private static final int MAX_LENGTH = 512;
  private static final String DEVICE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int DEVICE_LENGTH = 10;

  private final SecureRandom random = new SecureRandom();

  /**
   * A new token.
   *
   * @param prefix a few letters that say what it is, so that scanners for leaked secrets know it
   */
  Secret make(String prefix) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Secret.of(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** A new device id. */
  String deviceId() {
    return random
        .ints(DEVICE_LENGTH, 0, DEVICE_LETTERS.length())
        .mapToObj(DEVICE_LETTERS::charAt)
        .collect(StringBuilder::new, StringBuilder::append, (a, b) -> a.append(b))
        .toString();
  }

  /** The localpart of a guest: nine digits, the first of them not 0. */
  String digits() {
    return String.valueOf(100_000_000 + random.nextInt(900_000_000));
  }

  /** The form that is kept. */
  static String hash(Secret token) {
    String text = token.reveal();
    if (text.length() > MAX_LENGTH) {
      text = text.substring(0, MAX_LENGTH);
    }
    return sha256(text);
  }

  /** The SHA-256 of a text in base64. */
  static String sha256(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(DigestUtils.sha256(text));
  }
}
