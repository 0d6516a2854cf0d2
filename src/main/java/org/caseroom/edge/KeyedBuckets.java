package org.caseroom.edge;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A bucket for each key, made when it is first needed and let go of once it is full again. There
 * are never more than a fixed number: beyond it, keys that are new share one bucket.
 */
final class KeyedBuckets<K> {
  private final RateLimitSettings.Rate rate;
  private final TimeMeter time;
  private final int most;
  private final ConcurrentMap<K, Bucket> buckets = new ConcurrentHashMap<>();
  private final Bucket shared;

  KeyedBuckets(RateLimitSettings.Rate rate, TimeMeter time, int most) {
    this.rate = rate;
    this.time = time;
    this.most = most;
    this.shared = full();
  }

  private Bucket full() {
    Duration each = Duration.ofNanos(Math.max(1, Math.round(1e9 / rate.perSecond())));
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(1, each))
        .withCustomTimePrecision(time)
        .build();
  }

  /**
   * Takes one out.
   *
   * @return 0 when there was one, else how long until there is, nanoseconds
   */
  long take(K key) {
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      bucket = buckets.size() < most ? buckets.computeIfAbsent(key, any -> full()) : shared;
    }
    return bucket.tryConsume(1) ? 0 : waitFor(bucket);
  }

  /** How long until there is one to take, nanoseconds; takes none. */
  long look(K key) {
    Bucket bucket = buckets.get(key);
    return bucket == null || bucket.getAvailableTokens() > 0 ? 0 : waitFor(bucket);
  }

  private static long waitFor(Bucket bucket) {
    return Math.max(1, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
  }

  /** Lets go of the buckets that are full: they are made anew when they are needed. */
  void sweep() {
    buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= rate.burst());
  }

  int size() {
    return buckets.size();
  }
}
