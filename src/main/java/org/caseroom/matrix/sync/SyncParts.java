package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.Typing;
import org.jspecify.annotations.Nullable;

/** What other sorts of sync are made of as well: what changed beside the rooms' events. */
public final class SyncParts {
  private final RoomLog log;
  private final RoomReader reader;
  private final Receipts receipts;
  private final Typing typing;
  private final Turns turns;
  private final Meetings meetings;
  private final PersonSections person;
  private final DeviceSections devices;

  SyncParts(
      Rooms rooms,
      SyncServices.Passing passing,
      Turns turns,
      Meetings meetings,
      PersonSections person,
      DeviceSections devices) {
    this.log = rooms.log();
    this.reader = rooms.reader();
    this.receipts = passing.receipts();
    this.typing = passing.typing();
    this.turns = turns;
    this.meetings = meetings;
    this.person = person;
    this.devices = devices;
  }

  /**
   * What changed beside the events of rooms.
   *
   * @param accountData the user's, global and of rooms; all of it where there is no token
   * @param receipts rooms in which somebody's receipt moved, perhaps; empty without a token
   * @param read rooms in which the user's own receipt moved, perhaps
   * @param typing rooms in which somebody began or stopped typing
   * @param closings whether consent may have changed, and with it which rooms are open to the user
   */
  public record Beside(
      List<Item> accountData,
      Set<RoomId> receipts,
      Set<RoomId> read,
      Set<RoomId> typing,
      boolean closings) {}

  /** What changed beside the events of rooms between two tokens. */
  public Beside beside(Caller caller, @Nullable SyncToken since, SyncToken upTo) {
    Turn turn = turn(caller, since, upTo);
    if (turn.since == null) {
      return new Beside(turn.accountData, Set.of(), Set.of(), Set.of(), true);
    }
    Set<RoomId> moved = new HashSet<>();
    Set<RoomId> read = new HashSet<>();
    if (turn.changes == null) {
      moved.addAll(receipts.changedAfter(turn.since.stream()));
      read = moved;
    } else {
      for (var placed : turn.changes) {
        RoomId room = placed.change().room();
        boolean own = placed.change().user().equals(turn.user);
        Kind kind = placed.change().kind();
        if (room != null && (kind == Kind.RECEIPT || (kind == Kind.PRIVATE_RECEIPT && own))) {
          moved.add(room);
          if (own) {
            read.add(room);
          }
        }
      }
    }
    return new Beside(
        turn.accountData,
        moved,
        read,
        Set.copyOf(typing.changedAfter(turn.since.typing())),
        turn.events == null || turn.events.stream().anyMatch(ChangedRooms::mayOpenOrClose));
  }

  private Turn turn(Caller caller, @Nullable SyncToken since, SyncToken upTo) {
    return turns.begin(
        SyncRequest.after(caller, since, SyncFilter.ALL, Duration.ZERO),
        new Reach(upTo.log(), upTo.stream(), upTo.typing(), upTo.presence()));
  }

  /** Whose messages a user does not want to see. */
  public Set<String> ignored(UserId user) {
    return person.ignored(user);
  }

  /** A user's push rules as a piece of account data. */
  public ObjectNode pushRules(UserId user) {
    return person.pushRules(user);
  }

  /**
   * Writes the fields that end-to-end encryption needs: {@code device_lists}, {@code
   * device_one_time_keys_count} and {@code device_unused_fallback_key_types}.
   *
   * @return whether the lists name anybody
   */
  public boolean writeKeys(Caller caller, @Nullable SyncToken since, SyncToken upTo, JsonOut out) {
    Turn turn = turn(caller, since, upTo);
    boolean news = devices.writeLists(turn, meetings.find(turn, moves(turn)), out);
    devices.writeCounts(caller, out);
    return news;
  }

  /** The rooms that the user came to and left since, of all that they are in. */
  private RoomSections.Moves moves(Turn turn) {
    if (turn.since == null) {
      return new RoomSections.Moves(Set.of(), List.of(), List.of());
    }
    List<RoomId> fresh = new ArrayList<>();
    List<RoomId> left = new ArrayList<>();
    for (RoomId room : touched(turn)) {
      boolean before = joined(turn, room, turn.since.log());
      boolean now = joined(turn, room, turn.log);
      if (now != before) {
        (now ? fresh : left).add(room);
      }
    }
    Set<RoomId> joined = new HashSet<>();
    for (RoomId room : log.view().rooms(turn.user, Membership.JOIN)) {
      if (log.newestPosition(room) > turn.since.log() && reader.rights().mayRead(turn.user, room)) {
        joined.add(room);
      }
    }
    return new RoomSections.Moves(joined, fresh, left);
  }

  private boolean joined(Turn turn, RoomId room, long position) {
    return reader
        .membershipAt(turn.user, room, position)
        .filter(event -> event.text("membership").orElse("").equals("join"))
        .isPresent();
  }

  /** Rooms in which the user's own membership may have changed. */
  private Set<RoomId> touched(Turn turn) {
    Set<RoomId> touched = new HashSet<>();
    if (turn.events != null) {
      for (Event event : turn.events) {
        if (event.isState("m.room.member", turn.user.value())) {
          touched.add(event.room());
        }
      }
      return touched;
    }
    for (Membership membership : Membership.values()) {
      for (RoomId room : log.view().rooms(turn.user, membership)) {
        if (log.newestPosition(room) > turn.sinceLog()) {
          touched.add(room);
        }
      }
    }
    return touched;
  }
}
