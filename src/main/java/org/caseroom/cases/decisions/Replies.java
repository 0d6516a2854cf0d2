package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** What is said about a proposal: messages that answer it, or what was posted of it. */
final class Replies {
  /** How many are noted for one proposal; more is talk that is read in the room. */
  private static final int MOST = 200;

  /** The field by which a bot's message says which event it is about. */
  private static final String BOT = CaseEvents.PREFIX + "bot";

  private Replies() {}

  /** Notes a message as a reply to a proposal, when it is one. */
  static List<Draft> note(Event message, CaseFile file, UserId service) {
    Optional<RoomId> room = file.room(RoomKind.PROFESSIONALS).filter(message.room()::equals);
    if (room.isEmpty() || message.text("body").filter(body -> !body.startsWith("!")).isEmpty()) {
      return List.of();
    }
    return answered(message)
        .flatMap(id -> file.view().event(room.get(), id))
        .flatMap(root -> proposal(root, file.view()))
        .map(proposal -> noted(proposal, message, file, service))
        .orElse(List.of());
  }

  /** What a message answers: the beginning of its thread, else the message it replies to. */
  private static Optional<EventId> answered(Event message) {
    JsonNode relation = message.content().path("m.relates_to");
    JsonNode root =
        relation.path("rel_type").asText().equals("m.thread")
            ? relation.path("event_id")
            : relation.path("m.in_reply_to").path("event_id");
    return Optional.ofNullable(root.textValue()).filter(EventId::isValid).map(EventId::of);
  }

  private static Optional<String> proposal(Event root, RoomView view) {
    if (root.type().equals(CaseEvents.DECISION)) {
      return Optional.ofNullable(root.stateKey());
    }
    String about =
        root.text(CaseEvents.ABOUT).orElse(root.content().path(BOT).path("about").asText());
    return Optional.of(about)
        .filter(EventId::isValid)
        .flatMap(id -> view.event(root.room(), EventId.of(id)))
        .filter(event -> event.type().equals(CaseEvents.DECISION))
        .flatMap(event -> Optional.ofNullable(event.stateKey()));
  }

  private static List<Draft> noted(String proposal, Event message, CaseFile file, UserId service) {
    ObjectNode content =
        file.state(RoomKind.PROFESSIONALS, DecisionEvents.DISCUSSED, proposal)
            .map(state -> state.content().deepCopy())
            .orElseGet(Json::object);
    ArrayNode replies = content.withArrayProperty("replies");
    if (replies.size() >= MOST) {
      return List.of();
    }
    replies.add(message.id().value());
    return List.of(
        Draft.state(message.room(), service, DecisionEvents.DISCUSSED, proposal, content));
  }

  /** The messages that reply to a proposal, oldest first. */
  static List<EventId> of(CaseFile file, String proposal) {
    return file.state(RoomKind.PROFESSIONALS, DecisionEvents.DISCUSSED, proposal).stream()
        .flatMap(state -> state.content().path("replies").valueStream())
        .map(id -> EventId.of(id.asText()))
        .toList();
  }
}
