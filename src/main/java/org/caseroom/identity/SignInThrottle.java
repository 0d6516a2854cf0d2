package org.caseroom.identity;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many wrong passwords are let pass: few for one name from one address, more for one name, and
 * more again for one address (a whole hub may sit behind it). Only failures count, so that whoever
 * knows the password is not kept out for long by others' guesses.
 */
final class SignInThrottle {
  private static final int MOST_KEYS = 20_000;

  private final InstantSource clock;
  private final Buckets pairs = new Buckets(6, 60_000);
  private final Buckets names = new Buckets(60, 60_000);
  private final Buckets addresses = new Buckets(120, 10_000);

  SignInThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Asks for a try. It counts as a failure until {@link #succeeded} takes it back, so that many
   * tries at once cannot all pass before the first has failed.
   *
   * @return how long to wait before another one, milliseconds; 0 when it may be made now
   */
  synchronized long take(String name, String address) {
    long now = clock.millis();
    String pair = name + "\n" + address;
    long wait =
        Math.max(
            pairs.waitMs(pair, now),
            Math.max(names.waitMs(name, now), addresses.waitMs(address, now)));
    if (wait == 0) {
      pairs.add(pair, 1, now);
      names.add(name, 1, now);
      addresses.add(address, 1, now);
    }
    return wait;
  }

  /** Forgets the failures of a name from an address, and takes a try back. */
  synchronized void succeeded(String name, String address) {
    long now = clock.millis();
    pairs.levels.remove(name + "\n" + address);
    names.add(name, -1, now);
    addresses.add(address, -1, now);
  }

  /** Buckets that hold so many failures and forget one each so often. */
  private static final class Buckets {
    private final int capacity;
    private final long forgetMs;
    private final Map<String, Level> levels =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Level> eldest) {
            return size() > MOST_KEYS;
          }
        };

    private record Level(double failures, long atMs) {}

    Buckets(int capacity, long forgetMs) {
      this.capacity = capacity;
      this.forgetMs = forgetMs;
    }

    private double failures(String name, long now) {
      Level level = levels.get(name);
      return level == null
          ? 0
          : Math.max(0, level.failures - (double) Math.max(0, now - level.atMs) / forgetMs);
    }

    long waitMs(String name, long now) {
      double over = failures(name, now) - (capacity - 1);
      return over <= 0 ? 0 : (long) Math.ceil(over * forgetMs);
    }

    void add(String name, int failures, long now) {
      levels.put(name, new Level(Math.max(0, failures(name, now) + failures), now));
    }
  }
}
