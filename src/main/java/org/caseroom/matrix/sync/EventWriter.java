package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.caseroom.base.EventId;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Writes events in the form that the filter asks for. */
final class EventWriter {
  private final ClientEvents events;

  EventWriter(ClientEvents events) {
    this.events = events;
  }

  /** What encodes them. */
  ClientEvents encoder() {
    return events;
  }

  /**
   * Writes a timeline's events. Aggregations go with them where the timeline is limited (section
   * "Server-side aggregation of m.relations"). A timeline reaches up to the newest event, so an
   * unfiltered one holds whatever relates to its events: they are only looked up when something in
   * it does.
   */
  void timeline(Turn turn, RoomHistory.Slice slice, JsonOut out) {
    List<Event> list = slice.events();
    Map<EventId, ObjectNode> aggregated =
        slice.limited() && (!turn.filter.wholeTimeline() || haveRelations(list))
            ? events.relations(list, turn.caller)
            : Map.of();
    out.beginArray();
    ClientEvents.Writer writer = writer(turn, list);
    for (Event event : list) {
      if (writer != null) {
        writer.write(event, aggregated.get(event.id()), out.value());
      } else {
        out.tree(
            unusual(turn, event, events.json(event, turn.caller, ClientEvents.Shape.WITHOUT_ROOM)));
      }
    }
    out.endArray();
  }

  private static boolean haveRelations(List<Event> list) {
    return list.stream().anyMatch(event -> event.content().has("m.relates_to"));
  }

  /** Writes pieces of state. */
  void state(Turn turn, Collection<Event> list, JsonOut out) {
    out.beginArray();
    ClientEvents.Writer writer = writer(turn, list);
    for (Event event : list) {
      if (writer != null) {
        writer.writeState(event, out.value());
      } else {
        out.tree(
            unusual(
                turn, event, events.state(event, turn.caller, ClientEvents.Shape.WITHOUT_ROOM)));
      }
    }
    out.endArray();
  }

  /** What writes the events of a room; null where they are wanted in an unusual form. */
  private ClientEvents.@Nullable Writer writer(Turn turn, Collection<Event> list) {
    boolean usual = turn.filter.fields() == null && !turn.filter.federation();
    return usual && !list.isEmpty() ? events.in(list.iterator().next().room(), turn.caller) : null;
  }

  private static ObjectNode unusual(Turn turn, Event event, ObjectNode client) {
    ObjectNode form = turn.filter.federation() ? event.pdu() : client;
    SyncFilter.EventFields fields = turn.filter.fields();
    return fields == null ? form : fields.of(form);
  }
}
