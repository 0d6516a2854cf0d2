package org.caseroom.bots.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caseroom.identity.Role;

/**
 * A bot as {@code bots/<name>/bot.yaml} describes it; the file's form is in {@code
 * bot.schema.json}.
 *
 * @param name the part of its user id before the colon
 * @param role its role; always {@code bot}
 * @param triggers what it listens to; for a bot without code, what its rules listen to
 * @param rules what a bot without code says, and when; none for a bot in Java
 * @param permissions what it may do
 */
public record BotDefinition(
    String name, Role role, Triggers triggers, List<BotRule> rules, Permissions permissions) {
  public BotDefinition {
    rules = rules == null ? List.of() : List.copyOf(rules);
    triggers = triggers == null ? BotRule.triggers(rules) : triggers;
  }

  /**
   * What makes a bot act.
   *
   * @param events event types
   * @param reactions the reactions that it understands, under its own messages
   * @param commands its commands: the words after the exclamation mark. How each is written and
   *     what it does stands in the messages, as {@code usage-<command>} and {@code help-<command>}
   * @param phrases words in people's messages, in small letters
   * @param schedule the schedules that it keeps, such as {@code clocks}: the reminder points of
   *     every running clock
   */
  public record Triggers(
      List<String> events,
      List<String> reactions,
      List<String> commands,
      List<String> phrases,
      List<String> schedule) {
    public Triggers {
      events = events == null ? List.of() : List.copyOf(events);
      reactions = reactions == null ? List.of() : reactions.stream().map(Reactions::bare).toList();
      commands = commands == null ? List.of() : List.copyOf(commands);
      phrases =
          phrases == null
              ? List.of()
              : phrases.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
      schedule = schedule == null ? List.of() : List.copyOf(schedule);
    }
  }

  /**
   * What a bot may do. Anything else it tries is refused before it reaches the log.
   *
   * @param sends the event types that it may send under its own name
   * @param forPeople the event types that it may send for a person who asked it to, in a command or
   *     a reaction: they stand in the log under that person's name, and the door checks that person
   */
  public record Permissions(
      @JsonProperty(required = true) List<String> sends,
      @JsonProperty("for_people") List<String> forPeople) {
    public Permissions {
      sends = List.copyOf(sends);
      forPeople = forPeople == null ? List.of() : List.copyOf(forPeople);
    }
  }

  /** The name that people see. */
  static final MessageKey DISPLAY_NAME = MessageKey.of("display-name");

  /** What it does, in a sentence for the people in a room. */
  static final MessageKey ABOUT = MessageKey.of("about");

  /** How a command is written, such as {@code !done 3}. */
  public static MessageKey usage(String command) {
    return MessageKey.of("usage-" + command);
  }

  /** What a command does, in a sentence. */
  static MessageKey help(String command) {
    return MessageKey.of("help-" + command);
  }

  /** The messages that its file makes necessary, whatever else the bot says. */
  public List<MessageKey> messages() {
    List<MessageKey> keys = new ArrayList<>(List.of(DISPLAY_NAME, ABOUT));
    for (String command : triggers.commands()) {
      keys.add(usage(command));
      keys.add(help(command));
    }
    return keys;
  }
}
