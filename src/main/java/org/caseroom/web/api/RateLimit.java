package org.caseroom.web.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caseroom.base.Problem;

/** So many calls from one address in a span of time: a fixed window for each address. */
final class RateLimit {
  private static final int MOST_ADDRESSES = 10_000;

  private record Window(Instant start, int calls) {}

  private final int most;
  private final Duration span;
  private final InstantSource clock;
  private final Map<String, Window> windows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  RateLimit(int most, Duration span, InstantSource clock) {
    this.most = most;
    this.span = span;
    this.clock = clock;
  }

  /**
   * Counts a call.
   *
   * @throws Problem 429 when there were too many
   */
  synchronized void count(String address) {
    Instant now = clock.instant();
    Window window = windows.get(address);
    // A clock that was set back starts a new window too.
    boolean runs =
        window != null && !now.isBefore(window.start()) && now.isBefore(window.start().plus(span));
    Window next =
        runs && window != null
            ? new Window(window.start(), window.calls() + 1)
            : new Window(now, 1);
    if (next.calls() > most) {
      throw Problem.limitExceeded(
          "There were many referrals from your address. Wait a little, or telephone the hub.",
          Duration.between(now, next.start().plus(span)).toMillis());
    }
    windows.put(address, next);
  }
}
