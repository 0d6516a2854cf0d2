package org.caseroom.rooms;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Who has which membership: the people of a room, or the rooms of a person. One thread changes it,
 * any number read. How many have a membership is known without a look at them, and the set of those
 * who do is kept while it is long and does not change.
 */
// Places in two arrays, kept nowhere but here; and one thread writes.
@SuppressWarnings({"EnumOrdinal", "NonAtomicVolatileUpdate"})
final class Roll<K> {
  private static final int KINDS = Membership.values().length;

  /** A shorter set is made anew each time: that costs less than keeping one for every room. */
  private static final int WORTH_KEEPING = 48;

  private final Map<K, Membership> all = new ConcurrentHashMap<>();
  private final AtomicIntegerArray counts = new AtomicIntegerArray(KINDS);
  private final AtomicReferenceArray<@Nullable Kept<K>> kept = new AtomicReferenceArray<>(KINDS);
  private volatile long version;

  private record Kept<K>(long version, Set<K> keys) {}

  void put(K key, Membership membership) {
    Membership before = all.put(key, membership);
    if (before == membership) {
      return;
    }
    if (before != null) {
      counts.decrementAndGet(before.ordinal());
    }
    counts.incrementAndGet(membership.ordinal());
    // A set that was being made meanwhile carries the version from before, and is not used again.
    version = version + 1;
  }

  @Nullable Membership of(K key) {
    return all.get(key);
  }

  int count(Membership membership) {
    return counts.get(membership.ordinal());
  }

  Set<K> having(Membership membership) {
    int kind = membership.ordinal();
    long now = version;
    Kept<K> known = kept.get(kind);
    if (known != null && known.version() == now) {
      return known.keys();
    }
    int size = count(membership);
    if (size == 0) {
      return Set.of();
    }
    Set<K> found = new HashSet<>(size * 4 / 3 + 1);
    all.forEach(
        (key, has) -> {
          if (has == membership) {
            found.add(key);
          }
        });
    Set<K> keys = Collections.unmodifiableSet(found);
    if (size >= WORTH_KEEPING) {
      kept.set(kind, new Kept<>(now, keys));
    }
    return keys;
  }
}
