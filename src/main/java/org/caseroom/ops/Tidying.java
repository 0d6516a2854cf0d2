package org.caseroom.ops;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.cases.access.BreakGlass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes people out of the rooms of a case once the time is over for which they had opened it. That
 * they read no more is decided at the door, so nothing hangs on this being punctual.
 */
final class Tidying implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);
  private static final long EVERY_SECONDS = 15;

  private final BreakGlass breakGlass;
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tidying");
            thread.setDaemon(true);
            return thread;
          });

  private Tidying(BreakGlass breakGlass) {
    this.breakGlass = breakGlass;
  }

  /** Starts it: at once for what ran out while the service was down. */
  static Tidying start(BreakGlass breakGlass) {
    Tidying tidying = new Tidying(breakGlass);
    tidying.background.scheduleWithFixedDelay(tidying::now, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    return tidying;
  }

  /** Does what is due by the clock. */
  void now() {
    try {
      breakGlass.tidy();
    } catch (RuntimeException e) {
      LOG.error("Somebody could not be taken out of a case; it is tried again shortly", e);
    }
  }

  @Override
  public void close() {
    background.shutdown();
    try {
      if (!background.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("The tidying did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
