package org.caseroom.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Reading for a person: to fetch is to check. Every method applies membership, history visibility
 * and {@link RoomPolicy#mayRead}; what a reader may not see is as if it were not there. That
 * somebody read a room goes to the audit log. Recent events come from memory, older ones from the
 * database.
 */
public final class RoomReader {
  /** Which way a page goes. */
  public enum Direction {
    BACKWARDS,
    FORWARDS
  }

  /**
   * A page of a timeline.
   *
   * @param events what the reader may see, in the direction asked
   * @param next the position to go on from, null at the end
   */
  public record Page(List<Event> events, @Nullable Long next) {}

  /** From how many members on a room is large. */
  private static final int LARGE = 200;

  private final Database database;
  private final AuditLog audit;
  private final LiveRooms rooms;
  private final Members members;
  private final Talks talks;
  private final RoomView view;
  private final RoomPolicy policy;
  private final ReadingRule rule;
  private final Predicate<UserId> erased;
  private final MemberHistories memberHistories;
  private final RoomTypes types;
  private final Visibility visibility;
  private final RoomRights rights;

  RoomReader(RoomsContext context, LogMemory memory, RoomView view) {
    this.database = context.database();
    this.audit = context.audit();
    this.rooms = memory.rooms();
    this.members = memory.members();
    this.talks = memory.talks();
    this.view = view;
    this.policy = context.policy();
    this.rule = new ReadingRule(policy, view);
    this.erased = context.erased();
    this.memberHistories = new MemberHistories(database);
    this.types = new RoomTypes(database);
    this.visibility = new Visibility(database, rooms, members, memberHistories);
    this.rights = new RoomRights(context, memory, view, rule, visibility);
  }

  /** Whose business a room is. */
  public RoomRights rights() {
    return rights;
  }

  /**
   * Pages through a room.
   *
   * @param from BACKWARDS: events at or before this position, newest first; FORWARDS: events after
   *     this position, oldest first. Positions are log positions; null for the newest (backwards)
   *     or the start (forwards)
   * @param to stop here (exclusive backwards, inclusive forwards); null for no bound
   * @param limit the most events to look at
   * @throws Problem 403 when the reader was never in the room
   */
  public Page page(
      UserId reader,
      RoomId room,
      Direction direction,
      @Nullable Long from,
      @Nullable Long to,
      int limit) {
    LiveRoom live = rights.readable(reader, room);
    long bound = visibility.reader(reader, live).lastSeen();
    List<Event> raw;
    if (direction == Direction.BACKWARDS) {
      raw =
          backwards(
              live,
              from == null ? bound : Math.min(from, bound),
              to == null ? 0 : to,
              Math.addExact(limit, 1));
    } else {
      long after = from == null ? 0 : from;
      long upTo = to == null ? bound : Math.min(to, bound);
      raw =
          database.read(
              tx -> new EventDao(tx).forwards(live.row().number(), after, upTo, limit + 1));
    }
    boolean more = raw.size() > limit;
    List<Event> looked = more ? raw.subList(0, limit) : raw;
    Long next = null;
    if (more) {
      long last = looked.isEmpty() ? raw.get(0).position() : looked.get(limit - 1).position();
      next = direction == Direction.BACKWARDS && !looked.isEmpty() ? last - 1 : last;
    }
    return new Page(visible(reader, live, looked), next);
  }

  /**
   * The newest events after one position and up to another, oldest first, for a sync. A member sees
   * the state that is in force in any case, so its events are shown to them also where they were
   * away when it was set.
   *
   * @param after exclusive
   * @param upTo inclusive
   * @return at most {@code limit} visible events; {@code next} is null when nothing was left out,
   *     otherwise the position to page backwards from
   */
  public Page timeline(UserId reader, RoomId room, long after, long upTo, int limit) {
    LiveRoom live = rights.readable(reader, room);
    List<Event> newestFirst = backwards(live, upTo, after, limit + 1);
    boolean more = newestFirst.size() > limit;
    Long next = more ? newestFirst.get(limit).position() : null;
    List<Event> looked = new ArrayList<>(more ? newestFirst.subList(0, limit) : newestFirst);
    Collections.reverse(looked);
    Visibility.Reader seen = visibility.reader(reader, live);
    List<Event> shown =
        looked.stream()
            .filter(event -> seen.sees(event) || rule.isPresentState(seen, event))
            .filter(event -> rule.isFor(reader, event))
            .map(event -> shown(seen, reader, event))
            .toList();
    return new Page(shown, next);
  }

  /**
   * What was said in a large room after a position and up to another, oldest first: its events
   * without those of membership.
   *
   * @return nothing when the room is not large, or when that is too much: page through it
   */
  public Optional<List<Event>> talk(UserId reader, RoomId room, long after, long upTo) {
    if (members.count(room, Membership.JOIN) < LARGE) {
      return Optional.empty();
    }
    LiveRoom live = rights.readable(reader, room);
    long bound = Math.min(upTo, visibility.reader(reader, live).lastSeen());
    return talks.between(live, after, bound).map(said -> visible(reader, live, said));
  }

  private List<Event> backwards(LiveRoom room, long from, long after, int count) {
    List<Event> recent = room.recent(after, from, count);
    return recent != null
        ? recent
        : database.read(tx -> new EventDao(tx).backwards(room.row().number(), from, after, count));
  }

  /** One event of a room that the reader may see. */
  public Optional<Event> event(UserId reader, RoomId room, EventId event) {
    LiveRoom live = rights.readable(reader, room);
    Visibility.Reader seen = visibility.reader(reader, live);
    return live.recent(event)
        .or(() -> database.read(tx -> new EventDao(tx).byId(event)))
        .filter(found -> found.room().equals(room))
        .filter(found -> sees(seen, reader, found))
        .map(found -> shown(seen, reader, found));
  }

  /**
   * Why a member of a room may not read an event of it, where the rules of the house tell them.
   *
   * @return empty for an event that they may read, that is not there, or that has to seem so
   */
  public Optional<String> whyNot(UserId reader, RoomId room, EventId event) {
    if (members.membership(room, reader) != Membership.JOIN || !rule.opensRoom(reader, room)) {
      return Optional.empty();
    }
    return view.event(room, event)
        .filter(found -> !rule.isFor(reader, found))
        .flatMap(found -> policy.whyNot(reader, found, view));
  }

  /** An event of whatever room, that the reader may see. */
  public Optional<Event> event(UserId reader, EventId event) {
    return database
        .read(tx -> new EventDao(tx).byId(event))
        .filter(found -> rights.knows(reader, found.room()))
        .filter(found -> rights.mayRead(reader, found.room()))
        .flatMap(found -> event(reader, found.room(), event));
  }

  /**
   * Those of some events, of any rooms, that the reader may see, in log order: for what an index
   * found. A room that they may not read now, or asked to forget, shows nothing.
   */
  public List<Event> events(UserId reader, List<Long> positions) {
    Map<RoomId, Optional<Visibility.Reader>> seen = new HashMap<>();
    Set<RoomId> shown = new HashSet<>();
    List<Event> events = new ArrayList<>(positions.size());
    for (Event event : database.read(tx -> new EventDao(tx).at(positions))) {
      Optional<Visibility.Reader> room =
          seen.computeIfAbsent(
              event.room(),
              id -> rights.everIn(reader, id) ? seenBy(reader, id) : Optional.empty());
      if (room.isPresent()
          && sees(room.get(), reader, event)
          && !isKeptFrom(room.get(), reader, event)) {
        events.add(event);
        shown.add(event.room());
      }
    }
    shown.forEach(room -> rights.note(reader, room));
    return events;
  }

  private Optional<Visibility.Reader> seenBy(UserId reader, RoomId room) {
    return rooms.find(room).map(live -> visibility.reader(reader, live));
  }

  /**
   * The room's state as the reader may see it: as of now for a member, as of when they left for a
   * former one.
   *
   * @throws Problem 403 when the reader may not see any
   */
  public Collection<Event> state(UserId reader, RoomId room) {
    return stateAt(reader, room, Long.MAX_VALUE);
  }

  /** One piece of state, under the same conditions as {@link #state(UserId, RoomId)}. */
  public Optional<Event> state(UserId reader, RoomId room, String type, String stateKey) {
    LiveRoom live = rights.readable(reader, room);
    long bound = bound(reader, live, Long.MAX_VALUE);
    Optional<Event> event =
        bound == Long.MAX_VALUE
            ? live.state(type, stateKey)
            : database.read(
                tx ->
                    new EventDao(tx)
                        .stateAt(live.row().number(), new StateKey(type, stateKey), bound));
    return event.filter(found -> rule.isFor(reader, found));
  }

  /** All state of a type, under the same conditions as {@link #state(UserId, RoomId)}. */
  public Collection<Event> state(UserId reader, RoomId room, String type) {
    LiveRoom live = rights.readable(reader, room);
    long bound = bound(reader, live, Long.MAX_VALUE);
    Collection<Event> state =
        bound == Long.MAX_VALUE
            ? live.state(type)
            : stateAt(reader, room, bound).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    return state.stream().filter(event -> rule.isFor(reader, event)).toList();
  }

  /** The room's state as of a position, with the events that the reader may see. */
  public Collection<Event> stateAt(UserId reader, RoomId room, long position) {
    LiveRoom live = rights.readable(reader, room);
    long bound = bound(reader, live, position);
    Event newest = live.newest();
    Collection<Event> state =
        newest != null && newest.position() <= bound
            ? live.state()
            : database.read(tx -> new EventDao(tx).stateAt(live.row().number(), bound));
    return state.stream().filter(event -> rule.isFor(reader, event)).toList();
  }

  /** The state that changed after one position, up to another: the newest of each. */
  public Collection<Event> stateBetween(UserId reader, RoomId room, long after, long upTo) {
    LiveRoom live = rights.readable(reader, room);
    long bound = bound(reader, live, upTo);
    List<Event> recent = live.recent(after, bound, Integer.MAX_VALUE);
    Collection<Event> changed =
        recent != null
            ? newestOfEach(recent)
            : database.read(tx -> new EventDao(tx).stateBetween(live.row().number(), after, bound));
    return changed.stream().filter(event -> rule.isFor(reader, event)).toList();
  }

  private static Collection<Event> newestOfEach(List<Event> newestFirst) {
    Map<StateKey, Event> newest = new LinkedHashMap<>();
    for (Event event : newestFirst) {
      String key = event.stateKey();
      if (key != null) {
        newest.putIfAbsent(new StateKey(event.type(), key), event);
      }
    }
    List<Event> oldestFirst = new ArrayList<>(newest.values());
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }

  /** Up to where a reader sees state: a former member up to where they left. */
  private long bound(UserId reader, LiveRoom room, long position) {
    Visibility.Reader seen = visibility.reader(reader, room);
    if (seen.membership() == Membership.JOIN || seen.worldReadable()) {
      return position;
    }
    long left = seen.leftAt();
    if (left == 0) {
      throw RoomRights.notYours();
    }
    return Math.min(position, left);
  }

  /**
   * The state that a state event replaced, as far as a reader may see it: in a record an earlier
   * version may hold what was taken out of the later one.
   */
  public Optional<Event.Replaced> replaced(UserId reader, Event event) {
    Optional<Event.Replaced> older = replaced(event);
    return policy.isRecord(event.room(), view)
        ? older.filter(
            before ->
                view.event(event.room(), before.id())
                    .filter(found -> rule.isFor(reader, found))
                    .isPresent())
        : older;
  }

  /**
   * The state that a state event replaced. The caller has fetched the event for its reader, so the
   * older one is theirs to see as well.
   */
  public Optional<Event.Replaced> replaced(Event event) {
    Event.Origin origin = event.origin();
    String key = event.stateKey();
    if (origin != null || key == null) {
      return Optional.ofNullable(origin).map(Event.Origin::replaced);
    }
    StateKey stateKey = new StateKey(event.type(), key);
    return rooms
        .find(event.room())
        .flatMap(
            room ->
                database.read(
                    tx ->
                        new EventDao(tx)
                            .stateAt(room.row().number(), stateKey, event.position() - 1)))
        .map(older -> new Event.Replaced(older.id(), older.sender(), older.content()));
  }

  /** A user's member event that was in force at a position: from memory when it still is. */
  public Optional<Event> membershipAt(UserId user, RoomId room, long position) {
    return rooms.find(room).flatMap(live -> memberHistories.at(live, user, position));
  }

  /** The types of rooms that the caller knows its reader to be in; empty texts where none. */
  public Map<RoomId, String> types(Collection<RoomId> ofRooms) {
    return types.of(ofRooms);
  }

  /** Where a member's present stay in a room began: later changes of their name do not count. */
  public Optional<Long> joinedAt(UserId user, RoomId room) {
    return rooms.find(room).flatMap(live -> memberHistories.joinedAt(live, user));
  }

  /**
   * What people could read at a past position.
   *
   * @param then when that was
   * @param thePolicy the rules of the house, with people as they were then
   */
  public PastReading past(long position, Instant then, RoomPolicy thePolicy) {
    PastView past = new PastView(database, rooms, members, position, then);
    return new PastReading(rooms, members, visibility, past, thePolicy);
  }

  /** Whether the reader may see an event. */
  public boolean maySee(UserId reader, Event event) {
    return rule.opensRoom(reader, event.room())
        && rooms
            .find(event.room())
            .map(room -> visibility.reader(reader, room))
            .filter(seen -> sees(seen, reader, event) && !isKeptFrom(seen, reader, event))
            .isPresent();
  }

  /** Whether the rules of the house let somebody who may read its room read an event. */
  public boolean isFor(UserId reader, Event event) {
    return rule.isFor(reader, event);
  }

  /** Notes in the audit log that somebody opened a file of a room. */
  public void opened(UserId reader, RoomId room, String file) {
    audit.access(reader.value(), file, policy.readsAs(reader, room, view, "file"), room.value());
  }

  private List<Event> visible(UserId reader, LiveRoom room, List<Event> events) {
    Visibility.Reader seen = visibility.reader(reader, room);
    return events.stream()
        .filter(event -> sees(seen, reader, event))
        .map(event -> shown(seen, reader, event))
        .toList();
  }

  /** An event as a reader gets it: emptied when its author asked to be erased before they came. */
  private Event shown(Visibility.Reader seen, UserId reader, Event event) {
    return isKeptFrom(seen, reader, event) ? event.erased(view.version(event.room())) : event;
  }

  /** Whether what an event says is kept from a newcomer, since its author asked to be erased. */
  private boolean isKeptFrom(Visibility.Reader seen, UserId reader, Event event) {
    return erased.test(event.sender())
        && !event.sender().equals(reader)
        && seen.membershipAt(event.position()) != Membership.JOIN
        && !policy.isRecord(event.room(), view);
  }

  private boolean sees(Visibility.Reader seen, UserId reader, Event event) {
    return rule.shows(seen, reader, event);
  }
}
