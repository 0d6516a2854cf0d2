package org.caseroom.cases.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.caseroom.base.Problem;

/**
 * The zip format in one fixed form: entries are stored and not compressed, with one time and no
 * extras, so that names, lengths and checksums fix every byte of it. Any unzip program reads it.
 * Files of up to 4 GB: packs beyond that are refused.
 */
final class PackZip {
  static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final short VERSION = 20;
  private static final short UTF8 = 0x0800;

  /** The first day that zip knows: nothing of a pack depends on when it was written. */
  private static final short DAY = 0x0021;

  private static final long MOST = 0xFFFF_FFFFL;

  private PackZip() {}

  /** Something that can be read as often as needed. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  /**
   * An entry, measured.
   *
   * @param length bytes
   * @param crc its checksum, as zip has it
   */
  record Entry(String name, long length, long crc) {
    byte[] nameBytes() {
      return name.getBytes(StandardCharsets.UTF_8);
    }

    long framed() {
      return LOCAL_BYTES + nameBytes().length + length;
    }
  }

  /** Measures a content. */
  static Entry measure(String name, Content content) throws IOException {
    CRC32 crc = new CRC32();
    long length = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = content.open()) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
        length += read;
      }
    }
    return new Entry(name, length, crc.getValue());
  }

  /** The bytes before an entry's content. */
  static byte[] header(Entry entry) {
    byte[] name = entry.nameBytes();
    byte[] header = new byte[LOCAL_BYTES + name.length];
    ByteBuffer bytes = over(header);
    bytes.putInt(LOCAL);
    common(bytes, entry, name);
    bytes.put(name);
    return header;
  }

  private static void common(ByteBuffer bytes, Entry entry, byte[] name) {
    bytes.putShort(VERSION).putShort(UTF8).putShort((short) 0).putShort((short) 0).putShort(DAY);
    bytes.putInt((int) entry.crc()).putInt((int) entry.length()).putInt((int) entry.length());
    bytes.putShort((short) name.length).putShort((short) 0);
  }

  /** The bytes behind the last entry: the directory of all, and its end. */
  static byte[] directory(List<Entry> entries) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long offset = 0;
    for (Entry entry : entries) {
      byte[] name = entry.nameBytes();
      byte[] line = new byte[CENTRAL_BYTES + name.length];
      ByteBuffer bytes = over(line);
      bytes.putInt(CENTRAL).putShort(VERSION);
      common(bytes, entry, name);
      bytes.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      bytes.putInt((int) offset).put(name);
      all.writeBytes(line);
      offset += entry.framed();
    }
    if (offset + all.size() > MOST) {
      throw Problem.tooLarge(
          "This case has more than 4 GB of files: a pack cannot hold it. Take a backup instead.");
    }
    byte[] last = new byte[END_BYTES];
    ByteBuffer end = over(last);
    end.putInt(END).putShort((short) 0).putShort((short) 0);
    end.putShort((short) entries.size()).putShort((short) entries.size());
    end.putInt(all.size()).putInt((int) offset).putShort((short) 0);
    all.writeBytes(last);
    return all.toByteArray();
  }

  private static ByteBuffer over(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes one entry whole. */
  static void write(OutputStream out, Entry entry, Content content) throws IOException {
    out.write(header(entry));
    long written;
    try (InputStream in = content.open()) {
      written = in.transferTo(out);
    }
    if (written != entry.length()) {
      throw new IOException("The content of " + entry.name() + " changed while it was packed");
    }
  }

  /**
   * Reads the beginning of an entry.
   *
   * @param header at least {@link #LOCAL_BYTES} bytes
   * @return the lengths that it tells: of its name and of its content
   * @throws Problem when this is no entry of a pack
   */
  static long[] lengths(byte[] header) {
    ByteBuffer bytes = over(header);
    if (bytes.getInt(0) != LOCAL) {
      throw Problem.invalidParam("no entry of a pack begins here");
    }
    return new long[] {
      Short.toUnsignedLong(bytes.getShort(26)), Integer.toUnsignedLong(bytes.getInt(18))
    };
  }
}
