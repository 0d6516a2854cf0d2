package org.caseroom.rooms;

import java.util.List;
import java.util.Optional;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;

/**
 * Rules of the house that the log asks at the door, after Matrix's own: casework implements it.
 *
 * <p>{@link #check} and {@link #consequences} run on the log's writer, inside its transaction: they
 * look at the {@link RoomView} and at memory, and do no input or output of their own.
 */
public interface RoomPolicy {
  /** A house without further rules. */
  RoomPolicy NONE =
      new RoomPolicy() {
        @Override
        public void check(Event proposed, RoomView before) {}

        @Override
        public List<Draft> consequences(Event accepted, RoomView after) {
          return List.of();
        }

        @Override
        public boolean mayRead(UserId reader, RoomId room, RoomView now) {
          return true;
        }

        @Override
        public boolean mayRead(UserId reader, Event event, RoomView now) {
          return true;
        }

        @Override
        public boolean isConfidential(RoomId room, RoomView now) {
          return false;
        }
      };

  /**
   * Refuses an event that breaks a rule. Runs after Matrix's own rules have allowed it.
   *
   * @throws org.caseroom.base.Problem the refusal, which goes to the sender as it is
   * @throws Refusal one that writes something in the place of what it refuses
   */
  void check(Event proposed, RoomView before);

  /**
   * Refuses a redaction, once Matrix's own rules have allowed it.
   *
   * @param redaction the redaction
   * @param target the event that it would empty
   * @throws org.caseroom.base.Problem the refusal
   */
  default void checkRedaction(Event redaction, Event target, RoomView before) {}

  /**
   * What follows from an event, whichever door it came through: appended in the same transaction,
   * right behind it (a stage moves, a clock starts, a notice is posted). Consequences are checked
   * as any other event, and may have consequences of their own, to a depth of 8. A refused
   * consequence refuses the whole unit.
   */
  List<Draft> consequences(Event accepted, RoomView after);

  /**
   * What the audit log remembers of an event besides that it was appended; empty for nearly all.
   * Asked once for each event, by the log's writer, whichever door it came through: must be quick.
   */
  default Optional<AuditEntry> recorded(Event event, RoomView after) {
    return Optional.empty();
  }

  /**
   * Whether a member may read a room at all at this moment (consent). Asked at every read, for past
   * events too: must be quick.
   */
  boolean mayRead(UserId reader, RoomId room, RoomView now);

  /**
   * Whether a member who may read the room may read this event (a story section's audience): must
   * be quick.
   */
  boolean mayRead(UserId reader, Event event, RoomView now);

  /**
   * Whether a room is part of a record that has to stay whole, whatever one of its people asks for
   * themselves: nothing is kept from newcomers there because somebody asked to be erased.
   */
  default boolean isRecord(RoomId room, RoomView now) {
    return false;
  }

  /**
   * Whether nothing of a room but ids may leave the house to who is no member, such as in a
   * notification that goes to somebody else's push gateway, or to an application service that
   * follows rooms by their names.
   */
  boolean isConfidential(RoomId room, RoomView now);

  /**
   * The word under which the audit log notes that somebody reads a room: {@code room}, or another
   * where the reading has to stand out. Asked at every read: must be quick.
   *
   * @param usual the word of the door that they came through
   */
  default String readsAs(UserId reader, RoomId room, RoomView now, String usual) {
    return usual;
  }

  /**
   * Whether the others in a room are not to learn that somebody is in it: not by their presence,
   * their reading or their devices either.
   */
  default boolean isUnseen(UserId member, RoomId room, RoomView now) {
    return false;
  }

  /** Why {@link #mayRead(UserId, RoomId, RoomView)} says no, as a sentence for the reader. */
  default String whyNot(UserId reader, RoomId room, RoomView now) {
    return "You may not read this room now.";
  }

  /**
   * Why {@link #mayRead(UserId, Event, RoomView)} says no, where the reader is to be told: empty
   * where the event has to seem not to be there.
   */
  default Optional<String> whyNot(UserId reader, Event event, RoomView now) {
    return Optional.empty();
  }
}
