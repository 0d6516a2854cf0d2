package org.caseroom.rooms.search;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.lucene.store.BufferedIndexInput;

/** A file of an index, read: clones and slices share the file. */
final class EncryptedInput extends BufferedIndexInput {
  private static final int BUFFER = 1024;

  private final EncryptedFile file;
  private boolean isClone;

  EncryptedInput(EncryptedFile file) {
    super("encrypted " + file.name(), BUFFER);
    this.file = file;
  }

  @Override
  protected void readInternal(ByteBuffer into) throws IOException {
    long at = getFilePointer();
    if (at + into.remaining() > length()) {
      throw new EOFException("Read past the end of " + file.name());
    }
    while (into.hasRemaining()) {
      byte[] block = file.block(at / FileCipher.BLOCK);
      int offset = (int) (at % FileCipher.BLOCK);
      int count = Math.min(into.remaining(), block.length - offset);
      into.put(block, offset, count);
      at += count;
    }
  }

  @Override
  protected void seekInternal(long position) throws IOException {
    if (position > length()) {
      throw new EOFException("Read past the end of " + file.name());
    }
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public EncryptedInput clone() {
    EncryptedInput clone = (EncryptedInput) super.clone();
    clone.isClone = true;
    return clone;
  }

  @Override
  public void close() throws IOException {
    if (!isClone) {
      file.close();
    }
  }
}
