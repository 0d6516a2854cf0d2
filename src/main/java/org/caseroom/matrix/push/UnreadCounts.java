package org.caseroom.matrix.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Rooms;

/**
 * How many events of a room a user has not read (client-server API, "Receiving notifications"):
 * those for which their push rules notify, since their receipt, since they last sent something
 * themselves, or since they joined.
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

  /**
   * What a user has not dealt with, in all their rooms.
   *
   * @param unread unread events and invitations
   * @param missedCalls how many of the unread events are calls
   */
  record Badge(int unread, int missedCalls) {}

  private record Key(UserId user, RoomId room) {}

  private record Unread(
      EventId id, long position, String thread, boolean highlights, boolean call) {}

  private static final class Tally {
    private long countedTo = -1;
    private final List<Unread> unread = new ArrayList<>(0);
    // Where the user last sent something, by thread: to send is to have read.
    private final Map<String, Long> sent = new HashMap<>(0);
  }

  private final RoomReader reader;
  private final RoomView view;
  private final RoomLog log;
  private final Receipts receipts;
  private final Rulesets rules;
  private final Threads threads;

  // Access-ordered, guarded by itself: the least lately used counts are let go.
  private final LinkedHashMap<Key, Tally> tallies = new LinkedHashMap<>(64, 0.75f, true);

  UnreadCounts(Rooms rooms, Receipts receipts, Rulesets rules) {
    this.reader = rooms.reader();
    this.log = rooms.log();
    this.view = log.view();
    this.receipts = receipts;
    this.rules = rules;
    this.threads = new Threads(reader);
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
      count(user, room, tally, joinedAt, upTo, newest);
      return tally.unread.isEmpty()
          ? new Counts(new Count(0, 0), Map.of())
          : sum(unread(user, room, tally));
    }
  }

  /** What a user has not dealt with in all the rooms that they may read. */
  Badge badge(UserId user) {
    int unread = 0;
    int calls = 0;
    for (RoomId room : view.rooms(user, Membership.JOIN)) {
      for (Unread event : unread(user, room)) {
        unread++;
        calls += event.call() ? 1 : 0;
      }
    }
    for (RoomId room : view.rooms(user, Membership.INVITE)) {
      Optional<Event> invitation = view.state(room, "m.room.member", user.value());
      unread += invitation.filter(event -> asks(user, event)).isPresent() ? 1 : 0;
    }
    return new Badge(unread, calls);
  }

  private boolean asks(UserId user, Event invitation) {
    return rules.of(user).evaluate(invitation, user, view).notifies();
  }

  /** Whether a user has read an event of a room that they are in. */
  boolean isRead(UserId user, Event event) {
    RoomId room = event.room();
    String thread = threads.of(user, event);
    Tally tally = tally(new Key(user, room));
    long sent;
    synchronized (tally) {
      count(user, room, tally);
      sent = tally.sent.getOrDefault(thread, 0L);
    }
    return event.position()
        <= Math.max(
            sent,
            Math.max(receipts.readUpTo(user, room, null), receipts.readUpTo(user, room, thread)));
  }

  private List<Unread> unread(UserId user, RoomId room) {
    if (!reader.mayRead(user, room)) {
      return List.of();
    }
    Tally tally = tally(new Key(user, room));
    synchronized (tally) {
      count(user, room, tally);
      return tally.unread.isEmpty() ? List.of() : List.copyOf(unread(user, room, tally));
    }
  }

  private void count(UserId user, RoomId room, Tally tally) {
    long newest = log.newestPosition(room);
    long joinedAt =
        view.state(room, "m.room.member", user.value()).map(Event::position).orElse(newest);
    count(user, room, tally, joinedAt, newest, newest);
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

  private void count(UserId user, RoomId room, Tally tally, long joinedAt, long upTo, long newest) {
    if (tally.countedTo < 0) {
      tally.countedTo = Math.max(joinedAt, receipts.readUpTo(user, room, null));
    }
    if (tally.countedTo < Math.min(upTo, newest)) {
      PushEvaluator evaluator = rules.of(user);
      for (Event event : reader.timeline(user, room, tally.countedTo, upTo, LOOKED_AT).events()) {
        count(user, event, tally, evaluator);
      }
    }
    tally.countedTo = Math.max(tally.countedTo, upTo);
  }

  private void count(UserId user, Event event, Tally tally, PushEvaluator evaluator) {
    if (event.type().equals("m.room.redaction")) {
      event.redacts().ifPresent(gone -> tally.unread.removeIf(known -> known.id().equals(gone)));
    }
    if (event.sender().equals(user)) {
      if (!event.isState()) {
        tally.sent.put(threads.of(user, event), event.position());
      }
      return;
    }
    PushEvaluator.Outcome outcome = evaluator.evaluate(event, user, view);
    if (outcome.notifies() && event.redactedBy().isEmpty() && tally.unread.size() < MOST) {
      tally.unread.add(
          new Unread(
              event.id(),
              event.position(),
              threads.of(user, event),
              outcome.highlights(),
              event.type().equals("m.call.invite")));
    }
  }

  /** Drops what has been read meanwhile: receipts only move forwards. */
  private List<Unread> unread(UserId user, RoomId room, Tally tally) {
    long everywhere = receipts.readUpTo(user, room, null);
    Map<String, Long> byThread = new HashMap<>(tally.sent);
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
}
