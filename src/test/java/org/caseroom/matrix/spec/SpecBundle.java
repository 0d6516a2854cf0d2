package org.caseroom.matrix.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.caseroom.base.Json;

/**
 * Makes {@code client-server.json} from a copy of the specification's data: its operations with
 * their parameters, request examples and schemas of answers, in one file without the prose.
 *
 * <pre>mvn test-compile exec:java ... SpecBundle path/to/matrix-spec/data out.json</pre>
 */
final class SpecBundle {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  /** Keywords whose value is one schema. */
  private static final Set<String> ONE =
      Set.of("items", "additionalProperties", "not", "propertyNames", "contains");

  /** Keywords whose value is a list of schemas. */
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf");

  /** Keywords whose value is a map of schemas. */
  private static final Set<String> MAPS = Set.of("properties", "patternProperties");

  /** Keywords that are taken over as they are. */
  private static final Set<String> PLAIN =
      Set.of(
          "type",
          "enum",
          "const",
          "format",
          "pattern",
          "required",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "uniqueItems");

  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path data;
  private final Map<Path, JsonNode> files = new HashMap<>();
  private final Map<String, JsonNode> definitions = new TreeMap<>();

  private SpecBundle(Path data) {
    this.data = data;
  }

  /**
   * Writes the file.
   *
   * @param args the folder {@code data} of the specification, and the file to write
   */
  public static void main(String[] args) throws IOException {
    SpecBundle bundle = new SpecBundle(Path.of(args[0]).toAbsolutePath().normalize());
    StringBuilder out = new StringBuilder("{\"operations\":[\n");
    out.append(String.join(",\n", bundle.operations())).append("\n],\n\"$defs\":{\n");
    out.append(
        String.join(
            ",\n",
            bundle.definitions.entrySet().stream()
                .map(entry -> Json.write(entry.getKey()) + ":" + Json.write(entry.getValue()))
                .toList()));
    Files.writeString(Path.of(args[1]), out.append("\n}}\n"), StandardCharsets.UTF_8);
  }

