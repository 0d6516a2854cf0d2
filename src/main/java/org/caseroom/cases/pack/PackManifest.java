package org.caseroom.cases.pack;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * What is in a pack ({@code manifest.json}).
 *
 * @param format always {@link #FORMAT}
 * @param reference the case
 * @param child the child's given name
 * @param space the case's space
 * @param rooms each room with its kind and room version
 * @param server the service that it comes from
 * @param exported when, ISO 8601
 * @param by who exported it; the operator where it was the command line
 * @param reason why
 * @param signingKeyId the id of the key that signed the manifest and the newest events
 * @param signingKey that key's public half in base64
 * @param checkpointKey the key of the audit log's checkpoint, {@code name+hash+key}
 * @param files the other files, in the order of the zip
 */
record PackManifest(
    String format,
    String reference,
    String child,
    String space,
    List<Room> rooms,
    String server,
    String exported,
    String by,
    String reason,
    String signingKeyId,
    String signingKey,
    String checkpointKey,
    List<File> files) {
  static final String FORMAT = "caseroom-case-pack/1";

  static final String MANIFEST = "manifest.json";
  static final String SEAL = "seal.json";
  static final String EVENTS = "events.jsonl";
  static final String PROOFS = "proofs.jsonl";
  static final String CHECKPOINT = "checkpoint.txt";
  static final String PEOPLE = "people.json";
  static final String AGENCIES = "agencies.json";
  static final String MEDIA = "media/";

  private static final int LINE_DIGITS = 16;

  /** A room of the case. */
  record Room(String id, String kind, String version) {}

  /**
   * A file.
   *
   * @param about what it is, in words
   * @param sha256 in hexadecimal
   * @param lines of a file of lines, the beginning of each line's SHA-256; null for others
   * @param media of a shared file: {@code owner}, {@code type} and {@code name}; null for others
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record File(
      String name,
      String about,
      long bytes,
      long crc32,
      String sha256,
      @Nullable List<String> lines,
      @Nullable Map<String, String> media) {
    PackZip.Entry entry() {
      return new PackZip.Entry(name, bytes, crc32);
    }
  }

  /** The SHA-256 of a content, in hexadecimal. */
  static String hash(PackZip.Content content) throws IOException {
    try (InputStream in = content.open()) {
      return DigestUtils.sha256Hex(in);
    }
  }

  /** The beginnings of the hashes of lines. */
  static List<String> lineHashes(byte[] content) {
    List<String> hashes = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
      hashes.add(lineHash(line));
    }
    return hashes;
  }

  static String lineHash(String line) {
    return DigestUtils.sha256Hex(line).substring(0, LINE_DIGITS);
  }
}
