package org.caseroom.bots.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The content of what a bot sends, as Matrix has it (client-server API, "Instant messaging"). */
final class MessageContent {
  private MessageContent() {}

  /**
   * A notice, which other bots do not answer.
   *
   * @param mentions whom it calls on
   * @param mark what the bot wants to know about it when somebody answers; null for nothing
   */
  static ObjectNode notice(String text, Collection<UserId> mentions, @Nullable ObjectNode mark) {
    ObjectNode content = Json.object().put("msgtype", "m.notice").put("body", text);
    ArrayNode users = content.putObject("m.mentions").putArray("user_ids");
    mentions.forEach(user -> users.add(user.value()));
    if (users.isEmpty()) {
      content.putObject("m.mentions");
    }
    if (mark != null) {
      content.set(Desk.MARK, mark);
    }
    return content;
  }

  /** A notice that answers a message and calls on its sender. */
  static ObjectNode reply(Event to, String text) {
    ObjectNode content = notice(text, List.of(to.sender()), null);
    inReplyTo(content.putObject("m.relates_to"), to);
    return content;
  }

  /** The same in a thread. */
  static ObjectNode inThread(Event to, EventId root, String text, ObjectNode mark) {
    ObjectNode content = notice(text, List.of(to.sender()), mark);
    ObjectNode relation =
        content
            .putObject("m.relates_to")
            .put("rel_type", "m.thread")
            .put("event_id", root.value())
            .put("is_falling_back", true);
    inReplyTo(relation, to);
    return content;
  }

  private static void inReplyTo(ObjectNode relation, Event to) {
    relation.putObject("m.in_reply_to").put("event_id", to.id().value());
  }

  /** A reaction to a message. */
  static ObjectNode reaction(Event to, String key) {
    ObjectNode content = Json.object();
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", to.id().value())
        .put("key", key);
    return content;
  }

  /** The root of the thread that a message says it is in. */
  static Optional<EventId> thread(Event message) {
    JsonNode relation = message.content().path("m.relates_to");
    String root = relation.path("event_id").asText();
    return relation.path("rel_type").asText().equals("m.thread") && EventId.isValid(root)
        ? Optional.of(EventId.of(root))
        : Optional.empty();
  }
}
