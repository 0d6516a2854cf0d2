package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;

/** Reads and writes a checklist's state event. */
public final class ChecklistContent {
  private ChecklistContent() {}

  /** An item by its id, or by its number from 1. */
  public static Optional<JsonNode> item(Event list, String idOrNumber) {
    JsonNode items = list.content().path("items");
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path("id").asText().equals(idOrNumber)
          || String.valueOf(i + 1).equals(idOrNumber)) {
        return Optional.of(items.get(i));
      }
    }
    return Optional.empty();
  }

  /** A fresh list; its items go round its owners, one owner each. */
  public static ObjectNode open(Procedure.ChecklistRule rule, List<UserId> owners, Instant at) {
    ObjectNode content =
        Json.object()
            .put("title", rule.title())
            .put("clause", rule.clause())
            .put("opened", at.toEpochMilli());
    ArrayNode items = content.putArray("items");
    int next = 0;
    for (Procedure.ChecklistRule.Item item : rule.items()) {
      ObjectNode entry =
          items.addObject().put("id", item.id()).put("text", item.text()).put("status", "open");
      if (!owners.isEmpty()) {
        entry.put("owner", owners.get(next++ % owners.size()).value());
      }
    }
    return content;
  }

  /** The list with one item ticked. */
  public static ObjectNode tick(Event list, Event tick) {
    ObjectNode content = list.content().deepCopy();
    String wanted =
        item(list, tick.text("item").orElse("")).map(item -> item.path("id").asText()).orElse("");
    for (JsonNode node : content.path("items")) {
      if (node instanceof ObjectNode item && item.path("id").asText().equals(wanted)) {
        item.put("status", tick.text("status").orElse("done"))
            .put("by", tick.sender().value())
            .put("at", tick.originServerTs());
        item.remove("note");
        tick.text("note").ifPresent(note -> item.put("note", note));
      }
    }
    return content;
  }
}
