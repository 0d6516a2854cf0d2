package org.caseroom.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/** One run of the verifier: the tree as it grows again from the entries, and what is wrong. */
final class Verification {
  private static final int MOST_FINDINGS = 100;
  private static final String CHANGED = "Somebody changed the log behind the service's back.";
  private static final String CUT = "Somebody took entries out of the log.";
  private static final String EVENTS_CHANGED =
      "Somebody changed the rooms' events behind the service's back.";

  private final NoteKey.Public key;
  private final TreeMap<Long, List<Checkpoint>> checkpoints = new TreeMap<>();
  private final List<AuditReport.Finding> findings = new ArrayList<>();
  private final ArrayDeque<RecordedEvents.Stored> waiting = new ArrayDeque<>();
  private TreeEdge edge = TreeEdge.EMPTY;
  private long eventPosition;
  private long fetchedPosition;
  private long eventCount;
  private long checkpointCount;
  private boolean treeIsGood = true;
  private boolean stopped;

  Verification(NoteKey.Public key) {
    this.key = key;
  }

  long size() {
    return edge.size();
  }

  private void found(long seq, String what, String meaning) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(new AuditReport.Finding(seq, what, meaning));
    }
  }

  /** Takes note of a checkpoint that the tree has to meet; null for a size that is not known. */
  void expect(String note, @Nullable Long size) {
    checkpointCount++;
    try {
      Checkpoint checkpoint = Checkpoint.open(note, key);
      if (size != null && size != checkpoint.size()) {
        throw Problem.invalidParam("It is kept as one of another size.");
      }
      checkpoints.computeIfAbsent(checkpoint.size(), each -> new ArrayList<>()).add(checkpoint);
    } catch (Problem problem) {
      found(
          0,
          "A checkpoint is not good: " + problem.message(),
          "It was changed, or it belongs to another key: nothing can be proved with it.");
    }
  }

  /** Takes the next entries in. */
  void take(List<AuditDao.Row> rows, AuditDao dao, AuditVerifier.EventCursor events) {
    meetCheckpoints();
    for (AuditDao.Row row : rows) {
      if (row.seq() != edge.size()) {
        missingUpTo(row.seq());
        return;
      }
      checkEntry(row, events);
      TreeEdge.Grown grown = edge.add(List.of(row.leafHash()));
      edge = grown.edge();
      grown.tiles().forEach(tile -> checkTile(tile, dao));
      meetCheckpoints();
    }
  }

  /** Entries up to a place are not there: what follows cannot be placed in the tree. */
  void missingUpTo(long seq) {
    String which =
        seq == edge.size() + 1
            ? "Entry " + edge.size() + " is"
            : "The entries " + edge.size() + " to " + (seq - 1) + " are";
    found(edge.size(), which + " missing.", CUT);
    stopped = true;
  }

  /** Whether verifying cannot go on. */
  boolean isStopped() {
    return stopped;
  }

  private void checkEntry(AuditDao.Row row, AuditVerifier.EventCursor events) {
    byte[] hash = MerkleTree.leafHash(row.leaf().getBytes(StandardCharsets.UTF_8));
    if (!Arrays.equals(hash, row.leafHash())) {
      found(row.seq(), "The text of " + named(row) + " does not fit its hash.", CHANGED);
      return;
    }
    JsonNode leaf = parsed(row.leaf());
    if (!(leaf.get("data") instanceof ObjectNode data)) {
      found(row.seq(), "The text of " + named(row) + " is no entry.", CHANGED);
      return;
    }
    if (!leaf.path("kind").asText().equals(row.kind()) || leaf.path("at").asLong() != row.atMs()) {
      found(
          row.seq(),
          "The columns beside the text of " + named(row) + " say another kind or time.",
          CHANGED);
    }
    if (leaf.path("kind").asText().equals(AuditEntry.Kind.EVENT.word())) {
      checkEvent(row, data, events);
    }
  }

  private static JsonNode parsed(String leaf) {
    try {
      return Json.parse(leaf);
    } catch (Problem notJson) {
      return Json.object();
    }
  }

  private static String named(AuditDao.Row row) {
    return "entry " + row.seq() + " (" + row.kind() + ")";
  }

  private void checkEvent(AuditDao.Row row, ObjectNode data, AuditVerifier.EventCursor events) {
    eventCount++;
    long position = data.path("position").asLong();
    String id = data.path("event_id").asText();
    if (position <= eventPosition) {
      found(row.seq(), "The event " + id + " has two leaves.", CHANGED);
      return;
    }
    eventPosition = position;
    Optional<RecordedEvents.Stored> next = next(events);
    while (next.isPresent() && next.get().position() < position) {
      withoutLeaf(row.seq(), next.get());
      waiting.remove();
      next = next(events);
    }
    if (next.isEmpty() || next.get().position() > position) {
      found(row.seq(), "The event " + id + " is not there any more.", EVENTS_CHANGED);
      return;
    }
    RecordedEvents.Stored stored = waiting.remove();
    if (!stored.id().equals(id) || !stored.room().equals(data.path("room_id").asText())) {
      found(
          row.seq(),
          "In the place of the event " + id + " stands " + stored.id() + " in " + stored.room(),
          EVENTS_CHANGED);
    } else if (stored.fault() != null) {
      found(row.seq(), "The event " + id + " " + stored.fault() + ".", EVENTS_CHANGED);
    }
  }

  private void withoutLeaf(long seq, RecordedEvents.Stored event) {
    found(
        seq,
        "The event " + event.id() + " in " + event.room() + " has no leaf in the log.",
        "Somebody slipped an event in behind the service's back.");
  }

  private Optional<RecordedEvents.Stored> next(AuditVerifier.EventCursor events) {
    if (waiting.isEmpty()) {
      waiting.addAll(events.after(fetchedPosition));
      if (!waiting.isEmpty()) {
        fetchedPosition = waiting.getLast().position();
      }
    }
    return Optional.ofNullable(waiting.peek());
  }

  private void checkTile(TreeEdge.Tile tile, AuditDao dao) {
    long leaves = 1L << (8 * tile.level());
    long first = tile.index() * TreeEdge.TILE_WIDTH * leaves;
    Optional<AuditDao.TileRow> stored = dao.tile(tile.level(), tile.index());
    if (stored.isEmpty()) {
      found(first, "A tile over the entries from " + first + " on is missing.", CUT);
      return;
    }
    int differs = Arrays.mismatch(stored.get().hashes(), tile.hashes());
    if (differs >= 0) {
      long seq = first + (differs / MerkleTree.HASH_BYTES) * leaves;
      found(seq, "The hash of entry " + seq + " is not the one in the tree.", CHANGED);
    } else if (!Arrays.equals(stored.get().root(), tile.root())) {
      found(first, "The root of the tile from entry " + first + " on is not its root.", CHANGED);
    }
  }

  private void meetCheckpoints() {
    List<Checkpoint> here = checkpoints.remove(edge.size());
    if (here == null || !treeIsGood) {
      return;
    }
    String root = root();
    if (!here.stream().allMatch(checkpoint -> checkpoint.root().equals(root))) {
      found(
          Math.max(0, edge.size() - 1),
          "The log up to entry " + (edge.size() - 1) + " is not the one of its checkpoint.",
          "The log was rewritten after the checkpoint was signed.");
      treeIsGood = false;
    }
  }

  private String root() {
    return Base64.getEncoder().encodeToString(edge.root());
  }

  void checkHead(AuditDao.Head head) {
    if (head.size() < edge.size()) {
      found(head.size(), "The head stands before entry " + head.size() + ".", CUT);
    } else if (!edge.frontierText().equals(head.frontier())) {
      found(
          Math.max(0, head.size() - 1),
          "The head does not fit the entries up to " + (head.size() - 1) + ".",
          CHANGED);
    }
  }

  /** Looks for what lies beyond the head; true when the log has grown meanwhile. */
  boolean ends(AuditDao dao, AuditVerifier.EventCursor events) {
    Optional<RecordedEvents.Stored> beyond = next(events);
    long entries = dao.newestSeq() + 1;
    long tiles = dao.countTiles();
    AuditDao.Head head = dao.head();
    if (head.size() > edge.size()) {
      return true;
    }
    beyond.ifPresent(event -> withoutLeaf(edge.size(), event));
    if (entries > head.size()) {
      found(head.size(), "There is an entry beyond the head.", CHANGED);
    }
    long expected = 0;
    for (long full = head.size() >> 8; full > 0; full >>= 8) {
      expected += full;
    }
    if (tiles > expected) {
      found(head.size(), "There are tiles beyond the head.", CHANGED);
    }
    return false;
  }

  /** Checkpoints that were never met are of a longer log than this one. */
  void finish() {
    if (stopped) {
      return;
    }
    for (Checkpoint checkpoint :
        checkpoints.tailMap(edge.size(), false).values().stream().flatMap(List::stream).toList()) {
      found(
          edge.size(),
          "The log ends at "
              + edge.size()
              + " entries, and a checkpoint is of "
              + checkpoint.size()
              + ".",
          CUT);
    }
  }

  AuditReport report() {
    List<AuditReport.Finding> sorted = new ArrayList<>(findings);
    sorted.sort(Comparator.comparingLong(AuditReport.Finding::seq));
    return new AuditReport(edge.size(), eventCount, checkpointCount, root(), List.copyOf(sorted));
  }
}
