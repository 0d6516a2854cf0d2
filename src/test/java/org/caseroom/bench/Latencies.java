package org.caseroom.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times that something took, and their percentiles. Not for several threads. */
final class Latencies {
  private long[] nanos = new long[1_024];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = took;
  }

  int count() {
    return count;
  }

  /** The sum, seconds. */
  double totalSeconds() {
    return Arrays.stream(nanos, 0, count).sum() / 1e9;
  }

  /** The time within which this part of all was done, milliseconds. */
  double percentile(double part) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(part * count) - 1;
    return sorted[Math.max(0, Math.min(count - 1, index))] / 1e6;
  }

  /** The p50, p95 and p99 as text. */
  String text() {
    return String.format(
        Locale.ROOT, "%.1f / %.1f / %.1f ms", percentile(0.50), percentile(0.95), percentile(0.99));
  }
}
