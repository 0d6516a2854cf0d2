package org.caseroom.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints that the tree has to meet, and the keys that signed them. They are judged at the
 * end, when the tree at each size and the chain of keys are known.
 */
final class CheckpointMatch {
  private final Findings findings;
  private final KeyChain keys;
  private final List<Held> held = new ArrayList<>();
  private final Map<Long, String> roots = new HashMap<>();
  private final TreeSet<Long> sizes = new TreeSet<>();

  private record Held(String note, @Nullable Long keptAs, @Nullable Long size) {}

  CheckpointMatch(Findings findings, KeyChain keys) {
    this.findings = findings;
    this.keys = keys;
  }

  int count() {
    return held.size();
  }

  /** Takes note of one; null for a size that is not known beside it. */
  void expect(String note, @Nullable Long keptAs) {
    Long size = Checkpoint.sizeOf(note).orElse(null);
    held.add(new Held(note, keptAs, size));
    if (size != null) {
      sizes.add(size);
    }
  }

  /** The next size behind one at which the tree's root is asked for. */
  Optional<Long> nextAfter(long size) {
    return Optional.ofNullable(sizes.higher(size));
  }

  void at(long size, String root) {
    if (sizes.contains(size)) {
      roots.put(size, root);
    }
  }

  /**
   * Judges them.
   *
   * @param size the size of the log
   * @param treeIsWhole whether no entry was found wrong: else roots that differ say no more
   */
  void finish(long size, boolean treeIsWhole) {
    boolean rewritten = false;
    for (Held each : held) {
      Checkpoint checkpoint = opened(each);
      if (checkpoint == null) {
        continue;
      }
      String root = roots.get(checkpoint.size());
      if (checkpoint.size() > size) {
        findings.entry(
            size,
            "The log ends at "
                + size
                + " entries, and a checkpoint is of "
                + checkpoint.size()
                + ".",
            Findings.CUT);
      } else if (treeIsWhole && !rewritten && !checkpoint.root().equals(root)) {
        long last = Math.max(0, checkpoint.size() - 1);
        findings.entry(
            last,
            "The log up to entry " + last + " is not the one of its checkpoint.",
            "The log was rewritten after the checkpoint was signed.");
        rewritten = true;
      }
    }
  }

  private @Nullable Checkpoint opened(Held each) {
    try {
      long size = each.size() == null ? 0 : each.size();
      Checkpoint checkpoint = Checkpoint.open(each.note(), keys.at(size));
      if (each.keptAs() != null && each.keptAs() != checkpoint.size()) {
        throw Problem.invalidParam("It is kept as one of another size.");
      }
      return checkpoint;
    } catch (Problem problem) {
      if (keys.isLost()) {
        return null;
      }
      findings.add(
          0,
          "checkpoint" + (each.keptAs() == null ? "" : " of " + each.keptAs()),
          "A checkpoint is not good: " + problem.message(),
          "It was changed, or it belongs to another key: nothing can be proved with it.");
      return null;
    }
  }
}
