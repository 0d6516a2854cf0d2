package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;

/**
 * Holds JSON against a schema. It knows the part of JSON Schema that our schemas use: type,
 * properties, patternProperties, additionalProperties, required, enum, pattern, maxLength,
 * minItems, maxItems, items, minimum, maximum and local {@code $ref}; {@code x-says} is what a
 * pattern wants, in words. A test holds its verdicts to those of a whole validator.
 */
public final class ShapeCheck {
  /** How a mistake is told. */
  @FunctionalInterface
  public interface Refusal {
    /**
     * A mistake.
     *
     * @param at the field, such as {@code owners[2].name}; empty for the whole
     * @param says what it should be, such as {@code is missing}
     */
    Problem of(String at, String says);
  }

  private final JsonNode root;
  private final Refusal refusal;
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  /**
   * A check.
   *
   * @param root the schema document, which local references point into
   * @param refusal makes what is thrown
   */
  public ShapeCheck(JsonNode root, Refusal refusal) {
    this.root = root;
    this.refusal = refusal;
  }

  /**
   * Holds a value against a schema of the document.
   *
   * @throws Problem for the first mistake
   */
  public void check(JsonNode schema, JsonNode value) {
    check(schema, value, "");
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
    if (rest.isBoolean() && !rest.booleanValue()) {
      throw refusal.of(at, unknown(schema));
    }
    if (rest.isObject()) {
      check(rest, value, at);
    }
  }

  private static String unknown(JsonNode schema) {
    Set<String> known = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    return known.isEmpty() ? "does not belong here" : "is not one of " + String.join(", ", known);
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

  private void require(boolean holds, String at, String says) {
    if (!holds) {
      throw refusal.of(at, says);
    }
  }
}
