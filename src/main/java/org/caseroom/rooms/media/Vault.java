package org.caseroom.rooms.media;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.caseroom.base.Hmac;
import org.caseroom.base.Secret;

/**
 * Encrypts files in segments, so that they can be read as a stream and from any place: the STREAM
 * construction with AES-256-GCM. A file is {@code CRM1}, 32 bytes of salt, then segments of up to
 * 64 KiB of content with a tag of 16 bytes each. The key is derived from the salt, the nonce counts
 * the segments and marks the last one.
 */
final class Vault {
  private static final byte[] MAGIC = "CRM1".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 32;
  private static final int SEGMENT = 64 * 1024;
  private static final int TAG = 16;
  private static final int NONCE = 12;
  private static final int HEADER = MAGIC.length + SALT;

  private final byte[] key;
  private final SecureRandom random = new SecureRandom();

  Vault(Secret key) {
    this.key = mac(key.reveal().getBytes(StandardCharsets.UTF_8), "caseroom media");
  }

  /** A keyed hash: what a file is named by. */
  byte[] name(byte[] contentHash) {
    return Hmac.sha256(mac(key, "name"), contentHash);
  }

  private static byte[] mac(byte[] key, String text) {
    return Hmac.sha256(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Cipher cipher(int mode, Key fileKey, long segment, boolean last) {
    try {
      byte[] nonce =
          ByteBuffer.allocate(NONCE)
              .putLong(3, segment)
              .put(NONCE - 1, (byte) (last ? 1 : 0))
              .array();
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, fileKey, new GCMParameterSpec(TAG * 8, nonce));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has AES-GCM", e);
    }
  }

  private Key fileKey(byte[] salt) {
    return new SecretKeySpec(Hmac.sha256(key, salt), "AES");
  }

  /** Encrypts a stream to its end. */
  void encrypt(InputStream in, OutputStream out) throws IOException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    Key fileKey = fileKey(salt);
    out.write(MAGIC);
    out.write(salt);
    byte[] current = in.readNBytes(SEGMENT);
    long number = 0;
    while (true) {
      byte[] next = current.length < SEGMENT ? new byte[0] : in.readNBytes(SEGMENT);
      boolean last = next.length == 0;
      try {
        out.write(cipher(Cipher.ENCRYPT_MODE, fileKey, number++, last).doFinal(current));
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
      if (last) {
        return;
      }
      current = next;
    }
  }

  /**
   * Decrypts a part of a file: only the segments that it touches are read. Reading fails where the
   * file is not as it was written.
   *
   * @param encrypted the file; closed with the stream
   * @param whole the length of the whole content, bytes: a file of another length is refused
   * @param from where to begin, bytes from the start of the content
   * @param length how many bytes; the part lies within the content
   */
  InputStream decrypt(SeekableByteChannel encrypted, long whole, long from, long length)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEADER);
    readFully(encrypted, head);
    byte[] magic = Arrays.copyOf(head.array(), MAGIC.length);
    if (!Arrays.equals(magic, MAGIC) || encrypted.size() != encryptedLength(whole)) {
      throw new IOException("This is no file of the media store, or not all of it.");
    }
    byte[] salt = Arrays.copyOfRange(head.array(), MAGIC.length, HEADER);
    return new Decrypted(encrypted, fileKey(salt), whole, from, length);
  }

  /** How long the file is that content of a length is encrypted to. */
  private static long encryptedLength(long content) {
    return HEADER + content + segments(content) * TAG;
  }

  /** How many segments: empty content has one, too. */
  private static long segments(long content) {
    return Math.max(1, (content + SEGMENT - 1) / SEGMENT);
  }

  private static void readFully(SeekableByteChannel channel, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new EOFException("The file was cut short.");
      }
    }
  }

  /** Segment by segment, from the one that the part begins in. */
  private static final class Decrypted extends InputStream {
    private final SeekableByteChannel file;
    private final Key fileKey;
    private final long whole;
    private long position;
    private final long end;
    private byte[] plain = new byte[0];
    private long plainAt;

    Decrypted(SeekableByteChannel file, Key fileKey, long whole, long from, long length)
        throws IOException {
      this.file = file;
      this.fileKey = fileKey;
      this.whole = whole;
      this.position = from;
      this.end = from + length;
      if (length == 0) {
        // Nothing will be read, but what is damaged should be found out all the same.
        segment(Math.min(from / SEGMENT, segments(whole) - 1));
      }
    }

    /** Makes the bytes at the position available; false at the end of the part. */
    private boolean fill() throws IOException {
      if (position >= end) {
        return false;
      }
      if (position >= plainAt + plain.length || plain.length == 0) {
        segment(position / SEGMENT);
      }
      return true;
    }

    private void segment(long number) throws IOException {
      boolean last = number == segments(whole) - 1;
      int length = (int) (last ? whole - number * SEGMENT : SEGMENT);
      ByteBuffer encrypted = ByteBuffer.allocate(length + TAG);
      file.position(HEADER + number * (SEGMENT + TAG));
      readFully(file, encrypted);
      try {
        plain = cipher(Cipher.DECRYPT_MODE, fileKey, number, last).doFinal(encrypted.array());
      } catch (GeneralSecurityException e) {
        throw new IOException("The file is not as it was written.", e);
      }
      plainAt = number * SEGMENT;
    }

    @Override
    public int read() throws IOException {
      return fill() ? plain[(int) (position++ - plainAt)] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int at = (int) (position - plainAt);
      int count = (int) Math.min(Math.min(length, plain.length - at), end - position);
      System.arraycopy(plain, at, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
