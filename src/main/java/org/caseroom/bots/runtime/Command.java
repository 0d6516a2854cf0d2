package org.caseroom.bots.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.EventId;
import org.caseroom.rooms.Event;

/**
 * A command that a person typed into a room, such as {@code !done 3}.
 *
 * @param name the word after the exclamation mark, in lower case
 * @param rest what follows it, trimmed
 */
public record Command(String name, String rest) {
  private static final Pattern FORM = Pattern.compile("(?s)!(\\p{L}[\\p{L}-]{0,19})(?:\\s+(.*))?");
  private static final Pattern BAR = Pattern.compile("\\|");
  private static final Pattern NUMBER = Pattern.compile("[#Qq]?(\\d{1,6})\\.?");

  /** Reads a command out of a message: a text, no edit, whose first word is {@code !word}. */
  public static Optional<Command> of(Event event) {
    return textOf(event).flatMap(Command::parse);
  }

  /** What somebody wrote, without the message that it answers: of a text that is no edit. */
  public static Optional<String> textOf(Event event) {
    JsonNode content = event.content();
    if (!event.type().equals("m.room.message")
        || !content.path("msgtype").asText().equals("m.text")
        || !content.path("body").isTextual()
        || content.path("m.relates_to").path("rel_type").asText().equals("m.replace")) {
      return Optional.empty();
    }
    return Optional.of(withoutQuotedReply(content.path("body").textValue()).strip());
  }

  /** The message that one answers: only a text can answer one. */
  public static Optional<EventId> answers(Event event) {
    JsonNode answered = event.content().path("m.relates_to").path("m.in_reply_to").path("event_id");
    return answered.isTextual()
            && EventId.isValid(answered.textValue())
            && textOf(event).isPresent()
        ? Optional.of(EventId.of(answered.textValue()))
        : Optional.empty();
  }

  /** Reads a command out of the text of a message. */
  public static Optional<Command> parse(String body) {
    Matcher matcher = FORM.matcher(withoutQuotedReply(body).strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String rest = matcher.group(2) == null ? "" : matcher.group(2).strip();
    return Optional.of(new Command(matcher.group(1).toLowerCase(Locale.ROOT), rest));
  }

  /** The parts of the rest between vertical bars, trimmed; none for an empty rest. */
  public List<String> fields() {
    return rest.isEmpty()
        ? List.of()
        : Arrays.stream(BAR.split(rest, -1)).map(String::strip).toList();
  }

  /** The words of the rest. */
  public List<String> words() {
    return rest.isEmpty() ? List.of() : new ArrayList<>(Arrays.asList(rest.split("\\s+")));
  }

  /** A number as people write it: {@code 3}, {@code 3.}, {@code #3} or {@code Q3}. */
  public static OptionalInt number(String word) {
    Matcher matcher = NUMBER.matcher(word);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /**
   * Older clients put the message replied to before the answer, each line marked with {@code >}.
   */
  private static String withoutQuotedReply(String body) {
    if (!body.startsWith("> ")) {
      return body;
    }
    int end = body.indexOf("\n\n");
    return end < 0 ? body : body.substring(end + 2);
  }
}
