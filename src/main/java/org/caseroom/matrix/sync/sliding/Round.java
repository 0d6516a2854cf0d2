package org.caseroom.matrix.sync.sliding;

import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.matrix.sync.SyncParts.Beside;
import org.caseroom.matrix.sync.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the making.
 *
 * @param request what was asked
 * @param since where the client stands; null when it begins
 * @param upTo how far the answer reaches
 * @param beside what changed beside the rooms' events since
 * @param ignored whose messages the user does not want to see
 * @param next what the client will have
 */
record Round(
    SlidingRequest request,
    @Nullable SyncToken since,
    SyncToken upTo,
    Beside beside,
    Set<String> ignored,
    Standing.Next next) {

  UserId user() {
    return request.caller().user();
  }
}
