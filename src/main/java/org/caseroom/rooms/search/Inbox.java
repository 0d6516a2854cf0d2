package org.caseroom.rooms.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.caseroom.rooms.Event;

/**
 * Where the log leaves its news for the index, and where searches wait until they are taken in.
 * Events are gathered for a moment, unless somebody searches.
 */
final class Inbox {
  private static final int QUEUE = 4096;
  private static final long GATHER_MS = 250;
  private static final long IDLE_MS = 30_000;

  /** A search waits for the newest events, but not for a whole rebuild. */
  private static final long FRESH_MS = 3_000;

  private static final long FAR_BEHIND = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();

  // Guarded by the lock.
  private final Deque<Event> queue = new ArrayDeque<>();
  private long newest;
  private long applied = -1;
  private boolean asked;
  private boolean closed;

  /** Begins at a position of the log. */
  void begin(long position) {
    lock.lock();
    try {
      newest = Math.max(newest, position);
    } finally {
      lock.unlock();
    }
  }

  /** On the log's own thread: notes the events and returns. */
  void accept(List<Event> events) {
    lock.lock();
    try {
      boolean first = queue.isEmpty();
      for (Event event : events) {
        // What does not fit is read from the log.
        if (queue.size() < QUEUE) {
          queue.add(event);
        }
      }
      newest = events.get(events.size() - 1).position();
      if (first) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The position of the newest event that was told. */
  long newest() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to do, and a little longer for more of it.
   *
   * @param done up to where everything is taken in
   */
  List<Event> take(long done) {
    lock.lock();
    try {
      long idle = TimeUnit.MILLISECONDS.toNanos(IDLE_MS);
      while (!closed && !asked && newest <= done && idle > 0) {
        idle = work.awaitNanos(idle);
      }
      long gather = TimeUnit.MILLISECONDS.toNanos(GATHER_MS);
      while (!closed && !asked && queue.size() < QUEUE && gather > 0) {
        gather = work.awaitNanos(gather);
      }
      asked = false;
      List<Event> events = new ArrayList<>(queue);
      queue.clear();
      return events;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Tells those who wait that everything up to a position is taken in. */
  void progressed(long position) {
    lock.lock();
    try {
      applied = position;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until what was told so far is taken in, for a while. */
  void awaitFresh() {
    long left = TimeUnit.MILLISECONDS.toNanos(FRESH_MS);
    lock.lock();
    try {
      long wanted = newest;
      while (applied < wanted && left > 0 && !closed && !isFarBehind()) {
        asked = true;
        work.signal();
        left = progress.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Whether so much is missing that waiting is no use. */
  private boolean isFarBehind() {
    return applied >= 0 && newest - applied > FAR_BEHIND;
  }

  /** Lets the index look again at once. */
  void wake() {
    lock.lock();
    try {
      asked = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets time pass, less when it is closed. */
  void pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!closed && left > 0) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
