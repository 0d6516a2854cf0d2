package org.caseroom.matrix.sync;

import org.caseroom.matrix.MatrixRequest.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered once there is something to tell, and held meanwhile.
 *
 * @param <A> its answer
 */
public interface Asking<A> {
  /** Who asks, on which device. */
  Caller caller();

  /** Whether it may be held at all. */
  boolean waits();

  /** Up to where it has looked already; null when it has to look in any case. */
  @Nullable SyncToken stands();

  /**
   * Looks what there is to tell; one call at a time.
   *
   * @param last whether to answer also with nothing
   * @return null when there is nothing to tell yet: {@link #stands} has then moved on
   */
  @Nullable A look(boolean last);
}
