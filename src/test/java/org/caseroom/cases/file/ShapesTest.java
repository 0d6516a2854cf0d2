package org.caseroom.cases.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.junit.jupiter.api.Test;

/** The small checker at the door gives the verdicts of a whole JSON Schema validator. */
class ShapesTest {
  private static final int ROUNDS = 150;

  private final Shapes shapes = Shapes.standard();
  private final Random random = new Random(42);

  @Test
  void agreesWithAWholeValidator() {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    int good = 0;
    int bad = 0;
    for (String type : shapes.types()) {
      ObjectNode document = shapes.document().deepCopy();
      document.put("$ref", "#/$defs/" + type);
      Schema whole = registry.getSchema(Json.write(document), InputFormat.JSON);
      JsonNode schema = shapes.document().path("$defs").path(type);
      for (int i = 0; i < ROUNDS; i++) {
        ObjectNode content = (ObjectNode) example(schema);
        if (i % 3 > 0) {
          spoil(content);
        }
        boolean accepted = whole.validate(Json.write(content), InputFormat.JSON).isEmpty();
        assertEquals(accepted, accepts(type, content), type + " " + content);
        good += accepted ? 1 : 0;
        bad += accepted ? 0 : 1;
      }
    }
    assertTrue(good > 1_000 && bad > 1_000, good + " accepted, " + bad + " refused");
  }

  private boolean accepts(String type, ObjectNode content) {
    try {
      shapes.check(type, content);
      return true;
    } catch (Problem refusal) {
      assertEquals("M_BAD_JSON", refusal.errcode());
      return false;
    }
  }

  /** A content that the schema describes; optional fields come and go. */
  private JsonNode example(JsonNode schema) {
    if (schema.has("$ref")) {
      String ref = schema.get("$ref").asText();
      return TextNode.valueOf(ref.endsWith("/user") ? "@jo:example.org" : "$event");
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "string" -> text(schema);
      case "boolean" -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case "integer" -> IntNode.valueOf(1 + random.nextInt(5));
      default -> Json.object();
    };
  }

  private JsonNode object(JsonNode schema) {
    ObjectNode object = Json.object();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || random.nextBoolean()) {
        object.set(property.getKey(), example(property.getValue()));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      object.set("history", example(schema.path("additionalProperties")));
    }
    return object;
  }

  private JsonNode array(JsonNode schema) {
    ArrayNode array = Json.array();
    int size = schema.path("minItems").asInt() + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      array.add(example(schema.path("items")));
    }
    return array;
  }

  private JsonNode text(JsonNode schema) {
    JsonNode options = schema.path("enum");
    if (options.size() > 0) {
      return options.get(random.nextInt(options.size()));
    }
    boolean date = schema.path("pattern").asText().startsWith("^\\d");
    return TextNode.valueOf(date ? "2025-03-03" : "words " + random.nextInt(100));
  }

  private void spoil(ObjectNode content) {
    List<String> names = new ArrayList<>();
    content.fieldNames().forEachRemaining(names::add);
    String name = names.isEmpty() ? "text" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(9)) {
      case 0 -> content.remove(name);
      case 1 -> content.set(name, NullNode.instance);
      case 2 -> content.put(name, 12);
      case 3 -> content.put(name, " ");
      case 4 -> content.set(name, Json.array().add(7));
      case 5 -> content.put("misspelt", "x");
      case 6 -> content.put("org.example.more", "x");
      case 7 -> content.put(name, "x".repeat(20_001));
      default -> content.set(name, Json.object().put("a", "b"));
    }
  }
}
