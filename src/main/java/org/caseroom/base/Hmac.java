package org.caseroom.base;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes (RFC 2104). */
public final class Hmac {
  private Hmac() {}

  /** With SHA-256, 32 bytes. */
  public static byte[] sha256(byte[] key, byte[] text) {
    return mac("HmacSHA256", key, text);
  }

  /** With SHA-1, 20 bytes: only where others ask for it. As a key of a MAC it is not broken. */
  public static byte[] sha1(byte[] key, byte[] text) {
    return mac("HmacSHA1", key, text);
  }

  private static byte[] mac(String algorithm, byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + algorithm + ".", e);
    }
  }
}