  private List<String> operations() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("api/client-server"))) {
      return all.filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(this::operations)
          .map(Json::write)
          .toList();
    }
  }

  private Stream<ObjectNode> operations(Path file) {
    JsonNode root = read(file);
    String base =
        root.path("servers").path(0).path("variables").path("basePath").path("default").asText();
    Stream.Builder<ObjectNode> found = Stream.builder();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
        if (METHODS.contains(entry.getKey())) {
          ObjectNode operation = Json.object();
          operation.put("id", entry.getValue().path("operationId").asText());
          operation.put("method", entry.getKey().toUpperCase(java.util.Locale.ROOT));
          operation.put("path", base + path.getKey());
          operation.put("token", entry.getValue().has("security"));
          operation.set("parameters", parameters(file, path.getValue(), entry.getValue()));
          operation.set("requests", requests(file, entry.getValue()));
          operation.set("responses", responses(file, entry.getValue()));
          found.add(operation);
        }
      }
    }
    return found.build();
  }

  private ArrayNode parameters(Path file, JsonNode path, JsonNode operation) {
    ArrayNode out = Json.array();
    for (JsonNode list : List.of(path.path("parameters"), operation.path("parameters"))) {
      for (JsonNode each : list) {
        Found parameter = resolve(new Found(file, each));
        JsonNode node = parameter.node();
        ObjectNode one = out.addObject();
        one.set("in", node.path("in"));
        one.set("name", node.path("name"));
        if (node.path("required").asBoolean()) {
          one.put("required", true);
        }
        JsonNode example = node.has("example") ? node.path("example") : first(node);
        if (!example.isMissingNode()) {
          one.set("example", example);
        }
        one.set("schema", schema(parameter.file(), node.path("schema")));
      }
    }
    return out;
  }

  private static JsonNode first(JsonNode node) {
    return node.path("examples").isEmpty()
        ? node.path("schema").path("example")
        : node.path("examples").iterator().next().path("value");
  }

  /** The examples of the JSON body. */
  private ArrayNode requests(Path file, JsonNode operation) {
    ArrayNode out = Json.array();
    Found body = resolve(new Found(file, operation.path("requestBody")));
    JsonNode json = body.node().path("content").path("application/json");
    if (json.has("example")) {
      out.add(json.path("example"));
    }
    for (JsonNode example : json.path("examples")) {
      Found found = resolve(new Found(body.file(), example));
      out.add(found.node().path("value"));
    }
    if (out.isEmpty() && json.has("schema")) {
      JsonNode example = example(new Found(body.file(), json.path("schema")), 0);
      if (!example.isMissingNode()) {
        out.add(example);
      }
    }
    return out;
  }

  /** What a schema gives as its example, put together of its properties' where it has none. */
  private JsonNode example(Found schema, int depth) {
    Found found = resolve(schema);
    JsonNode node = found.node();
    if (node.has("example")) {
      return node.path("example");
    }
    if (depth > 6 || !(node.has("properties") || node.has("allOf"))) {
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
    ObjectNode out = Json.object();
    for (JsonNode part : node.path("allOf")) {
      if (example(new Found(found.file(), part), depth + 1) instanceof ObjectNode object) {
        out.setAll(object);
      }
    }
    for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
      JsonNode value = example(new Found(found.file(), property.getValue()), depth + 1);
      if (!value.isMissingNode()) {
        out.set(property.getKey(), value);
      }
    }
    return out;
  }

  /** The schema of the JSON body by status; null where the body is something else or nothing. */
  private ObjectNode responses(Path file, JsonNode operation) {
    ObjectNode out = Json.object();
    for (Map.Entry<String, JsonNode> entry : operation.path("responses").properties()) {
      Found response = resolve(new Found(file, entry.getValue()));
      JsonNode json = response.node().path("content").path("application/json").path("schema");
      out.set(
          entry.getKey(),
          json.isMissingNode() ? Json.mapper().nullNode() : schema(response.file(), json));
    }
    return out;
  }

  private JsonNode schema(Path file, JsonNode from) {
    if (!from.isObject()) {
      return from.isMissingNode() ? Json.object() : from;
    }
    ObjectNode out = Json.object();
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      if (name.equals("$ref")) {
        out.put("$ref", "#/$defs/" + define(file, value.asText()));
      } else if (ONE.contains(name)) {
        out.set(name, schema(file, value));
      } else if (LISTS.contains(name)) {
        ArrayNode list = out.putArray(name);
        value.forEach(each -> list.add(schema(file, each)));
      } else if (MAPS.contains(name)) {
        ObjectNode map = out.putObject(name);
        value.properties().forEach(each -> map.set(each.getKey(), schema(file, each.getValue())));
      } else if (PLAIN.contains(name)) {
        out.set(name, value);
      }
    }
    return out;
  }

  /** The name of what a reference points to, which is among the definitions from then on. */
  private String define(Path file, String reference) {
    Found target = find(file, reference);
    String pointer = reference.contains("#") ? reference.replaceFirst("^[^#]*#", "") : "";
    String name =
        (data.relativize(target.file()).toString().replaceFirst("\\.yaml$", "") + pointer)
            .replaceAll("[^A-Za-z0-9_]+", ".");
    if (!definitions.containsKey(name)) {
      definitions.put(name, Json.object());
      definitions.put(name, schema(target.file(), target.node()));
    }
    return name;
  }

  private record Found(Path file, JsonNode node) {}

  private Found resolve(Found from) {
    Found found = from;
    while (found.node().has("$ref")) {
      found = find(found.file(), found.node().path("$ref").asText());
    }
    return found;
  }

  private Found find(Path file, String reference) {
    String[] parts = reference.split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    JsonNode node = read(target);
    return new Found(target, parts.length == 1 ? node : node.at(parts[1]));
  }

  private JsonNode read(Path file) {
    return files.computeIfAbsent(
        file,
        path -> {
          try {
            return YAML.readTree(path.toFile());
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
