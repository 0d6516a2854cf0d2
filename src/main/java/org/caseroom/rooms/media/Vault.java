package org.caseroom.rooms.media;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.caseroom.base.Secret;

/**
 * Encrypts files in segments, so that they can be read as a stream: the STREAM construction with
 * AES-256-GCM. A file is {@code CRM1}, 32 bytes of salt, then segments of up to 64 KiB of content
 * with a tag of 16 bytes each. The key is derived from the salt, the nonce counts the segments and
 * marks the last one.
 */
final class Vault {
  private static final byte[] MAGIC = "CRM1".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 32;
  private static final int SEGMENT = 64 * 1024;
  private static final int TAG = 16;
  private static final int NONCE = 12;

  private final byte[] key;
  private final SecureRandom random = new SecureRandom();

  Vault(Secret key) {
    this.key = mac(key.reveal().getBytes(StandardCharsets.UTF_8), "caseroom media");
  }

  /** A keyed hash: what a file is named by. */
  byte[] name(byte[] contentHash) {
    return mac(mac(key, "name"), contentHash);
  }

  private static byte[] mac(byte[] key, String text) {
    return mac(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }

  private Cipher cipher(int mode, byte[] salt, long segment, boolean last) {
    try {
      byte[] nonce =
          ByteBuffer.allocate(NONCE)
              .putLong(3, segment)
              .put(NONCE - 1, (byte) (last ? 1 : 0))
              .array();
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(mac(key, salt), "AES"), new GCMParameterSpec(TAG * 8, nonce));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has AES-GCM", e);
    }
  }

  /** Encrypts a stream to its end. */
  void encrypt(InputStream in, OutputStream out) throws IOException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    out.write(MAGIC);
    out.write(salt);
    byte[] current = in.readNBytes(SEGMENT);
    long number = 0;
    while (true) {
      byte[] next = current.length < SEGMENT ? new byte[0] : in.readNBytes(SEGMENT);
      boolean last = next.length == 0;
      try {
        out.write(cipher(Cipher.ENCRYPT_MODE, salt, number++, last).doFinal(current));
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
      if (last) {
        return;
      }
      current = next;
    }
  }

  /** Decrypts a stream: reading fails where the file is not as it was written. */
  InputStream decrypt(InputStream encrypted) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(encrypted, SEGMENT + TAG));
    byte[] magic = in.readNBytes(MAGIC.length);
    byte[] salt = in.readNBytes(SALT);
    if (!Arrays.equals(magic, MAGIC) || salt.length < SALT) {
      throw new IOException("This is no file of the media store.");
    }
    return new Decrypted(in, salt);
  }

  /** Segment by segment, one ahead to know which is the last. */
  private final class Decrypted extends InputStream {
    private final InputStream in;
    private final byte[] salt;
    private byte[] ahead;
    private byte[] plain = new byte[0];
    private int at;
    private long number;
    private boolean ended;

    Decrypted(InputStream in, byte[] salt) throws IOException {
      this.in = in;
      this.salt = salt;
      this.ahead = in.readNBytes(SEGMENT + TAG);
    }

    private boolean fill() throws IOException {
      while (at == plain.length) {
        if (ended) {
          return false;
        }
        byte[] current = ahead;
        ahead = current.length < SEGMENT + TAG ? new byte[0] : in.readNBytes(SEGMENT + TAG);
        ended = ahead.length == 0;
        if (current.length < TAG) {
          throw new EOFException("The file was cut short.");
        }
        try {
          plain = cipher(Cipher.DECRYPT_MODE, salt, number++, ended).doFinal(current);
        } catch (GeneralSecurityException e) {
          throw new IOException("The file is not as it was written.", e);
        }
        at = 0;
      }
      return true;
    }

    @Override
    public int read() throws IOException {
      return fill() ? plain[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, plain.length - at);
      System.arraycopy(plain, at, target, offset, count);
      at += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
