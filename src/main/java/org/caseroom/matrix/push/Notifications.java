package org.caseroom.matrix.push;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Rooms;
import org.jspecify.annotations.Nullable;

/**
 * What a user has been notified about (client-server API, "Listing Notifications"), newest first:
 * worked out from the log and the user's rules when it is asked for. It goes back {@link #WINDOW};
 * what has been read stays in it only when it stood out.
 */
final class Notifications {
  /** How far back notifications are listed. */
  static final Duration WINDOW = Duration.ofDays(30);

  /** The most events that are looked at for one page. */
  private static final int LOOKED_AT = 5_000;

  private static final int CHUNK = 50;

  /**
   * One notification.
   *
   * @param read whether the user has read the event
   */
  record Entry(Event event, PushEvaluator.Outcome outcome, boolean read) {}

  /**
   * A page.
   *
   * @param next the position to go on from, null at the end
   */
  record Page(List<Entry> entries, @Nullable Long next) {}

  private final RoomReader reader;
  private final RoomLog log;
  private final RoomView view;
  private final UnreadCounts unread;
  private final Rulesets rules;
  private final InstantSource clock;

  Notifications(Rooms rooms, UnreadCounts unread, Rulesets rules, InstantSource clock) {
    this.reader = rooms.reader();
    this.log = rooms.log();
    this.view = log.view();
    this.unread = unread;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A page of a user's notifications.
   *
   * @param from events up to this position
   * @param limit the most notifications
   * @param highlightsOnly whether to leave out those that do not stand out
   */
  Page page(UserId user, long from, int limit, boolean highlightsOnly) {
    PushEvaluator evaluator = rules.of(user);
    PriorityQueue<Source> sources = sources(user, from);
    List<Entry> entries = new ArrayList<>();
    long oldest = clock.millis() - WINDOW.toMillis();
    int looked = 0;
    for (Source source = sources.poll(); source != null; source = sources.poll()) {
      if (entries.size() == limit || looked >= LOOKED_AT) {
        return new Page(entries, source.position);
      }
      if (source.loaded.isEmpty()) {
        looked += source.load(reader, user);
      } else {
        Event event = source.loaded.removeFirst();
        if (event.originServerTs() < oldest) {
          continue;
        }
        entry(user, event, evaluator, highlightsOnly).ifPresent(entries::add);
      }
      if (source.advance()) {
        sources.add(source);
      }
    }
    return new Page(entries, null);
  }

  private PriorityQueue<Source> sources(UserId user, long from) {
    PriorityQueue<Source> sources =
        new PriorityQueue<>(
            Comparator.comparingLong((Source source) -> source.position).reversed());
    for (RoomId room : view.rooms(user, Membership.JOIN)) {
      Optional<Event> joined = view.state(room, "m.room.member", user.value());
      long newest = Math.min(from, log.newestPosition(room));
      if (joined.isPresent()
          && newest > joined.get().position()
          && reader.rights().mayRead(user, room)) {
        sources.add(new Source(room, newest, joined.get().position()));
      }
    }
    for (RoomId room : view.rooms(user, Membership.INVITE)) {
      view.state(room, "m.room.member", user.value())
          .filter(
              invitation -> invitation.position() <= from && reader.rights().mayRead(user, room))
          .ifPresent(invitation -> sources.add(new Source(room, invitation)));
    }
    return sources;
  }

  private Optional<Entry> entry(
      UserId user, Event event, PushEvaluator evaluator, boolean highlightsOnly) {
    PushEvaluator.Outcome outcome = evaluator.evaluate(event, user, view);
    if (!outcome.notifies()
        || event.redactedBy().isPresent()
        || (highlightsOnly && !outcome.highlights())) {
      return Optional.empty();
    }
    boolean read =
        view.membership(event.room(), user) == Membership.JOIN && unread.isRead(user, event);
    return read && !outcome.highlights()
        ? Optional.empty()
        : Optional.of(new Entry(event, outcome, read));
  }

  /** The events of one room, newest first. */
  private static final class Source {
    private final RoomId room;
    private final long after;
    private final Deque<Event> loaded = new ArrayDeque<>();
    private @Nullable Long next;
    private long position;

    Source(RoomId room, long newest, long after) {
      this.room = room;
      this.after = after;
      this.next = newest;
      this.position = newest;
    }

    Source(RoomId room, Event only) {
      this.room = room;
      this.after = only.position();
      this.position = only.position();
      loaded.add(only);
    }

    int load(RoomReader reader, UserId user) {
      RoomReader.Page page =
          reader.page(user, room, RoomReader.Direction.BACKWARDS, next, after, CHUNK);
      loaded.addAll(page.events());
      next = page.next();
      return CHUNK;
    }

    /** Moves to the next event; says whether there is one. */
    boolean advance() {
      Event first = loaded.peekFirst();
      if (first != null) {
        position = first.position();
      } else if (next != null) {
        position = next;
      }
      return first != null || next != null;
    }
  }
}
