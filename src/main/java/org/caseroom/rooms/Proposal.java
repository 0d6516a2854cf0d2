package org.caseroom.rooms;

import java.util.List;

/**
 * Drafts that are made on the spot: the log calls it on its writer, under the lock, with the state
 * just before, so that looking and writing cannot come apart. Must be quick, do no input or output,
 * and may be called more than once.
 */
@FunctionalInterface
public interface Proposal {
  /**
   * The drafts to append, all or none.
   *
   * @throws org.caseroom.base.Problem a refusal, which goes to the caller
   */
  List<Draft> drafts(RoomView before);

  /**
   * Further drafts of the same unit, for those that depend on what became of the first: an event's
   * id is known once it is accepted. Asked once the first are accepted, under the same conditions.
   *
   * @param after the state with the first drafts in it
   */
  default List<Draft> then(RoomView after) {
    return List.of();
  }
}
