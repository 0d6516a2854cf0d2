package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;

/**
 * Redaction (Matrix room version specifications, "Redactions"): empties an event of everything but
 * what the room's rules, and the event's own id and signature, depend on. Ids and signatures are
 * taken of the redacted form, so they stay true when an event is emptied for good.
 */
public final class Redaction {
  private static final Set<String> KEPT =
      Set.of(
          "event_id",
          "type",
          "room_id",
          "sender",
          "state_key",
          "content",
          "hashes",
          "signatures",
          "depth",
          "prev_events",
          "auth_events",
          "origin_server_ts");

  /** What versions before 11 kept besides. */
  private static final Set<String> KEPT_BEFORE_11 = Set.of("prev_state", "origin", "membership");

  private static final Set<String> POWER_LEVELS =
      Set.of(
          "ban",
          "events",
          "events_default",
          "kick",
          "redact",
          "state_default",
          "users",
          "users_default");

  private static final Map<String, Set<String>> CONTENT =
      Map.of(
          "m.room.member",
          Set.of("membership", "join_authorised_via_users_server"),
          "m.room.join_rules",
          Set.of("join_rule", "allow"),
          "m.room.power_levels",
          POWER_LEVELS,
          "m.room.history_visibility",
          Set.of("history_visibility"));

  private Redaction() {}

  /**
   * The redacted form of an event: a new tree, whose leaves it shares with the event.
   *
   * @param pdu the event in federation format: stays as it is
   */
  public static ObjectNode redact(RoomVersion version, ObjectNode pdu) {
    ObjectNode redacted = Json.object();
    for (Map.Entry<String, JsonNode> field : pdu.properties()) {
      String name = field.getKey();
      if (KEPT.contains(name) || (version == RoomVersion.V10 && KEPT_BEFORE_11.contains(name))) {
        redacted.set(name, field.getValue());
      }
    }
    if (pdu.get("content") instanceof ObjectNode content) {
      redacted.set("content", content(version, pdu.path("type").asText(), content));
    }
    return redacted;
  }

  /**
   * Whether a redaction takes effect. The authorisation rules let anyone in the room send one
   * ("Handling redactions"); it is applied for the author of the event and for whoever holds the
   * room's redact level. The specification would also accept anyone of the author's server, which
   * is meant for servers and not for the people of one.
   */
  public static boolean mayRedact(PowerLevels levels, UserId redactor, Event target) {
    return target.sender().equals(redactor) || levels.user(redactor) >= levels.redact();
  }

  private static ObjectNode content(RoomVersion version, String type, ObjectNode content) {
    if (version.redactsAsVersion11()) {
      if (type.equals("m.room.create")) {
        return content;
      }
      ObjectNode kept = only(content, CONTENT.getOrDefault(type, Set.of()));
      switch (type) {
        case "m.room.power_levels" -> copy(content, "invite", kept);
        case "m.room.redaction" -> copy(content, "redacts", kept);
        case "m.room.member" -> {
          if (content.get("third_party_invite") instanceof ObjectNode invite) {
            kept.set("third_party_invite", only(invite, Set.of("signed")));
          }
        }
        default -> {}
      }
      return kept;
    }
    return only(
        content,
        type.equals("m.room.create") ? Set.of("creator") : CONTENT.getOrDefault(type, Set.of()));
  }

  private static ObjectNode only(ObjectNode from, Set<String> names) {
    ObjectNode kept = Json.object();
    for (String name : names) {
      copy(from, name, kept);
    }
    return kept;
  }

  private static void copy(ObjectNode from, String name, ObjectNode to) {
    JsonNode value = from.get(name);
    if (value != null) {
      to.set(name, value);
    }
  }
}
