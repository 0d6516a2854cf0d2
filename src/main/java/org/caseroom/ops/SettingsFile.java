package org.caseroom.ops;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file over the defaults; every mistake is told with its line. */
final class SettingsFile {
  private static final ObjectMapper MAPPER = mapper(ToStringSerializer.instance);

  /** Writes secrets in the open: for a copy of settings that stays in memory. */
  private static final ObjectMapper OPEN = mapper(new Reveal());

  private final Path file;
  private final Map<String, Integer> lines = new HashMap<>();

  private SettingsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_CONFIGURATION} naming the file and the line
   */
  static Settings read(Path file) {
    try {
      return new SettingsFile(file).parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw broken(file + ": there is no such configuration file.");
    } catch (IOException e) {
      throw broken(file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /** Settings with one of them changed. */
  static Settings change(Settings settings, String name, @Nullable Object value) {
    ObjectNode tree = OPEN.valueToTree(settings);
    String[] parts = name.split("\\.");
    ObjectNode group = tree;
    for (int i = 0; i < parts.length - 1; i++) {
      group = (ObjectNode) group.get(parts[i]);
    }
    group.set(parts[parts.length - 1], OPEN.valueToTree(value));
    try {
      return MAPPER.treeToValue(tree, Settings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No value for '" + name + "': " + e.getMessage(), e);
    }
  }

  private Settings parse(String text) {
    ObjectNode merged = MAPPER.valueToTree(Settings.DEFAULT);
    try {
      try (JsonParser parser = MAPPER.createParser(text)) {
        if (parser.nextToken() != null && parser.currentToken() != JsonToken.VALUE_NULL) {
          checkKeys(parser, merged, "");
        }
      }
      JsonNode given = MAPPER.readTree(text);
      if (given instanceof ObjectNode object) {
        overlay(merged, object);
      }
      return MAPPER.treeToValue(merged, Settings.class);
    } catch (DatabindException e) {
      throw at(pathLine(e), "the value of '" + path(e) + "' does not fit: " + reason(e));
    } catch (JsonProcessingException e) {
      throw at(
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          "this is not YAML that can be read: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw broken(file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /** Walks the file beside the defaults, which know every key. */
  private void checkKeys(JsonParser parser, JsonNode known, String path) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (!(known instanceof ObjectNode)) {
      parser.skipChildren();
      return;
    }
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw at(
          line,
          path.isEmpty()
              ? "settings are written as 'name: value'."
              : "'" + path + "' is a group: write its settings indented below it.");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      int at = parser.currentTokenLocation().getLineNr();
      String whole = path.isEmpty() ? name : path + "." + name;
      if (!known.has(name)) {
        TreeSet<String> names = new TreeSet<>();
        known.fieldNames().forEachRemaining(names::add);
        throw at(
            at,
            "there is no setting '" + whole + "'. Known here: " + String.join(", ", names) + ".");
      }
      lines.put(whole, at);
      parser.nextToken();
      checkKeys(parser, known.path(name), whole);
    }
  }

  private static void overlay(ObjectNode base, ObjectNode given) {
    given
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof ObjectNode group
                  && base.get(entry.getKey()) instanceof ObjectNode below) {
                overlay(below, group);
              } else if (!(base.get(entry.getKey()) instanceof ObjectNode)
                  && !(base.get(entry.getKey()) instanceof ArrayNode
                      && entry.getValue().isNull())) {
                base.set(entry.getKey(), entry.getValue());
              }
            });
  }

  private Problem at(int line, String what) {
    return broken(file + " line " + line + ": " + what);
  }

  private static Problem broken(String message) {
    return Problem.of(500, "ORG.CASEROOM_CONFIGURATION", message);
  }

  private int pathLine(DatabindException e) {
    return lines.getOrDefault(path(e), 1);
  }

  private static String path(DatabindException e) {
    return e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(java.util.Objects::nonNull)
            .collect(Collectors.joining("."))
        : "";
  }

  private static String reason(DatabindException e) {
    if (e.getCause() instanceof Problem problem) {
      return problem.message();
    }
    String message =
        firstLine(e.getOriginalMessage()).replaceAll("`[a-zA-Z.$]*\\.([A-Za-z]+)`", "$1");
    return message.endsWith(".") ? message : message + ".";
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static ObjectMapper mapper(JsonSerializer<? super Secret> secrets) {
    SimpleModule texts = new SimpleModule();
    texts.addSerializer(Secret.class, secrets);
    texts.addSerializer(Path.class, ToStringSerializer.instance);
    SimpleModule clocks = new SimpleModule();
    clocks.addSerializer(Settings.Clock.class, new LowerCase());
    return YAMLMapper.builder()
        .addModule(texts)
        .addModule(clocks)
        .enable(com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build();
  }

  private static final class LowerCase
      extends com.fasterxml.jackson.databind.ser.std.StdSerializer<Settings.Clock> {
    private static final long serialVersionUID = 1L;

    LowerCase() {
      super(Settings.Clock.class);
    }

    @Override
    public void serialize(
        Settings.Clock value,
        com.fasterxml.jackson.core.JsonGenerator out,
        com.fasterxml.jackson.databind.SerializerProvider provider)
        throws IOException {
      out.writeString(value.name().toLowerCase(Locale.ROOT));
    }
  }

  private static final class Reveal
      extends com.fasterxml.jackson.databind.ser.std.StdSerializer<Secret> {
    private static final long serialVersionUID = 1L;

    Reveal() {
      super(Secret.class);
    }

    @Override
    public void serialize(
        Secret value,
        com.fasterxml.jackson.core.JsonGenerator out,
        com.fasterxml.jackson.databind.SerializerProvider provider)
        throws IOException {
      out.writeString(value.reveal());
    }
  }
}
