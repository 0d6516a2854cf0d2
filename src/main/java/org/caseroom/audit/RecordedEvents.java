package org.caseroom.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/** The events that the log has leaves of, as whoever keeps them hands them to the verifier. */
@FunctionalInterface
public interface RecordedEvents {
  /** A house without events. */
  RecordedEvents NONE = (tx, position, limit) -> List.of();

  /**
   * An event as it is kept now.
   *
   * @param position its place in the log of all rooms
   * @param room its room's id
   * @param id its id
   * @param fault what is wrong with it by itself, as the second half of a sentence that begins with
   *     "The event"; null when its text still hashes to its id
   * @param misplaced what is wrong with its place among the others, likewise; counts only when no
   *     event is wrong by itself or missing, since each of those unsettles others
   */
  record Stored(
      long position, String room, String id, @Nullable String fault, @Nullable String misplaced) {
    /** An event that stands where it should. */
    Stored(long position, String room, String id, @Nullable String fault) {
      this(position, room, id, fault, null);
    }
  }

  /**
   * Takes note of rooms that came from another service: their events carry its signatures.
   *
   * @param facts the facts of the entry that tells of it
   */
  default void imported(ObjectNode facts) {}

  /** The events behind a position, in order. */
  List<Stored> after(Tx tx, long position, int limit);
}
