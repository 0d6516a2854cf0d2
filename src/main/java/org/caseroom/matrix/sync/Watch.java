package org.caseroom.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.sync.Turn.Reach;

/**
 * What a user has coming: how far the news go that concern them, and their held syncs. It lets a
 * sync that has missed nothing be held without a look at any room.
 */
final class Watch {
  private final List<Waiter<?>> waiting = new ArrayList<>(1);
  private long log;
  private long stream;
  private long typing;
  private long presence;
  private long version;

  /** Begins to watch: of what came before, nothing is known, so it counts as news. */
  Watch(Reach reach) {
    this.log = reach.log();
    this.stream = reach.stream();
    this.typing = reach.typing();
    this.presence = reach.presence();
  }

  /** Changes with each piece of news. */
  synchronized long version() {
    return version;
  }

  /** Whether a client that stands here has missed nothing. */
  synchronized boolean quiet(SyncToken since) {
    return since.log() >= log
        && since.stream() >= stream
        && since.typing() >= typing
        && since.presence() >= presence;
  }

  /**
   * Holds a sync unless news came in between.
   *
   * @param seen the version when the sync found that there was nothing for it
   * @return false when it has to look again
   */
  synchronized boolean hold(Waiter<?> waiter, long seen) {
    if (version != seen || waiter.timeUp) {
      return false;
    }
    waiting.add(waiter);
    return true;
  }

  /** Takes note of news, and gives back whom to wake. */
  synchronized List<Waiter<?>> news(Reach upTo) {
    version++;
    log = Math.max(log, upTo.log());
    stream = Math.max(stream, upTo.stream());
    typing = Math.max(typing, upTo.typing());
    presence = Math.max(presence, upTo.presence());
    return takeAll();
  }

  /** Ends the holding of all. */
  synchronized List<Waiter<?>> takeAll() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Waiter<?>> woken = List.copyOf(waiting);
    waiting.clear();
    return woken;
  }

  /** Ends the holding of a device's. */
  synchronized List<Waiter<?>> take(Caller device) {
    List<Waiter<?>> taken = new ArrayList<>(waiting);
    taken.removeIf(waiter -> !waiter.asking.caller().equals(device));
    waiting.removeAll(taken);
    return taken;
  }

  /** Ends the holding of one whose time is up; false when it is not held at the moment. */
  synchronized boolean timeUp(Waiter<?> waiter) {
    waiter.timeUp = true;
    return waiting.remove(waiter);
  }

  synchronized int held() {
    return waiting.size();
  }
}
