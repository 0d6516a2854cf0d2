package org.caseroom.matrix.sync;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/**
 * What a client needs to show a room that it has not the members of: how many there are, and the
 * "heroes" after whom a room without a name is called.
 *
 * @param named whether it has a name
 * @param heroes the first members of one that has none, besides the reader
 * @param joined how many have joined
 * @param invited how many are invited
 */
public record RoomSummary(boolean named, List<UserId> heroes, int joined, int invited) {
  private static final int HEROES = 5;

  /** The summary of a room for one of its members, as of now. */
  static RoomSummary of(RoomView view, RoomId room, UserId user) {
    return of(view, room, user, named(view, room));
  }

  /**
   * The summary of a room for one of its members, as of now.
   *
   * @param named whether the room has a name, so that heroes are not needed
   */
  public static RoomSummary of(RoomView view, RoomId room, UserId user, boolean named) {
    Set<UserId> joined = view.members(room, Membership.JOIN);
    Set<UserId> invited = view.members(room, Membership.INVITE);
    List<UserId> heroes = List.of();
    if (!named) {
      Set<UserId> present = new LinkedHashSet<>(joined);
      present.addAll(invited);
      present.remove(user);
      if (present.isEmpty()) {
        present.addAll(view.members(room, Membership.LEAVE));
        present.addAll(view.members(room, Membership.BAN));
        present.remove(user);
      }
      heroes =
          present.stream()
              .sorted(Comparator.comparingLong(member -> position(view, room, member)))
              .limit(HEROES)
              .toList();
    }
    return new RoomSummary(named, heroes, joined.size(), invited.size());
  }

  private static boolean named(RoomView view, RoomId room) {
    return has(view.state(room, "m.room.name", ""), "name")
        || has(view.state(room, "m.room.canonical_alias", ""), "alias");
  }

  private static boolean has(Optional<Event> event, String field) {
    return event.flatMap(it -> it.text(field)).filter(text -> !text.isBlank()).isPresent();
  }

  private static long position(RoomView view, RoomId room, UserId member) {
    return view.state(room, "m.room.member", member.value()).map(Event::position).orElse(0L);
  }

  void write(JsonOut out) {
    if (!named) {
      out.name("m.heroes").beginArray();
      heroes.forEach(hero -> out.text(hero.value()));
      out.endArray();
    }
    out.name("m.joined_member_count").number(joined);
    out.name("m.invited_member_count").number(invited);
  }
}
