package org.caseroom.rooms;

import java.util.List;
import org.caseroom.storage.Tx;

/**
 * Tables for screens and reports that follow from the log alone: filled in the log's own
 * transaction, and again from the start by {@code caseroom rebuild}, with the same result.
 */
public interface Projection {
  /** The tables it fills, in an order in which they can be emptied. */
  List<String> tables();

  /**
   * Takes in one event. Depends on nothing but the events so far: not on the clock, not on tables
   * of others.
   *
   * @param event the event just appended
   * @param after state with the event in it, and perhaps with later ones of its group: look up only
   *     what does not change, such as the case that a room belongs to
   */
  void apply(Tx tx, Event event, RoomView after);

  /**
   * Takes in a group of events, oldest first, with the same result as one by one. A projection that
   * many events concern gathers what becomes of a row, and writes it once.
   */
  default void apply(Tx tx, List<Event> events, RoomView after) {
    for (Event event : events) {
      apply(tx, event, after);
    }
  }
}
