package org.caseroom.audit;

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
   * @param fault what is wrong with it, as the second half of a sentence that begins with "The
   *     event"; null when its text still hashes to its id
   */
  record Stored(long position, String room, String id, @Nullable String fault) {}

  /** The events behind a position, in order. */
  List<Stored> after(Tx tx, long position, int limit);
}
