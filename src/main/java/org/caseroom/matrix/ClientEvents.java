package org.caseroom.matrix;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.jspecify.annotations.Nullable;

/**
 * Events as clients see them (client-server API, "Room event format"): what the log holds without
 * its hashes and signatures, with {@code unsigned} made for the reader.
 *
 * <p>An event in a room of eight goes out eight times. All but {@code unsigned} is the same for
 * everyone, so that part is encoded once and kept for the newest events; {@link #write} puts each
 * reader's own {@code unsigned} behind it.
 */
public final class ClientEvents {
  /** Whether the event says its room: in a sync it does not, since it stands under its room. */
  public enum Shape {
    WITH_ROOM,
    WITHOUT_ROOM
  }

  /** What {@code unsigned} tells about an event beyond the event itself. */
  public interface Surroundings {
    /** The transaction id that this device sent the event with. */
    Optional<String> transactionId(Event event, Caller reader);

    /** The state event that this state event took the place of, when the reader may see it. */
    Optional<Event> replaced(Event event, UserId reader);

    /** The redaction of a redacted event. */
    Optional<Event> redaction(Event redacted, EventId redaction);

    /** Aggregations ({@code m.relations}) of those of the events that have any, by event id. */
    Map<EventId, ObjectNode> relations(List<Event> events, Caller reader);
  }

  private static final int KEPT = 2048;

  private record Encoded(Event event, byte[] head) {}

  private final RoomLog log;
  private final Surroundings surroundings;
  private final InstantSource time;
  private final AtomicReferenceArray<@Nullable Encoded> kept = new AtomicReferenceArray<>(KEPT);

  /** Makes the encoder: one for the whole server. */
  public ClientEvents(RoomLog log, Surroundings surroundings, InstantSource time) {
    this.log = log;
    this.surroundings = surroundings;
    this.time = time;
  }

  /** One event for a reader, without aggregations. */
  public ObjectNode json(Event event, Caller reader, Shape shape) {
    ObjectNode json = common(event);
    if (shape == Shape.WITH_ROOM) {
      json.put("room_id", event.room().value());
    }
    json.set("unsigned", unsigned(event, reader, null));
    return json;
  }

  /** Events for a reader, with aggregations ({@code m.relations}) where there are any. */
  public List<ObjectNode> json(List<Event> events, Caller reader, Shape shape) {
    Map<EventId, ObjectNode> relations = surroundings.relations(events, reader);
    List<ObjectNode> list = new ArrayList<>(events.size());
    for (Event event : events) {
      ObjectNode json = common(event);
      if (shape == Shape.WITH_ROOM) {
        json.put("room_id", event.room().value());
      }
      json.set("unsigned", unsigned(event, reader, relations.get(event.id())));
      list.add(json);
    }
    return list;
  }

  /**
   * Writes one event for a reader as UTF-8 JSON, without a room id: the quick way, for syncs.
   *
   * @param relations the event's aggregations, null for none
   */
  public void write(
      Event event, Caller reader, @Nullable ObjectNode relations, ByteArrayOutputStream out) {
    out.writeBytes(head(event));
    out.writeBytes(",\"unsigned\":".getBytes(StandardCharsets.UTF_8));
    if (isPlain(event) && relations == null) {
      writePlainUnsigned(event, reader, out);
    } else {
      out.writeBytes(Json.writeBytes(unsigned(event, reader, relations)));
    }
    out.write('}');
  }

  /** The aggregations of those of the events that have any, to hand to {@link #write}. */
  public Map<EventId, ObjectNode> relations(List<Event> events, Caller reader) {
    return surroundings.relations(events, reader);
  }

  /** A state event as strangers to the room see it, in invitations: type, key, sender, content. */
  public static ObjectNode stripped(Event event) {
    ObjectNode json = Json.object();
    json.put("type", event.type());
    json.put("state_key", event.stateKey());
    json.put("sender", event.sender().value());
    json.set("content", event.content());
    return json;
  }

  private boolean isPlain(Event event) {
    return !event.isState() && event.redactedBy().isEmpty();
  }

