package org.caseroom.rooms.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caseroom.base.EventId;
import org.caseroom.rooms.Event;

/** What of an event is searched. */
final class SearchText {
  private static final Pattern TAG = Pattern.compile("<[^<>]*>");
  private static final Pattern ENTITY = Pattern.compile("&(?:#\\w{1,8}|\\w{1,8});");
  private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
  private static final int MOST_REPRESENTATIONS = 10;

  private SearchText() {}

  /**
   * A text and where it stands.
   *
   * @param key where
   * @param text the words
   */
  record Part(SearchKey key, String text) {}

  /** The searched text of an event; nothing for most types, and for what was redacted. */
  static Optional<Part> of(Event event) {
    return of(event, event.content());
  }

  /** The searched text of an event with its content replaced by an edit's. */
  static Optional<Part> of(Event event, JsonNode content) {
    return switch (event.type()) {
      case "m.room.message" -> part(SearchKey.BODY, event.isState() ? "" : body(content));
      case "m.room.name" -> part(SearchKey.NAME, event.isState() ? text(content, "name") : "");
      case "m.room.topic" -> part(SearchKey.TOPIC, event.isState() ? topic(content) : "");
      default -> Optional.empty();
    };
  }

  private static Optional<Part> part(SearchKey key, String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(new Part(key, Folding.composed(text)));
  }

  private static String text(JsonNode content, String field) {
    JsonNode value = content.path(field);
    return value.isTextual() ? value.textValue() : "";
  }

  /** The body, and those words of the formatted text that it lacks. */
  private static String body(JsonNode content) {
    String body = text(content, "body");
    String formatted = text(content, "formatted_body");
    if (formatted.isEmpty() || !text(content, "format").equals("org.matrix.custom.html")) {
      return body;
    }
    String plain = ENTITY.matcher(TAG.matcher(formatted).replaceAll(" ")).replaceAll(" ");
    Set<String> said = new HashSet<>(words(body));
    StringBuilder all = new StringBuilder(body);
    for (String word : words(plain)) {
      if (said.add(word)) {
        all.append('\n').append(word);
      }
    }
    return all.toString();
  }

  private static List<String> words(String text) {
    return GAP.splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The topic, and the plain representation of one in the extensible form (room topics, v1.15). */
  private static String topic(JsonNode content) {
    String topic = text(content, "topic");
    JsonNode representations = content.path("m.topic").path("m.text");
    for (int i = 0; i < Math.min(representations.size(), MOST_REPRESENTATIONS); i++) {
      JsonNode one = representations.path(i);
      String body = text(one, "body");
      if (one.path("mimetype").asText("text/plain").equals("text/plain") && !body.equals(topic)) {
        topic = topic + "\n" + body;
      }
    }
    return topic;
  }

  /** The event that this one edits, when it has the form of an edit. */
  static Optional<EventId> edits(Event event) {
    JsonNode relation = event.content().path("m.relates_to");
    String target = relation.path("event_id").asText();
    return event.type().equals("m.room.message")
            && !event.isState()
            && relation.path("rel_type").asText().equals("m.replace")
            && target.startsWith("$")
            && target.length() <= 255
        ? Optional.of(new EventId(target))
        : Optional.empty();
  }

  /** Whether an event may replace what another says ("Event replacements", validity). */
  static boolean mayEdit(Event edit, Event target) {
    return edit.room().equals(target.room())
        && edit.sender().equals(target.sender())
        && edit.type().equals(target.type())
        && !target.isState()
        && edits(target).isEmpty()
        && edit.content().path("m.new_content").isObject();
  }
}
