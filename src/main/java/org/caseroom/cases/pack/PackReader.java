package org.caseroom.cases.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;

/**
 * A pack that is open. Where each file begins follows from the manifest alone, so that a damaged
 * frame of one file does not hide the others.
 */
final class PackReader implements AutoCloseable {
  private static final long MOST_MANIFEST = 200_000_000;

  private final FileChannel channel;
  private final long size;
  private final byte[] manifestText;
  private final byte[] sealText;
  private final long sealAt;
  private final PackManifest manifest;

  /**
   * Opens a pack.
   *
   * @throws Problem 400 that says why it cannot be read as one; its message is half a sentence that
   *     begins with "The pack"
   */
  PackReader(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      size = channel.size();
      manifestText = first(0, PackManifest.MANIFEST);
      sealAt = (long) PackZip.LOCAL_BYTES + PackManifest.MANIFEST.length() + manifestText.length;
      sealText = first(sealAt, PackManifest.SEAL);
      manifest = parse(manifestText);
    } catch (Problem | IOException e) {
      channel.close();
      throw e;
    }
  }

  private byte[] first(long at, String name) throws IOException {
    long[] lengths = PackZip.lengths(bytes(at, PackZip.LOCAL_BYTES, name));
    if (lengths[0] != name.length() || lengths[1] > MOST_MANIFEST) {
      throw Problem.invalidParam("does not hold " + name + " where it belongs");
    }
    return bytes(at + PackZip.LOCAL_BYTES + name.length(), (int) lengths[1], name);
  }

  private static PackManifest parse(byte[] text) {
    PackManifest manifest;
    try {
      manifest = Json.bind(Json.parse(text), PackManifest.class);
    } catch (Problem notJson) {
      throw Problem.invalidParam("has a manifest that cannot be read");
    }
    boolean complete =
        PackManifest.FORMAT.equals(manifest.format())
            && manifest.files() != null
            && manifest.rooms() != null
            && manifest.checkpointKey() != null
            && manifest.files().stream().allMatch(file -> file != null && file.name() != null);
    if (!complete) {
      throw Problem.invalidParam("is of another form than " + PackManifest.FORMAT);
    }
    return manifest;
  }

  PackManifest manifest() {
    return manifest;
  }

  byte[] manifestText() {
    return manifestText.clone();
  }

  byte[] sealText() {
    return sealText.clone();
  }

  long sealAt() {
    return sealAt;
  }

  /** Its length in bytes. */
  long size() {
    return size;
  }

  /** All entries, with where their frames begin. */
  List<Placed> entries() {
    List<Placed> entries = new ArrayList<>();
    try {
      PackZip.Entry first =
          PackZip.measure(PackManifest.MANIFEST, () -> new ByteArrayInputStream(manifestText));
      PackZip.Entry second =
          PackZip.measure(PackManifest.SEAL, () -> new ByteArrayInputStream(sealText));
      entries.add(new Placed(first, 0));
      entries.add(new Placed(second, first.framed()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    long at = entries.get(1).at() + entries.get(1).entry().framed();
    for (PackManifest.File file : manifest.files()) {
      entries.add(new Placed(file.entry(), at));
      at += file.entry().framed();
    }
    return entries;
  }

  /** An entry and where its frame begins. */
  record Placed(PackZip.Entry entry, long at) {
    long contentAt() {
      return at + PackZip.LOCAL_BYTES + entry.nameBytes().length;
    }
  }

  /** Bytes of the pack; fewer where it ends before. */
  byte[] some(long from, int length) throws IOException {
    int there = (int) Math.max(0, Math.min(length, size - from));
    byte[] bytes = new byte[there];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
      // Goes on until all is read.
    }
    return bytes;
  }

  private byte[] bytes(long from, int length, String name) throws IOException {
    byte[] some = some(from, length);
    if (some.length < length) {
      throw Problem.invalidParam("ends in the middle of " + name);
    }
    return some;
  }

  /** The content of an entry, or what is left of it; the caller closes it. */
  InputStream open(Placed placed) throws IOException {
    InputStream from =
        Channels.newInputStream(channel.position(Math.min(size, placed.contentAt())));
    return new InputStream() {
      private long left = placed.entry().length();

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        int read = left <= 0 ? -1 : from.read(to, offset, (int) Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
      }
    };
  }

  /** A file of the pack by name. */
  Placed require(String name) {
    return entries().stream()
        .filter(placed -> placed.entry().name().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.invalidParam("has no file " + name));
  }

  /** A file's content as text. */
  String text(String name) throws IOException {
    try (InputStream in = open(require(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The lines of a file of lines; an object for each. */
  List<ObjectNode> lines(String name) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : text(name).split("\n")) {
      lines.add(Json.asObject(Json.parse(line)));
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
