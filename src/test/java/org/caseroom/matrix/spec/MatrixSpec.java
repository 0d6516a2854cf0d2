package org.caseroom.matrix.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.Json;

/** The client-server API as the Matrix specification describes it. */
public final class MatrixSpec {
  private static final String ERROR = "#/$defs/api.client.server.definitions.errors.error";

  private final List<Operation> operations = new ArrayList<>();
  private final JsonNode definitions;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private MatrixSpec(JsonNode document) {
    definitions = document.path("$defs");
    document.path("operations").forEach(each -> operations.add(new Operation(each)));
  }

  /** Reads it from the test resources. */
  public static MatrixSpec load() {
    return new MatrixSpec(
        Json.resource(MatrixSpec.class.getResourceAsStream("/matrix-spec/client-server.json")));
  }

  /** One operation: its id, method, path template and what is said of them. */
  public static final class Operation {
    private final JsonNode node;
    private final String[] segments;

    private Operation(JsonNode node) {
      this.node = node;
      this.segments = path().replaceFirst("/+$", "").split("/", -1);
    }

    /** The specification's name of it, such as {@code joinRoom}. */
    public String id() {
      return node.path("id").asText();
    }

    /** The HTTP method. */
    public String method() {
      return node.path("method").asText();
    }

    /** The path template with {@code {name}} parts. */
    public String path() {
      // A space at the end keeps two operations of one path apart in the specification's data.
      return node.path("path").asText().strip();
    }

    /** Whether it wants an access token. */
    public boolean wantsToken() {
      return node.path("token").asBoolean();
    }

    /** Its path and query parameters: {@code in}, {@code name}, {@code example}. */
    public JsonNode parameters() {
      return node.path("parameters");
    }

    /** The bodies that the specification gives as examples. */
    public JsonNode requests() {
      return node.path("requests");
    }

    private boolean matches(String method, String[] asked) {
      if (!method().equals(method) || asked.length != segments.length) {
        return false;
      }
      for (int i = 0; i < asked.length; i++) {
        if (!segments[i].startsWith("{") && !segments[i].equals(asked[i])) {
          return false;
        }
      }
      return true;
    }

    private long variables() {
      return java.util.Arrays.stream(segments).filter(each -> each.startsWith("{")).count();
    }

    @Override
    public String toString() {
      return method() + " " + path();
    }
  }

  /** All operations. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /**
   * Which operation a request is for; the older spellings {@code r0} and {@code v1} of a {@code v3}
   * path are the same operation. A few share one path and are told apart by their bodies only.
   *
   * @param path the path as it was sent
   */
  public List<Operation> operations(String method, String path) {
    String plain = path.length() > 1 && path.endsWith("/") ? path.replaceFirst("/+$", "") : path;
    List<Operation> found = exact(method, plain);
    return found.isEmpty()
        ? exact(method, plain.replaceFirst("^/_matrix/(client|media)/(r0|v1)/", "/_matrix/$1/v3/"))
        : found;
  }

  private List<Operation> exact(String method, String path) {
    String[] asked = path.split("/", -1);
    List<Operation> found =
        operations.stream().filter(each -> each.matches(method, asked)).toList();
    long fewest = found.stream().mapToLong(Operation::variables).min().orElse(0);
    return found.stream().filter(each -> each.variables() == fewest).toList();
  }

  /**
   * What is wrong with an answer.
   *
   * @param body the body as text
   * @return one line for each fault; empty when it is as the specification says
   */
  public List<String> faults(Operation operation, int status, String body) {
    JsonNode responses = operation.node.path("responses");
    JsonNode schema = responses.path(String.valueOf(status));
    if (schema.isMissingNode() && status >= 400) {
      schema = Json.object().put("$ref", ERROR);
    }
    if (!schema.isObject()) {
      return List.of();
    }
    JsonNode described = schema;
    Schema whole =
        schemas.computeIfAbsent(
            operation.id() + " " + operation.path() + " " + status,
            key -> {
              ObjectNode document = described.deepCopy();
              document.set("$defs", definitions);
              return registry.getSchema(Json.write(document), InputFormat.JSON);
            });
    return whole.validate(body, InputFormat.JSON).stream().map(Object::toString).toList();
  }
}
