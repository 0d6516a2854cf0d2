package org.caseroom.matrix.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A sync that is held: no thread, a few hundred bytes. */
final class Waiter {
  final CompletableFuture<SyncAnswer> answer = new CompletableFuture<>();

  /** The clock of the machine, nanoseconds, at which it is answered in any case. */
  final long deadline;

  /** What to answer next; moves on while answers turn out to hold no news. */
  volatile SyncRequest request;

  /** Set, under its watch's lock, once the time is up. */
  boolean timeUp;

  private volatile @Nullable Future<?> alarm;

  Waiter(SyncRequest request) {
    this.request = request;
    this.deadline = System.nanoTime() + request.patience().toNanos();
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
