package org.caseroom.rooms;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What people could read at a past position of the log, by the rule that the door applied then
 * ({@link ReadingRule}). Who asked to have a room forgotten is not looked at: it hid the room from
 * them and took no right away. One question at a time: not safe for many threads.
 */
public final class PastReading {
  /** What keeps somebody from reading. */
  public enum Obstacle {
    /** Nothing: they could read it. */
    NONE,
    /** The room had never heard of them. */
    NOT_IN_ROOM,
    /** The house kept them out of the room: no consent, out of the team, account closed. */
    HOUSE_RULE,
    /** They were not, or not yet, in the room by its history visibility. */
    HISTORY,
    /** The event was for others: a story section's audience. */
    NOT_FOR_THEM
  }

  /**
   * How somebody stood to an event.
   *
   * @param obstacle what kept them from reading it, {@code NONE} when nothing did
   * @param membership what they were in the room
   * @param memberEvent the event that says so; null when the room had never heard of them
   * @param since the event that their stay in the room began with, when they were in it
   */
  public record Stand(
      UserId person,
      Obstacle obstacle,
      Membership membership,
      @Nullable Event memberEvent,
      @Nullable Event since) {}

  private final LiveRooms rooms;
  private final Members members;
  private final Visibility visibility;
  private final PastView view;
  private final ReadingRule rule;
  private final long position;

  PastReading(
      LiveRooms rooms, Members members, Visibility visibility, PastView view, RoomPolicy policy) {
    this.rooms = rooms;
    this.members = members;
    this.visibility = visibility;
    this.view = view;
    this.position = view.position();
    this.rule = new ReadingRule(policy, view);
  }

  /** The state of all rooms at the position. */
  public RoomView view() {
    return view;
  }

  /** The position of the log that is looked at. */
  public long position() {
    return position;
  }

  /** How somebody stood to an event that was there already; empty for a room that is not there. */
  public Optional<Stand> of(UserId person, Event event) {
    return rooms
        .find(event.room())
        .map(
            room -> {
              Visibility.Reader seen = visibility.readerAt(person, room, position);
              Event newest = null;
              Event since = null;
              for (Event each : seen.memberEvents()) {
                newest = each;
                boolean in = Members.of(each) == Membership.JOIN;
                since = !in ? null : since == null ? each : since;
              }
              return new Stand(
                  person, rule.obstacle(seen, person, event), seen.membership(), newest, since);
            });
  }

  /** Everybody whom a room has heard of by now, also those who came after the position. */
  public Set<UserId> everKnown(RoomId room) {
    Set<UserId> known = new TreeSet<>();
    for (Membership membership : Membership.values()) {
      known.addAll(members.members(room, membership));
    }
    return new LinkedHashSet<>(known);
  }
}
