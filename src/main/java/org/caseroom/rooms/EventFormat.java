package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;

/**
 * The federation format of events ("PDU", room version specifications, "Event format"), and its
 * limits (client-server API, "Size limits").
 */
final class EventFormat {
  /** The largest event, in bytes of canonical JSON with signatures. */
  static final int MAX_EVENT_BYTES = 65_536;

  /** The largest of each of {@code type}, {@code state_key}, {@code sender}, {@code room_id}. */
  static final int MAX_FIELD_BYTES = 255;

  private EventFormat() {}

  /**
   * Turns a draft into an event without hashes and signatures.
   *
   * @param at the event's time
   * @param previous what it comes after: empty for a create event
   * @param auth the events that permit it
   * @param depth one more than the depth of what it comes after
   * @throws Problem 413 {@code M_TOO_LARGE} when the type or the state key is too long
   */
  static ObjectNode pdu(
      RoomVersion version,
      Draft draft,
      Instant at,
      List<EventId> previous,
      List<EventId> auth,
      long depth) {
    ObjectNode pdu = Json.object();
    // In canonical order, so that encoding has nothing to sort.
    pdu.set("auth_events", ids(auth));
    pdu.set("content", content(version, draft));
    pdu.put("depth", Math.min(depth, org.caseroom.base.CanonicalJson.MAX_INTEGER));
    pdu.put("origin_server_ts", at.toEpochMilli());
    pdu.set("prev_events", ids(previous));
    EventId redacts = draft.redacts();
    if (redacts != null && !version.redactsAsVersion11()) {
      pdu.put("redacts", redacts.value());
    }
    if (!version.privilegesCreators() || !isCreate(draft)) {
      pdu.put("room_id", draft.room().value());
    }
    pdu.put("sender", draft.sender().value());
    String stateKey = draft.stateKey();
    if (stateKey != null) {
      pdu.put("state_key", limited(stateKey, "state key"));
    }
    pdu.put("type", limited(draft.type(), "type"));
    return pdu;
  }

  /**
   * Checks the size of a finished event.
   *
   * @param bytes its length as canonical JSON
   * @throws Problem 413 {@code M_TOO_LARGE}
   */
  static void checkSize(int bytes) {
    if (bytes > MAX_EVENT_BYTES) {
      throw Problem.tooLarge(
          "The event has "
              + bytes
              + " bytes and may have 65,536: send long texts in parts, or as a file.");
    }
  }

  private static boolean isCreate(Draft draft) {
    return draft.type().equals("m.room.create");
  }

  private static JsonNode content(RoomVersion version, Draft draft) {
    EventId redacts = draft.redacts();
    if (redacts == null || !version.redactsAsVersion11()) {
      return draft.content();
    }
    return draft.content().deepCopy().put("redacts", redacts.value());
  }

  private static ArrayNode ids(List<EventId> events) {
    ArrayNode ids = Json.array();
    events.forEach(event -> ids.add(event.value()));
    return ids;
  }

  private static String limited(String text, String what) {
    if (text.length() > MAX_FIELD_BYTES
        || text.getBytes(StandardCharsets.UTF_8).length > MAX_FIELD_BYTES) {
      throw Problem.tooLarge("The " + what + " of an event may have 255 bytes: use a shorter one.");
    }
    return text;
  }
}
