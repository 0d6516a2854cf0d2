package org.caseroom.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.audit.AuditSettings;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Caseroom;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The document says what the routes do, and the routes do what the document says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDocumentTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  private final CasePlay play = new CasePlay();
  private final JsonNode document = play.caseroom().http().get("/api/openapi.json", null).ok();

  @AfterAll
  void stop() {
    play.close();
  }

  @Test
  void everyRouteIsInTheDocumentAndTheReverse() {
    Caseroom house = play.caseroom().caseroom();
    List<String> routes = new ArrayList<>();
    Javalin.create(
        config ->
            routes.addAll(
                new Api(
                        new ApiServices(
                            house.cases(),
                            house.identity().sessions(),
                            house.identity().accounts(),
                            house.identity().agencies(),
                            house.identity().invitations(),
                            house.rooms().reports(),
                            new RecordServices(
                                house.audit(), AuditSettings.DEFAULT, house.rooms().reader()),
                            house.delivery(),
                            null,
                            null,
                            house.bots(),
                            play.caseroom().clock(),
                            null))
                    .register(config.routes)));
    Set<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        assertTrue(METHODS.contains(method.getKey()), method.getKey());
        documented.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    assertEquals(documented, new TreeSet<>(routes));
    assertEquals(routes.size(), new TreeSet<>(routes).size(), "no route twice");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = new ArrayList<>(document.findValues("$ref"));
    assertFalse(references.isEmpty());
    for (JsonNode reference : references) {
      assertTrue(document.at(reference.asText().substring(1)).isObject(), reference.asText());
    }
  }

  /** The description leads through a case: the calls that it names are there. */
  @Test
  void theGuideNamesCallsThatThereAre() {
    Matcher calls =
        Pattern.compile("`(GET|POST|PUT|DELETE) (/api/[^`? ]*)")
            .matcher(document.path("info").path("description").asText());
    int named = 0;
    while (calls.find()) {
      named++;
      assertTrue(
          document.path("paths").path(calls.group(2)).has(calls.group(1).toLowerCase(Locale.ROOT)),
          calls.group());
    }
    assertTrue(named > 25, "calls that the guide names: " + named);
  }

  /** A stranger begins with the example: it has what is required, and nothing unknown. */
  @Test
  void everyRequestHasAnExampleThatFits() {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode content =
            method.getValue().path("requestBody").path("content").path("application/json");
        String at = method.getKey() + " " + path.getKey();
        if (content.isMissingNode() || content.path("schema").path("properties").isEmpty()) {
          continue;
        }
        if (!content.has("example")) {
          wrong.add(at + " has no example");
        }
        fitsRequest(content.path("schema"), content.path("example"), at, wrong);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private void fitsRequest(JsonNode schema, JsonNode example, String at, List<String> wrong) {
    JsonNode resolved =
        schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    if (example.isArray()) {
      example.forEach(item -> fitsRequest(resolved.path("items"), item, at + "[]", wrong));
    } else if (example.isObject() && resolved.has("properties")) {
      for (JsonNode required : resolved.path("required")) {
        if (!example.has(required.asText())) {
          wrong.add(at + ": the example lacks " + required.asText());
        }
      }
      for (Map.Entry<String, JsonNode> field : example.properties()) {
        JsonNode known = resolved.path("properties").path(field.getKey());
        if (known.isMissingNode()) {
          wrong.add(at + ": there is no field " + field.getKey());
        }
        fitsRequest(known, field.getValue(), at + "." + field.getKey(), wrong);
      }
    }
  }

  /** What is documented as the fields of an answer is what an answer has. */
  @Test
  void answersHaveTheDocumentedFields() {
    play.upToConsent();
    play.act("jo", "/questions", Json.object().put("text", "When is the next visit?")).ok();
    fits("Case", play.view("priya"));
    fits("CaseSummary", play.get("tess", "/api/cases").ok().get(0));
    fits("RunningClock", play.get("priya", "/api/clocks").ok().get(0));
    fits("Agency", play.get("priya", "/api/agencies").ok().get(0));
    fits("Account", play.get("priya", "/api/me").ok());
    fits("Time", play.caseroom().http().get("/api/clock", null).ok());
    fits("AssessmentObject", play.get("priya", "/api/cases/REF-1/assessment").ok());
    fits("CaseRecords", play.get("priya", "/api/cases/REF-1/records").ok());
    fits("Told", play.get("jo", "/api/me/notices").ok());
    fits("NoticeAccount", play.get("admin", "/api/notices").ok());
    fits("CaseMeasures", play.get("priya", "/api/cases/REF-1/measures").ok());
    fits("Reminder", play.get("priya", "/api/cases/REF-1/clocks/ASSESS/reminders").ok().get(0));
  }

  private void fits(String schema, JsonNode answer) {
    fits(document.at("/components/schemas/" + schema), answer, schema);
  }

  private void fits(JsonNode schema, JsonNode answer, String at) {
    JsonNode resolved = schema;
    if (schema.has("oneOf")) {
      resolved = schema.get("oneOf").get(0);
    }
    if (resolved.has("$ref")) {
      resolved = document.at(resolved.get("$ref").asText().substring(1));
    }
    if (answer.isArray()) {
      for (JsonNode item : answer) {
        fits(resolved.path("items"), item, at + "[]");
      }
    } else if (answer.isObject() && resolved.has("properties")) {
      Set<String> told = new TreeSet<>();
      Iterator<String> names = answer.fieldNames();
      names.forEachRemaining(told::add);
      Set<String> documented = new TreeSet<>();
      resolved.path("properties").fieldNames().forEachRemaining(documented::add);
      assertEquals(documented, told, at);
      for (Map.Entry<String, JsonNode> field : answer.properties()) {
        fits(
            resolved.path("properties").path(field.getKey()),
            field.getValue(),
            at + "." + field.getKey());
      }
    }
  }

  @Test
  void wrongCallsGetProblems() {
    Http http = play.caseroom().http();
    problem(http.get("/api/cases", null), 401, "M_MISSING_TOKEN");
    problem(http.get("/api/cases", "no-such-token"), 401, "M_UNKNOWN_TOKEN");
    problem(http.get("/api/nothing", play.caseroom().signIn("jo")), 404, "M_UNRECOGNIZED");
    problem(http.delete("/api/cases", null), 405, "M_UNRECOGNIZED");
    problem(play.get("jo", "/api/cases/REF-999"), 404, "M_NOT_FOUND");
    problem(play.post("jo", "/api/referrals", "{"), 400, "M_NOT_JSON");
    problem(play.post("jo", "/api/referrals", "[]"), 400, "M_BAD_JSON");
    problem(play.post("jo", "/api/referrals", "{\"agency\": 3}"), 400, "M_INVALID_PARAM");
    problem(play.post("jo", "/api/referrals", "{}"), 400, "M_MISSING_PARAM");
    problem(
        play.put("admin", "/api/clock", "{\"now\": \"2025-01-01T00:00:00Z\", \"nwo\": 1}"),
        400,
        "M_BAD_JSON");
    problem(
        play.put("jo", "/api/clock", "{\"now\": \"2025-01-01T00:00:00Z\"}"), 403, "M_FORBIDDEN");
    problem(play.put("jo", "/api/agencies/mine", "{\"name\": \"Mine\"}"), 403, "M_FORBIDDEN");
  }

  private static void problem(Http.Response response, int status, String errcode) {
    assertEquals(status, response.status(), response.text());
    assertEquals(errcode, response.errcode(), response.text());
    assertTrue(response.header("Content-Type").startsWith("application/problem+json"));
    assertFalse(response.json().path("detail").asText().isBlank());
    assertEquals(status, response.json().path("status").asInt());
  }

  /**
   * Every route, with its example spoilt in many ways, as many people: an answer, never a fault.
   */
  @Test
  void nothingThatIsSentIsAFault() {
    try (CasePlay other = new CasePlay()) {
      other.upToConsent();
      Random random = new Random(7);
      for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
        for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
          JsonNode example = method.getValue().at("/requestBody/content/application~1json/example");
          for (String who : List.of("jo", "priya", "tess", "vera", "admin")) {
            String address = fill(path.getKey(), random, other.id("sam").value()) + "?why=because";
            Http.Response response =
                other
                    .caseroom()
                    .http()
                    .send(
                        method.getKey().toUpperCase(Locale.ROOT),
                        address,
                        other.token(who),
                        method.getKey().equals("get") ? null : spoilt(example, random));
            assertTrue(
                response.status() < 500,
                who + " " + method.getKey() + " " + address + ": " + response.text());
          }
        }
      }
    }
  }

  private static String fill(String path, Random random, String user) {
    String odd =
        List.of("x", "1", "Q1", "%00", "..%2F..", "%F0%9F%A6%8A", "assessment", "ASSESS", "-")
            .get(random.nextInt(9));
    return path.replace("{reference}", random.nextInt(5) == 0 ? odd : "REF-1")
        .replace("{user}", random.nextInt(4) == 0 ? odd : user)
        .replaceAll("\\{[^}]*}", odd);
  }

  private static String spoilt(JsonNode example, Random random) {
    if (!example.isObject() || random.nextInt(6) == 0) {
      return List.of("", "{}", "[]", "null", "{\"a\":", "\"\\ud800\"", "{\"text\":\"\\ud800\"}")
          .get(random.nextInt(7));
    }
    ObjectNode body = example.deepCopy();
    List<String> names = new ArrayList<>();
    body.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0 -> body.remove(name);
      case 1 -> body.put(name, 1.5);
      case 2 -> body.put(name, "\u0000\ud83e\udd8a");
      case 3 -> body.put(name, "\ud800");
      case 4 -> body.put(name, "x".repeat(70_000));
      case 5 -> body.set(name, Json.array().add("@nobody:elsewhere.example"));
      case 6 -> body.set(name, Json.array().add(Json.object()));
      default -> {}
    }
    return Json.write(body);
  }

  @Test
  void thePublicFormIsLimited() {
    try (CasePlay other = new CasePlay()) {
      limited(other.caseroom().http());
    }
  }

  private static void limited(Http http) {
    int refused = 0;
    for (int i = 0; i < 8; i++) {
      Http.Response response =
          http.post(
              "/api/referrals",
              null,
              Json.object()
                  .put("agency", "together4children")
                  .put("hub", "stoke-on-trent")
                  .put("child", "Alex")
                  .put("words", "Please help")
                  .put("referrer_name", "A parent"));
      if (response.status() == 429) {
        refused++;
        assertFalse(response.header("Retry-After").isBlank());
      } else {
        response.ok();
      }
    }
    assertEquals(3, refused);
  }
}
