package org.caseroom.matrix;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/**
 * Events as clients see them (client-server API, "Room event format"): what the log holds without
 * its hashes and signatures, with {@code unsigned} made for the reader.
 *
 * <p>An event in a room of eight goes out eight times. All but {@code unsigned} is the same for
 * everyone, so that part is encoded once and kept for the newest events; {@link Writer} puts each
 * reader's own {@code unsigned} behind it.
 */
public final class ClientEvents {
  /** Whether the event says its room: in a sync it does not, since it stands under its room. */
  public enum Shape {
    WITH_ROOM,
    WITHOUT_ROOM
  }

  /** The state that tells those who are not in a room what it is ("Stripped state"). */
  public static final List<String> STRIPPED =
      List.of(
          "m.room.create",
          "m.room.name",
          "m.room.avatar",
          "m.room.topic",
          "m.room.join_rules",
          "m.room.canonical_alias",
          "m.room.encryption");

  private static final int KEPT = 2048;
  private static final byte[] UNSIGNED = ",\"unsigned\":".getBytes(StandardCharsets.UTF_8);

  private record Encoded(Event event, byte[] head) {}

  private final RoomReader reader;
  private final Relations relations;
  private final IgnoredUsers ignoredUsers;
  private final InstantSource clock;
  private final AtomicReferenceArray<@Nullable Encoded> kept = new AtomicReferenceArray<>(KEPT);

  /** Makes the encoder: one for the whole server. */
  public ClientEvents(
      RoomReader reader, Relations relations, IgnoredUsers ignoredUsers, InstantSource clock) {
    this.reader = reader;
    this.relations = relations;
    this.ignoredUsers = ignoredUsers;
    this.clock = clock;
  }

  /** Events for a reader, with aggregations ({@code m.relations}) where there are any. */
  public List<ObjectNode> json(List<Event> events, Caller caller, Shape shape) {
    Map<EventId, ObjectNode> aggregated = relations(events, caller);
    List<ObjectNode> list = new ArrayList<>(events.size());
    for (Event event : events) {
      list.add(json(event, caller, shape, aggregated.get(event.id())));
    }
    return list;
  }

  /** One event for a reader, without aggregations. */
  public ObjectNode json(Event event, Caller caller, Shape shape) {
    return json(event, caller, shape, null);
  }

  private ObjectNode json(
      Event event, Caller caller, Shape shape, @Nullable ObjectNode aggregated) {
    ObjectNode json = common(event);
    if (shape == Shape.WITH_ROOM) {
      json.put("room_id", event.room().value());
    }
    json.set("unsigned", unsigned(event, caller, aggregated, true));
    return json;
  }

  /**
   * A piece of a room's state for a reader: as {@link #json}, but without what it replaced, which
   * would be a look-up for each piece.
   */
  public ObjectNode state(Event event, Caller caller, Shape shape) {
    ObjectNode json = common(event);
    if (shape == Shape.WITH_ROOM) {
      json.put("room_id", event.room().value());
    }
    json.set("unsigned", unsigned(event, caller, null, false));
    return json;
  }

  /**
   * Writes events of one room for one reader as UTF-8 JSON, without a room id: the quick way, for
   * syncs. What the reader is in the room is looked up once for all of them.
   */
  public final class Writer {
    private final Caller caller;
    private final Stay stay;

    private Writer(Caller caller, Stay stay) {
      this.caller = caller;
      this.stay = stay;
    }

    /**
     * Writes one event of a timeline.
     *
     * @param aggregated the event's aggregations, of {@link #relations}; null for none
     */
    public void write(Event event, @Nullable ObjectNode aggregated, ByteArrayOutputStream out) {
      out.writeBytes(head(event));
      writeUnsigned(event, caller, stay, aggregated, true, out);
    }

    /** Writes a piece of state as {@link ClientEvents#state} makes it. */
    public void writeState(Event event, ByteArrayOutputStream out) {
      out.writeBytes(head(event));
      writeUnsigned(event, caller, stay, null, false, out);
    }
  }

  /** What writes the events of a room for a reader. */
  public Writer in(RoomId room, Caller caller) {
    return new Writer(caller, stay(room, caller.user()));
  }

  /**
   * What a reader is in a room.
   *
   * @param since the position since when
   */
  private record Stay(long since, String membership) {}

  private Stay stay(RoomId room, UserId user) {
    Optional<Event> present = reader.membershipAt(user, room, Long.MAX_VALUE);
    return new Stay(
        present.map(Event::position).orElse(0L),
        present.flatMap(member -> member.text("membership")).orElse("leave"));
  }

  /** Writes events as a JSON array of what {@link #json} makes, with their room: the quick way. */
  void writeAll(List<Event> events, Caller caller, ByteArrayOutputStream out) {
    Map<EventId, ObjectNode> aggregated = relations(events, caller);
    char before = '[';
    for (Event event : events) {
      out.write(before);
      before = ',';
      out.writeBytes(head(event));
      out.writeBytes(room(event).getBytes(StandardCharsets.UTF_8));
      Stay stay = stay(event.room(), caller.user());
      writeUnsigned(event, caller, stay, aggregated.get(event.id()), true, out);
    }
    out.writeBytes((events.isEmpty() ? "[]" : "]").getBytes(StandardCharsets.UTF_8));
  }

  private static String room(Event event) {
    StringBuilder text = new StringBuilder(64).append(",\"room_id\":");
    quote(event.room().value(), text);
    return text.toString();
  }

