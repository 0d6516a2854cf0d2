package org.caseroom.bots.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a bot without code says, and when.
 *
 * @param on what makes it speak
 * @param say the message, by its name in the message files
 * @param to {@link #HERE}, {@link #PERSON}, {@code event.FIELD} or a kind of room
 */
public record BotRule(On on, String say, String to) {
  /** Where it happened. */
  public static final String HERE = "here";

  /** Whoever did it, in a direct room. */
  public static final String PERSON = "person";

  /** Before a field of the event that names a person, to be told in a direct room. */
  public static final String FIELD = "event.";

  private static final String MEMBER = "m.room.member";

  public BotRule {
    to = to == null ? HERE : to;
  }

  /** Whether it speaks to one person, in a direct room. */
  public boolean isDirect() {
    return to.equals(PERSON) || to.startsWith(FIELD);
  }

  /**
   * What makes it speak: one of these.
   *
   * @param event an event of this type
   * @param where with an event: fields, and the value or values that they must have
   * @param joins somebody with one of these roles comes into a room
   * @param command somebody gives this command
   * @param phrases somebody writes one of them
   * @param reaction somebody answers one of its messages so
   * @param schedule a time of day
   * @param clock so long before the last day of this clock, or of any
   * @param workingDaysBefore how long
   */
  public record On(
      @Nullable String event,
      Map<String, JsonNode> where,
      List<String> joins,
      @Nullable String command,
      List<String> phrases,
      @Nullable String reaction,
      @Nullable Schedule schedule,
      @Nullable String clock,
      @JsonProperty("working_days_before") @Nullable Integer workingDaysBefore) {
    public On {
      where = where == null ? Map.of() : Map.copyOf(where);
      joins = joins == null ? List.of() : List.copyOf(joins);
      phrases = phrases == null ? List.of() : List.copyOf(phrases);
      reaction = reaction == null ? null : Reactions.bare(reaction);
    }

    /** The names of what is given, of those of which one should be. */
    public Set<String> kinds() {
      Set<String> kinds = new TreeSet<>();
      add(kinds, "event", event != null);
      add(kinds, "joins", !joins.isEmpty());
      add(kinds, "command", command != null);
      add(kinds, "phrases", !phrases.isEmpty());
      add(kinds, "reaction", reaction != null);
      add(kinds, "schedule", schedule != null);
      add(kinds, "clock", clock != null);
      return kinds;
    }

    private static void add(Set<String> kinds, String kind, boolean given) {
      if (given) {
        kinds.add(kind);
      }
    }

    /** Whether an event is of the type, with the values. */
    public boolean matches(Event candidate) {
      return candidate.type().equals(event)
          && where.entrySet().stream()
              .allMatch(field -> holds(candidate.content().path(field.getKey()), field.getValue()));
    }

    private static boolean holds(JsonNode value, JsonNode wanted) {
      if (!wanted.isArray()) {
        return value.equals(wanted);
      }
      for (JsonNode each : wanted) {
        if (value.equals(each)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A time of day.
   *
   * @param days {@code working-days}, or days of the week
   * @param at such as {@code 09:00}, where the procedure is followed
   * @param in the kind of room to speak in
   */
  public record Schedule(List<String> days, String at, String in) {}

  /** What rules listen to. */
  static BotDefinition.Triggers triggers(List<BotRule> rules) {
    return new BotDefinition.Triggers(
        Stream.concat(
                texts(rules, On::event),
                rules.stream().filter(rule -> !rule.on.joins.isEmpty()).map(rule -> MEMBER))
            .distinct()
            .toList(),
        texts(rules, On::reaction).distinct().toList(),
        texts(rules, On::command).distinct().toList(),
        rules.stream().flatMap(rule -> rule.on.phrases.stream()).distinct().toList(),
        List.of());
  }

  private static Stream<String> texts(List<BotRule> rules, Function<On, @Nullable String> part) {
    return rules.stream()
        .map(rule -> part.apply(rule.on))
        .filter(Objects::nonNull)
        .map(text -> text);
  }
}
