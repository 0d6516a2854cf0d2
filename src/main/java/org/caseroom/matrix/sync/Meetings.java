package org.caseroom.matrix.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/**
 * With whom a user has come to share a room since their last sync, and with whom they no longer
 * share any: what device lists and presence depend on.
 */
final class Meetings {
  private final RoomView view;
  private final RoomReader reader;

  /**
   * Who came and who went.
   *
   * @param met people who share a room with the user now, and came to one of theirs or the user to
   *     one of theirs
   * @param invited people who share none, and were invited to one of the user's
   * @param parted people who share none any more
   */
  record Found(Set<UserId> met, Set<UserId> invited, Set<UserId> parted) {
    static final Found NONE = new Found(Set.of(), Set.of(), Set.of());
  }

  Meetings(RoomView view, RoomReader reader) {
    this.view = view;
    this.reader = reader;
  }

  Found find(Turn turn, RoomSections.Moves moves) {
    if (turn.since == null) {
      return Found.NONE;
    }
    Set<UserId> came = new HashSet<>();
    Set<UserId> asked = new HashSet<>();
    Set<UserId> went = new HashSet<>();
    for (Event event : memberEvents(turn, moves)) {
      String key = event.stateKey();
      if (key != null && UserId.isValid(key) && reader.isFor(turn.user, event)) {
        sort(event, turn.events != null).ifIn(came, asked, went, UserId.of(key));
      }
    }
    moves.left().forEach(room -> went.addAll(view.members(room, Membership.JOIN)));
    moves.fresh().forEach(room -> came.addAll(view.members(room, Membership.JOIN)));
    if (came.isEmpty() && asked.isEmpty() && went.isEmpty()) {
      return Found.NONE;
    }
    return found(turn, came, asked, went);
  }

  private Found found(Turn turn, Set<UserId> came, Set<UserId> asked, Set<UserId> went) {
    Set<RoomId> mine = view.rooms(turn.user, Membership.JOIN);
    Set<UserId> met = new TreeSet<>();
    Set<UserId> invited = new TreeSet<>();
    Set<UserId> parted = new TreeSet<>();
    Set<UserId> all = new HashSet<>(came);
    all.addAll(asked);
    all.addAll(went);
    all.remove(turn.user);
    for (UserId user : all) {
      if (shares(user, mine)) {
        if (came.contains(user)) {
          met.add(user);
        }
      } else if (went.contains(user)) {
        parted.add(user);
      } else if (asked.contains(user)) {
        invited.add(user);
      }
    }
    return new Found(met, invited, parted);
  }

  /** What a member event means. */
  private enum Turned {
    CAME,
    ASKED,
    WENT,
    STAYED;

    void ifIn(Set<UserId> came, Set<UserId> asked, Set<UserId> went, UserId user) {
      switch (this) {
        case CAME -> came.add(user);
        case ASKED -> asked.add(user);
        case WENT -> went.add(user);
        case STAYED -> {
          // A new name or picture.
        }
      }
    }
  }

  /**
   * What an event changed.
   *
   * @param recent whether what it replaced is at hand in memory; otherwise a change of name counts
   *     as coming, which costs the client a look at keys that it has
   */
  private Turned sort(Event event, boolean recent) {
    String now = event.text("membership").orElse("leave");
    boolean before =
        recent
            && reader
                .replaced(event)
                .map(older -> older.content().path("membership").asText().equals("join"))
                .orElse(false);
    return switch (now) {
      case "join" -> before ? Turned.STAYED : Turned.CAME;
      case "invite", "knock" -> Turned.ASKED;
      default -> before || !recent ? Turned.WENT : Turned.STAYED;
    };
  }

  private List<Event> memberEvents(Turn turn, RoomSections.Moves moves) {
    List<Event> events = new ArrayList<>();
    if (turn.events != null) {
      for (Event event : turn.events) {
        if (event.type().equals("m.room.member") && moves.joined().contains(event.room())) {
          events.add(event);
        }
      }
    } else {
      for (RoomId room : moves.joined()) {
        reader.stateBetween(turn.user, room, turn.sinceLog(), turn.log).stream()
            .filter(event -> event.type().equals("m.room.member"))
            .forEach(events::add);
      }
    }
    return events;
  }

  /** Whether a user is in one of these rooms. */
  boolean shares(UserId other, Set<RoomId> rooms) {
    for (RoomId room : rooms) {
      if (view.membership(room, other) == Membership.JOIN
          && !reader.rights().isUnseen(other, room)) {
        return true;
      }
    }
    return false;
  }
}
