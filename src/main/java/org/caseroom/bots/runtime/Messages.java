package org.caseroom.bots.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What a bot says, from its message files: a key and a text with {@code {placeholders}}. The files
 * are checked as a whole when they are read, so that a slip in wording is found at the start and
 * not in a family's room.
 */
public final class Messages {
  /** Which wording of a message. */
  public enum Style {
    PLAIN("en"),
    EASY_READ("en-easyread");

    private final String file;

    Style(String file) {
      this.file = file;
    }
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

  private final Map<String, String> plain;
  private final Map<String, String> easyRead;

  private Messages(Map<String, String> plain, Map<String, String> easyRead) {
    this.plain = plain;
    this.easyRead = easyRead;
  }

  /**
   * Reads the message files of a bot.
   *
   * @param folder the bot's {@code messages} folder, with {@code en.yaml} and {@code
   *     en-easyread.yaml}
   * @param keys the messages that the bot can say
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of the first mistake
   */
  public static Messages load(Path folder, List<MessageKey> keys) {
    return new Messages(
        read(folder.resolve(Style.PLAIN.file + ".yaml"), keys, key -> true),
        read(folder.resolve(Style.EASY_READ.file + ".yaml"), keys, MessageKey::forFamily));
  }

  /** These messages and the ones that every bot has. */
  public Messages and(Messages common) {
    Map<String, String> bothPlain = new LinkedHashMap<>(common.plain);
    bothPlain.putAll(plain);
    Map<String, String> bothEasy = new LinkedHashMap<>(common.easyRead);
    bothEasy.putAll(easyRead);
    return new Messages(bothPlain, bothEasy);
  }

  /**
   * Fills in a message.
   *
   * @param style the wording; a message without an easy-read one is said plainly
   * @param values a value for every placeholder that the text uses
   */
  public String text(MessageKey key, Style style, Map<String, String> values) {
    String template = style == Style.EASY_READ ? easyRead.get(key.name()) : null;
    if (template == null) {
      template = plain.get(key.name());
    }
    if (template == null) {
      throw new IllegalArgumentException("message " + key.name() + " was not declared");
    }
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            match -> {
              String value = values.get(match.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    "message " + key.name() + " needs a value for " + match.group(1));
              }
              return Matcher.quoteReplacement(value);
            })
        .strip();
  }

  private static Map<String, String> read(
      Path file, List<MessageKey> keys, Predicate<MessageKey> mustHave) {
    Map<String, MessageKey> known =
        keys.stream().collect(Collectors.toMap(MessageKey::name, Function.identity()));
    Map<String, String> texts = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping(file)) {
      String name = scalar(file, tuple.getKeyNode()).getValue();
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      MessageKey key = known.get(name);
      if (key == null) {
        throw mistake(
            file,
            line,
            "there is no message '"
                + name
                + "'. Use one of: "
                + String.join(", ", known.keySet().stream().sorted().toList())
                + ".");
      }
      ScalarNode text = scalar(file, tuple.getValueNode());
      checkPlaceholders(file, key, text);
      if (texts.put(name, text.getValue()) != null) {
        throw mistake(file, line, "the message '" + name + "' stands here a second time.");
      }
    }
    for (MessageKey key : keys) {
      if (mustHave.test(key) && !texts.containsKey(key.name())) {
        throw mistake(file, 1, "the message '" + key.name() + "' is missing. Add it.");
      }
    }
    return texts;
  }

  private static void checkPlaceholders(Path file, MessageKey key, ScalarNode text) {
    List<String> missing = new ArrayList<>(key.required().stream().sorted().toList());
    Matcher matcher = PLACEHOLDER.matcher(text.getValue());
    while (matcher.find()) {
      String name = matcher.group(1);
      missing.remove(name);
      if (!key.placeholders().contains(name)) {
        String known =
            key.placeholders().isEmpty()
                ? "This message takes none."
                : "Use {" + String.join("}, {", key.placeholders()) + "}.";
        throw mistake(
            file,
            lineOf(text, matcher.start()),
            "the message '" + key.name() + "' has no placeholder {" + name + "}. " + known);
      }
    }
    if (!missing.isEmpty()) {
      throw mistake(
          file,
          text.getStartMark().getLine() + 1,
          "the message '" + key.name() + "' leaves out {" + missing.get(0) + "}. Add it.");
    }
  }

  private static int lineOf(ScalarNode text, int offset) {
    int first = text.getStartMark().getLine() + 1;
    if (text.getScalarStyle() != ScalarStyle.LITERAL) {
      return first;
    }
    // A literal block's text begins on the line after its '|'.
    return first
        + 1
        + (int) text.getValue().substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private static List<NodeTuple> mapping(Path file) {
    try (Reader in = Files.newBufferedReader(file)) {
      Node root = new Yaml(new LoaderOptions()).compose(in);
      if (root instanceof MappingNode mapping) {
        return mapping.getValue();
      }
      throw mistake(file, 1, "it should hold a message on each line, as 'key: text'.");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw mistake(file, line, "it is not YAML that can be read: " + e.getProblem() + ".");
    } catch (IOException e) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_CONFIGURATION",
          file + " cannot be read. Put the file back, or correct the 'bots' folder setting.");
    }
  }

  private static ScalarNode scalar(Path file, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar;
    }
    throw mistake(file, node.getStartMark().getLine() + 1, "a text should stand here.");
  }

  private static Problem mistake(Path file, int line, String what) {
    return Problem.of(500, "ORG.CASEROOM_CONFIGURATION", file + ", line " + line + ": " + what);
  }
}
