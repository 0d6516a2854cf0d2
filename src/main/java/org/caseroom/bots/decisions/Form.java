package org.caseroom.bots.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caseroom.base.Json;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * A form that is filled in by messages, one thing at a time. What is there so far stands in the
 * mark of the bot's own question, so that nothing is lost when the bot starts anew, and two people
 * can be asked at once.
 *
 * @param command what it is for, by the command that began it
 * @param by the user id of who fills it in: nobody else's answer counts
 * @param got what is there so far, by field
 */
record Form(String command, String by, ObjectNode got) {
  /** A choice of a question: what is kept, and what people read. */
  private record Choice(String id, String title) {}

  private static final List<String> BASIC = List.of("title", "decided", "reasons");

  static Form of(String command, Event event) {
    return new Form(command, event.sender().value(), Json.object());
  }

  /** The form that a question of the bot belongs to, for whom it asked. */
  static Optional<Form> asked(Event question, Event reply) {
    JsonNode mark = question.content().path(Desk.MARK);
    String by = mark.path("by").asText();
    return mark.has("form") && by.equals(reply.sender().value())
        ? Optional.of(
            new Form(mark.path("form").asText(), by, (ObjectNode) mark.path("got").deepCopy()))
        : Optional.empty();
  }

  /** What the bot keeps of it in its next question. */
  ObjectNode mark(String field) {
    ObjectNode mark = Json.object().put("form", command).put("by", by).put("field", field);
    mark.set("got", got.deepCopy());
    return mark;
  }

  Form with(String field, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      got.put(field, text);
    }
    return this;
  }

  String text(String field) {
    return got.path(field).asText();
  }

  /** What has to be asked next; empty once nothing is missing. */
  Optional<String> next(@Nullable DecisionRules rules) {
    List<String> needed =
        switch (command) {
          case "decide" -> decide(rules);
          case "amend" -> List.of("part", "text", "amended");
          case "withdraw" -> List.of("reason");
          case "notice" -> List.of("decided", "reasons");
          default -> List.of("text");
        };
    return needed.stream().filter(field -> !got.has(field)).findFirst();
  }

  private List<String> decide(@Nullable DecisionRules rules) {
    List<String> needed = new ArrayList<>();
    if (rules != null) {
      needed.add("kind");
    }
    needed.addAll(BASIC);
    if (rules != null) {
      ObjectNode decision = decision().content();
      rules
          .of(decision)
          .ifPresent(
              kind -> rules.missing(kind, decision).forEach(field -> needed.add(field.id())));
    }
    return needed;
  }

  /** The decision that it says so far. */
  Decisions.Proposed decision() {
    Map<String, String> says =
        got.properties().stream()
            .filter(field -> !BASIC.contains(field.getKey()))
            .filter(field -> !List.of("kind", "corrects").contains(field.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().asText()));
    return new Decisions.Proposed(
        text("title"),
        text("decided"),
        text("reasons"),
        got.has("kind") ? text("kind") : null,
        says,
        got.has("corrects") ? Integer.valueOf(got.path("corrects").asInt()) : null);
  }

  // ---- In words ----

  /** The question for a field. */
  String ask(Desk desk, Messages.Style style, String field, @Nullable DecisionRules rules) {
    MessageKey key =
        switch (command + "/" + field) {
          case "decide/kind" -> Say.ASK_KIND;
          case "decide/title" -> Say.ASK_TITLE;
          case "decide/decided" -> Say.ASK_DECIDED;
          case "decide/reasons" -> Say.ASK_REASONS;
          case "amend/part" -> Say.ASK_PART;
          case "amend/text" -> Say.ASK_TEXT;
          case "amend/amended" -> Say.ASK_CHANGE;
          case "withdraw/reason" -> Say.ASK_WHY;
          case "notice/decided" -> Say.ASK_FAMILY_DECIDED;
          case "notice/reasons" -> Say.ASK_FAMILY_REASONS;
          case "think/text" -> Say.ASK_THINK;
          case "reply/text" -> Say.ASK_ANSWER;
          default -> Say.ASK_FIELD;
        };
    List<Choice> choices = choices(field, rules);
    String list =
        IntStream.range(0, choices.size())
            .mapToObj(i -> (i + 1) + ". " + choices.get(i).title())
            .collect(Collectors.joining("\n"));
    String ask =
        rules == null ? field : rules.field(field).map(DecisionRules.Field::ask).orElse(field);
    return desk.text(key, style, Map.of("ask", ask, "choices", list));
  }

  private List<Choice> choices(String field, @Nullable DecisionRules rules) {
    if (rules == null) {
      return List.of();
    }
    if (field.equals("kind")) {
      return rules.kinds().stream().map(kind -> new Choice(kind.id(), kind.title())).toList();
    }
    if (field.equals("part")) {
      List<Choice> parts = new ArrayList<>();
      parts.add(new Choice("title", "Title"));
      parts.add(new Choice("decided", "Decided"));
      parts.add(new Choice("reasons", "Reasons"));
      rules.fields().forEach(each -> parts.add(new Choice(each.id(), each.title())));
      return parts;
    }
    return rules
        .field(field)
        .map(
            found ->
                found.choices().stream()
                    .map(choice -> new Choice(choice.id(), choice.title()))
                    .toList())
        .orElse(List.of());
  }

  /** What an answer to a question says; empty for none of its choices, which is asked again. */
  Optional<String> understood(String field, String answer, @Nullable DecisionRules rules) {
    List<Choice> choices = choices(field, rules);
    String text = answer.strip();
    if (choices.isEmpty()) {
      return Optional.of(text).filter(words -> !words.isEmpty());
    }
    if (text.matches("\\d{1,2}\\.?")) {
      int place = Integer.parseInt(text.replace(".", "")) - 1;
      return place >= 0 && place < choices.size()
          ? Optional.of(choices.get(place).id())
          : Optional.empty();
    }
    return choices.stream()
        .filter(
            choice -> choice.id().equalsIgnoreCase(text) || choice.title().equalsIgnoreCase(text))
        .map(Choice::id)
        .findFirst();
  }
}
