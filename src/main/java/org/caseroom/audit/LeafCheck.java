package org.caseroom.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One entry by itself: its text against its hash and against the columns beside it. Looks at the
 * text as it is written: reading a million entries as JSON would take longer than all else.
 *
 * @param row the entry
 * @param hash the hash of its text
 * @param fits whether the text is what the hash was taken of
 * @param columns whether kind and time beside the text are those in it
 */
record LeafCheck(AuditDao.Row row, byte[] hash, boolean fits, boolean columns) {
  private static final int SALTED = ",\"salt\":\"0123456789012345678901\"".length();

  static LeafCheck of(AuditDao.Row row) {
    byte[] hash = MerkleTree.leafHash(row.leaf().getBytes(StandardCharsets.UTF_8));
    return new LeafCheck(row, hash, Arrays.equals(hash, row.leafHash()), columns(row));
  }

  private static boolean columns(AuditDao.Row row) {
    String leaf = row.leaf();
    String end = ",\"kind\":\"" + row.kind() + "\"";
    boolean isAt = leaf.startsWith("{\"at\":" + row.atMs() + ",\"data\":{");
    int last = leaf.length() - 1;
    return isAt
        && leaf.endsWith("}")
        && (ends(leaf, end, last)
            || (leaf.regionMatches(last - SALTED, ",\"salt\":\"", 0, 9)
                && ends(leaf, end, last - SALTED)));
  }

  private static boolean ends(String leaf, String end, int at) {
    return at >= end.length() && leaf.startsWith(end, at - end.length());
  }

  /** Whether the column says that this is an event. */
  boolean isEvent() {
    return row.kind().equals(AuditEntry.Kind.EVENT.word());
  }

  /** Whether the text says that this is an event. */
  boolean saysEvent() {
    return columns ? isEvent() : says(AuditEntry.Kind.EVENT);
  }

  /** Whether the text is of a kind. */
  boolean says(AuditEntry.Kind kind) {
    int last = row.leaf().length() - 1;
    String end = ",\"kind\":\"" + kind.word() + "\"";
    return ends(row.leaf(), end, last) || ends(row.leaf(), end, last - SALTED);
  }

  /** Whether this is the leaf of an event at that position of the log of rooms. */
  boolean isOf(RecordedEvents.Stored event) {
    return row.leaf()
        .equals(
            "{\"at\":"
                + row.atMs()
                + ",\"data\":{\"event_id\":\""
                + event.id()
                + "\",\"position\":"
                + event.position()
                + ",\"room_id\":\""
                + event.room()
                + "\"},\"kind\":\"event\"}");
  }

  /** The facts; null when the text cannot be read. */
  @Nullable ObjectNode data() {
    try {
      JsonNode leaf = Json.parse(row.leaf());
      return leaf.get("data") instanceof ObjectNode data ? data : null;
    } catch (Problem notJson) {
      return null;
    }
  }

  String named() {
    return "entry " + row.seq() + " (" + row.kind() + ")";
  }
}
