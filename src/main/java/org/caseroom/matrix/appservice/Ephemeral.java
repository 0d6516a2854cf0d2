package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Typing;

/**
 * What passes beside the log, for one application service that asked for it (Application Service
 * API, "Pushing EDUs"): receipts from where it stands; who types and who is there as of now, since
 * yesterday's is worth nothing.
 */
final class Ephemeral {
  private final Interest interest;
  private final Registration service;
  private final Sources sources;
  private final Set<RoomId> typed = new LinkedHashSet<>();
  private final Set<UserId> moved = new LinkedHashSet<>();
  private boolean messages = true;

  /** Where it comes from. */
  record Sources(Receipts receipts, Typing typing, PresenceSource presence, RoomView view) {}

  Ephemeral(Registration service, Interest interest, Sources sources) {
    this.service = service;
    this.interest = interest;
    this.sources = sources;
  }

  /** Somebody began or stopped to type in a room. */
  synchronized void typed(RoomId room) {
    typed.add(room);
  }

  /** Somebody came or went. */
  synchronized void moved(UserId user) {
    moved.add(user);
  }

  /** A message to a device of the service's users was sent, or some may be left. */
  synchronized void messageSent() {
    messages = true;
  }

  /** Whether there may be messages to devices: asked once for each time that there may. */
  synchronized boolean takeMessages() {
    boolean are = messages;
    messages = false;
    return are;
  }

  private synchronized <T> List<T> take(Set<T> noted) {
    List<T> taken = List.copyOf(noted);
    noted.clear();
    return taken;
  }

  /**
   * What is to be told.
   *
   * @param after receipts after this stream position
   * @param upTo receipts up to this stream position
   */
  List<ObjectNode> take(long after, long upTo) {
    List<ObjectNode> events = new ArrayList<>();
    for (RoomId room : take(typed)) {
      if (interest.follows(room)) {
        events.add(typing(room));
      }
    }
    if (upTo > after) {
      for (RoomId room : sources.receipts().changedAfter(after)) {
        if (interest.follows(room)) {
          addReceipts(room, after, upTo, events);
        }
      }
    }
    addPresence(take(moved), events);
    return events;
  }

  private ObjectNode typing(RoomId room) {
    ObjectNode event = Json.object().put("type", "m.typing").put("room_id", room.value());
    ArrayNode ids = event.putObject("content").putArray("user_ids");
    sources.typing().in(room).forEach(user -> ids.add(user.value()));
    return event;
  }

  private void addReceipts(RoomId room, long after, long upTo, List<ObjectNode> events) {
    List<Receipt> all = new ArrayList<>(sources.receipts().visible(service.sender(), room, after));
    all.removeIf(receipt -> receipt.kind() == Receipt.Kind.READ_PRIVATE);
    for (UserId user : interest.readers(room)) {
      sources.receipts().of(user, room).stream()
          .filter(receipt -> receipt.kind() == Receipt.Kind.READ_PRIVATE)
          .filter(receipt -> receipt.position() > after)
          .forEach(all::add);
    }
    for (Receipt receipt : all) {
      if (receipt.position() <= upTo) {
        events.add(event(receipt));
      }
    }
  }

  private static ObjectNode event(Receipt receipt) {
    ObjectNode event =
        Json.object().put("type", "m.receipt").put("room_id", receipt.room().value());
    ObjectNode entry =
        event
            .putObject("content")
            .putObject(receipt.event().value())
            .putObject(receipt.kind().type())
            .putObject(receipt.user().value())
            .put("ts", receipt.at());
    if (receipt.thread() != null) {
      entry.put("thread_id", receipt.thread());
    }
    return event;
  }

  private void addPresence(List<UserId> people, List<ObjectNode> events) {
    long now = sources.presence().position();
    for (UserId person : people) {
      interest
          .companion(person)
          .ifPresent(
              reader ->
                  sources.presence().events(reader, now, now, Set.of(person)).stream()
                      .filter(event -> event.path("sender").asText().equals(person.value()))
                      .forEach(events::add));
    }
  }
}
