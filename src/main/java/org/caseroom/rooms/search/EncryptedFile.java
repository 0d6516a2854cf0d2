package org.caseroom.rooms.search;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.jspecify.annotations.Nullable;

/** An open file of an index: any number of threads read its blocks. */
final class EncryptedFile implements AutoCloseable {
  private final String name;
  private final FileChannel channel;
  private final FileCipher cipher;
  private final Blocks blocks;
  private final long length;

  EncryptedFile(String name, FileChannel channel, byte[] folderKey, Blocks blocks)
      throws IOException {
    this.name = name;
    this.channel = channel;
    this.blocks = blocks;
    this.length = FileCipher.plainLength(name, channel.size());
    this.cipher = new FileCipher(folderKey, read(0, FileCipher.SALT));
  }

  String name() {
    return name;
  }

  /** How much content it holds. */
  long length() {
    return length;
  }

  /** A block of its content. */
  byte[] block(long number) throws IOException {
    Blocks.Place place = new Blocks.Place(this, number);
    byte @Nullable [] kept = blocks.get(place);
    if (kept != null) {
      return kept;
    }
    long start = number * FileCipher.BLOCK;
    int size = (int) Math.min(FileCipher.BLOCK, length - start);
    boolean last = start + size == length;
    byte[] encrypted =
        read(FileCipher.SALT + number * (FileCipher.BLOCK + FileCipher.TAG), size + FileCipher.TAG);
    try {
      byte[] plain = cipher.decrypt(encrypted, number, last);
      blocks.put(place, plain);
      return plain;
    } catch (GeneralSecurityException e) {
      throw new CorruptIndexException("The file is not as it was written", name, e);
    }
  }

  private byte[] read(long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException(name + " was cut short");
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The blocks of a folder's files that were read last, deciphered. */
  static final class Blocks {
    private static final int KEPT = 512;

    private final Map<Place, byte[]> kept =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Place, byte[]> eldest) {
            return size() > KEPT;
          }
        };

    /** Where a block is. Files are equal only to themselves. */
    record Place(EncryptedFile file, long number) {}

    synchronized byte @Nullable [] get(Place place) {
      return kept.get(place);
    }

    synchronized void put(Place place, byte[] block) {
      kept.put(place, block);
    }
  }
}
