package org.caseroom.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The keys that signed checkpoints, one after another. Each change is an entry of the log, signed
 * by the old key and by the new one: who trusts one of them can trust them all.
 */
final class KeyChain {
  private final NoteKey.Public trusted;
  private final Findings findings;
  private final List<Change> changes = new ArrayList<>();

  private boolean isLost;

  private record Change(long seq, KeyChange keys) {}

  KeyChain(NoteKey.Public trusted, Findings findings) {
    this.trusted = trusted;
    this.findings = findings;
  }

  /** An entry that changed the key cannot be read: which key was in force when is not known. */
  void lose() {
    isLost = true;
  }

  boolean isLost() {
    return isLost;
  }

  int count() {
    return changes.size() + 1;
  }

  /** Takes an entry that says that the key was changed. */
  void take(LeafCheck leaf) {
    long seq = leaf.row().seq();
    ObjectNode data = leaf.data();
    try {
      if (data == null) {
        throw Problem.invalidParam("it cannot be read");
      }
      KeyChange change = KeyChange.open(data);
      if (!changes.isEmpty() && !newest().toString().equals(change.before().toString())) {
        throw Problem.invalidParam("it does not follow the key before it");
      }
      changes.add(new Change(seq, change));
    } catch (Problem problem) {
      lose();
      findings.entry(
          seq,
          "The change of the key in entry " + seq + " is not good: " + problem.message() + ".",
          "Whoever wrote it had not both keys: do not trust what was signed after it.");
    }
  }

  private NoteKey.Public newest() {
    return changes.get(changes.size() - 1).keys().after();
  }

  /** The key in force when the log had a size. */
  NoteKey.Public at(long size) {
    NoteKey.Public key = changes.isEmpty() ? trusted : changes.get(0).keys().before();
    for (Change change : changes) {
      if (change.seq() < size) {
        key = change.keys().after();
      }
    }
    return key;
  }

  /**
   * Holds the chain against the key that is trusted, and against the places that are kept beside
   * the log.
   */
  void finish(List<Long> places) {
    if (isLost) {
      return;
    }
    if (!changes.isEmpty() && changes.stream().noneMatch(change -> change.keys().has(trusted))) {
      findings.add(
          0,
          "key",
          "The key that this log is verified with is none of its keys.",
          "The log belongs to somebody else, or another key was slipped in.");
    }
    Set<Long> there = new TreeSet<>(places);
    Set<Long> found = new TreeSet<>(changes.stream().map(Change::seq).toList());
    if (!there.equals(found)) {
      @Nullable Long differs =
          java.util.stream.Stream.concat(there.stream(), found.stream())
              .filter(seq -> !(there.contains(seq) && found.contains(seq)))
              .min(Long::compare)
              .orElse(null);
      findings.add(
          differs == null ? 0 : differs,
          "list of keys",
          "The list of where the key was changed does not fit the entries.",
          Findings.CHANGED);
    }
  }
}
