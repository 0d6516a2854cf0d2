package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Account;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever is sent to the case API, or as an event of casework from a Matrix client, is taken in or
 * refused with words: never a 500. Goes over every operation of the API's document and every shape.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaseApiBadInputTest {
  /** How many requests; more of them with {@code -Dcaseroom.bad.requests=200000}. */
  private static final int REQUESTS = Integer.getInteger("caseroom.bad.requests", 5_000);

  private static final long SEED = Long.getLong("caseroom.bad.seed", 20250303);
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
  private static final Pattern ERRCODE = Pattern.compile("(M|ORG\\.CASEROOM)_[A-Z_]+");
  private static final Pattern INSIDE =
      Pattern.compile("Exception|com\\.fasterxml|org\\.h2|java\\.|SQL|\\bat [\\w.$]+\\(");

  /** Moves the whole house, not a case. */
  private static final List<String> LEFT_OUT = List.of("put /api/clock");

  private static final List<String> CAST =
      List.of("jo", "dana", "tess", "priya", "priya", "clara", "vera", "admin");
  private static final List<String> IDS =
      List.of(
          "Q1",
          "C1",
          "F1",
          "D1",
          "S1",
          "R1",
          "A1",
          "1",
          "SIGNOFF",
          "ASSESS",
          "REVIEW",
          "duty-to-inform",
          "pre-visit",
          "core-offer",
          "read-form",
          "story",
          "history",
          "assessment",
          "nscht",
          "together4children",
          "stoke-on-trent",
          "stoke-virtual-school",
          "peers",
          "parents");

  private final Nonsense nonsense = new Nonsense(new Random(SEED));
  private final CasePlay play = new CasePlay();
  private JsonNode document = Json.object();
  private final Map<String, String> rooms = new TreeMap<>();

  @AfterAll
  void close() {
    play.close();
  }

  @BeforeAll
  void aCaseInFullSwing() {
    play.upToConsent();
    play.assess();
    play.add("priya", "clara", "Psychologist", "family", "professionals");
    play.act("clara", "/join", Json.object());
    play.act("jo", "/questions", Json.object().put("text", "Who tells nursery?"));
    document = play.caseroom().http().get("/api/openapi.json", null).ok();
    for (JsonNode room : play.view("priya").path("rooms")) {
      rooms.put(room.path("kind").asText(), room.path("id").asText());
    }
    rooms.put("case", play.view("priya").path("summary").path("space").asText());
  }

  @Test
  void nothingThatIsSentToTheApiMakesItFail() {
    List<String> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> operations.add(method + " " + path.getKey())));
    operations.removeAll(LEFT_OUT);
    assertTrue(operations.size() > 60, "the operations are not there: " + operations.size());
    Run run = new Run();
    for (int i = 0; i < REQUESTS; i++) {
      String operation = operations.get(i % operations.size());
      String method = operation.substring(0, operation.indexOf(' '));
      String path = operation.substring(operation.indexOf(' ') + 1);
      JsonNode told = document.path("paths").path(path).path(method);
      byte[] body = method.equals("get") || method.equals("delete") ? new byte[0] : body(told);
      run.send(operation, method.toUpperCase(Locale.ROOT), path(path), nonsense.pick(CAST), body);
    }
    run.assertClean();
    stillWorks();
  }

  private byte[] body(JsonNode operation) {
    if (nonsense.chance(0.05)) {
      return nonsense.rawBody();
    }
    JsonNode example =
        operation.path("requestBody").path("content").path("application/json").path("example");
    ObjectNode good = example.isObject() ? ours((ObjectNode) example) : Json.object();
    return Json.writeBytes(nonsense.chance(0.25) ? good : nonsense.spoil(good));
  }

  /** The example with people that there are. */
  private ObjectNode ours(ObjectNode example) {
    return (ObjectNode)
        Json.parse(
            example
                .toString()
                .replaceAll(
                    "@[a-z]+:[a-z.]+",
                    Matcher.quoteReplacement(play.id(nonsense.pick(CAST)).value())));
  }

  private String path(String template) {
    Matcher parameters = PARAMETER.matcher(template);
    StringBuilder path = new StringBuilder();
    while (parameters.find()) {
      String value =
          nonsense.chance(0.12)
              ? nonsense.encoded()
              : Nonsense.encode(
                  switch (parameters.group(1)) {
                    case "reference" -> "REF-1";
                    case "user", "person" -> play.id(nonsense.pick(CAST)).value();
                    default -> nonsense.pick(IDS);
                  });
      parameters.appendReplacement(path, Matcher.quoteReplacement(value));
    }
    parameters.appendTail(path);
    if (nonsense.chance(0.2)) {
      path.append("?at=")
          .append(nonsense.encoded())
          .append("&item=")
          .append(nonsense.encoded())
          .append("&format=csv&limit=")
          .append(nonsense.encoded());
    }
    return path.toString();
  }

  @Test
  void noEventOfCaseworkMakesTheServerFail() {
    List<String> types = new ArrayList<>(Shapes.standard().types());
    Run run = new Run();
    for (int i = 0; i < REQUESTS; i++) {
      String type = types.get(i % types.size());
      String kind = kind(type);
      String room = Nonsense.encode(rooms.get(kind));
      String key =
          nonsense.chance(0.5)
              ? nonsense.pick(IDS)
              : nonsense.chance(0.5) ? play.key(nonsense.pick(CAST)) : "";
      String path =
          Shapes.standard().isState(type)
              ? "/_matrix/client/v3/rooms/" + room + "/state/" + type + "/" + Nonsense.encode(key)
              : "/_matrix/client/v3/rooms/" + room + "/send/" + type + "/b" + i;
      ObjectNode content = likely(Shapes.standard().document().path("$defs").path(type));
      ObjectNode sent = nonsense.chance(0.3) ? content : nonsense.spoil(content);
      run.send(type, "PUT", path, sender(type, kind), Json.writeBytes(sent));
    }
    run.assertClean();
    stillWorks();
  }

  private Permissions permissions() {
    return play.caseroom().caseroom().cases().policy().rules().permissions();
  }

  /** Mostly a kind of room that the type belongs in. */
  private String kind(String type) {
    List<String> fit =
        permissions().rooms(type).stream().map(RoomKind::word).filter(rooms::containsKey).toList();
    return fit.isEmpty() || nonsense.chance(0.1)
        ? nonsense.pick(new ArrayList<>(rooms.keySet()))
        : nonsense.pick(fit);
  }

  /** Mostly somebody whose role may send it there. */
  private String sender(String type, String kind) {
    List<String> fit =
        CAST.stream()
            .filter(who -> permissions().allows(account(who), type, RoomKind.of(kind)))
            .toList();
    return fit.isEmpty() || nonsense.chance(0.1) ? nonsense.pick(CAST) : nonsense.pick(fit);
  }

  private Account account(String who) {
    return play.caseroom().caseroom().identity().accounts().find(play.id(who)).orElseThrow();
  }

  /** A content of the right shape, with texts that are often right. */
  private ObjectNode likely(JsonNode shape) {
    ObjectNode content = Json.object();
    for (Map.Entry<String, JsonNode> field : shape.path("properties").properties()) {
      boolean required = shape.path("required").toString().contains('"' + field.getKey() + '"');
      if (required || nonsense.chance(0.5)) {
        content.set(field.getKey(), value(field.getValue()));
      }
    }
    return content;
  }

  private JsonNode value(JsonNode shape) {
    ObjectNode holder = Json.object();
    if (shape.has("$ref")) {
      if (shape.path("$ref").asText().endsWith("/user")) {
        return holder.put("x", play.id(nonsense.pick(CAST)).value()).get("x");
      }
      return value(Shapes.standard().document().at(shape.path("$ref").asText().substring(1)));
    }
    if (shape.has("enum")) {
      List<JsonNode> options = new ArrayList<>();
      shape.path("enum").forEach(options::add);
      return nonsense.pick(options);
    }
    switch (shape.path("type").asText()) {
      case "boolean":
        return holder.put("x", nonsense.chance(0.5)).get("x");
      case "integer":
        return holder.put("x", nonsense.pick(List.of(0, 1, 2, 45, 3000, -1))).get("x");
      case "array":
        ArrayNode array = holder.putArray("x");
        for (int i = nonsense.pick(List.of(0, 1, 2)); i > 0; i--) {
          array.add(value(shape.path("items")));
        }
        return array;
      case "object":
        return likely(shape);
      default:
        return holder
            .put(
                "x",
                nonsense.pick(
                    List.of(
                        "2025-03-27",
                        "2025-03-27T10:00:00Z",
                        "$x",
                        "team",
                        "something",
                        nonsense.pick(IDS),
                        nonsense.text())))
            .get("x");
    }
  }

  /** Requests and what was wrong with the answers. */
  private final class Run {
    private final Map<String, String> wrong = new TreeMap<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    void send(String what, String method, String path, String who, byte[] body) {
      HttpRequest request =
          play.caseroom()
              .http()
              .to(path)
              .timeout(Duration.ofSeconds(10))
              .header("Authorization", "Bearer " + play.token(who))
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofByteArray(body))
              .build();
      Http.Response answer = play.caseroom().http().send(request);
      statuses.merge(answer.status(), 1, Integer::sum);
      String fault = fault(answer);
      if (fault != null) {
        String text = new String(body, StandardCharsets.UTF_8);
        wrong.putIfAbsent(
            what + " -> " + fault,
            who + " " + path + " " + (text.length() > 600 ? text.substring(0, 600) : text));
      }
    }

    private static @Nullable String fault(Http.Response answer) {
      if (answer.status() >= 500) {
        return answer.status() + " " + answer.text();
      }
      if (answer.status() < 400) {
        return null;
      }
      JsonNode json;
      try {
        json = answer.json();
      } catch (Problem notJson) {
        return answer.status() + " without JSON: " + answer.text();
      }
      String says = json.path("detail").asText(json.path("error").asText());
      if (!ERRCODE.matcher(json.path("errcode").asText()).matches()) {
        return "no errcode: " + json;
      }
      return says.isBlank() || INSIDE.matcher(says).find()
          ? "words that are no help: " + says
          : null;
    }

    void assertClean() {
      StringBuilder report = new StringBuilder();
      wrong.forEach((what, how) -> report.append('\n').append(what).append("\n    ").append(how));
      assertEquals("", report.toString(), "of " + statuses);
      // Enough has to get past the first checks for this to show anything.
      assertTrue(statuses.getOrDefault(200, 0) > REQUESTS / 100, statuses.toString());
    }
  }

  /** What was taken in does not spoil what people read. */
  private void stillWorks() {
    for (String who : List.of("priya", "tess")) {
      play.view(who);
      play.get(who, "/api/cases").ok();
      play.get(who, "/_matrix/client/v3/sync").ok();
    }
  }
}
