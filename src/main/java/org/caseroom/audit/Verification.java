package org.caseroom.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run of the verifier: the tree as it grows again from the entries, and what is wrong. */
final class Verification {
  private static final int BITS = 8;

  private final Findings findings = new Findings();
  private final KeyChain keys;
  private final CheckpointMatch checkpoints;
  private final EventMatch events = new EventMatch(findings);

  private TreeEdge edge = TreeEdge.EMPTY;
  private long headSize;
  private @Nullable String frontierAtHead = "";
  private boolean treeIsWhole = true;
  private boolean tailIsKnown = true;
  private boolean stopped;

  Verification(NoteKey.Public key) {
    this.keys = new KeyChain(key, findings);
    this.checkpoints = new CheckpointMatch(findings, keys);
  }

  long size() {
    return edge.size();
  }

  /** Whether verifying cannot go on. */
  boolean isStopped() {
    return stopped;
  }

  /** Takes note of a checkpoint that the tree has to meet; null for a size that is not known. */
  void expect(String note, @Nullable Long size) {
    checkpoints.expect(note, size);
  }

  /** Takes note of where the head stands now. */
  void expectHead(long size) {
    headSize = size;
    frontierAtHead = size == edge.size() ? edge.frontierText() : null;
    checkpoints.at(edge.size(), root());
  }

  /** There is no head: nothing says how long the log is. */
  void lostHead() {
    findings.add(0, "head", "The log's head is missing.", Findings.CHANGED);
    stopped = true;
  }

  /** Takes the next entries in. */
  void take(List<LeafCheck> leaves, AuditDao dao, AuditVerifier.EventCursor cursor) {
    List<byte[]> hashes = new ArrayList<>(leaves.size());
    long stop = nextStop();
    for (LeafCheck leaf : leaves) {
      long place = edge.size() + hashes.size();
      if (leaf.row().seq() != place) {
        grow(hashes, dao);
        missingUpTo(leaf.row().seq());
        return;
      }
      checkEntry(leaf, cursor);
      hashes.add(leaf.fits() ? leaf.row().leafHash() : inTree(leaf, dao));
      if (place + 1 == stop) {
        grow(hashes, dao);
        stop = nextStop();
      }
    }
    grow(hashes, dao);
  }

  /** Where the tree has to be looked at next. */
  private long nextStop() {
    long checkpoint = checkpoints.nextAfter(edge.size()).orElse(Long.MAX_VALUE);
    return headSize > edge.size() ? Math.min(headSize, checkpoint) : checkpoint;
  }

  private void grow(List<byte[]> hashes, AuditDao dao) {
    if (hashes.isEmpty()) {
      return;
    }
    TreeEdge.Grown grown = edge.add(hashes);
    hashes.clear();
    edge = grown.edge();
    grown.tiles().forEach(tile -> checkTile(tile, dao));
    checkpoints.at(edge.size(), root());
    if (edge.size() == headSize) {
      frontierAtHead = edge.frontierText();
    }
  }

  /** Entries up to a place are not there: what follows cannot be placed in the tree. */
  void missingUpTo(long seq) {
    String which =
        seq == edge.size() + 1
            ? "Entry " + edge.size() + " is"
            : "The entries " + edge.size() + " to " + (seq - 1) + " are";
    findings.entry(edge.size(), which + " missing.", Findings.CUT);
    stopped = true;
  }

  private void checkEntry(LeafCheck leaf, AuditVerifier.EventCursor cursor) {
    long seq = leaf.row().seq();
    if (!leaf.fits()) {
      findings.entry(
          seq, "The text of " + leaf.named() + " does not fit its hash.", Findings.CHANGED);
      if (leaf.isEvent()) {
        events.skip(leaf, cursor);
      } else if (leaf.row().kind().equals(AuditEntry.Kind.KEY.word())) {
        keys.lose();
      }
      return;
    }
    if (!leaf.columns()) {
      findings.entry(
          seq,
          "The columns beside the text of " + leaf.named() + " say another kind or time.",
          Findings.CHANGED);
    }
    if (leaf.saysEvent()) {
      events.take(leaf, cursor);
    } else if (leaf.says(AuditEntry.Kind.KEY)) {
      keys.take(leaf);
    }
  }

