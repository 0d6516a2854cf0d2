package org.caseroom.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.caseroom.base.Json;

/**
 * The OpenAPI document at {@code /api/openapi.json}, put together from the files in {@code
 * openapi}: one for each area of the API, with its tags, paths and schemas.
 */
final class ApiDocument {
  /** The first has the document's head and what all areas refer to. */
  private static final List<String> FILES =
      List.of(
          "standard",
          "access",
          "clocks",
          "reminders",
          "story",
          "transfer",
          "statutory",
          "complaints",
          "versions",
          "assessment",
          "reports",
          "sharing",
          "plan",
          "directory",
          "pack",
          "proofs",
          "intake",
          "questions",
          "liaison",
          "practice",
          "delivery",
          "decisions",
          "checklists",
          "bots");

  private final ObjectNode document;

  ApiDocument() {
    document = resource(FILES.get(0));
    ((ObjectNode) document.path("info")).put("description", guide());
    ObjectNode schemas = (ObjectNode) document.path("components").path("schemas");
    for (String file : FILES.subList(1, FILES.size())) {
      ObjectNode area = resource(file);
      ((ArrayNode) document.path("tags")).addAll((ArrayNode) area.withArray("tags"));
      ((ObjectNode) document.path("paths")).setAll((ObjectNode) area.path("paths"));
      schemas.setAll(area.withObject("components").withObject("schemas"));
    }
  }

  /** How a case runs, call by call, in the document's own description. */
  private static String guide() {
    try (InputStream in = open("guide.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode resource(String file) {
    return (ObjectNode) Json.resource(open(file + ".json"));
  }

  private static InputStream open(String file) {
    InputStream in = ApiDocument.class.getResourceAsStream("openapi/" + file);
    if (in == null) {
      throw new IllegalStateException("openapi/" + file + " is not in the jar");
    }
    return in;
  }

  /** The whole document: read only. */
  ObjectNode json() {
    return document;
  }
}
