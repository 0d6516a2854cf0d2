package org.caseroom.matrix.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.matrix.sync.ChangedRooms.Found;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/**
 * The {@code rooms} part of an answer: sorts the rooms to look at into joined, invited, knocked and
 * left, as of the log position that the answer reaches.
 *
 * <p>A joined room that is closed to the user for lack of consent is told as left, once and without
 * its events; the token remembers that, and when the room opens again it comes back whole, as one
 * just joined. This is the form that every client understands: the room disappears.
 */
final class RoomSections {
  /** What an answer says of a room. */
  private enum Section {
    JOIN,
    CLOSE,
    LEAVE,
    INVITE,
    KNOCK
  }

  private final RoomLog log;
  private final RoomReader reader;
  private final ChangedRooms changedRooms;
  private final MemberRooms memberRooms;
  private final StrippedRooms strippedRooms;

  RoomSections(
      RoomLog log,
      RoomReader reader,
      ChangedRooms changedRooms,
      MemberRooms memberRooms,
      StrippedRooms strippedRooms) {
    this.log = log;
    this.reader = reader;
    this.changedRooms = changedRooms;
    this.memberRooms = memberRooms;
    this.strippedRooms = strippedRooms;
  }

  /**
   * Writes the part.
   *
   * @return what the device lists depend on
   */
  Moves write(Turn turn, JsonOut out) {
    Found found = changedRooms.find(turn);
    noteClosed(turn, found);
    Map<Section, List<RoomId>> sorted = sort(turn, found);
    List<RoomId> fresh = new ArrayList<>();
    out.name("rooms").beginObject();
    out.name("join").beginObject();
    for (RoomId room : sorted.getOrDefault(Section.JOIN, List.of())) {
      if (memberRooms.writeJoined(turn, room, visit(turn, found, room), out)) {
        fresh.add(room);
      }
    }
    out.endObject();
    out.name("invite").beginObject();
    for (RoomId room : sorted.getOrDefault(Section.INVITE, List.of())) {
      strippedRooms.write(turn, room, "invite_state", out);
    }
    out.endObject();
    out.name("knock").beginObject();
    for (RoomId room : sorted.getOrDefault(Section.KNOCK, List.of())) {
      strippedRooms.write(turn, room, "knock_state", out);
    }
    out.endObject();
    out.name("leave").beginObject();
    for (RoomId room : sorted.getOrDefault(Section.LEAVE, List.of())) {
      memberRooms.writeLeft(turn, room, knewBefore(turn, room), member(turn, room), out);
    }
    for (RoomId room : sorted.getOrDefault(Section.CLOSE, List.of())) {
      memberRooms.writeClosed(turn, room, out);
    }
    out.endObject();
    out.endObject();
    return new Moves(
        Set.copyOf(sorted.getOrDefault(Section.JOIN, List.of())),
        fresh,
        sorted.getOrDefault(Section.LEAVE, List.of()).stream()
            .filter(room -> knewBefore(turn, room))
            .toList());
  }

  /**
   * Which rooms the answer tells of, for the device lists.
   *
   * @param joined rooms that the user is in
   * @param fresh those of them that are new to the client
   * @param left rooms that the user left, of those that the client had
   */
  record Moves(Set<RoomId> joined, List<RoomId> fresh, List<RoomId> left) {}

  private MemberRooms.Visit visit(Turn turn, Found found, RoomId room) {
    Event own = member(turn, room).orElse(null);
    return new MemberRooms.Visit(
        !knewBefore(turn, room),
        found.summaryChanged(room),
        own == null ? 0 : own.position(),
        log.newestPosition(room));
  }

  /** Whether the client has the room among its joined rooms already. */
  private boolean knewBefore(Turn turn, RoomId room) {
    if (turn.since == null || wasClosed(turn, room)) {
      return false;
    }
    return reader
        .membershipAt(turn.user, room, turn.since.log())
        .filter(event -> membership(event) == Membership.JOIN)
        .isPresent();
  }

  private void noteClosed(Turn turn, Found found) {
    RoomView view = log.view();
    if (found.closings()) {
      for (RoomId room : view.rooms(turn.user, Membership.JOIN)) {
        boolean open = reader.rights().mayRead(turn.user, room);
        if (!open) {
          turn.closed.add(SyncToken.number(room));
        }
        if (open == wasClosed(turn, room)) {
          found.rooms().add(room);
        }
      }
    } else if (turn.since != null) {
      turn.closed.addAll(turn.since.closed());
    }
  }

  private static boolean wasClosed(Turn turn, RoomId room) {
    return turn.since != null
        && !turn.since.closed().isEmpty()
        && turn.since.closed().contains(SyncToken.number(room));
  }

  private Map<Section, List<RoomId>> sort(Turn turn, Found found) {
    Map<Section, List<RoomId>> sorted = new LinkedHashMap<>();
    for (RoomId room : found.rooms()) {
      if (turn.filter.wantsRoom(room)) {
        section(turn, room)
            .ifPresent(
                section -> sorted.computeIfAbsent(section, s -> new ArrayList<>()).add(room));
      }
    }
    return sorted;
  }

  private Optional<Section> section(Turn turn, RoomId room) {
    Event own = member(turn, room).orElse(null);
    if (own == null) {
      return Optional.empty();
    }
    boolean news = turn.since == null || own.position() > turn.since.log();
    return switch (membership(own)) {
      case JOIN -> joinedSection(turn, room);
      case INVITE ->
          Optional.of(Section.INVITE)
              .filter(section -> news && !strippedRooms.hides(turn.user, own.sender()));
      case KNOCK -> Optional.of(Section.KNOCK).filter(section -> news);
      case LEAVE, BAN ->
          Optional.of(Section.LEAVE)
              .filter(section -> news && tellsLeft(turn, room, own))
              .flatMap(section -> leftSection(turn, room));
    };
  }

  /**
   * Whether a room that was left is told: a first sync has those only that the user was sent away
   * from, unless it asks for all, and none that they forgot. A client that may have the room among
   * its joined ones is told in any case.
   */
  private boolean tellsLeft(Turn turn, RoomId room, Event own) {
    boolean byThemselves = own.sender().equals(turn.user);
    return turn.since != null
        || (!reader.rights().forgotten(turn.user).contains(room)
            && (turn.filter.includeLeave() || !byThemselves));
  }

  private Optional<Section> joinedSection(Turn turn, RoomId room) {
    if (reader.rights().mayRead(turn.user, room)) {
      turn.closed.remove(SyncToken.number(room));
      return Optional.of(Section.JOIN);
    }
    turn.closed.add(SyncToken.number(room));
    return turn.since == null || wasClosed(turn, room)
        ? Optional.empty()
        : Optional.of(Section.CLOSE);
  }

  /** A room that is closed to the user besides: it has to go, and nothing of it is told. */
  private Optional<Section> leftSection(Turn turn, RoomId room) {
    if (reader.rights().mayRead(turn.user, room)) {
      return Optional.of(Section.LEAVE);
    }
    return knewBefore(turn, room) ? Optional.of(Section.CLOSE) : Optional.empty();
  }

  /** The user's own member event in force at the position that the answer reaches. */
  private Optional<Event> member(Turn turn, RoomId room) {
    return reader.membershipAt(turn.user, room, turn.log);
  }

  private static Membership membership(Event member) {
    return switch (member.text("membership").orElse("leave")) {
      case "join" -> Membership.JOIN;
      case "invite" -> Membership.INVITE;
      case "knock" -> Membership.KNOCK;
      case "ban" -> Membership.BAN;
      default -> Membership.LEAVE;
    };
  }
}
