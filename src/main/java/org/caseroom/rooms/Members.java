package org.caseroom.rooms;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Who is what in which room, of all rooms and users, in memory: two maps of small entries, since
 * every delivered event asks for it. About 100 bytes a membership. The log's writer alone changes
 * it.
 */
final class Members {
  private final Map<UserId, Roll<RoomId>> byUser = new ConcurrentHashMap<>();
  private final Map<RoomId, Roll<UserId>> byRoom = new ConcurrentHashMap<>();
  private final Map<UserId, Set<RoomId>> forgotten = new ConcurrentHashMap<>();

  /** The membership that a member event says; what is no membership counts as having left. */
  static Membership of(@Nullable Event memberEvent) {
    if (memberEvent == null) {
      return Membership.LEAVE;
    }
    return switch (memberEvent.text("membership").orElse("leave")) {
      case "join" -> Membership.JOIN;
      case "invite" -> Membership.INVITE;
      case "ban" -> Membership.BAN;
      case "knock" -> Membership.KNOCK;
      default -> Membership.LEAVE;
    };
  }

  void set(UserId user, RoomId room, Membership membership) {
    byUser.computeIfAbsent(user, u -> new Roll<>()).put(room, membership);
    byRoom.computeIfAbsent(room, r -> new Roll<>()).put(user, membership);
    if (membership != Membership.LEAVE && membership != Membership.BAN) {
      Set<RoomId> rooms = forgotten.get(user);
      if (rooms != null) {
        rooms.remove(room);
      }
    }
  }

  Membership membership(RoomId room, UserId user) {
    Roll<UserId> roll = byRoom.get(room);
    Membership membership = roll == null ? null : roll.of(user);
    return membership == null ? Membership.LEAVE : membership;
  }

  /** Whether the room ever heard of the user. */
  boolean knows(RoomId room, UserId user) {
    Roll<UserId> roll = byRoom.get(room);
    return roll != null && roll.of(user) != null;
  }

  Set<RoomId> rooms(UserId user, Membership membership) {
    Roll<RoomId> roll = byUser.get(user);
    return roll == null ? Set.of() : roll.having(membership);
  }

  Set<UserId> members(RoomId room, Membership membership) {
    Roll<UserId> roll = byRoom.get(room);
    return roll == null ? Set.of() : roll.having(membership);
  }

  int count(RoomId room, Membership membership) {
    Roll<UserId> roll = byRoom.get(room);
    return roll == null ? 0 : roll.count(membership);
  }

  void forget(UserId user, RoomId room) {
    forgotten.computeIfAbsent(user, u -> ConcurrentHashMap.newKeySet()).add(room);
  }

  boolean forgot(UserId user, RoomId room) {
    return forgotten.getOrDefault(user, Set.of()).contains(room);
  }

  Set<RoomId> forgottenRooms(UserId user) {
    return Set.copyOf(forgotten.getOrDefault(user, Set.of()));
  }
}