  /** Most events' {@code unsigned} holds nothing but these three: no tree is built for them. */
  private void writePlainUnsigned(Event event, Caller reader, ByteArrayOutputStream out) {
    StringBuilder text = new StringBuilder(80);
    text.append("{\"age\":").append(age(event));
    Membership membership = membership(event, reader.user());
    if (membership != null) {
      text.append(",\"membership\":\"").append(membership.json()).append('"');
    }
    if (event.sender().equals(reader.user())) {
      surroundings
          .transactionId(event, reader)
          .ifPresent(
              id -> {
                text.append(",\"transaction_id\":\"");
                JsonStringEncoder.getInstance().quoteAsString(id, text);
                text.append('"');
              });
    }
    out.writeBytes(text.append('}').toString().getBytes(StandardCharsets.UTF_8));
  }

  private byte[] head(Event event) {
    int slot = (int) (event.position() % KEPT);
    Encoded encoded = kept.get(slot);
    if (encoded != null
        && encoded.event().equals(event)
        && encoded.event().redactedBy().equals(event.redactedBy())) {
      return encoded.head();
    }
    byte[] whole = Json.writeBytes(common(event));
    byte[] head = java.util.Arrays.copyOf(whole, whole.length - 1);
    kept.set(slot, new Encoded(event, head));
    return head;
  }

  /** What everyone sees alike. */
  private static ObjectNode common(Event event) {
    ObjectNode json = Json.object();
    json.put("event_id", event.id().value());
    json.put("type", event.type());
    json.put("sender", event.sender().value());
    json.put("origin_server_ts", event.originServerTs());
    if (event.stateKey() != null) {
      json.put("state_key", event.stateKey());
    }
    JsonNode content = event.content();
    if (event.type().equals("m.room.redaction")) {
      // Room version 11 moved `redacts` into the content: clients of either time find it.
      Optional<EventId> redacts = event.redacts();
      if (redacts.isPresent()) {
        json.put("redacts", redacts.get().value());
        if (!content.has("redacts")) {
          content = event.content().deepCopy().put("redacts", redacts.get().value());
        }
      }
    }
    json.set("content", content);
    return json;
  }

  private ObjectNode unsigned(Event event, Caller reader, @Nullable ObjectNode relations) {
    ObjectNode unsigned = Json.object();
    unsigned.put("age", age(event));
    Membership membership = membership(event, reader.user());
    if (membership != null) {
      unsigned.put("membership", membership.json());
    }
    if (event.sender().equals(reader.user())) {
      surroundings.transactionId(event, reader).ifPresent(id -> unsigned.put("transaction_id", id));
    }
    if (event.isState()) {
      surroundings
          .replaced(event, reader.user())
          .ifPresent(
              before -> {
                unsigned.put("replaces_state", before.id().value());
                unsigned.put("prev_sender", before.sender().value());
                unsigned.set("prev_content", before.content());
              });
    }
    event
        .redactedBy()
        .flatMap(redaction -> surroundings.redaction(event, redaction))
        .ifPresent(
            because -> {
              ObjectNode redaction = common(because);
              redaction.put("room_id", because.room().value());
              redaction.set("unsigned", Json.object().put("age", age(because)));
              unsigned.set("redacted_because", redaction);
            });
    if (relations != null) {
      unsigned.set("m.relations", relations);
    }
    return unsigned;
  }

  private long age(Event event) {
    return Math.max(0, time.millis() - event.originServerTs());
  }

  /**
   * The reader's membership at the time of the event, where the current one tells it: servers may
   * leave it out.
   */
  private @Nullable Membership membership(Event event, UserId reader) {
    if (event.isState("m.room.member", reader.value())) {
      return event.text("membership").map(Membership::of).orElse(null);
    }
    Optional<Event> member = log.view().state(event.room(), "m.room.member", reader.value());
    return member
        .filter(now -> now.position() <= event.position())
        .flatMap(now -> now.text("membership"))
        .map(Membership::of)
        .orElse(null);
  }
}
