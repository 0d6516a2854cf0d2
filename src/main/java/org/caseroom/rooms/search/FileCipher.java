package org.caseroom.rooms.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.lucene.index.CorruptIndexException;
import org.caseroom.base.Hmac;
import org.caseroom.base.Secret;

/**
 * Encrypts one file of an index in blocks that can be read one by one: a salt of 16 bytes, then
 * blocks of up to 8 KiB of content, AES-256-GCM, with a tag of 16 bytes each. The file's key is
 * derived from the salt; the nonce counts the blocks and marks the last one, so that a file that
 * was changed, mixed or cut is found out when it is read.
 */
final class FileCipher {
  static final int SALT = 16;
  static final int BLOCK = 8 * 1024;
  static final int TAG = 16;
  private static final int NONCE = 12;

  private final SecretKeySpec key;

  FileCipher(byte[] folderKey, byte[] salt) {
    this.key = new SecretKeySpec(Hmac.sha256(folderKey, salt), "AES");
  }

  /** The key that those of a folder's files are derived from. */
  static byte[] folderKey(Secret secret) {
    return Hmac.sha256(
        secret.reveal().getBytes(StandardCharsets.UTF_8),
        "caseroom search".getBytes(StandardCharsets.UTF_8));
  }

  /** How much content a file of this length holds. */
  static long plainLength(String name, long length) throws IOException {
    long blocks = length - SALT;
    long rest = blocks % (BLOCK + TAG);
    if (blocks < 0 || (rest > 0 && rest <= TAG)) {
      throw new CorruptIndexException("The file was cut short", name);
    }
    return blocks / (BLOCK + TAG) * BLOCK + (rest == 0 ? 0 : rest - TAG);
  }

  byte[] encrypt(byte[] block, int length, long number, boolean last) throws IOException {
    try {
      return cipher(Cipher.ENCRYPT_MODE, number, last).doFinal(block, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  byte[] decrypt(byte[] block, long number, boolean last) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, number, last).doFinal(block);
  }

  private Cipher cipher(int mode, long number, boolean last) throws GeneralSecurityException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE).putLong(3, number).put(NONCE - 1, (byte) (last ? 1 : 0)).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    return cipher;
  }
}
