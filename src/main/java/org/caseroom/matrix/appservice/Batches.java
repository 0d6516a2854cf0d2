package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.identity.StreamPositions;
import org.caseroom.identity.ToDevice;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What goes to one application service next. Used by one thread. */
final class Batches {
  private static final int MOST_EVENTS = 100;
  private static final int MOST_MESSAGES = 100;
  private static final int LOOK_AT = 500;
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Registration service;
  private final ServiceUsers users;
  private final Interest interest;
  private final Ephemeral ephemeral;
  private final KeyNews keys;
  private final Sources sources;
  private @Nullable List<ToDevice.Waiting> sent;

  /** Where it comes from. */
  record Sources(LogTail log, ServiceEvents events, StreamPositions positions, ToDevice toDevice) {}

  /** What comes from beside the log. */
  record Beside(Ephemeral ephemeral, KeyNews keys) {}

  Batches(
      Registration service, ServiceUsers users, Interest interest, Beside beside, Sources sources) {
    this.service = service;
    this.users = users;
    this.interest = interest;
    this.ephemeral = beside.ephemeral();
    this.keys = beside.keys();
    this.sources = sources;
  }

  /**
   * Something to send, or how far there is nothing.
   *
   * @param body what to send; null for nothing
   */
  record Batch(Delivery.Reached reached, @Nullable String body) {}

  /** Looks for what comes after a place. */
  Batch after(Delivery.Reached place) {
    ArrayNode events = Json.array();
    long log = collect(place.log(), events);
    ObjectNode body = Json.object();
    body.set("events", events);
    long stream = sources.positions().current();
    List<ToDevice.Waiting> messages = List.of();
    if (service.wants().ephemeral()) {
      messages = messagesFrom(place.stream(), stream);
      stream =
          messages.size() == MOST_MESSAGES ? messages.get(MOST_MESSAGES - 1).position() : stream;
      addEphemeral(place.stream(), stream, messages, body);
    }
    sent = messages;
    if (service.wants().encryption()) {
      keys.add(body, place.stream(), messages);
    }
    boolean empty = events.isEmpty() && body.size() == 1;
    return new Batch(new Delivery.Reached(log, stream), empty ? null : Json.write(body));
  }

  private long collect(long position, ArrayNode events) {
    long reached = position;
    long characters = 0;
    while (true) {
      List<Event> some = sources.log().after(reached, LOOK_AT);
      if (some.isEmpty()) {
        return reached;
      }
      for (Event event : some) {
        var reader = interest.sees(event);
        if (reader.isPresent()) {
          ObjectNode json = sources.events().json(event, reader.get());
          events.add(json);
          characters += json.toString().length();
        }
        reached = event.position();
        if (events.size() >= MOST_EVENTS || characters > MOST_CHARACTERS) {
          return reached;
        }
      }
      if (!events.isEmpty()) {
        return reached;
      }
    }
  }

  private List<ToDevice.Waiting> messagesFrom(long after, long upTo) {
    if (upTo == after || !ephemeral.takeMessages()) {
      return List.of();
    }
    List<ToDevice.Waiting> messages = messages(after, upTo);
    if (messages.size() == MOST_MESSAGES) {
      ephemeral.messageSent();
    }
    return messages;
  }

  private void addEphemeral(
      long after, long upTo, List<ToDevice.Waiting> messages, ObjectNode body) {
    if (!messages.isEmpty()) {
      ArrayNode list = Json.array();
      messages.forEach(message -> list.add(json(message)));
      put(body, "to_device", list);
    }
    List<ObjectNode> passing = ephemeral.take(after, upTo);
    if (!passing.isEmpty()) {
      ArrayNode list = Json.array();
      passing.forEach(list::add);
      put(body, "ephemeral", list);
    }
  }

  /** Under its name, and under the one that it had before it was specified. */
  private static void put(ObjectNode body, String name, ArrayNode list) {
    body.set(name, list);
    body.set("de.sorunome.msc2409." + name, list);
  }

  private static ObjectNode json(ToDevice.Waiting message) {
    return message
        .event()
        .put("to_user_id", message.user().value())
        .put("to_device_id", message.device().value());
  }

  private List<ToDevice.Waiting> messages(long after, long upTo) {
    return sources
        .toDevice()
        .waiting(after, upTo, user -> users.owns(service, user), MOST_MESSAGES);
  }

  /** Lets go of the messages to devices that have arrived. */
  void arrived(Delivery.Reached before, Delivery.Reached now) {
    if (!service.wants().ephemeral() || now.stream() == before.stream()) {
      return;
    }
    // What was sent before a restart is not in memory.
    List<ToDevice.Waiting> messages = sent == null ? messages(before.stream(), now.stream()) : sent;
    messages.forEach(
        message ->
            sources.toDevice().arrived(message.user(), message.device(), message.position()));
    sent = List.of();
  }
}
