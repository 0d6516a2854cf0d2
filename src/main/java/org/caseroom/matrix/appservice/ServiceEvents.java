package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * Events as application services get them: as clients do, with the fields at the top that older
 * bridges look for.
 */
final class ServiceEvents {
  private static final List<String> AT_THE_TOP = List.of("age", "prev_content", "replaces_state");
  private static final DeviceId NO_DEVICE = DeviceId.of("appservice");

  private final ClientEvents events;
  private final RoomView view;

  ServiceEvents(ClientEvents events, RoomView view) {
    this.events = events;
    this.view = view;
  }

  /** An event as a user of the service sees it. */
  ObjectNode json(Event event, UserId reader) {
    ObjectNode json =
        events.json(event, new Caller(reader, NO_DEVICE), ClientEvents.Shape.WITH_ROOM);
    json.put("user_id", event.sender().value());
    if (!(json.get("unsigned") instanceof ObjectNode unsigned)) {
      return json;
    }
    for (String field : AT_THE_TOP) {
      if (unsigned.has(field)) {
        json.set(field, unsigned.get(field));
      }
    }
    if (event.isState("m.room.member", reader.value())
        && event.text("membership").filter("invite"::equals).isPresent()) {
      invitation(event.room(), unsigned.putArray("invite_room_state"));
    }
    return json;
  }

  /** What the invited see of the room. */
  private void invitation(RoomId room, ArrayNode state) {
    for (String type : ClientEvents.STRIPPED) {
      view.state(room, type, "").ifPresent(event -> state.add(ClientEvents.stripped(event)));
    }
  }
}
