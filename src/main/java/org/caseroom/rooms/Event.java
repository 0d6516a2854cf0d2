package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * An event of a room, as the log holds it: the signed federation format ("PDU", Matrix room version
 * specifications) and the position that the log gave it. Immutable: nobody changes the trees that
 * it hands out; {@link ObjectNode#deepCopy()} first.
 */
public final class Event {
  private final long position;
  private final RoomId room;
  private final EventId id;
  // One of the two: as a tree, or as the database has it.
  private final @Nullable ObjectNode pdu;
  private final @Nullable EventText stored;
  private final String type;
  private final @Nullable String stateKey;
  private final UserId sender;
  private final long originServerTs;
  private final @Nullable EventId redactedBy;
  private final @Nullable Origin origin;
  private final boolean erased;
  // Read from the text when it is first asked for.
  private volatile @Nullable ObjectNode content;

  /**
   * What this node knows of an event that it took in itself: kept in memory with recent events, not
   * stored.
   *
   * @param transaction the transaction that sent it, for the sending device's {@code unsigned}
   * @param replaced the state that it replaced, null when there was none
   */
  record Origin(Draft.@Nullable Transaction transaction, @Nullable Replaced replaced) {}

  /**
   * State that a later event replaced.
   *
   * @param id the older event
   * @param sender who sent it
   * @param content what it said
   */
  public record Replaced(EventId id, UserId sender, ObjectNode content) {}

  /**
   * Wraps an event.
   *
   * @param position its place in the log, from 1; 0 for one that is not appended yet
   * @param room its room (a version 12 create event does not name it)
   * @param id its id
   * @param pdu the event in federation format
   * @param redactedBy the redaction that emptied it, null when it was not redacted
   */
  public Event(
      long position, RoomId room, EventId id, ObjectNode pdu, @Nullable EventId redactedBy) {
    this(position, room, id, pdu, redactedBy, null, false);
  }

  private Event(
      long position,
      RoomId room,
      EventId id,
      ObjectNode pdu,
      @Nullable EventId redactedBy,
      @Nullable Origin origin,
      boolean erased) {
    this.origin = origin;
    this.position = position;
    this.room = room;
    this.id = id;
    this.pdu = pdu;
    this.stored = null;
    this.type = pdu.path("type").asText();
    this.stateKey = pdu.hasNonNull("state_key") ? pdu.get("state_key").asText() : null;
    this.sender = UserId.of(pdu.path("sender").asText());
    this.originServerTs = pdu.path("origin_server_ts").asLong();
    this.redactedBy = redactedBy;
    this.erased = erased;
    this.content = pdu.get("content") instanceof ObjectNode object ? object : Json.object();
  }

  private Event(
      long position,
      RoomId room,
      EventId id,
      EventText stored,
      UserId sender,
      @Nullable EventId redactedBy) {
    this.origin = null;
    this.position = position;
    this.room = room;
    this.id = id;
    this.pdu = null;
    this.stored = stored;
    this.type = stored.type();
    this.stateKey = stored.stateKey();
    this.sender = sender;
    this.originServerTs = stored.originServerTs();
    this.redactedBy = redactedBy;
    this.erased = false;
  }

  /**
   * An event as the database has it: what its text says is read when it is asked for.
   *
   * @param senders makes user ids: the same few come again and again
   */
  static Event stored(
      long position,
      RoomId room,
      EventId id,
      String text,
      @Nullable EventId redactedBy,
      Function<String, UserId> senders) {
    EventText stored = EventText.scan(text);
    return stored == null
        ? new Event(position, room, id, Json.stored(text), redactedBy)
        : new Event(position, room, id, stored, senders.apply(stored.sender()), redactedBy);
  }

  /** Its place in the log of all rooms, from 1. */
  public long position() {
    return position;
  }

  /** Its room. */
  public RoomId room() {
    return room;
  }

  /** Its id. */
  public EventId id() {
    return id;
  }

  /** The whole event in federation format: read only. */
  public ObjectNode pdu() {
    ObjectNode tree = pdu;
    EventText text = stored;
    return tree != null || text == null ? Objects.requireNonNull(tree) : Json.stored(text.text());
  }

  /** Its type. */
  public String type() {
    return type;
  }

  /** The state key of a state event, null for a message event. */
  public @Nullable String stateKey() {
    return stateKey;
  }

  /** Whether it is a state event. */
  public boolean isState() {
    return stateKey != null;
  }

  /** Whether it is the state event of this type and key. */
  public boolean isState(String ofType, String ofKey) {
    return type.equals(ofType) && ofKey.equals(stateKey);
  }

  /** Who sent it. */
  public UserId sender() {
    return sender;
  }

  /** When, milliseconds since 1970. */
  public long originServerTs() {
    return originServerTs;
  }

  /** When. */
  public Instant time() {
    return Instant.ofEpochMilli(originServerTs);
  }

  /** Its content: read only. */
  public ObjectNode content() {
    ObjectNode known = content;
    if (known == null) {
      known = Json.stored(Objects.requireNonNull(stored).content());
      content = known;
    }
    return known;
  }

  /** Its content as JSON text, when it is at hand as that. */
  public Optional<String> contentText() {
    return Optional.ofNullable(stored).map(EventText::content);
  }

  /** A text field of the content, when it is there and a text. */
  public Optional<String> text(String field) {
    JsonNode value = content().path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** The event that this redaction redacts: at the top before room version 11, in content since. */
  public Optional<EventId> redacts() {
    if (!type.equals("m.room.redaction")) {
      return Optional.empty();
    }
    JsonNode value = content().path("redacts");
    if (!value.isTextual()) {
      value = pdu().path("redacts");
    }
    return value.isTextual() ? Optional.of(EventId.of(value.textValue())) : Optional.empty();
  }

  /** Whether it was emptied for one reader, since its author asked to be erased. */
  public boolean isErased() {
    return erased;
  }

  /** The redaction that emptied this event, when one did. */
  public Optional<EventId> redactedBy() {
    return Optional.ofNullable(redactedBy);
  }

  /** The transaction that sent it: known for recent events of this node only. */
  public Optional<Draft.Transaction> transaction() {
    return Optional.ofNullable(origin).map(Origin::transaction);
  }

  /** What {@link RoomReader#replaced} need not look up; null when this node does not know. */
  @Nullable Origin origin() {
    return origin;
  }

  Event from(Origin newOrigin) {
    return new Event(position, room, id, pdu(), redactedBy, newOrigin, erased);
  }

  /** The event as those see it from whom its content is kept: emptied, without a redaction. */
  Event erased(RoomVersion version) {
    return new Event(position, room, id, Redaction.redact(version, pdu()), redactedBy, null, true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Event event && event.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + id + " at " + position;
  }
}
