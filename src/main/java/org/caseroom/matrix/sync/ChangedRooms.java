package org.caseroom.matrix.sync;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.identity.StreamPositions.Placed;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Typing;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that an answer has to look at. A client that is nearly up to date gets them from the
 * few events since, without a look at the other rooms of its user; one that was away longer, from
 * the newest position of each room.
 */
final class ChangedRooms {
  /** What a summary is made of: a room without a name is called after its members. */
  private static final Set<String> SUMMARISED =
      Set.of("m.room.member", "m.room.name", "m.room.canonical_alias");

  private final RoomLog log;
  private final Receipts receipts;
  private final Typing typing;

  /**
   * The rooms to look at.
   *
   * @param rooms rooms that the user is or was in, in which something may have happened
   * @param summaries rooms whose summary may have changed, with the members or the name; null for
   *     any
   * @param closings whether consent may have changed: only state of the house's own types can do
   *     that
   */
  record Found(Set<RoomId> rooms, @Nullable Set<RoomId> summaries, boolean closings) {
    boolean summaryChanged(RoomId room) {
      return summaries == null || summaries.contains(room);
    }
  }

  ChangedRooms(RoomLog log, Receipts receipts, Typing typing) {
    this.log = log;
    this.receipts = receipts;
    this.typing = typing;
  }

  /** Whether an event may change who can read a room: state of the house's own types only. */
  static boolean mayOpenOrClose(Event event) {
    return event.isState() && !event.type().startsWith("m.");
  }

  Found find(Turn turn) {
    RoomView view = log.view();
    if (turn.since == null || turn.request.fullState()) {
      return new Found(all(turn, view), null, true);
    }
    Found found =
        turn.events == null ? byNewestPosition(turn, view) : byEvents(turn, view, turn.events);
    for (RoomId room : typing.changedAfter(turn.since.typing())) {
      addJoined(found, view, room, turn.user);
    }
    for (RoomId room : changedBeside(turn)) {
      addJoined(found, view, room, turn.user);
    }
    return found;
  }

  private static Set<RoomId> all(Turn turn, RoomView view) {
    Set<RoomId> rooms = new LinkedHashSet<>(view.rooms(turn.user, Membership.JOIN));
    rooms.addAll(view.rooms(turn.user, Membership.INVITE));
    rooms.addAll(view.rooms(turn.user, Membership.KNOCK));
    rooms.addAll(view.rooms(turn.user, Membership.LEAVE));
    rooms.addAll(view.rooms(turn.user, Membership.BAN));
    return rooms;
  }

  private static Found byEvents(Turn turn, RoomView view, List<Event> events) {
    Set<RoomId> rooms = new LinkedHashSet<>();
    Set<RoomId> summaries = new HashSet<>();
    boolean closings = false;
    String me = turn.user.value();
    for (Event event : events) {
      RoomId room = event.room();
      if (event.isState("m.room.member", me)) {
        rooms.add(room);
        summaries.add(room);
      } else if (view.membership(room, turn.user) == Membership.JOIN) {
        rooms.add(room);
        if (SUMMARISED.contains(event.type())) {
          summaries.add(room);
        }
      }
      closings |= mayOpenOrClose(event);
    }
    return new Found(rooms, summaries, closings);
  }

  private Found byNewestPosition(Turn turn, RoomView view) {
    Set<RoomId> rooms = new LinkedHashSet<>();
    for (RoomId room : all(turn, view)) {
      if (log.newestPosition(room) > turn.sinceLog()) {
        rooms.add(room);
      }
    }
    return new Found(rooms, null, true);
  }

  /** Rooms in which a receipt or the user's account data changed. */
  private Set<RoomId> changedBeside(Turn turn) {
    Set<RoomId> rooms = new LinkedHashSet<>();
    turn.accountData.stream()
        .map(AccountData.Item::room)
        .forEach(
            room -> {
              if (room != null) {
                rooms.add(room);
              }
            });
    if (turn.changes == null) {
      rooms.addAll(receipts.changedAfter(turn.sinceStream()));
      return rooms;
    }
    for (Placed placed : turn.changes) {
      RoomId room = placed.change().room();
      if (room != null && concerns(placed, turn.user)) {
        rooms.add(room);
      }
    }
    return rooms;
  }

  private static boolean concerns(Placed placed, UserId user) {
    return placed.change().kind() == Kind.RECEIPT || placed.change().user().equals(user);
  }

  private static void addJoined(Found found, RoomView view, RoomId room, UserId user) {
    if (view.membership(room, user) == Membership.JOIN) {
      found.rooms().add(room);
    }
  }
}
