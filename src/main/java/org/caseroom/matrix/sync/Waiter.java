package org.caseroom.matrix.sync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A request that is held: no thread, a few hundred bytes. */
final class Waiter<A> {
  final CompletableFuture<A> answer = new CompletableFuture<>();
  final Asking<A> asking;

  /** The clock of the machine, nanoseconds, at which it is answered in any case. */
  final long deadline;

  /** Set, under its watch's lock, once the time is up. */
  boolean timeUp;

  private volatile @Nullable Future<?> alarm;

  Waiter(Asking<A> asking, Duration patience) {
    this.asking = asking;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  long nanosLeft() {
    return deadline - System.nanoTime();
  }

  boolean hasAlarm() {
    return alarm != null;
  }

  void alarm(Future<?> future) {
    alarm = future;
    if (answer.isDone()) {
      future.cancel(false);
    }
  }

  void disarm() {
    Future<?> set = alarm;
    if (set != null) {
      set.cancel(false);
    }
  }
}
