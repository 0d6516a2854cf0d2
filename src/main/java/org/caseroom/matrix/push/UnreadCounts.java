package org.caseroom.matrix.push;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.caseroom.storage.Database;

/**
 * How many events of a room a user has not read (client-server API, "Receiving notifications"):
 * those for which their push rules notify, since their receipt, since they last sent something
 * themselves, or since they joined.
 *
 * <p>Counted as events come and kept in memory. A count that is not in memory goes on from the
 * stored one, if there is any, and looks at every event since: however many there are, it is exact.
 */
public final class UnreadCounts implements AutoCloseable {
  private static final String MEMBER = "m.room.member";

  /** How many events are looked at from memory; a room's latest fit in. */
  private static final int AT_ONCE = 128;

  /** How many are read from the database at once. */
  private static final int A_PAGE = 1_000;

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

  private final RoomReader reader;
  private final RoomView view;
  private final RoomLog log;
  private final Receipts receipts;
  private final Rulesets rules;
  private final Threads threads;

  private final Tallies tallies;

  UnreadCounts(Database database, Rooms rooms, Receipts receipts, Rulesets rules) {
    this.reader = rooms.reader();
    this.log = rooms.log();
    this.view = log.view();
    this.receipts = receipts;
    this.rules = rules;
    this.threads = new Threads(reader);
    this.tallies = new Tallies(database);
  }

  /**
   * Counts.
   *
   * @param joinedAt the position of the user's own member event
   * @param upTo the position up to which to count
   * @param newest the position of the room's newest event
   */
  public Counts of(UserId user, RoomId room, long joinedAt, long upTo, long newest) {
    Tallies.Key key = new Tallies.Key(user, room);
    Tally tally = tallies.of(key);
    synchronized (tally) {
      count(key, tally, joinedAt, upTo, newest);
      dropRead(key, tally);
      return tally.counts();
    }
  }

  /** What a user has not dealt with in all the rooms that they may read. */
  Badge badge(UserId user) {
    int unread = 0;
    int calls = 0;
    for (RoomId room : view.rooms(user, Membership.JOIN)) {
      if (!reader.rights().mayRead(user, room)) {
        continue;
      }
      Tallies.Key key = new Tallies.Key(user, room);
      Tally tally = tallies.of(key);
      synchronized (tally) {
        count(key, tally);
        dropRead(key, tally);
        unread += tally.counts().all().notifications();
        calls += tally.calls();
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
    Tallies.Key key = new Tallies.Key(user, room);
    Tally tally = tallies.of(key);
    long sent;
    synchronized (tally) {
      count(key, tally);
      sent = tally.sent(thread);
    }
    return event.position()
        <= Math.max(
            sent,
            Math.max(receipts.readUpTo(user, room, null), receipts.readUpTo(user, room, thread)));
  }

  private void count(Tallies.Key key, Tally tally) {
    long newest = log.newestPosition(key.room());
    long memberAt =
        view.state(key.room(), MEMBER, key.user().value()).map(Event::position).orElse(newest);
    count(key, tally, memberAt, newest, newest);
  }

  private void count(Tallies.Key key, Tally tally, long memberAt, long upTo, long newest) {
    if (tally.memberAt != memberAt) {
      begin(key, tally, memberAt);
    }
    if (tally.countedTo < Math.min(upTo, newest)) {
      look(key, tally, upTo);
    }
    tally.countedTo = Math.max(tally.countedTo, upTo);
  }

  /** What came before the user's stay does not count: a new name does not begin a new stay. */
  private void begin(Tallies.Key key, Tally tally, long memberAt) {
    long read = receipts.readUpTo(key.user(), key.room(), null);
    long start = Math.max(tally.countedTo, read);
    if (memberAt > start || !tally.isEmpty()) {
      long joined = reader.joinedAt(key.user(), key.room()).orElse(memberAt);
      tally.readUpTo(joined);
      start = Math.max(start, joined);
    }
    tally.countedTo = start;
    tally.memberAt = memberAt;
  }

  /** Looks at all events since, from memory where they are there. */
  private void look(Tallies.Key key, Tally tally, long upTo) {
    PushEvaluator evaluator = rules.of(key.user());
    if (evaluator.passesOverMembers()) {
      Optional<List<Event>> talk = reader.talk(key.user(), key.room(), tally.countedTo, upTo);
      if (talk.isPresent()) {
        look(key, tally, talk.get(), evaluator);
        return;
      }
    }
    RoomReader.Page page = reader.timeline(key.user(), key.room(), tally.countedTo, upTo, AT_ONCE);
    if (page.next() == null) {
      look(key, tally, page.events(), evaluator);
      return;
    }
    Long from = tally.countedTo;
    while (from != null) {
      page = reader.page(key.user(), key.room(), RoomReader.Direction.FORWARDS, from, upTo, A_PAGE);
      look(key, tally, page.events(), evaluator);
      from = page.next();
    }
  }

  private void look(Tallies.Key key, Tally tally, List<Event> events, PushEvaluator evaluator) {
    events.forEach(event -> look(key.user(), event, tally, evaluator));
    tallies.lookedAt(key, tally, events.size());
  }

  private void look(UserId user, Event event, Tally tally, PushEvaluator evaluator) {
    if (event.type().equals("m.room.redaction") && !tally.isEmpty()) {
      event
          .redacts()
          .flatMap(gone -> reader.event(user, event.room(), gone))
          .ifPresent(gone -> tally.drop(gone.position()));
    }
    if (event.sender().equals(user)) {
      if (!event.isState()) {
        tally.sent(threads.of(user, event), event.position());
      }
      return;
    }
    PushEvaluator.Outcome outcome = evaluator.evaluate(event, user, view);
    if (outcome.notifies() && event.redactedBy().isEmpty()) {
      tally.add(
          threads.of(user, event),
          event.position(),
          outcome.highlights(),
          event.type().equals("m.call.invite"));
    }
  }

  /** Drops what has been read meanwhile: receipts only move forwards. */
  private void dropRead(Tallies.Key key, Tally tally) {
    if (tally.isEmpty()) {
      return;
    }
    tally.readUpTo(receipts.readUpTo(key.user(), key.room(), null));
    for (Receipt receipt : receipts.of(key.user(), key.room())) {
      String thread = receipt.thread();
      if (thread != null) {
        tally.readUpTo(thread, receipt.eventPosition());
      }
    }
    tally.readBySending();
  }

  /** Stores what took long to count. */
  @Override
  public void close() {
    tallies.close();
  }
}
