package org.caseroom.rooms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.EventId;
import org.jspecify.annotations.Nullable;

/**
 * A room in memory: its current state, its newest event, and a bounded ring of recent events. Only
 * the log's writer changes it, once a group is committed; anyone may read it meanwhile.
 */
final class LiveRoom {
  /** How many recent events a room keeps in memory. */
  static final int RING = 128;

  /** What a room takes beside its events. */
  private static final int EMPTY = 16;

  private final EventDao.RoomRow row;
  private final Map<String, Map<String, Event>> state = new ConcurrentHashMap<>();

  private final Object ringLock = new Object();
  private final Deque<Event> ring = new ArrayDeque<>();
  // The ring holds every event of the room after this position.
  private long ringFloor;
  private volatile @Nullable Event newest;

  /**
   * Puts a room together.
   *
   * @param recent its newest events without a gap, newest first; none for a room that is being
   *     created
   */
  LiveRoom(EventDao.RoomRow row, List<Event> currentState, List<Event> recent) {
    this.row = row;
    currentState.forEach(this::setState);
    recent.forEach(ring::addFirst);
    this.newest = ring.peekLast();
    this.ringFloor = whole() ? 0 : ring.getFirst().position() - 1;
  }

  /** Whether the ring goes back to the room's beginning. */
  private boolean whole() {
    return ring.isEmpty() || ring.getFirst().isState("m.room.create", "");
  }

  EventDao.RoomRow row() {
    return row;
  }

  @Nullable Event newest() {
    return newest;
  }

  Optional<Event> state(String type, String key) {
    return Optional.ofNullable(state.getOrDefault(type, Map.of()).get(key));
  }

  Collection<Event> state(String type) {
    return Collections.unmodifiableCollection(state.getOrDefault(type, Map.of()).values());
  }

  Collection<Event> state() {
    List<Event> all = new ArrayList<>();
    state.values().forEach(byKey -> all.addAll(byKey.values()));
    return all;
  }

  /** How much memory it takes, in events: what is in the ring counts, not what it could hold. */
  int weight() {
    int weight = EMPTY;
    synchronized (ringLock) {
      weight += ring.size();
    }
    for (Map<String, Event> byKey : state.values()) {
      weight += byKey.size();
    }
    return weight;
  }

  /**
   * Takes in a committed event, unless it has it: a room that was loaded between a commit and this
   * has it already.
   *
   * @return by how much the weight grows
   */
  int append(Event event) {
    Event last = newest;
    if (last != null && last.position() >= event.position()) {
      return 0;
    }
    int grown = setState(event) ? 1 : 0;
    synchronized (ringLock) {
      ring.addLast(event);
      if (ring.size() > RING) {
        ringFloor = ring.removeFirst().position();
      } else {
        grown++;
      }
    }
    newest = event;
    return grown;
  }

  /** Whether this is a new piece of state: else it took another's place, or is none. */
  private boolean setState(Event event) {
    String key = event.stateKey();
    return key != null
        && state.computeIfAbsent(event.type(), type -> new ConcurrentHashMap<>()).put(key, event)
            == null;
  }

  /** Puts what a redaction left of an event in the event's place. */
  void replace(Event redacted) {
    String key = redacted.stateKey();
    if (key != null && state(redacted.type(), key).filter(redacted::equals).isPresent()) {
      setState(redacted);
    }
    synchronized (ringLock) {
      if (ring.contains(redacted)) {
        List<Event> events = new ArrayList<>(ring);
        events.replaceAll(event -> event.equals(redacted) ? redacted : event);
        ring.clear();
        ring.addAll(events);
      }
    }
    Event last = newest;
    if (last != null && last.equals(redacted)) {
      newest = redacted;
    }
  }

  /**
   * The newest events after one position and up to another, newest first, when memory holds them.
   *
   * @return null when some of them are only in the database
   */
  @Nullable List<Event> recent(long after, long upTo, int count) {
    List<Event> found = new ArrayList<>(Math.min(count, 16));
    synchronized (ringLock) {
      Iterator<Event> backwards = ring.descendingIterator();
      while (backwards.hasNext() && found.size() < count) {
        Event event = backwards.next();
        if (event.position() <= after) {
          return found;
        }
        if (event.position() <= upTo) {
          found.add(event);
        }
      }
      return found.size() == count || ringFloor <= after ? found : null;
    }
  }

  /** An event that is in the ring. */
  Optional<Event> recent(EventId id) {
    synchronized (ringLock) {
      for (Event event : ring) {
        if (event.id().equals(id)) {
          return Optional.of(event);
        }
      }
    }
    return Optional.empty();
  }
}
