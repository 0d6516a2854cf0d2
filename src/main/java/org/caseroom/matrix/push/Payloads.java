package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** What gateways are told (Push Gateway API, {@code POST /notify}). */
final class Payloads {
  private final RoomView view;
  private final RoomReader reader;
  private final PushSettings settings;

  Payloads(RoomView view, RoomReader reader, PushSettings settings) {
    this.view = view;
    this.reader = reader;
    this.settings = settings;
  }

  /**
   * About an event. Of a room of a case no more than the ids: the names and the words in it do not
   * leave the house.
   */
  ObjectNode event(Pusher pusher, Event event, ArrayNode actions, UnreadCounts.Badge badge) {
    ObjectNode tweaks = tweaks(actions);
    ObjectNode payload = Json.object();
    ObjectNode notification = payload.putObject("notification");
    notification.put("event_id", event.id().value());
    notification.put("room_id", event.room().value());
    notification.put("prio", priority(event, tweaks));
    notification.set("counts", counts(badge));
    boolean idOnly = pusher.idOnly() || reader.rights().isConfidential(event.room());
    if (!idOnly) {
      describe(notification, pusher, event);
    }
    ObjectNode device = device(pusher);
    if (!idOnly) {
      device.set("tweaks", tweaks);
    }
    notification.putArray("devices").add(device);
    return payload;
  }

  /** About nothing but how much is unread. */
  ObjectNode badge(Pusher pusher, UnreadCounts.Badge badge) {
    ObjectNode payload = Json.object();
    ObjectNode notification = payload.putObject("notification");
    notification.set("counts", counts(badge));
    notification.putArray("devices").add(device(pusher));
    return payload;
  }

  private void describe(ObjectNode notification, Pusher pusher, Event event) {
    RoomId room = event.room();
    // Gateways of former times look for the id under this name.
    notification.put("id", event.id().value());
    notification.put("type", event.type());
    notification.put("sender", event.sender().value());
    put(notification, "sender_display_name", room, "m.room.member", event.sender().value());
    put(notification, "room_name", room, "m.room.name", "");
    put(notification, "room_alias", room, "m.room.canonical_alias", "");
    if (event.type().equals("m.room.member")) {
      notification.put("user_is_target", pusher.id().user().value().equals(event.stateKey()));
    }
    if (settings.content() && !event.content().isEmpty()) {
      notification.set("content", event.content());
    }
  }

  private void put(ObjectNode json, String name, RoomId room, String type, String key) {
    String field =
        switch (type) {
          case "m.room.member" -> "displayname";
          case "m.room.name" -> "name";
          default -> "alias";
        };
    view.state(room, type, key)
        .flatMap(state -> state.text(field))
        .filter(text -> !text.isBlank())
        .ifPresent(text -> json.put(name, text));
  }

  /** What makes a sound, or might, is worth waking a telephone for. */
  private static String priority(Event event, ObjectNode tweaks) {
    boolean loud =
        tweaks.path("highlight").asBoolean()
            || tweaks.hasNonNull("sound")
            || event.type().equals("m.room.encrypted");
    return loud ? "high" : "low";
  }

  private static ObjectNode tweaks(ArrayNode actions) {
    ObjectNode tweaks = Json.object();
    for (JsonNode action : actions) {
      if (action.path("set_tweak").isTextual()) {
        JsonNode value = action.get("value");
        String name = action.path("set_tweak").textValue();
        if (value == null) {
          tweaks.put(name, true);
        } else {
          tweaks.set(name, value);
        }
      }
    }
    return tweaks;
  }

  /** Counts that are zero are left out. */
  private static ObjectNode counts(UnreadCounts.Badge badge) {
    ObjectNode counts = Json.object();
    if (badge.unread() > 0) {
      counts.put("unread", badge.unread());
    }
    if (badge.missedCalls() > 0) {
      counts.put("missed_calls", badge.missedCalls());
    }
    return counts;
  }

  private static ObjectNode device(Pusher pusher) {
    ObjectNode data = ((ObjectNode) pusher.content().path("data")).deepCopy();
    data.remove("url");
    ObjectNode device = Json.object().put("app_id", pusher.id().app());
    device.put("pushkey", pusher.id().key()).put("pushkey_ts", pusher.setAt() / 1000);
    device.set("data", data);
    return device;
  }
}
