package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** A room in a few lines: for the directory, for spaces, and for those who may be about to join. */
final class RoomSummaries {
  private static final Set<String> OPEN = Set.of("public", "knock", "knock_restricted");

  private final RoomLog log;
  private final RoomReader reader;

  RoomSummaries(RoomLog log, RoomReader reader) {
    this.log = log;
    this.reader = reader;
  }

  /**
   * Whether somebody may know of a room: those in it or asked in, as long as the house lets them
   * read it, and everyone where the room is open to join, to knock or to read.
   */
  boolean mayKnow(UserId user, RoomId room) {
    RoomView view = log.view();
    if (!view.exists(room)) {
      return false;
    }
    Membership membership = view.membership(room, user);
    if (membership == Membership.JOIN || membership == Membership.INVITE) {
      return reader.rights().mayRead(user, room);
    }
    return membership != Membership.BAN && (isOpen(room) || Members.admits(log.view(), room, user));
  }

  /** Whether a room is open to everyone, signed in or not: to join, to knock, or to read. */
  boolean isOpen(RoomId room) {
    return log.view().exists(room)
        && (OPEN.contains(joinRule(room)) || worldReadable(log.view(), room));
  }

  /** The summary (specification: {@code PublicRoomsChunk} and more). */
  ObjectNode of(RoomId room) {
    RoomView view = log.view();
    ObjectNode json = Json.object();
    json.put("room_id", room.value());
    put(json, "name", room, "m.room.name", "name");
    put(json, "topic", room, "m.room.topic", "topic");
    put(json, "avatar_url", room, "m.room.avatar", "url");
    put(json, "canonical_alias", room, "m.room.canonical_alias", "alias");
    put(json, "room_type", room, "m.room.create", "type");
    put(json, "encryption", room, "m.room.encryption", "algorithm");
    json.put("num_joined_members", view.members(room, Membership.JOIN).size());
    json.put("join_rule", joinRule(room));
    json.put("world_readable", worldReadable(log.view(), room));
    json.put(
        "guest_can_join",
        text(room, "m.room.guest_access", "guest_access").filter("can_join"::equals).isPresent());
    json.put("room_version", view.version(room).id());
    ArrayNode allowed = Json.array();
    for (JsonNode condition :
        view.state(room, "m.room.join_rules", "")
            .map(event -> event.content().path("allow"))
            .orElseGet(Json::array)) {
      if (condition.path("room_id").isTextual()) {
        allowed.add(condition.path("room_id").asText());
      }
    }
    if (!allowed.isEmpty()) {
      json.set("allowed_room_ids", allowed);
    }
    return json;
  }

  String joinRule(RoomId room) {
    return text(room, "m.room.join_rules", "join_rule").orElse("invite");
  }

  /** Whether anybody may read in a room. */
  static boolean worldReadable(RoomView view, RoomId room) {
    return view.state(room, "m.room.history_visibility", "")
        .flatMap(event -> event.text("history_visibility"))
        .filter("world_readable"::equals)
        .isPresent();
  }

  /** The rooms that a space names as its own, in the order of the specification. */
  List<Event> children(RoomId space) {
    return log.view().state(space, "m.space.child").stream()
        .filter(child -> hasVia(child.content().path("via")) && isRoom(child.stateKey()))
        .sorted(
            java.util.Comparator.comparing(RoomSummaries::order)
                .thenComparing(Event::originServerTs)
                .thenComparing(child -> String.valueOf(child.stateKey())))
        .toList();
  }

  private static boolean hasVia(JsonNode via) {
    boolean valid = via.isArray() && !via.isEmpty();
    for (JsonNode server : via) {
      valid &= server.isTextual();
    }
    return valid;
  }

  private static boolean isRoom(@org.jspecify.annotations.Nullable String key) {
    return key != null && key.startsWith("!") && key.length() > 1 && key.length() <= 255;
  }

  /** Children without an order come last: {@code ~} is the highest character allowed in one. */
  private static String order(Event child) {
    return child
        .text("order")
        .filter(order -> order.length() <= 50 && order.chars().allMatch(c -> c >= 0x20 && c < 0x7f))
        .map(order -> "0" + order)
        .orElse("1");
  }

  private void put(ObjectNode json, String field, RoomId room, String type, String contentField) {
    text(room, type, contentField).ifPresent(text -> json.put(field, text));
  }

  private Optional<String> text(RoomId room, String type, String field) {
    return log.view().state(room, type, "").flatMap(event -> event.text(field));
  }
}
