package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * Power levels as endpoints need them to choose what to propose; whether it is allowed the log
 * decides.
 */
final class Powers {
  private final RoomView view;
  private final RoomId room;
  private final JsonNode levels;

  private Powers(RoomView view, RoomId room) {
    this.view = view;
    this.room = room;
    this.levels =
        view.state(room, "m.room.power_levels", "").map(Event::content).orElseGet(Json::object);
  }

  static Powers of(RoomView view, RoomId room) {
    return new Powers(view, room);
  }

  /** A user's level; creators of a version 12 room stand above all. */
  long of(UserId user) {
    Optional<Event> create = view.state(room, "m.room.create", "");
    if (create.isPresent() && view.version(room).privilegesCreators()) {
      boolean additional = false;
      for (JsonNode creator : create.get().content().path("additional_creators")) {
        additional |= creator.asText().equals(user.value());
      }
      if (additional || create.get().sender().equals(user)) {
        return Long.MAX_VALUE;
      }
    }
    JsonNode own = levels.path("users").path(user.value());
    return own.isIntegralNumber() ? own.longValue() : levels.path("users_default").asLong(0);
  }

  /** The level that an action such as {@code invite} asks for. */
  long needed(String action, long otherwise) {
    JsonNode level = levels.path(action);
    return level.isIntegralNumber() ? level.longValue() : otherwise;
  }

  /** The level that a state event of this type asks for. */
  long neededForState(String type) {
    JsonNode level = levels.path("events").path(type);
    return level.isIntegralNumber() ? level.longValue() : needed("state_default", 50);
  }
}
