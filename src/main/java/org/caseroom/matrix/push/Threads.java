package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/**
 * Which thread an event is read with (client-server API, "Receiving notifications"): the one that
 * it says, or the one that the event is in which it relates to, three steps far.
 */
final class Threads {
  private static final int STEPS = 3;

  private final RoomReader reader;

  Threads(RoomReader reader) {
    this.reader = reader;
  }

  /** The root of the event's thread, {@link Receipt#MAIN_THREAD} when it is in none. */
  String of(UserId user, Event event) {
    Event at = event;
    for (int step = 0; ; step++) {
      JsonNode relation = at.content().path("m.relates_to");
      String target = relation.path("event_id").textValue();
      if (target == null || !relation.path("rel_type").isTextual()) {
        return Receipt.MAIN_THREAD;
      }
      if (relation.path("rel_type").textValue().equals("m.thread")) {
        return target;
      }
      Event next = step < STEPS ? find(user, event, target) : null;
      if (next == null) {
        return Receipt.MAIN_THREAD;
      }
      at = next;
    }
  }

  private @Nullable Event find(UserId user, Event from, String target) {
    try {
      return reader.event(user, from.room(), EventId.of(target)).orElse(null);
    } catch (Problem notAnId) {
      return null;
    }
  }
}
