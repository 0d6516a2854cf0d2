package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;

/**
 * Checks the content of casework's events against the files in {@code cases/events}. It knows the
 * part of JSON Schema that the file uses: type, properties, patternProperties,
 * additionalProperties, required, enum, pattern, maxLength, minItems, maxItems, items, minimum,
 * maximum and local {@code $ref}. A test holds its verdicts to those of a whole validator.
 */
public final class Shapes {
  /** One file for each part of casework; the first has what all of them refer to. */
  private static final List<String> FILES =
      List.of(
          "standard",
          "access",
          "checklists",
          "clocks",
          "questions",
          "transfer",
          "statutory",
          "complaints",
          "versions",
          "assessment",
          "sharing",
          "plan",
          "directory",
          "intake",
          "liaison",
          "practice",
          "decisions");

  private static final Shapes STANDARD = new Shapes();

  private final ObjectNode root;
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  private Shapes() {
    root = resource(FILES.get(0));
    ObjectNode all = (ObjectNode) root.path("$defs");
    for (String file : FILES.subList(1, FILES.size())) {
      all.setAll((ObjectNode) resource(file).path("$defs"));
    }
  }

  private static ObjectNode resource(String file) {
    String name = "/org/caseroom/cases/events/" + file + ".json";
    InputStream in = Shapes.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is not in the jar");
    }
    return (ObjectNode) Json.resource(in);
  }

  /** The shapes that come with the code. */
  public static Shapes standard() {
    return STANDARD;
  }

  /** The whole schema document: read only. */
  public ObjectNode document() {
    return root;
  }

  /** The event types that people may send, and their shapes are known of. */
  public Set<String> types() {
    Set<String> types = new TreeSet<>();
    root.path("$defs")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith(CaseEvents.PREFIX)) {
                types.add(name);
              }
            });
    return types;
  }

  /** Whether people may send events of a type. */
  public boolean knows(String type) {
    return type.startsWith(CaseEvents.PREFIX) && root.path("$defs").has(type);
  }

  /** Whether a type is one of state events. */
  public boolean isState(String type) {
    return root.path("$defs").path(type).path("x-state").asBoolean();
  }

  /**
   * Checks a content.
   *
   * @throws Problem {@code M_BAD_JSON} that names the field and what it should be
   */
  public void check(String type, ObjectNode content) {
    check(root.path("$defs").path(type), content, "");
  }

  private void check(JsonNode schema, JsonNode value, String at) {
    if (schema.has("$ref")) {
      String target = schema.get("$ref").asText();
      check(root.at(target.substring(1)), value, at);
      if (target.endsWith("/user")) {
        require(UserId.isValid(value.asText()), at, "should be a user id such as @jo:example.org");
      }
      return;
    }
    switch (schema.path("type").asText()) {
      case "object" -> object(schema, value, at);
      case "array" -> array(schema, value, at);
      case "string" -> string(schema, value, at);
      case "boolean" -> require(value.isBoolean(), at, "should be true or false");
      case "integer" -> integer(schema, value, at);
      default -> {}
    }
  }

  private void object(JsonNode schema, JsonNode value, String at) {
    require(value.isObject(), at, "should be an object");
    for (JsonNode required : schema.path("required")) {
      require(value.hasNonNull(required.asText()), child(at, required.asText()), "is missing");
    }
    value
        .properties()
        .forEach(
            field -> field(schema, field.getKey(), field.getValue(), child(at, field.getKey())));
  }

  private void field(JsonNode schema, String key, JsonNode value, String at) {
    JsonNode known = schema.path("properties").get(key);
    if (known != null) {
      check(known, value, at);
      return;
    }
    // Other people's additions have a dotted name, as everywhere in Matrix.
    for (var others : schema.path("patternProperties").properties()) {
      if (pattern(others.getKey()).matcher(key).find()) {
        check(others.getValue(), value, at);
        return;
      }
    }
    JsonNode rest = schema.path("additionalProperties");
    require(!rest.isBoolean() || rest.booleanValue(), at, "is not a field of this event");
    if (rest.isObject()) {
      check(rest, value, at);
    }
  }

  private void array(JsonNode schema, JsonNode value, String at) {
    require(value.isArray(), at, "should be a list");
    require(
        value.size() >= schema.path("minItems").asInt(0),
        at,
        "should have at least " + schema.path("minItems").asInt() + " in it");
    require(value.size() <= schema.path("maxItems").asInt(200), at, "has too many things in it");
    for (int i = 0; i < value.size(); i++) {
      check(schema.path("items"), value.get(i), at + "[" + i + "]");
    }
  }

  private void string(JsonNode schema, JsonNode value, String at) {
    require(value.isTextual(), at, "should be text");
    String text = value.textValue();
    if (schema.has("enum")) {
      Set<String> allowed = new TreeSet<>();
      schema.get("enum").forEach(option -> allowed.add(option.asText()));
      require(allowed.contains(text), at, "should be one of " + String.join(", ", allowed));
    }
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    require(
        text.codePointCount(0, text.length()) <= most,
        at,
        "should have at most " + most + " characters");
    if (schema.has("pattern")) {
      require(
          pattern(schema.get("pattern").asText()).matcher(text).find(),
          at,
          schema.path("x-says").asText("has not the right form"));
    }
  }

  private Pattern pattern(String regex) {
    return patterns.computeIfAbsent(regex, Pattern::compile);
  }

  private void integer(JsonNode schema, JsonNode value, String at) {
    require(value.isIntegralNumber() && value.canConvertToInt(), at, "should be a whole number");
    int number = value.asInt();
    require(
        number >= schema.path("minimum").asInt(Integer.MIN_VALUE)
            && number <= schema.path("maximum").asInt(Integer.MAX_VALUE),
        at,
        "is out of range");
  }

  private static String child(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }

  private static void require(boolean holds, String at, String says) {
    if (!holds) {
      String field = at.length() > 60 ? at.substring(0, 60) : at;
      throw Problem.badJson(
          (field.isEmpty() ? "The content" : "The field '" + field + "'") + " " + says + ".");
    }
  }
}
