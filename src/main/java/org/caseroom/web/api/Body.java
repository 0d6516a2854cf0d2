package org.caseroom.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A body being read: each field once, then {@link #end}, which refuses what nobody asked for. So a
 * misspelt field is heard of.
 */
final class Body {
  private final ObjectNode json;
  private final Set<String> read = new HashSet<>();

  Body(ObjectNode json) {
    this.json = json;
  }

  /** A text that has to be there. */
  String text(String field) {
    String text = optional(field);
    if (text == null || text.isBlank()) {
      throw Problem.missingParam("The field '" + field + "' is missing: send a text.");
    }
    return text;
  }

  /** A text that may be there. */
  @Nullable String optional(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrong(field, "a text");
    }
    return node.textValue();
  }

  /** A yes or no; the default when it is not there. */
  boolean flag(String field, boolean otherwise) {
    JsonNode node = node(field);
    if (node == null) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw wrong(field, "true or false");
    }
    return node.booleanValue();
  }

  /** A yes or no that may be there. */
  @Nullable Boolean optionalFlag(String field) {
    boolean yes = flag(field, false);
    return json.hasNonNull(field) ? Boolean.valueOf(yes) : null;
  }

  /** A yes or no that has to be there. */
  boolean flag(String field) {
    if (!json.hasNonNull(field)) {
      throw Problem.missingParam("The field '" + field + "' is missing: send true or false.");
    }
    return flag(field, false);
  }

  /** A whole number that may be there. */
  @Nullable Integer number(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong(field, "a whole number");
    }
    return node.intValue();
  }

  /** A date that may be there. */
  @Nullable LocalDate date(String field) {
    String text = optional(field);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong(field, "a date such as 2025-03-03");
    }
  }

  /** A whole number that has to be there. */
  int wholeNumber(String field) {
    Integer number = number(field);
    if (number == null) {
      throw Problem.missingParam("The field '" + field + "' is missing: send a whole number.");
    }
    return number;
  }

  /** A date that has to be there. */
  LocalDate day(String field) {
    LocalDate day = date(field);
    if (day == null) {
      throw Problem.missingParam(
          "The field '" + field + "' is missing: send a date such as 2025-03-03.");
    }
    return day;
  }

  /** A moment that has to be there. */
  Instant instant(String field) {
    String text = text(field);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(field, "a moment such as 2025-03-12T14:00:00Z");
    }
  }

  /** A list of texts; empty when it is not there. */
  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(field)) {
      if (!item.isTextual()) {
        throw wrong(field, "a list of texts");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  /** A list of texts that may be there. */
  @Nullable List<String> optionalTexts(String field) {
    return json.hasNonNull(field) ? texts(field) : null;
  }

  /** A list of user ids; empty when it is not there. */
  List<UserId> users(String field) {
    return texts(field).stream().map(UserId::of).toList();
  }

  /** A user id that has to be there. */
  UserId user(String field) {
    return UserId.of(text(field));
  }

  /** A user id that may be there. */
  @Nullable UserId optionalUser(String field) {
    String text = optional(field);
    return text == null ? null : UserId.of(text);
  }

  /** A list of objects; empty when it is not there. */
  List<Body> objects(String field) {
    List<Body> objects = new ArrayList<>();
    for (JsonNode item : list(field)) {
      objects.add(new Body(Json.asObject(item)));
    }
    return objects;
  }

  /** An object of texts; empty when it is not there. */
  Map<String, String> words(String field) {
    Map<String, String> words = new LinkedHashMap<>();
    JsonNode node = node(field);
    if (node == null) {
      return words;
    }
    if (!node.isObject()) {
      throw wrong(field, "an object of texts");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw wrong(field, "an object of texts");
      }
      words.put(entry.getKey(), entry.getValue().textValue());
    }
    return words;
  }

  /** Refuses fields that nobody read. */
  void end() {
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!read.contains(field)) {
                throw Problem.badJson(
                    "There is no field '"
                        + field.replaceAll("[^A-Za-z0-9_.-]", "?")
                        + "' here: see /api/openapi.json.");
              }
            });
  }

  private Iterable<JsonNode> list(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrong(field, "a list");
    }
    return node;
  }

  private @Nullable JsonNode node(String field) {
    read.add(field);
    JsonNode node = json.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private static Problem wrong(String field, String should) {
    return Problem.invalidParam("The field '" + field + "' should be " + should + ".");
  }
}
