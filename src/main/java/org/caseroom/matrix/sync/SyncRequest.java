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
 * @param state as of when state is told, and under which name
 * @param patience how long to wait for news
 */
public record SyncRequest(
    Caller caller,
    @Nullable SyncToken since,
    SyncFilter filter,
    boolean fullState,
    StateForm state,
    Duration patience) {

  /** As of when an answer tells state. */
  public enum StateForm {
    /** At the start of the timeline. */
    AT_START("state"),
    /** At its end. */
    AT_END("state_after"),
    /** At its end, under the name that clients use which are older than the specification. */
    AT_END_UNSTABLE("org.matrix.msc4222.state_after");

    private final String section;

    StateForm(String section) {
      this.section = section;
    }

    /** The name of the section. */
    String section() {
      return section;
    }
  }

  /** Whether state is told as of the end of the timeline. */
  boolean stateAfter() {
    return state != StateForm.AT_START;
  }

  /** The same from another point on. */
  SyncRequest since(SyncToken token) {
    return new SyncRequest(caller, token, filter, fullState, state, patience);
  }

  /** Asks for what came after a token, in the usual form. */
  public static SyncRequest after(
      Caller caller, @Nullable SyncToken since, SyncFilter filter, Duration patience) {
    return new SyncRequest(caller, since, filter, false, StateForm.AT_START, patience);
  }
}
