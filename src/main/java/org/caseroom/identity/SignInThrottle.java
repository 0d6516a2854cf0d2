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

  /** How long to wait before another try, milliseconds; 0 when it may be tried now. */
  synchronized long waitMs(String name, String address) {
    long now = clock.millis();
    return Math.max(
        pairs.waitMs(name + "\n" + address, now),
        Math.max(names.waitMs(name, now), addresses.waitMs(address, now)));
  }

  /** Counts a failure. */
  synchronized void failed(String name, String address) {
    long now = clock.millis();
    pairs.take(name + "\n" + address, now);
    names.take(name, now);
    addresses.take(address, now);
  }

  /** Forgets the failures of a name from an address. */
  synchronized void succeeded(String name, String address) {
    pairs.levels.remove(name + "\n" + address);
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

    void take(String name, long now) {
      levels.put(name, new Level(failures(name, now) + 1, now));
    }
  }
}
