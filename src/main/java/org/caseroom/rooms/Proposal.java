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
}
