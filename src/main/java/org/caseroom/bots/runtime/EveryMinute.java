package org.caseroom.bots.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.caseroom.base.Problem;

/**
 * What a bot does by the clock that need not be done each second: it looks about once a minute, and
 * what the door refuses it does not try every minute. Used on the bots' one thread.
 */
public final class EveryMinute {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Set<Cause> refused = new HashSet<>();
  private Instant looked = Instant.EPOCH;

  /** Whether it is time to look again, and counts it if so; also when the clock was set back. */
  public boolean comes(Instant now) {
    if (!now.isBefore(looked) && now.isBefore(looked.plus(MINUTE))) {
      return false;
    }
    looked = now;
    return true;
  }

  /**
   * Does something of which the door may say no: in a closed case, say. It is not tried again
   * before the next start.
   */
  public void attempt(Cause cause, Runnable work) {
    if (refused.contains(cause)) {
      return;
    }
    try {
      work.run();
    } catch (Problem problem) {
      // Too much at once says nothing about this: the next minute may have room for it.
      if (!problem.errcode().equals("M_LIMIT_EXCEEDED")) {
        refused.add(cause);
      }
    }
  }
}
