package org.caseroom.ops;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.cases.CaseWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What casework itself does when its time has come, whichever bots there are: the next person of a
 * rota is paged where nobody answers an urgent concern, and who had opened a case without being in
 * its team is taken out of its rooms again. That they read no more is decided at the door.
 */
final class DueWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);
  private static final long EVERY_SECONDS = 5;

  private final CaseWork cases;
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "due-work");
            thread.setDaemon(true);
            return thread;
          });

  private DueWork(CaseWork cases) {
    this.cases = cases;
  }

  /** Starts it: at once for what fell due while the service was down. */
  static DueWork start(CaseWork cases) {
    DueWork work = new DueWork(cases);
    work.background.scheduleWithFixedDelay(work::now, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    return work;
  }

  /** Does what is due by the clock. */
  void now() {
    alone(cases.intake().urgents()::due);
    alone(cases.breakGlass()::tidy);
  }

  /** One that fails keeps nothing else from being done. */
  private static void alone(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("Something that is due could not be done; it is tried again shortly", e);
    }
  }

  @Override
  public void close() {
    background.shutdown();
    try {
      if (!background.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("What is due did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
