package org.caseroom.matrix.sync.sliding;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.caseroom.base.RoomId;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks.
 *
 * @param caller who, on which device
 * @param connection which of the device's connections
 * @param pos where it stands, null to begin
 * @param patience how long to wait for news
 * @param lists the lists by their names
 * @param subscriptions rooms that are wanted in any case
 * @param extensions what is wanted beside the rooms
 */
record SlidingRequest(
    Caller caller,
    String connection,
    @Nullable String pos,
    Duration patience,
    Map<String, RoomList> lists,
    Map<RoomId, RoomConfig> subscriptions,
    Extensions extensions) {

  /**
   * A list of rooms.
   *
   * @param ranges which of them, both ends included
   * @param filter which rooms it is made of
   * @param config how much of each
   */
  record RoomList(List<Range> ranges, ListFilter filter, RoomConfig config) {}

  /** A part of a list, both ends included, from 0. */
  record Range(int first, int last) {}

  /** What is wanted beside the rooms; null for what is not. */
  record Extensions(
      @Nullable ToDevice toDevice,
      boolean e2ee,
      @Nullable Scope accountData,
      @Nullable Scope receipts,
      @Nullable Scope typing) {}

  /**
   * Messages to the device.
   *
   * @param since the stream position that the device has them up to
   */
  record ToDevice(long since, int limit) {}

  /**
   * For which rooms an extension is wanted.
   *
   * @param lists of these lists; null for all
   * @param rooms of the subscriptions, these; null for all
   */
  record Scope(@Nullable List<String> lists, @Nullable List<String> rooms) {}
}
