package org.caseroom.matrix.sync.sliding;

/**
 * How much of a room a client wants.
 *
 * @param timelineLimit the most events of its timeline
 * @param state which of its state
 */
record RoomConfig(int timelineLimit, RequiredState state) {
  /** What either wants. */
  RoomConfig with(RoomConfig other) {
    return equals(other)
        ? this
        : new RoomConfig(Math.max(timelineLimit, other.timelineLimit), state.with(other.state));
  }
}
