package org.caseroom.rooms;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/** The state of what is committed, from memory. */
final class CommittedView implements RoomView {
  private final Database database;
  private final Function<RoomId, Optional<LiveRoom>> rooms;
  private final Members members;
  private final InstantSource clock;

  CommittedView(
      Database database,
      Function<RoomId, Optional<LiveRoom>> rooms,
      Members members,
      InstantSource clock) {
    this.database = database;
    this.rooms = rooms;
    this.members = members;
    this.clock = clock;
  }

  @Override
  public boolean exists(RoomId room) {
    return rooms.apply(room).isPresent();
  }

  @Override
  public RoomVersion version(RoomId room) {
    return rooms
        .apply(room)
        .map(live -> live.row().version())
        .orElseThrow(CommittedView::noSuchRoom);
  }

  @Override
  public Optional<Event> state(RoomId room, String type, String stateKey) {
    return rooms.apply(room).flatMap(live -> live.state(type, stateKey));
  }

  /**
   * Asks the tables: most of somebody's rooms hold nothing of the kind, and none need be opened.
   */
  @Override
  public Collection<Event> stateAround(UserId user, String type, String stateKey) {
    StateKey key = new StateKey(type, stateKey);
    return database.read(tx -> new EventDao(tx).stateAround(user, key));
  }

  @Override
  public Collection<Event> state(RoomId room, String type) {
    return rooms.apply(room).map(live -> live.state(type)).orElse(List.of());
  }

  @Override
  public Collection<Event> state(RoomId room) {
    return rooms.apply(room).map(LiveRoom::state).orElse(List.of());
  }

  @Override
  public Membership membership(RoomId room, UserId user) {
    return members.membership(room, user);
  }

  @Override
  public Set<RoomId> rooms(UserId user, Membership membership) {
    return members.rooms(user, membership);
  }

  @Override
  public Set<UserId> members(RoomId room, Membership membership) {
    return members.members(room, membership);
  }

  @Override
  public int count(RoomId room, Membership membership) {
    return members.count(room, membership);
  }

  @Override
  public Optional<Event> event(RoomId room, EventId id) {
    return rooms
        .apply(room)
        .flatMap(live -> live.recent(id))
        .or(() -> database.read(tx -> new EventDao(tx).byId(id)))
        .filter(found -> found.room().equals(room));
  }

  @Override
  public List<Event> newest(RoomId room, int count) {
    return rooms.apply(room).map(live -> newest(live, count)).orElse(List.of());
  }

  private List<Event> newest(LiveRoom live, int count) {
    List<Event> recent = live.recent(0, Long.MAX_VALUE, count);
    return recent != null
        ? recent
        : database.read(
            tx -> new EventDao(tx).backwards(live.row().number(), Long.MAX_VALUE, 0, count));
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  static Problem noSuchRoom() {
    return Problem.notFound("There is no such room.");
  }
}
