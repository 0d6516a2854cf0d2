package org.caseroom.identity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Buckets by name that hold so many drops and lose one each so often; those that were not used for
 * longest are forgotten first. Not for several threads at once.
 */
final class Buckets {
  private static final int MOST_NAMES = 20_000;

  private final int capacity;
  private final long forgetMs;
  private final Map<String, Level> levels =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Level> eldest) {
          return size() > MOST_NAMES;
        }
      };

  private record Level(double drops, long atMs) {}

  /**
   * Empty buckets.
   *
   * @param capacity how many drops one holds
   * @param forgetMs how long it takes to lose one, milliseconds
   */
  Buckets(int capacity, long forgetMs) {
    this.capacity = capacity;
    this.forgetMs = forgetMs;
  }

  private double drops(String name, long now) {
    Level level = levels.get(name);
    return level == null
        ? 0
        : Math.max(0, level.drops - (double) Math.max(0, now - level.atMs) / forgetMs);
  }

  /** How long to wait until one more fits in, milliseconds; 0 when it does now. */
  long waitMs(String name, long now) {
    double over = drops(name, now) - (capacity - 1);
    return over <= 0 ? 0 : (long) Math.ceil(over * forgetMs);
  }

  /** Puts some in, or takes them out. */
  void add(String name, int drops, long now) {
    levels.put(name, new Level(Math.max(0, drops(name, now) + drops), now));
  }

  /** Empties a bucket. */
  void forget(String name) {
    levels.remove(name);
  }
}
