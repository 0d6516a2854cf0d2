package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * What the procedure waits for: an event of a type, with these values in its content.
 *
 * @param event the event type
 * @param where content fields and the values that they must have; none for any
 */
public record Trigger(String event, @Nullable Map<String, JsonNode> where) {

  /** Whether an event is what is waited for. */
  public boolean matches(Event candidate) {
    return event.equals(candidate.type()) && matches(candidate.content());
  }

  /** Whether a content has the values. */
  public boolean matches(ObjectNode content) {
    return where == null
        || where.entrySet().stream()
            .allMatch(field -> field.getValue().equals(content.get(field.getKey())));
  }
}
