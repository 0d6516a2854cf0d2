package org.caseroom.rooms.search;

import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.lucene.store.IndexOutput;

/** A file of an index on its way to the disk. */
final class EncryptedOutput extends IndexOutput {
  private final IndexOutput file;
  private final FileCipher cipher;
  private final CRC32 checksum = new CRC32();
  private final byte[] block = new byte[FileCipher.BLOCK];
  private int filled;
  private int summed;
  private long blocks;
  private boolean closed;

  EncryptedOutput(IndexOutput file, byte[] salt, FileCipher cipher) throws IOException {
    super("encrypted " + file.getName(), file.getName());
    this.file = file;
    this.cipher = cipher;
    file.writeBytes(salt, salt.length);
  }

  @Override
  public void writeByte(byte b) throws IOException {
    if (filled == block.length) {
      flush(false);
    }
    block[filled++] = b;
  }

  @Override
  public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (filled == block.length) {
        flush(false);
      }
      int count = Math.min(left, block.length - filled);
      System.arraycopy(bytes, at, block, filled, count);
      filled += count;
      at += count;
      left -= count;
    }
  }

  /** A full block is written when more comes: only then is it known not to be the last. */
  private void flush(boolean last) throws IOException {
    sum();
    byte[] encrypted = cipher.encrypt(block, filled, blocks, last);
    file.writeBytes(encrypted, encrypted.length);
    blocks++;
    filled = 0;
    summed = 0;
  }

  private void sum() {
    checksum.update(block, summed, filled - summed);
    summed = filled;
  }

  @Override
  public long getFilePointer() {
    return blocks * block.length + filled;
  }

  @Override
  public long getChecksum() {
    sum();
    return checksum.getValue();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (file) {
        if (filled > 0) {
          flush(true);
        }
      }
    }
  }
}
