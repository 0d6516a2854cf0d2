package org.caseroom.matrix.sync.sliding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.matrix.sync.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * What a client had when it was given a {@code pos}: immutable, so that a repeated request finds it
 * as it was.
 *
 * @param number names it in its {@code pos}; 0 for a client that has nothing
 * @param token how far the answer reached; null for a client that has nothing
 * @param rooms what it has of each room
 * @param accountData up to which stream position it has the account data of rooms; {@link #LIVE}
 *     where that is the token's
 * @param receipts likewise for receipts
 * @param away rooms that the user was kicked from or banned in
 * @param closed joined rooms that the user may not read for lack of consent
 */
record Standing(
    long number,
    @Nullable SyncToken token,
    Map<RoomId, Sent> rooms,
    Map<RoomId, Long> accountData,
    Map<RoomId, Long> receipts,
    Set<RoomId> away,
    Set<RoomId> closed) {

  static final Standing NOTHING =
      new Standing(0, null, Map.of(), Map.of(), Map.of(), Set.of(), Set.of());

  /** Up to date with the token. */
  static final Long LIVE = -1L;

  /** What changes of it in one answer. Maps are copied when they first change. */
  static final class Next {
    private final Standing before;
    private Map<RoomId, Sent> rooms;
    private Map<RoomId, Long> accountData;
    private Map<RoomId, Long> receipts;
    private Set<RoomId> away;
    private Set<RoomId> closed;

    Next(Standing before) {
      this.before = before;
      this.rooms = before.rooms();
      this.accountData = before.accountData();
      this.receipts = before.receipts();
      this.away = before.away();
      this.closed = before.closed();
    }

    Standing before() {
      return before;
    }

    /** What the client has of a room with this answer. */
    @Nullable Sent sentNow(RoomId room) {
      return rooms.get(room);
    }

    void sent(RoomId room, Sent sent) {
      if (rooms == before.rooms()) {
        rooms = new HashMap<>(rooms);
      }
      rooms.put(room, sent);
    }

    void accountData(RoomId room, Long upTo) {
      if (!upTo.equals(accountData.get(room))) {
        if (accountData == before.accountData()) {
          accountData = new HashMap<>(accountData);
        }
        accountData.put(room, upTo);
      }
    }

    void receipts(RoomId room, Long upTo) {
      if (!upTo.equals(receipts.get(room))) {
        if (receipts == before.receipts()) {
          receipts = new HashMap<>(receipts);
        }
        receipts.put(room, upTo);
      }
    }

    void away(Set<RoomId> rooms) {
      if (!rooms.equals(away)) {
        away = new HashSet<>(rooms);
      }
    }

    void closed(Set<RoomId> rooms) {
      closed = rooms;
    }

    Standing at(long number, SyncToken token) {
      return new Standing(number, token, rooms, accountData, receipts, away, closed);
    }
  }
}
