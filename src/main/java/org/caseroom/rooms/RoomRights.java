package org.caseroom.rooms;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/**
 * Whose business a room is: who may open it, follow it, look back into it, or know that it is
 * there. What they see in it, {@link RoomReader} answers.
 */
public final class RoomRights {
  private final Database database;
  private final AuditLog audit;
  private final LiveRooms rooms;
  private final Members members;
  private final RoomView view;
  private final RoomPolicy policy;
  private final ReadingRule rule;
  private final Visibility visibility;

  RoomRights(
      RoomsContext context,
      LogMemory memory,
      RoomView view,
      ReadingRule rule,
      Visibility visibility) {
    this.database = context.database();
    this.audit = context.audit();
    this.policy = context.policy();
    this.rooms = memory.rooms();
    this.members = memory.members();
    this.view = view;
    this.rule = rule;
    this.visibility = visibility;
  }

  /**
   * The rooms that a person is in or has been in, has not forgotten, and may read now: those whose
   * past is theirs to look through.
   */
  public Set<RoomId> everIn(UserId reader) {
    Set<RoomId> all = new HashSet<>();
    for (Membership membership : List.of(Membership.JOIN, Membership.LEAVE, Membership.BAN)) {
      all.addAll(members.rooms(reader, membership));
    }
    all.removeIf(room -> !everIn(reader, room));
    return all;
  }

  boolean everIn(UserId reader, RoomId room) {
    Membership membership = members.membership(room, reader);
    return members.knows(room, reader)
        && membership != Membership.INVITE
        && membership != Membership.KNOCK
        && !members.forgot(reader, room)
        && rule.opensRoom(reader, room);
  }

  /**
   * Throws unless the reader is joined to the room now and may read it.
   *
   * @throws Problem 403 {@code M_FORBIDDEN}
   */
  public void requireJoined(UserId reader, RoomId room) {
    if (members.membership(room, reader) != Membership.JOIN) {
      throw Problem.forbidden("You are not in this room: join it, or ask a member to invite you.");
    }
    requireReadable(reader, room);
  }

  private void requireReadable(UserId reader, RoomId room) {
    if (!rule.opensRoom(reader, room)) {
      throw Problem.forbidden(policy.whyNot(reader, room, view));
    }
  }

  /**
   * Whether application services may follow a room without a member of theirs in it: one that
   * anybody may join or read.
   */
  public boolean mayBeWatched(RoomId room) {
    return rooms
        .find(room)
        .filter(live -> !policy.isConfidential(room, view))
        .filter(
            live ->
                live.state("m.room.join_rules", "")
                        .flatMap(rules -> rules.text("join_rule"))
                        .filter("public"::equals)
                        .isPresent()
                    || live.state("m.room.history_visibility", "")
                        .flatMap(history -> history.text("history_visibility"))
                        .filter("world_readable"::equals)
                        .isPresent())
        .isPresent();
  }

  /**
   * Throws unless an application service's user is joined to the room and may read it, or the room
   * may be followed without.
   *
   * @throws Problem 403 {@code M_FORBIDDEN}
   */
  public void requireWatchable(UserId user, RoomId room) {
    if (!mayBeWatched(room)) {
      requireJoined(user, room);
    }
  }

  /** Whether a room is part of a record that has to stay whole. */
  public boolean isRecord(RoomId room) {
    return policy.isRecord(room, view);
  }

  /** Whether a member's reading of a room is allowed by the rules of the house now. */
  public boolean mayRead(UserId reader, RoomId room) {
    return rule.opensRoom(reader, room);
  }

  /**
   * Throws unless the reader may look into a room: they are or were in it, or it is open to the
   * world. What they see there is another question.
   *
   * @throws Problem 403 {@code M_FORBIDDEN}
   */
  public void requireOpen(UserId reader, RoomId room) {
    readable(reader, room);
  }

  /** A room that somebody opens, which the audit log notes. */
  LiveRoom readable(UserId reader, RoomId room) {
    LiveRoom live = open(reader, room).orElseThrow(RoomRights::notYours);
    requireReadable(reader, room);
    note(reader, room);
    return live;
  }

  /** Notes in the audit log that somebody read a room. */
  public void note(UserId reader, RoomId room) {
    audit.access(reader.value(), room.value(), policy.readsAs(reader, room, view, "room"));
  }

  /** Whether the others in a room are not to learn that somebody is in it. */
  public boolean isUnseen(UserId member, RoomId room) {
    return policy.isUnseen(member, room, view);
  }

  /** Whether a room is the reader's business at all: theirs once, or open to the world. */
  public boolean knows(UserId reader, RoomId room) {
    return open(reader, room).isPresent();
  }

  /** Whether somebody is in a room or was once, and so has a past in it. */
  public boolean wasIn(UserId reader, RoomId room) {
    return rooms
        .find(room)
        .map(live -> visibility.reader(reader, live))
        .filter(seen -> seen.membership() == Membership.JOIN || seen.leftAt() > 0)
        .isPresent();
  }

  /** Whether nothing of a room but ids may leave the house. */
  public boolean isConfidential(RoomId room) {
    return policy.isConfidential(room, view);
  }

  /** Rooms that a former member asked not to be shown again. */
  public Set<RoomId> forgotten(UserId reader) {
    return members.forgottenRooms(reader);
  }

  /**
   * Forgets a room that the reader has left (client-server API, "Leaving rooms").
   *
   * @throws Problem 400 when they are still in it
   */
  public void forget(UserId reader, RoomId room) {
    LiveRoom live = rooms.find(room).orElseThrow(CommittedView::noSuchRoom);
    Membership now = members.membership(room, reader);
    if (now != Membership.LEAVE && now != Membership.BAN) {
      throw Problem.of(400, "M_UNKNOWN", "You are in this room: leave it before you forget it.");
    }
    database.writing(tx -> new StateDao(tx).forget(reader, live.row().number()));
    members.forget(reader, room);
  }

  /** A room that is the reader's business by Matrix's rules: theirs once, or open to the world. */
  private Optional<LiveRoom> open(UserId reader, RoomId room) {
    return rooms
        .find(room)
        .filter(
            found ->
                members.forgot(reader, room)
                    ? visibility.reader(reader, found).worldReadable()
                    : visibility.reader(reader, found).knowsRoom());
  }

  /** The same answer for a room that is not there and one that is not the reader's business. */
  static Problem notYours() {
    return Problem.forbidden("You are not in this room: ask a member to invite you.");
  }
}
