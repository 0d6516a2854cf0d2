package org.caseroom.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes of a stream whose positions run without gaps, so that "what came after this
 * position" is a few array reads. One thread adds; any may read.
 */
final class RecentRing<T> {
  private record Slot<T>(long position, T item) {}

  private final AtomicReferenceArray<@Nullable Slot<T>> slots;
  private volatile long position;

  /**
   * Makes an empty ring.
   *
   * @param capacity how many changes it remembers
   * @param start the position that the stream has already
   */
  RecentRing(int capacity, long start) {
    this.slots = new AtomicReferenceArray<>(capacity);
    this.position = start;
  }

  /** Adds a change; its position becomes visible once it can be read. */
  void add(long at, T item) {
    slots.set((int) (at % slots.length()), new Slot<>(at, item));
    if (at > position) {
      position = at;
    }
  }

  /** The position up to which changes can be read. */
  long position() {
    return position;
  }

  /** The changes after one position and up to another, oldest first; null when some are gone. */
  @Nullable List<T> between(long after, long upTo) {
    long count = upTo - after;
    if (count <= 0) {
      return List.of();
    }
    if (count > slots.length()) {
      return null;
    }
    List<T> found = new ArrayList<>((int) count);
    for (long at = after + 1; at <= upTo; at++) {
      Slot<T> slot = slots.get((int) (at % slots.length()));
      if (slot == null || slot.position() != at) {
        return null;
      }
      found.add(slot.item());
    }
    return found;
  }
}
