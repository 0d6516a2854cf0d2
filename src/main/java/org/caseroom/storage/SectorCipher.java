package org.caseroom.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the sectors of a file in place: XTS-AES-128 as H2 has it for its own encrypted files
 * (IEEE 1619 with one key for both uses), but with the AES of the JDK, which the processor does.
 */
final class SectorCipher {
  /** The size of a sector, bytes. */
  static final int SECTOR = 4096;

  private static final int BLOCK = 16;
  private static final int KEY = 16;
  private static final int ROUNDS = 10;
  private static final long FEEDBACK = 0x87;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Key key;
  private final ThreadLocal<Ciphers> ciphers = ThreadLocal.withInitial(this::ciphers);

  /** Ciphers are not for several threads, and take longer to make than to use. */
  private record Ciphers(Cipher encrypt, Cipher decrypt) {}

  /** Makes the cipher of one file, whose key follows from the secret and the file's salt. */
  SectorCipher(byte[] secret, byte[] salt) {
    this.key = new SecretKeySpec(derive(secret, salt), "AES");
  }

  /** PBKDF2 with HMAC-SHA256; few rounds do, since the secret is a long random one. */
  private static byte[] derive(byte[] secret, byte[] salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(salt);
      byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
      byte[] sum = round.clone();
      for (int i = 1; i < ROUNDS; i++) {
        round = mac.doFinal(round);
        for (int j = 0; j < sum.length; j++) {
          sum[j] ^= round[j];
        }
      }
      return Arrays.copyOf(sum, KEY);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }

  private Ciphers ciphers() {
    return new Ciphers(cipher(Cipher.ENCRYPT_MODE), cipher(Cipher.DECRYPT_MODE));
  }

  private Cipher cipher(int mode) {
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(mode, key);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has AES", e);
    }
  }

  /**
   * Encrypts whole sectors in place.
   *
   * @param first the number of the first one in its file
   */
  void encrypt(long first, byte[] data, int offset, int length) {
    apply(ciphers.get().encrypt(), first, data, offset, length);
  }

  /** Decrypts whole sectors in place. */
  void decrypt(long first, byte[] data, int offset, int length) {
    apply(ciphers.get().decrypt(), first, data, offset, length);
  }

  private void apply(Cipher cipher, long first, byte[] data, int offset, int length) {
    byte[] tweaks = tweaks(first, length / SECTOR);
    try {
      mix(tweaks, data, offset, length);
      cipher.update(data, offset, length, data, offset);
      mix(tweaks, data, offset, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The buffer is as long as its content", e);
    }
  }

  /** Each sector's first tweak: its number, encrypted. */
  private byte[] tweaks(long first, int sectors) {
    byte[] tweaks = new byte[sectors * BLOCK];
    for (int i = 0; i < sectors; i++) {
      LONGS.set(tweaks, i * BLOCK, first + i);
    }
    try {
      ciphers.get().encrypt().update(tweaks, 0, tweaks.length, tweaks, 0);
      return tweaks;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The buffer is as long as its content", e);
    }
  }

  /** Adds the tweaks, doubled from block to block, to the data. */
  private static void mix(byte[] tweaks, byte[] data, int offset, int length) {
    int at = offset;
    for (int tweak = 0; at < offset + length; tweak += BLOCK) {
      long low = (long) LONGS.get(tweaks, tweak);
      long high = (long) LONGS.get(tweaks, tweak + 8);
      for (int end = at + SECTOR; at < end; at += BLOCK) {
        LONGS.set(data, at, (long) LONGS.get(data, at) ^ low);
        LONGS.set(data, at + 8, (long) LONGS.get(data, at + 8) ^ high);
        long carry = high >> 63 & FEEDBACK;
        high = high << 1 | low >>> 63;
        low = low << 1 ^ carry;
      }
    }
  }
}
