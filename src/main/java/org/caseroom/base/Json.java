package org.caseroom.base;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** JSON as every door reads and writes it: strict in, compact out. */
public final class Json {
  /** How deep objects and arrays may nest in what is read. */
  public static final int MAX_DEPTH = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(400)
                .maxStringLength(20_000_000)
                .build());
    MAPPER.getFactory().disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);
  }

  private Json() {}

  /** The shared mapper: read only, never reconfigure it. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A new empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * Reads what came from outside: strict UTF-8, no duplicate keys, at most {@link #MAX_DEPTH} deep.
   *
   * @throws Problem {@code M_NOT_JSON} when it is not JSON
   */
  public static JsonNode parse(byte[] utf8) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString();
    } catch (CharacterCodingException e) {
      throw Problem.notJson("The body is not valid UTF-8.");
    }
    return parse(text);
  }

  /**
   * Reads what came from outside.
   *
   * @throws Problem {@code M_NOT_JSON} when it is not JSON
   */
  public static JsonNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw Problem.notJson("The body is empty: send a JSON object.");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw Problem.notJson("The body is not JSON that can be read: " + where(e));
    }
  }

  /**
   * Reads a JSON object that came from outside.
   *
   * @throws Problem {@code M_NOT_JSON} when it is not JSON, {@code M_BAD_JSON} when no object
   */
  public static ObjectNode parseObject(byte[] utf8) {
    return asObject(parse(utf8));
  }

  /**
   * Takes a node as an object.
   *
   * @throws Problem {@code M_BAD_JSON} when it is something else
   */
  public static ObjectNode asObject(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Problem.badJson("The body should be a JSON object.");
  }

  /** Reads JSON that this server wrote itself, from its own storage. */
  public static ObjectNode stored(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes compact JSON text. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes compact JSON as UTF-8. */
  public static byte[] writeBytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Turns a node into a record or another bound type.
   *
   * @throws Problem {@code M_BAD_JSON} naming the field that does not fit
   */
  public static <T> T bind(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw Problem.badJson("The JSON does not fit: " + where(e));
    } catch (IllegalArgumentException e) {
      throw Problem.badJson("The JSON does not fit.");
    }
  }

  /** Turns a value into a tree. */
  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  private static String where(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    line =
        Identifiers.shown(
            line.replaceAll("org\\.caseroom\\.\\S*|com\\.fasterxml\\.\\S*|`[^`]*`", "value"));
    return e.getLocation() == null
        ? line
        : line
            + " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  /** Copies a tree deeply, as an object. */
  public static ObjectNode copy(ObjectNode node) {
    return node.deepCopy();
  }

  /** Reads a tree from a stream of this server's own resources. */
  public static JsonNode resource(java.io.InputStream in) {
    try (in) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
