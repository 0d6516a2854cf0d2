package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Who may see which event by Matrix's own rules: history visibility and membership at the time of
 * the event (client-server API, "Room History Visibility"). All of it follows from the log, so it
 * can be told for any past moment.
 */
final class Visibility {
  /** The position of what is in force now. */
  static final long NOW = Long.MAX_VALUE;

  private static final String TYPE = "m.room.history_visibility";

  private final Database database;
  private final LiveRooms rooms;
  private final Members members;
  private final MemberHistories memberHistories;
  private final Map<RoomId, History> histories = new ConcurrentHashMap<>();

  /** The values that a room's history visibility had, oldest first, up to its present one. */
  private record History(@Nullable Event present, List<Event> changes) {
    boolean alwaysOpenToMembers() {
      return changes.stream().map(Visibility::value).allMatch(Visibility::openToMembers);
    }
  }

  Visibility(Database database, LiveRooms rooms, Members members, MemberHistories memberHistories) {
    this.database = database;
    this.rooms = rooms;
    this.members = members;
    this.memberHistories = memberHistories;
  }

  /** What one reader may see of one room, as things are now or were at a past position. */
  final class Reader {
    private final UserId reader;
    private final LiveRoom room;
    private final long asOf;
    private final Membership membership;
    private final boolean everything;
    private @Nullable List<Event> memberEvents;

    private Reader(UserId reader, LiveRoom room, long asOf) {
      this.reader = reader;
      this.room = room;
      this.asOf = asOf;
      this.membership =
          asOf == NOW ? members.membership(room.row().id(), reader) : membershipAt(asOf);
      this.everything = membership == Membership.JOIN && history(room).alwaysOpenToMembers();
    }

    Membership membership() {
      return membership;
    }

    /** Whether the room is the reader's business: it has heard of them, or is open to the world. */
    boolean knowsRoom() {
      boolean heard =
          asOf == NOW ? members.knows(room.row().id(), reader) : !memberEvents().isEmpty();
      return heard || worldReadable();
    }

    /** Whether the reader sees an event of the room. */
    boolean sees(Event event) {
      return everything
          || event.isState("m.room.member", reader.value())
          || seesAt(event.position(), visibilityAt(event.position()))
          // A change of the visibility itself is seen by whoever the old or the new value lets in.
          || (event.isState(TYPE, "")
              && seesAt(event.position(), visibilityAt(event.position() - 1)));
    }

    private boolean seesAt(long position, String visibility) {
      return switch (visibility) {
        case "world_readable" -> true;
        case "joined" -> membershipAt(position) == Membership.JOIN;
        case "invited" -> {
          Membership then = membershipAt(position);
          // Invited or not: "a user needs to join a room to view events in that room".
          yield then == Membership.JOIN || (then == Membership.INVITE && joinedAfter(position));
        }
        default -> membershipAt(position) == Membership.JOIN || joinedAfter(position);
      };
    }

    Membership membershipAt(long position) {
      Membership then = Membership.LEAVE;
      for (Event event : memberEvents()) {
        if (event.position() > position) {
          break;
        }
        then = Members.of(event);
      }
      return then;
    }

    private boolean joinedAfter(long position) {
      return memberEvents().stream()
          .anyMatch(event -> event.position() > position && Members.of(event) == Membership.JOIN);
    }

    private String visibilityAt(long position) {
      String then = "shared";
      for (Event event : history(room).changes()) {
        if (event.position() > Math.min(position, asOf)) {
          break;
        }
        then = value(event);
      }
      return then;
    }

    /** Where the reader left the room last, when they were in it and are not now; else 0. */
    long leftAt() {
      List<Event> events = memberEvents();
      if (membership == Membership.JOIN) {
        return 0;
      }
      boolean joined = false;
      long left = 0;
      for (Event event : events) {
        if (Members.of(event) == Membership.JOIN) {
          joined = true;
        } else if (joined) {
          left = event.position();
          joined = false;
        }
      }
      return left;
    }

    /**
     * The last position at which the reader can see anything: who is not in the room sees nothing
     * behind their own last membership, so that there is no use in paging through it.
     */
    long lastSeen() {
      if (membership == Membership.JOIN || worldReadable()) {
        return Long.MAX_VALUE;
      }
      List<Event> events = memberEvents();
      return events.isEmpty() ? 0 : events.get(events.size() - 1).position();
    }

    boolean worldReadable() {
      return visibilityAt(Long.MAX_VALUE).equals("world_readable");
    }

    /** What the reader was in the room, oldest first. */
    List<Event> memberEvents() {
      if (memberEvents == null) {
        List<Event> all =
            members.knows(room.row().id(), reader) ? memberHistories.of(room, reader) : List.of();
        memberEvents =
            asOf == NOW ? all : all.stream().filter(each -> each.position() <= asOf).toList();
      }
      return memberEvents;
    }
  }

  Reader reader(UserId user, LiveRoom room) {
    return new Reader(user, room, NOW);
  }

  /** The same as of a past position: with the memberships and the visibility that held then. */
  Reader readerAt(UserId user, LiveRoom room, long position) {
    return new Reader(user, room, position);
  }

  private History history(LiveRoom room) {
    Event present = room.state(TYPE, "").orElse(null);
    RoomId id = room.row().id();
    History known = histories.get(id);
    if (known != null && known.present() == present) {
      return known;
    }
    List<Event> changes =
        present == null
            ? List.of()
            : database.read(
                tx -> new EventDao(tx).history(room.row().number(), new StateKey(TYPE, "")));
    // The newest may be in memory before another reader's snapshot shows it.
    List<Event> upToPresent = new ArrayList<>(changes);
    if (present != null && !upToPresent.contains(present)) {
      upToPresent.add(present);
    }
    History fresh = new History(present, List.copyOf(upToPresent));
    if (rooms.inMemory(id) == room) {
      histories.put(id, fresh);
    }
    return fresh;
  }

  private static String value(Event event) {
    return event.text("history_visibility").orElse("shared");
  }

  private static boolean openToMembers(String value) {
    return !value.equals("joined") && !value.equals("invited");
  }
}
