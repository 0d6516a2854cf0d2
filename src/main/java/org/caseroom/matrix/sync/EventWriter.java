package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.rooms.Event;

/** Writes events in the form that the filter asks for. */
final class EventWriter {
  private final ClientEvents events;

  EventWriter(ClientEvents events) {
    this.events = events;
  }

  /**
   * Writes a timeline's events. No aggregations go with them: a sync's timeline reaches up to the
   * newest event, so its reader has, or gets, whatever relates to them.
   */
  void timeline(Turn turn, Collection<Event> list, JsonOut out) {
    out.beginArray();
    for (Event event : list) {
      if (usual(turn)) {
        events.write(event, turn.caller, null, out.value());
      } else {
        out.tree(
            unusual(turn, event, events.json(event, turn.caller, ClientEvents.Shape.WITHOUT_ROOM)));
      }
    }
    out.endArray();
  }

  /** Writes pieces of state. */
  void state(Turn turn, Collection<Event> list, JsonOut out) {
    out.beginArray();
    for (Event event : list) {
      if (usual(turn)) {
        events.writeState(event, turn.caller, out.value());
      } else {
        out.tree(
            unusual(
                turn, event, events.state(event, turn.caller, ClientEvents.Shape.WITHOUT_ROOM)));
      }
    }
    out.endArray();
  }

  private static boolean usual(Turn turn) {
    return turn.filter.fields() == null && !turn.filter.federation();
  }

  private static ObjectNode unusual(Turn turn, Event event, ObjectNode client) {
    ObjectNode form = turn.filter.federation() ? event.pdu() : client;
    SyncFilter.EventFields fields = turn.filter.fields();
    return fields == null ? form : fields.of(form);
  }
}
