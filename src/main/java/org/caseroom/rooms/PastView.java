package org.caseroom.rooms;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/**
 * The state of all rooms as of a past position: the newest event of each type and key at or before
 * it. Reads each room that is asked for once, whole. Not safe for many threads.
 */
final class PastView implements RoomView {
  private static final String MEMBER = "m.room.member";

  private final Database database;
  private final LiveRooms rooms;
  private final Members members;
  private final long position;
  private final Instant then;
  private final Map<RoomId, Map<StateKey, Event>> states = new HashMap<>();

  PastView(Database database, LiveRooms rooms, Members members, long position, Instant then) {
    this.database = database;
    this.rooms = rooms;
    this.members = members;
    this.position = position;
    this.then = then;
  }

  long position() {
    return position;
  }

  private Map<StateKey, Event> states(RoomId room) {
    Map<StateKey, Event> known = states.get(room);
    if (known == null) {
      known = new LinkedHashMap<>();
      List<Event> state =
          rooms
              .find(room)
              .map(
                  live ->
                      database.read(tx -> new EventDao(tx).stateAt(live.row().number(), position)))
              .orElse(List.of());
      for (Event event : state) {
        String key = event.stateKey();
        if (key != null) {
          known.put(new StateKey(event.type(), key), event);
        }
      }
      states.put(room, known);
    }
    return known;
  }

  @Override
  public boolean exists(RoomId room) {
    return !states(room).isEmpty();
  }

  @Override
  public RoomVersion version(RoomId room) {
    return rooms
        .find(room)
        .filter(live -> exists(room))
        .map(live -> live.row().version())
        .orElseThrow(CommittedView::noSuchRoom);
  }

  @Override
  public Optional<Event> state(RoomId room, String type, String stateKey) {
    return Optional.ofNullable(states(room).get(new StateKey(type, stateKey)));
  }

  @Override
  public Collection<Event> state(RoomId room, String type) {
    return states(room).values().stream().filter(event -> event.type().equals(type)).toList();
  }

  @Override
  public Collection<Event> state(RoomId room) {
    return List.copyOf(states(room).values());
  }

  @Override
  public Membership membership(RoomId room, UserId user) {
    return Members.of(state(room, MEMBER, user.value()).orElse(null));
  }

  @Override
  public Set<RoomId> rooms(UserId user, Membership membership) {
    Set<RoomId> found = new TreeSet<>();
    // A room that heard of somebody once has a membership of theirs for good.
    for (Membership now : Membership.values()) {
      for (RoomId room : members.rooms(user, now)) {
        if (state(room, MEMBER, user.value())
            .filter(event -> Members.of(event) == membership)
            .isPresent()) {
          found.add(room);
        }
      }
    }
    return found;
  }

  @Override
  public Set<UserId> members(RoomId room, Membership membership) {
    Set<UserId> found = new TreeSet<>();
    for (Event event : state(room, MEMBER)) {
      if (Members.of(event) == membership) {
        found.add(UserId.of(String.valueOf(event.stateKey())));
      }
    }
    return found;
  }

  @Override
  public Optional<Event> event(RoomId room, EventId id) {
    return database
        .read(tx -> new EventDao(tx).byId(id))
        .filter(found -> found.room().equals(room) && found.position() <= position);
  }

  @Override
  public List<Event> newest(RoomId room, int count) {
    return rooms
        .find(room)
        .map(
            live ->
                database.read(
                    tx -> new EventDao(tx).backwards(live.row().number(), position, 0, count)))
        .orElse(List.of());
  }

  @Override
  public Instant now() {
    return then;
  }
}
