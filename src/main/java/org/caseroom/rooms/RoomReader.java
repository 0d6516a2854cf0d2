package org.caseroom.rooms;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * SKELETON of the contract: the body is being written.
 *
 * <p>Reading for a person: to fetch is to check. Every method applies membership, history
 * visibility and {@link RoomPolicy#mayRead}; what a reader may not see is as if it were not there.
 */
public final class RoomReader {
  /** Which way a page goes. */
  public enum Direction {
    BACKWARDS,
    FORWARDS
  }

  /**
   * A page of a timeline.
   *
   * @param events what the reader may see, in the direction asked
   * @param next the position to go on from, null at the end
   */
  public record Page(List<Event> events, @Nullable Long next) {}

  /**
   * Pages through a room.
   *
   * @param from BACKWARDS: events at or before this position, newest first; FORWARDS: events after
   *     this position, oldest first. Positions are log positions; null for the newest (backwards)
   *     or the start (forwards)
   * @param to stop here (exclusive backwards, inclusive forwards); null for no bound
   * @param limit the most events to look at
   * @throws org.caseroom.base.Problem 403 when the reader was never in the room
   */
  public Page page(
      UserId reader,
      RoomId room,
      Direction direction,
      @Nullable Long from,
      @Nullable Long to,
      int limit) {
    throw new IllegalStateException();
  }

  /**
   * The newest events after one position and up to another, oldest first, for a sync.
   *
   * @param after exclusive
   * @param upTo inclusive
   * @return at most {@code limit} visible events; {@code next} is null when nothing was left out,
   *     otherwise the position to page backwards from
   */
  public Page timeline(UserId reader, RoomId room, long after, long upTo, int limit) {
    throw new IllegalStateException();
  }

  /** One event of a room that the reader may see. */
  public Optional<Event> event(UserId reader, RoomId room, EventId event) {
    throw new IllegalStateException();
  }

  /**
   * The room's state as the reader may see it: as of now for a member, as of when they left for a
   * former one.
   *
   * @throws org.caseroom.base.Problem 403 when the reader may not see any
   */
  public Collection<Event> state(UserId reader, RoomId room) {
    throw new IllegalStateException();
  }

  /** The room's state as of a position, with the events that the reader may see. */
  public Collection<Event> stateAt(UserId reader, RoomId room, long position) {
    throw new IllegalStateException();
  }

  /** The state that changed after one position, up to another: the newest of each. */
  public Collection<Event> stateBetween(UserId reader, RoomId room, long after, long upTo) {
    throw new IllegalStateException();
  }

  /** Whether the reader may see an event. */
  public boolean maySee(UserId reader, Event event) {
    throw new IllegalStateException();
  }

  /**
   * Throws unless the reader is joined to the room now and may read it.
   *
   * @throws org.caseroom.base.Problem 403 {@code M_FORBIDDEN}
   */
  public void requireJoined(UserId reader, RoomId room) {
    throw new IllegalStateException();
  }
}
