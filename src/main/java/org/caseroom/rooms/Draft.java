package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.caseroom.base.DeviceId;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody wants to add: what the sender decides. The log adds the rest (time, place,
 * hashes, signature, id).
 *
 * @param room where
 * @param sender who
 * @param type the event type
 * @param stateKey the state key of a state event, null for a message event
 * @param content the content: owned by the log from here on, do not change it afterwards
 * @param redacts the event that an {@code m.room.redaction} redacts
 * @param transaction for idempotency: a second draft with the same one gets the first one's answer
 * @param at the event's time where the sender may say it (room creation, application services);
 *     null for the log's clock
 */
public record Draft(
    RoomId room,
    UserId sender,
    String type,
    @Nullable String stateKey,
    ObjectNode content,
    @Nullable EventId redacts,
    @Nullable Transaction transaction,
    @Nullable Instant at) {

  /**
   * What makes a request unique (Matrix client-server API, "Transaction identifiers").
   *
   * @param device the device it came from
   * @param scope the request's path without the transaction id, so that equal ids on different
   *     endpoints do not meet
   * @param id the transaction id
   */
  public record Transaction(DeviceId device, String scope, String id) {}

  /** A message event. */
  public static Draft message(RoomId room, UserId sender, String type, ObjectNode content) {
    return new Draft(room, sender, type, null, content, null, null, null);
  }

  /** A state event. */
  public static Draft state(
      RoomId room, UserId sender, String type, String stateKey, ObjectNode content) {
    return new Draft(room, sender, type, stateKey, content, null, null, null);
  }

  /** A redaction. */
  public static Draft redaction(
      RoomId room, UserId sender, EventId redacts, @Nullable String reason) {
    ObjectNode content = org.caseroom.base.Json.object();
    if (reason != null) {
      content.put("reason", reason);
    }
    return new Draft(room, sender, "m.room.redaction", null, content, redacts, null, null);
  }

  /** The same draft under a transaction id. */
  public Draft in(Transaction newTransaction) {
    return new Draft(room, sender, type, stateKey, content, redacts, newTransaction, at);
  }

  /** The same draft with its time said by the sender. */
  public Draft at(Instant time) {
    return new Draft(room, sender, type, stateKey, content, redacts, transaction, time);
  }
}
