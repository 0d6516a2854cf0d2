package org.caseroom.bots.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** One file of messages, held against the messages that must stand in it. */
final class MessageFile {
  private final Path file;
  private final Map<String, MessageKey> known;

  private MessageFile(Path file, List<MessageKey> keys) {
    this.file = file;
    this.known =
        keys.stream()
            .collect(
                Collectors.toMap(
                    MessageKey::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }

  /**
   * Reads a file.
   *
   * @param keys the messages that stand in it
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of
   *     the first mistake
   */
  static Map<String, String> read(Path file, List<MessageKey> keys) {
    return new MessageFile(file, keys).read();
  }

  /** Refuses files of languages that nothing reads. */
  static void checkNames(Path folder) {
    List<String> names =
        Arrays.stream(Messages.Style.values()).map(style -> style.file() + ".yaml").toList();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".yaml") && !names.contains(name)) {
          throw Mistake.at(
              file, 1, "messages are in " + String.join(", ", names) + ". Rename or remove it.");
        }
      }
    } catch (IOException e) {
      throw Mistake.of(folder + " cannot be read. It holds " + String.join(", ", names) + ".");
    }
  }

  private Map<String, String> read() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping()) {
      String name = scalar(tuple.getKeyNode()).getValue();
      int line = line(tuple.getKeyNode());
      MessageKey key = known.get(name);
      if (key == null) {
        throw Mistake.at(
            file,
            line,
            "there is no message '"
                + name
                + "'. Use one of: "
                + String.join(", ", known.keySet().stream().sorted().toList())
                + ".");
      }
      ScalarNode text = scalar(tuple.getValueNode());
      check(key, text);
      if (texts.put(name, text.getValue()) != null) {
        throw Mistake.at(file, line, "the message '" + name + "' stands here a second time.");
      }
    }
    List<String> missing =
        known.values().stream()
            .filter(key -> !texts.containsKey(key.name()))
            .map(MessageKey::wanted)
            .toList();
    if (!missing.isEmpty()) {
      throw Mistake.at(
          file,
          lines(),
          "behind this line add, each as 'name: text', what is missing: "
              + String.join(", ", missing)
              + ".");
    }
    return texts;
  }

  private void check(MessageKey key, ScalarNode text) {
    List<String> missing = new ArrayList<>(key.required().stream().sorted().toList());
    Matcher matcher = Messages.PLACEHOLDER.matcher(text.getValue());
    while (matcher.find()) {
      String name = matcher.group(1);
      missing.remove(name);
      if (!key.placeholders().contains(name)) {
        String usable =
            key.placeholders().isEmpty()
                ? "This message takes none."
                : "Use {" + String.join("}, {", key.placeholders()) + "}.";
        throw Mistake.at(
            file,
            lineOf(text, matcher.start()),
            "the message '" + key.name() + "' has no placeholder {" + name + "}. " + usable);
      }
    }
    if (!missing.isEmpty()) {
      throw Mistake.at(
          file,
          line(text),
          "the message '" + key.name() + "' leaves out {" + missing.get(0) + "}. Add it.");
    }
    if (text.getValue().isBlank()) {
      throw Mistake.at(file, line(text), "the message '" + key.name() + "' is empty. Write it.");
    }
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static int lineOf(ScalarNode text, int offset) {
    if (text.getScalarStyle() != ScalarStyle.LITERAL) {
      return line(text);
    }
    // A literal block's text begins on the line after its '|'.
    return line(text)
        + 1
        + (int) text.getValue().substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private int lines() {
    try (Stream<String> lines = Files.lines(file)) {
      return Math.max(1, (int) lines.count());
    } catch (IOException e) {
      return 1;
    }
  }

  private List<NodeTuple> mapping() {
    try (Reader in = Files.newBufferedReader(file)) {
      Node root = new Yaml(new LoaderOptions()).compose(in);
      if (root instanceof MappingNode mapping) {
        return mapping.getValue();
      }
      throw Mistake.at(file, 1, "it should hold a message on each line, as 'key: text'.");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw Mistake.at(file, line, "it is not YAML that can be read: " + e.getProblem() + ".");
    } catch (IOException e) {
      throw Mistake.of(
          file
              + " cannot be read. Every message stands in four files: put it there, with: "
              + String.join(", ", known.values().stream().map(MessageKey::wanted).toList())
              + ".");
    }
  }

  private ScalarNode scalar(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar;
    }
    throw Mistake.at(file, line(node), "a text should stand here.");
  }
}
