package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.caseroom.storage.Database;

/**
 * Relations that a client may not send (client-server API, "Avoiding duplicate annotations",
 * "Threading"): the same reaction twice, and a thread in a thread. Asked for events that relate to
 * another only.
 */
final class RelationRules {
  private final Database database;
  private final RoomReader reader;

  RelationRules(Database database, RoomReader reader) {
    this.database = database;
    this.reader = reader;
  }

  /** Why an event may not be sent, when its relation is one of these. */
  Optional<Problem> refusal(Draft draft) {
    JsonNode relation = draft.content().path("m.relates_to");
    String target = relation.path("event_id").asText();
    if (!target.startsWith("$") || target.length() < 2 || target.length() > 255) {
      return Optional.empty();
    }
    return switch (relation.path("rel_type").asText()) {
      case "m.annotation" -> duplicate(draft, EventId.of(target), relation.path("key"));
      case "m.thread" -> nested(draft, EventId.of(target));
      default -> Optional.empty();
    };
  }

  private Optional<Problem> duplicate(Draft draft, EventId target, JsonNode key) {
    UserId sender = draft.sender();
    boolean there =
        database
            .read(tx -> new RelationDao(tx).annotations(draft.room(), target, draft.type(), sender))
            .stream()
            .flatMap(id -> reader.event(sender, draft.room(), id).stream())
            .anyMatch(event -> key.equals(event.content().path("m.relates_to").path("key")));
    return there
        ? Optional.of(
            Problem.of(
                400, "M_DUPLICATE_ANNOTATION", "You have reacted to this event like that already."))
        : Optional.empty();
  }

  private Optional<Problem> nested(Draft draft, EventId root) {
    if (!reader.rights().knows(draft.sender(), draft.room())) {
      return Optional.empty();
    }
    return reader
        .event(draft.sender(), draft.room(), root)
        .filter(RelationRules::relates)
        .map(
            event ->
                Problem.of(
                    400,
                    "M_UNKNOWN",
                    "A thread does not begin at an event that relates to another: take the one"
                        + " that it relates to."));
  }

  private static boolean relates(Event event) {
    return event.content().path("m.relates_to").path("rel_type").isTextual();
  }
}
