package org.caseroom.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted file in H2's own format: a header of one sector with a salt in it, then the sectors.
 * The last one is stored whole; where content ends within it, as many bytes follow as it has there.
 */
// The caller says where to read and write, so that two may at once, as in H2's own encrypted files.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class SealedFile extends FileBaseDefault {
  /** The size of the header, bytes. */
  static final int HEADER = SectorCipher.SECTOR;

  private static final int SECTOR = SectorCipher.SECTOR;
  private static final byte[] MARK = "H2encrypt\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SALT = 8;

  private final String name;
  private final FileChannel base;
  private final byte[] secret;
  private volatile @Nullable SectorCipher cipher;
  private volatile long size;

  /**
   * Wraps a file. Nothing is read or written yet, since H2 locks the file before it uses it.
   *
   * @param secret what the key is derived from
   */
  SealedFile(String name, FileChannel base, byte[] secret) {
    this.name = name;
    this.base = base;
    this.secret = secret;
  }

  /** How much content a file of this length holds. */
  static long contentSize(long length) {
    long content = Math.max(0, length - HEADER);
    return content % SECTOR == 0 ? content : Math.max(0, content - SECTOR);
  }

  private SectorCipher cipher() throws IOException {
    SectorCipher ready = cipher;
    return ready != null ? ready : open();
  }

  private synchronized SectorCipher open() throws IOException {
    SectorCipher ready = cipher;
    if (ready != null) {
      return ready;
    }
    byte[] salt = new byte[SALT];
    long length = base.size();
    if (length < HEADER) {
      new SecureRandom().nextBytes(salt);
      byte[] header = Arrays.copyOf(MARK, HEADER);
      System.arraycopy(salt, 0, header, MARK.length, SALT);
      writeAll(ByteBuffer.wrap(header), 0);
    } else {
      readAll(ByteBuffer.wrap(salt), MARK.length);
      size = contentSize(length);
    }
    ready = new SectorCipher(secret, salt);
    cipher = ready;
    return ready;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    SectorCipher with = cipher();
    if (into.remaining() == 0) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(into.remaining(), size - position);
    if (position % SECTOR == 0 && count % SECTOR == 0 && into.hasArray()) {
      int start = into.position();
      int limit = into.limit();
      readAll(into.limit(start + count), HEADER + position);
      into.limit(limit);
      with.decrypt(position / SECTOR, into.array(), into.arrayOffset() + start, count);
      return count;
    }
    long from = position / SECTOR * SECTOR;
    byte[] sectors = sectors(from, whole(position + count) - from, with);
    into.put(sectors, (int) (position - from), count);
    return count;
  }

  private static long whole(long end) {
    return (end + SECTOR - 1) / SECTOR * SECTOR;
  }

  private byte[] sectors(long from, long count, SectorCipher with) throws IOException {
    byte[] sectors = new byte[Math.toIntExact(count)];
    readAll(ByteBuffer.wrap(sectors), HEADER + from);
    with.decrypt(from / SECTOR, sectors, 0, sectors.length);
    return sectors;
  }

  @Override
  public int write(ByteBuffer content, long position) throws IOException {
    SectorCipher with = cipher();
    int count = content.remaining();
    long end = position + count;
    long from = position / SECTOR * SECTOR;
    long to = whole(end);
    byte[] sectors = new byte[Math.toIntExact(to - from)];
    if (from < position || end < to) {
      // Sectors that are written in part keep the rest.
      int kept = (int) Math.min(sectors.length, Math.max(0, whole(size) - from));
      System.arraycopy(sectors(from, kept, with), 0, sectors, 0, kept);
    }
    content.get(sectors, (int) (position - from), count);
    with.encrypt(from / SECTOR, sectors, 0, sectors.length);
    writeAll(ByteBuffer.wrap(sectors), HEADER + from);
    long before = size;
    size = Math.max(before, end);
    if (size > before) {
      markEnd(before);
    }
    return count;
  }

  /** Lets the file's length tell where content ends. */
  private void markEnd(long before) throws IOException {
    int rest = (int) (size % SECTOR);
    if (rest > 0) {
      writeAll(ByteBuffer.allocate(rest), HEADER + whole(size));
    } else if (before % SECTOR != 0) {
      base.truncate(HEADER + size);
    }
  }

  private void readAll(ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int count = base.read(into, at);
      if (count < 0) {
        throw new EOFException();
      }
      at += count;
    }
  }

  private void writeAll(ByteBuffer content, long position) throws IOException {
    long at = position;
    while (content.hasRemaining()) {
      at += base.write(content, at);
    }
  }

  @Override
  public long size() throws IOException {
    cipher();
    return size;
  }

  @Override
  protected void implTruncate(long newSize) throws IOException {
    cipher();
    if (newSize < size) {
      base.truncate(HEADER + newSize + (newSize % SECTOR == 0 ? 0 : SECTOR));
      size = newSize;
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    base.force(metaData);
  }

  @Override
  public FileLock tryLock(long position, long count, boolean shared) throws IOException {
    return base.tryLock(position, count, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    base.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