  /**
   * Text and hash of an entry differ: which of the two was in the tree? Where its tile tells, the
   * rest of the tree can still be judged.
   */
  private byte[] inTree(LeafCheck leaf, AuditDao dao) {
    long seq = leaf.row().seq();
    byte[] told = leaf.row().leafHash();
    byte[] computed = leaf.hash();
    Optional<byte[]> tile = dao.tile(0, seq / TreeEdge.TILE_WIDTH).map(AuditDao.TileRow::hashes);
    int at = (int) (seq % TreeEdge.TILE_WIDTH) * MerkleTree.HASH_BYTES;
    Predicate<byte[]> isThere =
        hash ->
            tile.filter(hashes -> hashes.length >= at + MerkleTree.HASH_BYTES)
                .filter(
                    hashes ->
                        Arrays.equals(
                            hash, Arrays.copyOfRange(hashes, at, at + MerkleTree.HASH_BYTES)))
                .isPresent();
    if (isThere.test(computed)) {
      return computed;
    }
    if (!isThere.test(told)) {
      tailIsKnown = false;
    }
    return told.length == MerkleTree.HASH_BYTES ? told : computed;
  }

  private void checkTile(TreeEdge.Tile tile, AuditDao dao) {
    long leaves = 1L << (BITS * tile.level());
    long first = tile.index() * TreeEdge.TILE_WIDTH * leaves;
    String name = "tile " + tile.level() + "/" + tile.index();
    AuditDao.TileRow stored = dao.tile(tile.level(), tile.index()).orElse(null);
    if (stored == null) {
      findings.add(
          first,
          name,
          "A tile over the entries from " + first + " on is missing.",
          "Somebody took a part of the tree away.");
      return;
    }
    int differs = Arrays.mismatch(stored.hashes(), tile.hashes());
    if (differs < 0 && Arrays.equals(stored.root(), tile.root())) {
      return;
    }
    if (differs >= 0 && stored.fitsItsRoot()) {
      if (tailIsKnown) {
        long seq = first + (differs / MerkleTree.HASH_BYTES) * leaves;
        findings.entry(
            seq, "The hash of entry " + seq + " is not the one in the tree.", Findings.CHANGED);
        treeIsWhole = false;
      }
      return;
    }
    findings.add(
        first,
        name,
        "The tile over the entries from " + first + " on is not theirs any more.",
        "Somebody changed a part of the tree; the entries below it may still be whole.");
  }

  private String root() {
    return Base64.getEncoder().encodeToString(edge.root());
  }

  /** Fewer entries are there than the head says: is it the head that is wrong? */
  void endsEarly(AuditDao.Head head) {
    if (tailIsKnown && edge.frontierText().equals(head.frontier())) {
      headIsWrong(head);
      stopped = true;
    } else {
      missingUpTo(head.size());
    }
  }

  private void headIsWrong(AuditDao.Head head) {
    findings.add(
        Math.min(edge.size(), Math.max(0, head.size() - 1)),
        "head",
        "The head says that the log has "
            + head.size()
            + " entries, and it has "
            + edge.size()
            + ".",
        Findings.CHANGED);
  }

  /**
   * Judges the head when the whole log was taken in.
   *
   * @param entries how many there are
   */
  void checkHead(AuditDao.Head head, long entries) {
    String there = head.frontier();
    if (entries > head.size()) {
      if (there.equals(edge.frontierText())) {
        headIsWrong(head);
      } else {
        findings.entry(head.size(), "There is an entry beyond the head.", Findings.CHANGED);
      }
    } else if (tailIsKnown && !there.equals(frontierAtHead)) {
      findings.add(
          Math.max(0, head.size() - 1),
          "head",
          "The head does not fit the entries up to " + (head.size() - 1) + ".",
          Findings.CHANGED);
    }
  }

  /** Events that have no leaf: those behind the last one that has. */
  void beyond(AuditVerifier.EventCursor cursor) {
    events.beyond(cursor).ifPresent(event -> events.withoutLeaf(edge.size(), event));
  }

  void checkTiles(long count) {
    long expected = 0;
    for (long full = edge.size() >> BITS; full > 0; full >>= BITS) {
      expected += full;
    }
    if (count > expected) {
      findings.add(edge.size(), "tiles", "There are tiles beyond the log's end.", Findings.CHANGED);
    }
  }

  /** Judges what can be judged at the end only. */
  void finish(List<Long> keyPlaces) {
    if (!stopped) {
      events.finish();
      keys.finish(keyPlaces);
      checkpoints.finish(edge.size(), treeIsWhole && tailIsKnown);
    }
  }

  AuditReport report() {
    return new AuditReport(
        edge.size(), events.count(), checkpoints.count(), keys.count(), root(), findings.inOrder());
  }
}
