package org.caseroom.matrix.sync;

import java.time.Duration;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks.
 *
 * @param caller who, on which device
 * @param since where they stand, null for everything
 * @param filter what they want
 * @param fullState whether to send all state although there is a {@code since}
 * @param stateAfter whether state is told as of the end of the timeline (in {@code state_after})
 *     instead of its start
 * @param patience how long to wait for news
 */
public record SyncRequest(
    Caller caller,
    @Nullable SyncToken since,
    SyncFilter filter,
    boolean fullState,
    boolean stateAfter,
    Duration patience) {

  /** The same from another point on. */
  SyncRequest since(SyncToken token) {
    return new SyncRequest(caller, token, filter, fullState, stateAfter, patience);
  }

  /** Asks for what came after a token, in the usual form. */
  public static SyncRequest after(
      Caller caller, @Nullable SyncToken since, SyncFilter filter, Duration patience) {
    return new SyncRequest(caller, since, filter, false, false, patience);
  }
}
