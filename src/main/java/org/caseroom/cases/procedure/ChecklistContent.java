package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  /** A fresh list of what is asked in every case; one owner each. */
  public static ObjectNode open(Procedure.ChecklistRule rule, List<UserId> owners, Instant at) {
    return open(rule, owners, at, item -> item.when() == null);
  }

  /**
   * A fresh list; its items go round its owners, one owner each.
   *
   * @param asked which items are asked for in the case
   */
  public static ObjectNode open(
      Procedure.ChecklistRule rule,
      List<UserId> owners,
      Instant at,
      Predicate<Procedure.ChecklistRule.Item> asked) {
    ObjectNode content =
        Json.object()
            .put("title", rule.title())
            .put("clause", rule.clause())
            .put("opened", at.toEpochMilli());
    ArrayNode items = content.putArray("items");
    int next = 0;
    for (Procedure.ChecklistRule.Item item : rule.items()) {
      if (asked.test(item)) {
        add(items, item, owners, next++);
      }
    }
    return content;
  }

  private static ObjectNode add(
      ArrayNode items, Procedure.ChecklistRule.Item item, List<UserId> owners, int turn) {
    ObjectNode entry =
        items.addObject().put("id", item.id()).put("text", item.text()).put("status", "open");
    if (Boolean.TRUE.equals(item.receipt())) {
      entry.put("receipt", true);
    }
    if (!owners.isEmpty()) {
      entry.put("owner", owners.get(turn % owners.size()).value());
    }
    return entry;
  }

  /**
   * The list with what a fact of the case asks for since: at its end, so that numbers stay. Empty
   * when it has all of it.
   */
  public static Optional<ObjectNode> grown(
      Event list,
      Procedure.ChecklistRule rule,
      List<UserId> owners,
      Instant at,
      Predicate<Procedure.ChecklistRule.Item> asked) {
    ObjectNode content = list.content().deepCopy();
    ArrayNode items = content.withArray("items");
    int before = items.size();
    for (Procedure.ChecklistRule.Item item : rule.items()) {
      if (item.when() != null && asked.test(item) && item(list, item.id()).isEmpty()) {
        add(items, item, owners, items.size()).put("added", at.toEpochMilli());
      }
    }
    return items.size() > before ? Optional.of(content) : Optional.empty();
  }

  /** The list with one item handed on. */
  public static ObjectNode give(Event list, Event given) {
    return with(list, given, item -> item.put("owner", given.text("to").orElse("")));
  }

  /** The list with one item that the family has received. */
  public static ObjectNode receive(Event list, Event received) {
    return with(
        list,
        received,
        item ->
            item.putObject("received")
                .put("by", received.sender().value())
                .put("at", received.originServerTs()));
  }

  private static ObjectNode with(Event list, Event act, Consumer<ObjectNode> change) {
    ObjectNode content = list.content().deepCopy();
    String wanted =
        item(list, act.text("item").orElse("")).map(item -> item.path("id").asText()).orElse("");
    for (JsonNode node : content.path("items")) {
      if (node instanceof ObjectNode item && item.path("id").asText().equals(wanted)) {
        change.accept(item);
      }
    }
    return content;
  }

  /** The list with one item ticked. */
  public static ObjectNode tick(Event list, Event tick) {
    return with(
        list,
        tick,
        item -> {
          item.put("status", tick.text("status").orElse("done"))
              .put("by", tick.sender().value())
              .put("at", tick.originServerTs());
          item.remove("note");
          tick.text("note").ifPresent(note -> item.put("note", note));
        });
  }
}
