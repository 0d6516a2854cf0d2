package org.caseroom.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The token that proves that a form came from one of our own pages: a hash of a cookie that no
 * other site can read. A signed-in person's is made from the session cookie, a stranger's from a
 * cookie that only serves this.
 */
final class FormToken {
  /** The cookie of somebody who is not signed in. */
  static final String COOKIE = "caseroom_form";

  /** The field of every form. */
  static final String FIELD = "_token";

  private final SecureRandom random = new SecureRandom();

  /** A new secret for the cookie. */
  String newSecret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The token of a cookie. */
  static String of(String secret) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(DigestUtils.sha256("form " + secret));
  }

  /** Whether a form's token is that of the cookie; compares in constant time. */
  static boolean matches(String secret, String sent) {
    return MessageDigest.isEqual(
        of(secret).getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }
}
