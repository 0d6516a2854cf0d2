package org.caseroom.rooms;

import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody has read (client-server API, "Receipts").
 *
 * @param room the room
 * @param user the reader
 * @param kind who may know
 * @param thread the thread's root, {@code main} for what is in no thread, null for the whole room
 * @param event the newest event that was read
 * @param eventPosition that event's place in the log
 * @param at when it was read, milliseconds since 1970
 * @param position the stream position of this receipt
 */
public record Receipt(
    RoomId room,
    UserId user,
    Kind kind,
    @Nullable String thread,
    EventId event,
    long eventPosition,
    long at,
    long position) {

  /** The thread id of what is in no thread. */
  public static final String MAIN_THREAD = "main";

  /** Who may know of a receipt. */
  public enum Kind {
    /** Everyone in the room. */
    READ("m.read"),
    /** Only the reader: it clears their unread counts. */
    READ_PRIVATE("m.read.private");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /**
     * Reads the receipt type of a request.
     *
     * @throws Problem {@code M_INVALID_PARAM} for any other
     */
    public static Kind of(String type) {
      for (Kind kind : values()) {
        if (kind.type.equals(type)) {
          return kind;
        }
      }
      throw Problem.invalidParam(
          "A receipt is of type m.read, m.read.private or m.fully_read: use one of them.");
    }

    /** The receipt type in JSON. */
    public String type() {
      return type;
    }
  }
}
