package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.caseroom.base.UserId;
import org.caseroom.matrix.MatrixRequest.Caller;

/**
 * Who is there, as syncs ask for it and tell it (client-server API, "Presence"). Changes are
 * counted like those of typing: in memory, by a count that starts at the clock's milliseconds, so
 * that a token from before a restart is an old one.
 */
public interface PresenceSource {
  /** Where nobody's presence is known. */
  PresenceSource NONE =
      new PresenceSource() {
        @Override
        public long position() {
          return 0;
        }

        @Override
        public List<ObjectNode> events(UserId reader, long after, long upTo, Set<UserId> met) {
          return List.of();
        }

        @Override
        public void syncing(Caller caller, String state, Duration patience) {}

        @Override
        public void subscribe(Consumer<Set<UserId>> subscriber) {}

        @Override
        public void tick() {}
      };

  /** How many changes there were. */
  long position();

  /**
   * The {@code m.presence} events for a reader: of themselves and of those who share a room with
   * them.
   *
   * @param after changes after this count; 0 for everyone whose presence is known
   * @param upTo changes up to this count
   * @param met people who share a room with the reader only since: told in any case
   */
  List<ObjectNode> events(UserId reader, long after, long upTo, Set<UserId> met);

  /**
   * A device syncs.
   *
   * @param state what the device wants to be shown as: online, unavailable or offline
   * @param patience how long it waits for its answer
   */
  void syncing(Caller caller, String state, Duration patience);

  /** Calls somebody after changes, with the users concerned; the call must be quick. */
  void subscribe(Consumer<Set<UserId>> subscriber);

  /** Lets time take its effect, and tells of changes: to be called about once a second. */
  void tick();
}
