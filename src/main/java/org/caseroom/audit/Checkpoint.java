package org.caseroom.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;

/**
 * What the log was at one moment (C2SP tlog-checkpoint): its size and root, which fix every entry
 * before. Signed it is a note (C2SP signed-note) that anyone can keep; a log that later rewrites
 * its past no longer fits it.
 *
 * @param origin which log: {@code caseroom.<server name>}
 * @param size the number of leaves
 * @param root the root hash in base64
 */
public record Checkpoint(String origin, long size, String root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

  static Checkpoint of(String origin, TreeEdge edge) {
    return new Checkpoint(origin, edge.size(), Base64.getEncoder().encodeToString(edge.root()));
  }

  /** The root's bytes. */
  public byte[] rootHash() {
    return Base64.getDecoder().decode(root);
  }

  private String body() {
    return origin + "\n" + size + "\n" + root + "\n";
  }

  /** The signed note. */
  String sign(NoteKey key) {
    return body() + "\n" + key.signatureLine(body().getBytes(StandardCharsets.UTF_8));
  }

  /** The size that a note tells, signed or not. */
  static Optional<Long> sizeOf(String note) {
    String[] lines = note.split("\n", 3);
    return lines.length > 1 && SIZE.matcher(lines[1]).matches()
        ? Optional.of(Long.parseLong(lines[1]))
        : Optional.empty();
  }

  /**
   * Opens a signed note.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is no checkpoint, or not signed with this key
   */
  public static Checkpoint open(String note, NoteKey.Public key) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) {
      throw Problem.invalidParam("This is not a signed checkpoint: it has no signature part.");
    }
    String body = note.substring(0, end + 1);
    byte[] signed = body.getBytes(StandardCharsets.UTF_8);
    if (note.substring(end + 2).lines().noneMatch(line -> key.signed(line, signed))) {
      throw Problem.invalidParam(
          "The checkpoint is not signed with the key of '" + key.name() + "', or was changed.");
    }
    return parse(body, key.name());
  }

  private static Checkpoint parse(String body, String origin) {
    String[] lines = body.split("\n", -1);
    try {
      if (lines.length >= 4
          && lines[0].equals(origin)
          && SIZE.matcher(lines[1]).matches()
          && Base64.getDecoder().decode(lines[2]).length == MerkleTree.HASH_BYTES) {
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), lines[2]);
      }
    } catch (IllegalArgumentException notBase64) {
      // falls through to the one answer
    }
    throw Problem.invalidParam("This is not a checkpoint of '" + origin + "'.");
  }
}
