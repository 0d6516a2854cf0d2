package org.caseroom.matrix.push;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/**
 * How many events of a room a user has not read (client-server API, "Receiving notifications"):
 * those for which their push rules notify, since their receipt or since they joined.
 *
 * <p>Counted as events come and kept in memory. A count that is not in memory is taken from the
 * newest {@link #LOOKED_AT} events, so that a user who never reads cannot make a sync slow: beyond
 * that it says too little.
 */
public final class UnreadCounts {
  /** The most events of a room that are looked at to begin a count. */
  static final int LOOKED_AT = 200;

  /** The most unread events of a room that are told apart. */
  private static final int MOST = 1000;

  private static final int COUNTS_KEPT = 50_000;

  /**
   * Unread events.
   *
   * @param notifications how many notify
   * @param highlights how many of these stand out
   */
  public record Count(int notifications, int highlights) {}

  /**
   * The unread events of a room.
   *
   * @param main those in no thread
   * @param threads those in threads, by the thread's root
   */
  public record Counts(Count main, Map<String, Count> threads) {
    /** All of them, for clients that know no threads. */
    public Count all() {
      int notifications = main.notifications();
      int highlights = main.highlights();
      for (Count thread : threads.values()) {
        notifications += thread.notifications();
        highlights += thread.highlights();
      }
      return new Count(notifications, highlights);
    }
  }

  private record Key(UserId user, RoomId room) {}

  private record Unread(long position, String thread, boolean highlights) {}

  private static final class Tally {
    private long countedTo = -1;
    private final List<Unread> unread = new ArrayList<>(0);
  }

  private final RoomReader reader;
  private final RoomView view;
  private final Receipts receipts;
  private final Rulesets rules;

  // Access-ordered, guarded by itself: the least lately used counts are let go.
  private final LinkedHashMap<Key, Tally> tallies = new LinkedHashMap<>(64, 0.75f, true);

  UnreadCounts(RoomReader reader, RoomView view, Receipts receipts, Rulesets rules) {
    this.reader = reader;
    this.view = view;
    this.receipts = receipts;
    this.rules = rules;
  }

  /**
   * Counts.
   *
   * @param joinedAt the position of the user's own member event: what came before does not count
   * @param upTo the position up to which to count
   * @param newest the position of the room's newest event
   */
  public Counts of(UserId user, RoomId room, long joinedAt, long upTo, long newest) {
    Tally tally = tally(new Key(user, room));
    synchronized (tally) {
      if (tally.countedTo < 0) {
        tally.countedTo = Math.max(joinedAt, receipts.readUpTo(user, room, null));
      }
      if (tally.countedTo < Math.min(upTo, newest)) {
        count(user, room, tally, upTo);
      }
      tally.countedTo = Math.max(tally.countedTo, upTo);
      return tally.unread.isEmpty()
          ? new Counts(new Count(0, 0), Map.of())
          : sum(unread(user, room, tally));
    }
  }

  private Tally tally(Key key) {
    synchronized (tallies) {
      Tally tally = tallies.computeIfAbsent(key, k -> new Tally());
      if (tallies.size() > COUNTS_KEPT) {
        Iterator<Tally> eldest = tallies.values().iterator();
        eldest.next();
        eldest.remove();
      }
      return tally;
    }
  }

  private void count(UserId user, RoomId room, Tally tally, long upTo) {
    PushEvaluator evaluator = null;
    for (Event event : reader.timeline(user, room, tally.countedTo, upTo, LOOKED_AT).events()) {
      if (event.sender().equals(user)) {
        continue;
      }
      evaluator = evaluator == null ? rules.of(user) : evaluator;
      PushEvaluator.Outcome outcome = evaluator.evaluate(event, user, view);
      if (outcome.notifies() && tally.unread.size() < MOST) {
        tally.unread.add(new Unread(event.position(), thread(event), outcome.highlights()));
      }
    }
  }

  /** Drops what has been read meanwhile: receipts only move forwards. */
  private List<Unread> unread(UserId user, RoomId room, Tally tally) {
    long everywhere = receipts.readUpTo(user, room, null);
    Map<String, Long> byThread = new LinkedHashMap<>();
    for (Receipt receipt : receipts.of(user, room)) {
      String thread = receipt.thread();
      if (thread != null) {
        byThread.merge(thread, receipt.eventPosition(), Math::max);
      }
    }
    tally.unread.removeIf(
        event ->
            event.position() <= everywhere
                || event.position() <= byThread.getOrDefault(event.thread(), 0L));
    return tally.unread;
  }

  private static Counts sum(List<Unread> unread) {
    int notifications = 0;
    int highlights = 0;
    Map<String, Count> threads = new TreeMap<>();
    for (Unread event : unread) {
      int highlight = event.highlights() ? 1 : 0;
      if (event.thread().equals(Receipt.MAIN_THREAD)) {
        notifications++;
        highlights += highlight;
      } else {
        threads.merge(
            event.thread(),
            new Count(1, highlight),
            (a, b) ->
                new Count(a.notifications() + b.notifications(), a.highlights() + b.highlights()));
      }
    }
    return new Counts(new Count(notifications, highlights), threads);
  }

  /** The thread that an event says it belongs to. */
  private static String thread(Event event) {
    var relation = event.content().path("m.relates_to");
    return relation.path("rel_type").asText().equals("m.thread")
            && relation.path("event_id").isTextual()
        ? relation.path("event_id").textValue()
        : Receipt.MAIN_THREAD;
  }
}
