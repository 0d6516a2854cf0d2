package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** A room in memory that takes what the authorisation rules allow: for tests of the rules alone. */
final class RuledRoom {
  static final ServerName SERVER = ServerName.of("hub.example");
  private static final Instant NOW = Instant.parse("2025-03-03T09:00:00Z");

  private final RoomVersion version;
  private final RoomId id;
  private final Map<StateKey, Event> state = new HashMap<>();
  private List<EventId> previous = List.of();
  private long depth;

  /** A room with nothing but its create event. */
  RuledRoom(RoomVersion version, UserId creator, ObjectNode createContent) {
    this.version = version;
    NewRoom room = NewRoom.prepare(version, creator, createContent, NOW, SERVER);
    this.id = room.id();
    add(room.create());
  }

  /** A room in which the creator is joined with power 100, and these others are joined. */
  static RuledRoom with(RoomVersion version, UserId creator, UserId... others) {
    RuledRoom room = new RuledRoom(version, creator, Json.object());
    room.member(creator, creator, "join");
    ObjectNode levels = Json.object();
    levels.putObject("users");
    if (!version.privilegesCreators()) {
      levels.withObject("/users").put(creator.value(), 100);
    }
    room.state(creator, "m.room.power_levels", "", levels);
    for (UserId other : others) {
      room.member(creator, other, "invite");
      room.member(other, other, "join");
    }
    return room;
  }

  RoomId id() {
    return id;
  }

  Optional<Event> find(String type, String key) {
    return Optional.ofNullable(state.get(new StateKey(type, key)));
  }

  PowerLevels levels() {
    return PowerLevels.of(version, this::find);
  }

  Membership membership(UserId user) {
    return AuthRules.membership(this::find, user);
  }

  Event member(UserId sender, UserId target, String membership) {
    return state(
        sender, "m.room.member", target.value(), Json.object().put("membership", membership));
  }

  Event message(UserId sender) {
    return add(Draft.message(id, sender, "m.room.message", Json.object().put("body", "hello")));
  }

  Event state(UserId sender, String type, String key, ObjectNode content) {
    return add(Draft.state(id, sender, type, key, content));
  }

  Event joinRule(UserId sender, String rule) {
    return state(sender, "m.room.join_rules", "", Json.object().put("join_rule", rule));
  }

  /** Adds an event, or throws the rules' refusal and stays as it was. */
  Event add(Draft draft) {
    Event event = event(draft, null);
    AuthRules.check(version, event, this::find);
    previous = List.of(event.id());
    depth++;
    String key = event.stateKey();
    if (key != null) {
      state.put(new StateKey(event.type(), key), event);
    }
    return event;
  }

  /** Makes an event that names these events as what permits it: null for the right ones. */
  Event event(Draft draft, @Nullable List<EventId> auth) {
    List<EventId> permits =
        auth != null
            ? auth
            : AuthRules.selectAuthEvents(
                version,
                draft.type(),
                draft.stateKey(),
                draft.sender(),
                draft.content(),
                this::find);
    ObjectNode pdu = EventFormat.pdu(version, draft, NOW, previous, permits, depth + 1);
    EventHashes.addContentHash(pdu);
    return new Event(0, draft.room(), EventHashes.eventId(version, pdu), pdu, null);
  }

  /** Whether the rules refuse this. */
  static boolean refused(Runnable action) {
    try {
      action.run();
      return false;
    } catch (Problem refusal) {
      return true;
    }
  }

  private record StateKey(String type, String key) {}
}
