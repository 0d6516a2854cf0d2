package org.caseroom.matrix.push;

import java.util.ArrayDeque;
import java.util.Deque;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to one pusher's gateway: events in order, one at a time. Used by the
 * delivery's one thread only.
 */
final class Line {
  /** The most events that wait in memory; what comes then is read from the log later. */
  static final int MOST_WAITING = 500;

  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 3_600_000;

  /** An event of which the gateway is to be told. */
  record Due(Event event, PushEvaluator.Outcome outcome) {}

  private final Deque<Due> waiting = new ArrayDeque<>();
  private Pusher pusher;
  private boolean behind = true;
  private boolean sending;
  private boolean badgeDue;
  private UnreadCounts.@Nullable Badge badge;
  private long seen;
  private long saved;
  private int failures;
  private long retryAt;

  Line(Pusher pusher) {
    this.pusher = pusher;
    this.seen = pusher.delivered();
    this.saved = pusher.delivered();
  }

  Pusher pusher() {
    return pusher;
  }

  /** Takes what the client set anew; a gateway that failed is tried again. */
  void replace(Pusher newer) {
    pusher = newer;
    failures = 0;
    retryAt = 0;
  }

  /** Whether it has to look for events in the log before it can follow. */
  boolean isBehind() {
    return behind;
  }

  /** The position up to which events have been looked at. */
  long seen() {
    return seen;
  }

  /** Whether it wants an event at this position, as it comes. */
  boolean follows(long position) {
    return !behind && position > seen;
  }

  /** Puts an event at the end; says no when too many wait already. */
  boolean offer(Due due) {
    if (waiting.size() >= MOST_WAITING) {
      behind = true;
      return false;
    }
    waiting.add(due);
    seen = due.event().position();
    return true;
  }

  /** Takes what was found in the log up to a position. */
  void caughtUp(Missed.Found found) {
    waiting.addAll(found.due());
    seen = Math.max(seen, found.upTo());
    behind = found.more();
  }

  /** Falls behind: events went by unseen. */
  void fallBehind() {
    behind = true;
  }

  void wantBadge() {
    badgeDue = true;
  }

  /** Whether there is something to do, now or later. */
  boolean isActive() {
    return behind || !waiting.isEmpty() || badgeDue;
  }

  /** Whether something may be sent at this time. */
  boolean isFree(long nowMs) {
    return !sending && nowMs >= retryAt;
  }

  /** The next event, null when none waits. */
  @Nullable Due next() {
    return waiting.peekFirst();
  }

  boolean isBadgeDue() {
    return badgeDue;
  }

  /** The gateway knows the count already. */
  void skipBadge() {
    badgeDue = false;
  }

  /** Whether the gateway has been told of this count already. */
  boolean knows(UnreadCounts.Badge count) {
    return count.equals(badge);
  }

  /** What is being sent tells the count as it is now. */
  void sending() {
    sending = true;
    badgeDue = false;
  }

  /** The gateway took it, with this count. */
  void taken(UnreadCounts.Badge count) {
    sending = false;
    failures = 0;
    badge = count;
  }

  /** The gateway did not take it: the next try waits twice as long as the last one did. */
  void failed(long nowMs) {
    sending = false;
    badgeDue = true;
    retryAt = nowMs + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures, 20));
    failures++;
  }

  /** The first event has been dealt with. */
  void done() {
    waiting.pollFirst();
  }

  /**
   * The position that has been reached and is not stored yet, 0 for none.
   *
   * @param upTo the position up to which everybody who follows has looked
   */
  long unsaved(long upTo) {
    Due first = waiting.peekFirst();
    long reached;
    if (first != null) {
      reached = first.event().position() - 1;
    } else {
      reached = behind ? seen : Math.max(seen, upTo);
    }
    return reached > saved ? reached : 0;
  }

  void saved(long position) {
    saved = Math.max(saved, position);
  }
}
