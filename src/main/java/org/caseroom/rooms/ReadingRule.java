package org.caseroom.rooms;

import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;

/**
 * The one rule by which a person may read an event: Matrix's ({@link Visibility}), then the house's
 * ({@link RoomPolicy#mayRead}). {@link RoomReader} asks it of the present and {@link PastReading}
 * of the past, so that what is told of a past moment is what the door did then.
 */
final class ReadingRule {
  private final RoomPolicy policy;
  private final RoomView view;

  /**
   * The rule as of a view.
   *
   * @param policy the rules of the house, with people as they were at the view's position
   */
  ReadingRule(RoomPolicy policy, RoomView view) {
    this.policy = policy;
    this.view = view;
  }

  /** Whether the rules of the house let somebody read a room. */
  boolean opensRoom(UserId reader, RoomId room) {
    return policy.mayRead(reader, room, view);
  }

  /** Whether somebody who may read the room may read this event of it. */
  boolean shows(Visibility.Reader seen, UserId reader, Event event) {
    return seen.sees(event) && isFor(reader, event);
  }

  /** Whether the rules of the house let somebody who may read the room read this event. */
  boolean isFor(UserId reader, Event event) {
    return policy.mayRead(reader, event, view);
  }

  /** Whether an event is state that is in force, which a member sees whenever it was set. */
  boolean isPresentState(Visibility.Reader seen, Event event) {
    String key = event.stateKey();
    return key != null
        && seen.membership() == Membership.JOIN
        && view.state(event.room(), event.type(), key).filter(event::equals).isPresent();
  }

  /** What keeps somebody from reading an event, by whichever way they go. */
  PastReading.Obstacle obstacle(Visibility.Reader seen, UserId reader, Event event) {
    if (!seen.knowsRoom()) {
      return PastReading.Obstacle.NOT_IN_ROOM;
    }
    if (!opensRoom(reader, event.room())) {
      return PastReading.Obstacle.HOUSE_RULE;
    }
    if (!seen.sees(event) && !isPresentState(seen, event)) {
      return PastReading.Obstacle.HISTORY;
    }
    return isFor(reader, event) ? PastReading.Obstacle.NONE : PastReading.Obstacle.NOT_FOR_THEM;
  }
}
