package org.caseroom.bots.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.Keycaps;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Text;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * The questions of the accessible-information standard: numbered, and answered with the numbers, as
 * a command, as a plain answer, or with 1️⃣ and on under the question.
 */
final class NeedsQuestion {
  private static final Pattern CHOICE = Pattern.compile("(\\d{1,3})(?::(.{1,100}))?");
  private static final String CONTACT_BY = "contact_by";

  private final CaseRules rules;

  NeedsQuestion(CaseRules rules) {
    this.rules = rules;
  }

  /** One thing that somebody can need, in the list of the procedure that it is from. */
  private record Option(String list, String id) {
    MessageKey key() {
      return MessageKey.of("need-" + id);
    }
  }

  /** The names of all needs that any procedure has. */
  List<MessageKey> names() {
    return rules.work().policy().rules().procedures().all().stream()
        .flatMap(procedure -> options(procedure).stream())
        .map(Option::key)
        .distinct()
        .toList();
  }

  private static List<Option> options(Procedure procedure) {
    Procedure.NeedsRules needs = procedure.needs();
    return Stream.of(
            options("formats", needs.formats()),
            options("communication", needs.communication()),
            options("languages", needs.languages()),
            options(CONTACT_BY, needs.contact()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Option> options(String list, List<String> ids) {
    return ids.stream().map(id -> new Option(list, id)).toList();
  }

  /** The numbered lines of the question. */
  static String lines(Desk desk, Procedure procedure, Messages.Style style) {
    List<String> lines = new ArrayList<>();
    for (Option option : options(procedure)) {
      lines.add(
          desk.text(
              DoorText.OPTION,
              style,
              Map.of(
                  "number", String.valueOf(lines.size() + 1),
                  "option", desk.text(option.key(), style, Map.of()))));
    }
    return String.join("\n", lines);
  }

  /** What the person wrote becomes their needs, in their own name. */
  void answered(Desk desk, Event event, String text) {
    Optional<CaseFile> file = caseOfRoom(desk, event);
    if (file.isEmpty()) {
      say(desk, event, style -> desk.text(DoorText.NO_CASE, style, Map.of()));
      return;
    }
    Procedure procedure = rules.procedure(file.get());
    if (text.isBlank()) {
      show(desk, event, file.get(), procedure);
      return;
    }
    List<Option> options = options(procedure);
    Map<Option, String> chosen = chosen(text, options);
    if (chosen.isEmpty()) {
      String count = String.valueOf(options.size());
      say(desk, event, style -> desk.text(DoorText.NEEDS_USAGE, style, Map.of("count", count)));
      return;
    }
    save(desk, event, file.get(), content(chosen));
    saved(desk, event, List.copyOf(chosen.keySet()));
  }

  private static void say(Desk desk, Event event, Text text) {
    desk.reply(event, Cause.of(event, "said"), text);
  }

  private static void saved(Desk desk, Event event, List<Option> options) {
    say(
        desk,
        event,
        style ->
            desk.text(
                DoorText.SAVED, style, Map.of("needs", names(desk, options.stream(), style))));
  }

  /** A reaction adds one more need to those that are there; it is answered once. */
  void reacted(Desk desk, Event reaction, String key) {
    Optional<CaseFile> file = caseOfRoom(desk, reaction);
    if (file.isEmpty()) {
      return;
    }
    List<Option> options = options(rules.procedure(file.get()));
    int number = Keycaps.number(key).orElse(0);
    if (number < 1 || number > options.size()) {
      return;
    }
    Option option = options.get(number - 1);
    ObjectNode needs = needs(file.get(), reaction);
    boolean first = needs.isEmpty();
    if (option.list().equals(CONTACT_BY)) {
      needs.put(CONTACT_BY, option.id());
    } else if (!Fields.texts(needs.path(option.list())).contains(option.id())) {
      needs.withArray(option.list()).add(option.id());
    }
    save(desk, reaction, file.get(), needs);
    if (first) {
      saved(desk, reaction, List.of(option));
    }
  }

  private static ObjectNode needs(CaseFile file, Event of) {
    return file.state(CaseEvents.NEEDS, CaseEvents.personKey(of.sender()))
        .map(state -> state.content().deepCopy())
        .map(
            content -> {
              content.remove(Desk.COMMAND);
              return content;
            })
        .orElseGet(Json::object);
  }

  private static void save(Desk desk, Event asked, CaseFile file, ObjectNode content) {
    desk.appendFor(
        asked,
        Cause.of(asked, "needs"),
        view ->
            Draft.state(
                file.space(),
                asked.sender(),
                CaseEvents.NEEDS,
                CaseEvents.personKey(asked.sender()),
                content));
  }

  private static String names(Desk desk, Stream<Option> options, Messages.Style style) {
    return options
        .map(option -> desk.text(option.key(), style, Map.of()))
        .collect(Collectors.joining(", "));
  }

  private static void show(Desk desk, Event event, CaseFile file, Procedure procedure) {
    ObjectNode needs = needs(file, event);
    List<Option> there =
        options(procedure).stream()
            .filter(option -> has(needs.path(option.list()), option))
            .toList();
    say(
        desk,
        event,
        style -> {
          String lines = lines(desk, procedure, style);
          return there.isEmpty()
              ? desk.text(DoorText.NEEDS_NONE, style, Map.of("options", lines))
              : desk.text(
                  DoorText.NEEDS_NOW,
                  style,
                  Map.of("needs", names(desk, there.stream(), style), "options", lines));
        });
  }

  private static boolean has(JsonNode needs, Option option) {
    return needs.asText().equals(option.id())
        || Fields.texts(needs).stream()
            .anyMatch(word -> word.equals(option.id()) || word.startsWith(option.id() + ":"));
  }

  private static ObjectNode content(Map<Option, String> chosen) {
    ObjectNode content = Json.object();
    chosen.forEach(
        (option, text) -> {
          if (option.list().equals(CONTACT_BY)) {
            content.put(CONTACT_BY, text);
          } else {
            content.withArray(option.list()).add(text);
          }
        });
    return content;
  }

  /** The options that an answer picks; none when it is not made of their numbers. */
  private static Map<Option, String> chosen(String text, List<Option> options) {
    Map<Option, String> chosen = new TreeMap<>(Comparator.comparingInt(options::indexOf));
    for (String word : text.replace(',', ' ').strip().split("\\s+")) {
      Matcher matcher = CHOICE.matcher(word);
      if (!matcher.matches()) {
        return Map.of();
      }
      int number = Integer.parseInt(matcher.group(1));
      if (number < 1 || number > options.size()) {
        return Map.of();
      }
      Option option = options.get(number - 1);
      String detail = matcher.group(2);
      chosen.put(option, detail == null ? option.id() : option.id() + ":" + detail);
    }
    return chosen;
  }

  /** The case that a receipt's room is about, or the room's own case. */
  private static Optional<CaseFile> caseOfRoom(Desk desk, Event event) {
    Optional<CaseFile> own = CaseFile.of(desk.view(), event.room());
    if (own.isPresent()) {
      return own;
    }
    return desk.own(event.room()).stream()
        .flatMap(message -> Stream.of(message.content().path(Desk.MARK).path("case")))
        .filter(space -> space.isTextual())
        .flatMap(space -> CaseFile.of(desk.view(), RoomId.of(space.textValue())).stream())
        .findFirst();
  }
}
