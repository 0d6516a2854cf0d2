package org.caseroom.bots.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.cases.file.Shapes;

/**
 * The events that a bot may listen to, and the fields of each that a text can show: of what people
 * send by its shape, of what the house writes by {@code house-events.json}.
 */
public final class KnownEvents {
  /** People's comings, goings and words. */
  private static final Set<String> MATRIX = Set.of("m.room.member", "m.room.message");

  private static final JsonNode HOUSE = house();
  private static final int NEAR = 4;

  private KnownEvents() {}

  private static JsonNode house() {
    InputStream in = KnownEvents.class.getResourceAsStream("house-events.json");
    if (in == null) {
      throw new IllegalStateException("house-events.json is not in the jar");
    }
    return Json.resource(in);
  }

  /** Whether there is such an event to listen to. */
  public static boolean has(String type) {
    return MATRIX.contains(type) || HOUSE.has(type) || Shapes.standard().knows(type);
  }

  /** The fields of an event that hold something that a text can show. */
  public static Set<String> fields(String type) {
    Set<String> fields = new TreeSet<>();
    HOUSE.path(type).forEach(field -> fields.add(field.asText()));
    shape(type).path("properties").properties().stream()
        .filter(field -> isSimple(resolve(field.getValue())))
        .forEach(field -> fields.add(field.getKey()));
    return fields;
  }

  private static JsonNode shape(String type) {
    return Shapes.standard().document().path("$defs").path(type);
  }

  private static JsonNode resolve(JsonNode schema) {
    return schema.has("$ref")
        ? Shapes.standard().document().at(schema.path("$ref").asText().substring(1))
        : schema;
  }

  private static boolean isSimple(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "string", "integer", "boolean" -> true;
      case "array" -> resolve(schema.path("items")).path("type").asText().equals("string");
      default -> false;
    };
  }

  /** What somebody may have meant: the events whose names begin alike. */
  public static String near(String type) {
    return " Do you mean one of "
        + String.join(
            ", ",
            Stream.concat(
                    Shapes.standard().types().stream(),
                    HOUSE.properties().stream().map(Map.Entry::getKey))
                .sorted(
                    Comparator.<String>comparingInt(each -> -common(each, type))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NEAR)
                .toList())
        + "?";
  }

  private static int common(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }
}