  private void writeUnsigned(
      Event event,
      Caller caller,
      Stay stay,
      @Nullable ObjectNode aggregated,
      boolean withReplaced,
      ByteArrayOutputStream out) {
    out.writeBytes(UNSIGNED);
    if (aggregated == null && event.redactedBy().isEmpty() && !(withReplaced && event.isState())) {
      writePlainUnsigned(event, caller, stay, out);
    } else {
      out.writeBytes(Json.writeBytes(unsigned(event, caller, aggregated, withReplaced)));
    }
    out.write('}');
  }

  /**
   * The aggregations of those of the events that have any: one look-up for all of them. A timeline
   * that goes up to the newest event needs none, since its reader has what relates to its events.
   */
  public Map<EventId, ObjectNode> relations(List<Event> events, Caller caller) {
    return relations.of(
        events,
        new Relations.Asker(caller.user(), ignoredUsers.of(caller.user())),
        reader,
        (event, aggregated) -> json(event, caller, Shape.WITH_ROOM, aggregated));
  }

  /**
   * The events of a room that pass a reader's filter: it may ask what relates to them, which is one
   * look-up and one of each event that does.
   */
  public List<Event> passing(List<Event> events, EventFilter filter, UserId user) {
    List<Event> passing = events.stream().filter(filter::matches).toList();
    if (!filter.asksRelated() || passing.isEmpty()) {
      return passing;
    }
    Set<EventId> related = relations.related(passing, filter, user, reader);
    return passing.stream().filter(event -> related.contains(event.id())).toList();
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

  /** Most events' {@code unsigned} holds nothing but these three: no tree is built for them. */
  private void writePlainUnsigned(
      Event event, Caller caller, Stay stay, ByteArrayOutputStream out) {
    StringBuilder text = new StringBuilder(80);
    text.append("{\"age\":").append(age(event));
    String membership =
        stay.since() <= event.position() ? stay.membership() : membership(event, caller.user());
    text.append(",\"membership\":\"").append(membership).append('"');
    Optional<String> transaction = transaction(event, caller);
    if (transaction.isPresent()) {
      text.append(",\"transaction_id\":\"");
      JsonStringEncoder.getInstance().quoteAsString(transaction.get(), text);
      text.append('"');
    }
    out.writeBytes(text.append('}').toString().getBytes(StandardCharsets.UTF_8));
  }

  private byte[] head(Event event) {
    int slot = (int) (event.position() % KEPT);
    Encoded encoded = kept.get(slot);
    // The same event may have been emptied, by a redaction or for one reader.
    if (encoded != null
        && encoded.event().equals(event)
        && encoded.event().redactedBy().equals(event.redactedBy())
        && encoded.event().isErased() == event.isErased()) {
      return encoded.head();
    }
    Optional<String> content =
        event.type().equals("m.room.redaction") ? Optional.empty() : event.contentText();
    if (content.isPresent()) {
      // From the past: many come once, and none of them has to be kept.
      return head(event, content.get());
    }
    byte[] whole = Json.writeBytes(common(event));
    byte[] head = Arrays.copyOf(whole, whole.length - 1);
    kept.set(slot, new Encoded(event, head));
    return head;
  }

  /** As {@link #common}, with the content as the log has it. */
  private static byte[] head(Event event, String content) {
    StringBuilder text = new StringBuilder(content.length() + 320);
    text.append("{\"event_id\":");
    quote(event.id().value(), text);
    text.append(",\"type\":");
    quote(event.type(), text);
    text.append(",\"sender\":");
    quote(event.sender().value(), text);
    text.append(",\"origin_server_ts\":").append(event.originServerTs());
    String stateKey = event.stateKey();
    if (stateKey != null) {
      text.append(",\"state_key\":");
      quote(stateKey, text);
    }
    return text.append(",\"content\":").append(content).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
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

  private ObjectNode unsigned(
      Event event, Caller caller, @Nullable ObjectNode aggregated, boolean withReplaced) {
    ObjectNode unsigned = Json.object();
    unsigned.put("age", age(event));
    unsigned.put("membership", membership(event, caller.user()));
    transaction(event, caller).ifPresent(id -> unsigned.put("transaction_id", id));
    if (withReplaced && event.isState()) {
      reader
          .replaced(caller.user(), event)
          .ifPresent(
              before -> {
                unsigned.put("replaces_state", before.id().value());
                unsigned.put("prev_sender", before.sender().value());
                unsigned.set("prev_content", before.content());
              });
    }
    event
        .redactedBy()
        .flatMap(id -> reader.event(caller.user(), event.room(), id))
        .ifPresent(
            because -> {
              ObjectNode redaction = common(because);
              redaction.put("room_id", because.room().value());
              redaction.set("unsigned", Json.object().put("age", age(because)));
              unsigned.set("redacted_because", redaction);
            });
    if (aggregated != null) {
      unsigned.set("m.relations", aggregated);
    }
    return unsigned;
  }

  private long age(Event event) {
    return Math.max(0, clock.millis() - event.originServerTs());
  }

  /** The transaction id, for the device that sent the event. */
  private static Optional<String> transaction(Event event, Caller caller) {
    return event.sender().equals(caller.user())
        ? event
            .transaction()
            .filter(transaction -> transaction.device().equals(caller.device()))
            .map(Draft.Transaction::id)
        : Optional.empty();
  }

  /** The reader's membership at the event, itself included (section "Event format"). */
  private String membership(Event event, UserId user) {
    return reader
        .membershipAt(user, event.room(), event.position())
        .flatMap(member -> member.text("membership"))
        .orElse("leave");
  }
}
