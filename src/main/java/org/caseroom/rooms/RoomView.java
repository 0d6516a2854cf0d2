package org.caseroom.rooms;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;

/**
 * The current state of all rooms, as of one position of the log. What the rules at the door look
 * at; also the quick way to read current state elsewhere ({@link RoomLog#view()}).
 */
public interface RoomView {
  /** Whether the room exists. */
  boolean exists(RoomId room);

  /**
   * The version of a room.
   *
   * @throws org.caseroom.base.Problem 404 when there is no such room
   */
  RoomVersion version(RoomId room);

  /** The current state event of a type and key. */
  Optional<Event> state(RoomId room, String type, String stateKey);

  /**
   * The current state event of a type and key in each of the rooms that a user has joined or is
   * invited to, where there is one.
   */
  default Collection<Event> stateAround(UserId user, String type, String stateKey) {
    return Stream.of(Membership.JOIN, Membership.INVITE)
        .flatMap(membership -> rooms(user, membership).stream())
        .flatMap(room -> state(room, type, stateKey).stream())
        .toList();
  }

  /** All current state events of a type. */
  Collection<Event> state(RoomId room, String type);

  /** All current state of a room. */
  Collection<Event> state(RoomId room);

  /** A user's membership: {@code LEAVE} when the room never heard of them. */
  Membership membership(RoomId room, UserId user);

  /** The rooms in which a user has this membership. */
  Set<RoomId> rooms(UserId user, Membership membership);

  /** The users who have this membership in a room. */
  Set<UserId> members(RoomId room, Membership membership);

  /** How many users have this membership in a room. */
  default int count(RoomId room, Membership membership) {
    return members(room, membership).size();
  }

  /**
   * An event of a room, by id: also one that is not state. Slower than state where it is old.
   *
   * @return empty when the room has no such event as of the view's position
   */
  Optional<Event> event(RoomId room, EventId id);

  /**
   * The newest events of a room, newest first: what is committed, as of the view's position.
   *
   * @param count at most so many
   */
  List<Event> newest(RoomId room, int count);

  /** The log's time: use this, and no other clock, for what goes into events. */
  Instant now();
}
