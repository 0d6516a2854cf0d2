package org.caseroom.matrix.sync.sliding;

import java.util.Map;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Membership;

/**
 * What a client has of a room.
 *
 * @param upTo the log position up to which it was sent
 * @param config how much was asked of it then
 * @param membership what the user was in it then
 * @param bump the {@code bump_stamp} that was sent last
 * @param members the member events that were sent lately
 */
record Sent(
    long upTo, RoomConfig config, Membership membership, long bump, Map<UserId, EventId> members) {

  /** The same, up to a later position. */
  Sent upTo(long position) {
    return new Sent(position, config, membership, bump, members);
  }
}
