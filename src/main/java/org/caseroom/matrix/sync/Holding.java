package org.caseroom.matrix.sync;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.RoomView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests, and holds those that have nothing to tell yet. A held one costs no thread: a
 * small pool looks again on behalf of those that are woken.
 */
final class Holding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Holding.class);
  private static final int LEAST_BUILDERS = 2;

  /** How long a device's own event keeps behind the answer to the request that sent it. */
  private static final long ECHO_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final Watches watches;
  private final Map<Caller, Long> lastSent = new ConcurrentHashMap<>();
  private final ExecutorService builders;
  private final ScheduledThreadPoolExecutor alarms;

  private volatile boolean closing;

  Holding(RoomView view, SyncServices.Passing passing, News news) {
    this.watches = new Watches(view, passing.typing(), passing.presence(), news, this::wake);
    this.builders =
        Executors.newFixedThreadPool(
            Math.max(LEAST_BUILDERS, Runtime.getRuntime().availableProcessors()),
            threads("sync-build"));
    this.alarms = new ScheduledThreadPoolExecutor(1, threads("sync-alarm"));
    this.alarms.setRemoveOnCancelPolicy(true);
  }

  static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Whom news concern. */
  Watches watches() {
    return watches;
  }

  /** Does something each second as long as it is open. */
  void eachSecond(Runnable task) {
    alarms.scheduleWithFixedDelay(task, 1, 1, TimeUnit.SECONDS);
  }

  /** Takes note that a device has sent something itself. */
  void sent(Caller device) {
    lastSent.put(device, System.nanoTime());
  }

  <A> CompletableFuture<A> answer(Asking<A> asking, Duration patience) {
    Waiter<A> waiter = new Waiter<>(asking, patience);
    waiter.answer.whenComplete((answer, error) -> letGo(waiter));
    attempt(waiter);
    return waiter.answer;
  }

  /** Looks again, on a thread of the pool. */
  private void wake(Waiter<?> waiter) {
    try {
      builders.execute(() -> attempt(waiter));
    } catch (RejectedExecutionException stopping) {
      attempt(waiter);
    }
  }

  /** Answers, or holds; looks again while news come in between. */
  private <A> void attempt(Waiter<A> waiter) {
    Asking<A> asking = waiter.asking;
    try {
      Watch watch = watches.of(asking.caller().user());
      while (!waiter.answer.isDone()) {
        long version = watch.version();
        SyncToken stands = asking.stands();
        boolean waits = asking.waits() && waiter.nanosLeft() > 0 && !closing;
        if (stands == null || !waits || !watch.quiet(stands)) {
          A answer = asking.look(!waits);
          if (answer != null) {
            complete(waiter, answer);
            return;
          }
        }
        if (watch.hold(waiter, version)) {
          arm(waiter, watch);
          if (!closing || !watch.timeUp(waiter)) {
            return;
          }
        }
      }
    } catch (RuntimeException e) {
      waiter.answer.completeExceptionally(e);
    }
  }

  /**
   * Answers, a moment later where the device has just sent something itself. Its sync may overtake
   * the answer to its request otherwise, and matrix-js-sdk sends a message in a thread again when
   * that happens.
   */
  private <A> void complete(Waiter<A> waiter, A answer) {
    Long sent = lastSent.get(waiter.asking.caller());
    long wait = sent == null ? 0 : sent + ECHO_NANOS - System.nanoTime();
    if (wait > 0 && !closing) {
      try {
        alarms.schedule(() -> waiter.answer.complete(answer), wait, TimeUnit.NANOSECONDS);
        return;
      } catch (RejectedExecutionException stopping) {
        LOG.debug("Built just as the service stops: answered at once", stopping);
      }
    }
    waiter.answer.complete(answer);
  }

  private void arm(Waiter<?> waiter, Watch watch) {
    if (waiter.hasAlarm() || closing) {
      return;
    }
    try {
      waiter.alarm(
          alarms.schedule(
              () -> {
                if (watch.timeUp(waiter)) {
                  wake(waiter);
                }
              },
              Math.max(0, waiter.nanosLeft()),
              TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException stopping) {
      LOG.debug("Held just as the service stops: answered at once", stopping);
    }
  }

  private void letGo(Waiter<?> waiter) {
    waiter.disarm();
    if (waiter.answer.isCancelled()) {
      watches.of(waiter.asking.caller().user()).timeUp(waiter);
    }
  }

  /** Answers what is held, and stops. */
  @Override
  public void close() {
    closing = true;
    alarms.shutdownNow();
    watches.wakeAll();
    builders.shutdown();
    try {
      if (!builders.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("Some held syncs were not answered before the stop.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
