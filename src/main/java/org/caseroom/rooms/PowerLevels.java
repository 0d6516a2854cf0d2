package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Reads a room's power levels, with the defaults of the specification ({@code m.room.power_levels};
 * server-server API, "Definitions"). Looks values up when asked and copies nothing.
 */
public final class PowerLevels {
  /** The level of a version 12 room's creators: above all that can be written down. */
  public static final long CREATOR = Long.MAX_VALUE;

  private static final long MODERATOR = 50;
  private static final long ADMINISTRATOR = 100;

  private final RoomVersion version;
  private final @Nullable Event create;
  private final JsonNode content;
  private final boolean stated;

  private PowerLevels(RoomVersion version, @Nullable Event create, @Nullable Event levels) {
    this.version = version;
    this.create = create;
    this.stated = levels != null;
    this.content = levels == null ? MissingNode.getInstance() : levels.content();
  }

  /** The levels that hold in this state. */
  public static PowerLevels of(RoomVersion version, AuthRules.StateLookup state) {
    return new PowerLevels(
        version,
        state.find("m.room.create", "").orElse(null),
        state.find("m.room.power_levels", "").orElse(null));
  }

  /** The levels that hold in a room that exists. */
  public static PowerLevels of(RoomView view, RoomId room) {
    return of(view.version(room), (type, key) -> view.state(room, type, key));
  }

  /** A user's level: {@link #CREATOR} for the creators of a version 12 room. */
  public long user(UserId user) {
    if (version.privilegesCreators()) {
      if (isCreator(user.value())) {
        return CREATOR;
      }
    } else if (!stated) {
      return isCreator(user.value()) ? ADMINISTRATOR : 0;
    }
    return level(content.path("users").path(user.value()))
        .orElseGet(() -> number("users_default", 0));
  }

  /**
   * Whether a user created the room: the sender of its create event, in version 10 the one that it
   * names, in version 12 the additional creators too.
   */
  public boolean isCreator(String user) {
    if (create == null) {
      return false;
    }
    if (version.createNamesCreator()) {
      return user.equals(create.content().path("creator").textValue());
    }
    if (user.equals(create.sender().value())) {
      return true;
    }
    if (version.privilegesCreators()) {
      for (JsonNode additional : create.content().path("additional_creators")) {
        if (user.equals(additional.textValue())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The level needed to send an event that is neither a membership nor a third-party invite. */
  public long forEvent(String type, boolean isState) {
    return level(content.path("events").path(type))
        .orElseGet(
            () -> isState ? number("state_default", MODERATOR) : number("events_default", 0));
  }

  /** The level needed to redact what others sent. */
  public long redact() {
    return number("redact", MODERATOR);
  }

  /** The level needed to invite. */
  public long invite() {
    return number("invite", 0);
  }

  /** The level needed to remove somebody, who must have a lower one. */
  public long kick() {
    return number("kick", MODERATOR);
  }

  /** The level needed to ban somebody, who must have a lower one. */
  public long ban() {
    return number("ban", MODERATOR);
  }

  /**
   * The level needed to notify in a certain way.
   *
   * @param name the way, such as {@code room} for {@code @room}
   */
  public long notification(String name) {
    return level(content.path("notifications").path(name)).orElse(MODERATOR);
  }

  private long number(String name, long otherwise) {
    return level(content.path(name)).orElse(otherwise);
  }

  private static Optional<Long> level(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(value.longValue())
        : Optional.empty();
  }
}
