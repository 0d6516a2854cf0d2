package org.caseroom.bots.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.identity.Role;

/**
 * A bot as {@code bots/<name>/bot.yaml} describes it.
 *
 * @param name the part of its user id before the colon
 * @param role its role; always {@code bot}
 * @param triggers what it listens to
 * @param permissions what it may do
 */
public record BotDefinition(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) Role role,
    @JsonProperty(required = true) Triggers triggers,
    @JsonProperty(required = true) Permissions permissions) {

  /**
   * What makes a bot act.
   *
   * @param events event types
   * @param reactions the reactions that it understands, under its own messages
   * @param commands its commands: the words after the exclamation mark. How each is written and
   *     what it does stands in the messages, as {@code usage-<command>} and {@code help-<command>}
   * @param schedule the schedules that it keeps, such as {@code clocks}: the reminder points of
   *     every running clock
   */
  public record Triggers(
      List<String> events, List<String> reactions, List<String> commands, List<String> schedule) {
    public Triggers {
      events = events == null ? List.of() : List.copyOf(events);
      reactions = reactions == null ? List.of() : List.copyOf(reactions);
      commands = commands == null ? List.of() : List.copyOf(commands);
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

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Reads {@code bot.yaml} in a bot's folder, whose name is the bot's.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file, line and what does not fit
   */
  public static BotDefinition load(Path botFolder) {
    Path file = botFolder.resolve("bot.yaml");
    try {
      BotDefinition bot = YAML.readValue(Files.readString(file), BotDefinition.class);
      String folder = String.valueOf(botFolder.getFileName());
      if (!bot.name().equals(folder)) {
        throw mistake(
            file, 1, "its name is '" + bot.name() + "': use '" + folder + "', as its folder.");
      }
      if (bot.role() != Role.BOT) {
        throw mistake(file, 1, "a bot's role is 'bot'.");
      }
      return bot;
    } catch (JsonProcessingException e) {
      String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
      throw mistake(
          file,
          line(file, e),
          message
              .lines()
              .findFirst()
              .orElse("it cannot be read")
              .replaceAll(" \\(class [^)]*\\)| ?\\(?(org\\.caseroom|java)\\.\\S*", ""));
    } catch (IOException e) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_CONFIGURATION",
          file + " cannot be read. Put the file back, or correct the 'bots' folder setting.");
    }
  }

  /** Where it is: for an unknown word the parser has gone on by the time it says so. */
  private static int line(Path file, JsonProcessingException e) {
    int at = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    if (!(e instanceof UnrecognizedPropertyException unknown)) {
      return at;
    }
    Pattern key =
        Pattern.compile("(^|[\\s{,])" + Pattern.quote(unknown.getPropertyName()) + "\\s*:");
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (key.matcher(lines.get(i)).find()) {
          return i + 1;
        }
      }
    } catch (IOException unreadable) {
      return at;
    }
    return at;
  }

  private static Problem mistake(Path file, int line, String what) {
    return Problem.of(500, "ORG.CASEROOM_CONFIGURATION", file + ", line " + line + ": " + what);
  }
}
