package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.mail.MailServer;
import org.caseroom.matrix.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is sent to the Matrix API, the answer is a Matrix answer: never a 500, and an error that
 * says what to do and shows nothing of the inside. Goes over every endpoint that there is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  /** How many requests; more of them with {@code -Dcaseroom.bad.requests=200000}. */
  private static final int REQUESTS = Integer.getInteger("caseroom.bad.requests", 9_000);

  /** Which requests: others with {@code -Dcaseroom.bad.seed=7}. */
  private static final long SEED = Long.getLong("caseroom.bad.seed", 20250303);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
  private static final Pattern ERRCODE = Pattern.compile("(M|ORG\\.CASEROOM)_[A-Z_]+");
  private static final Pattern INSIDE =
      Pattern.compile(
          "Exception|org\\.caseroom\\.[a-z.]+\\.[A-Z]|com\\.fasterxml|org\\.h2|java\\.|SQL|\\bat"
              + " .*\\(");

  private static final String BRIDGE = "from-the-bridge";

  @TempDir private static Path folder;

  private MailServer mail;
  private TestCaseroom caseroom;
  private final Nonsense nonsense = new Nonsense(new Random(SEED));
  private final Effects effects = new Effects();
  private LikelyRequests likely;
  private String token = "";
  private int people;

  @BeforeAll
  void open() {
    mail = MailServer.start();
    caseroom = TestCaseroom.start(this::withEverythingOn);
    caseroom.createAccount("jo", Role.ADOPTER);
    likely = new LikelyRequests(nonsense, caseroom);
    newPerson();
    newRoom();
  }

  /** What a deployment has off at first is on, so that there is more to go wrong. */
  private Settings withEverythingOn(Settings settings) {
    return settings
        .with("mail", mail.settings())
        .with("accounts.registration", true)
        .with("accounts.guests", true)
        .with("previews.enabled", true)
        .with("previews.addresses", List.of("127.0.0.1/32"))
        .with("previews.allow", List.of("*://127.0.0.1*"))
        .with("matrix.applicationServices", List.of(registration()));
  }

  /** The registration of an application service, as a file. */
  private Path registration() {
    try {
      return Files.writeString(
          folder.resolve("bridge.yaml"),
          """
          {"id": "bridge", "url": null, "as_token": "%s", "hs_token": "to-the-bridge",
           "sender_localpart": "_bridge", "protocols": ["irc"], "rate_limited": false,
           "namespaces": {"users": [{"exclusive": true, "regex": "@_b_.*"}],
                          "aliases": [{"exclusive": true, "regex": "#_b_.*"}], "rooms": []}}
          """
              .formatted(BRIDGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void close() {
    caseroom.close();
    mail.close();
  }

  @Test
  void anEndpointThatDoesNotExistSaysSo() {
    for (String path : List.of("/_matrix", "/_matrix/client/v3/nothing", "/_matrix/x/y/z")) {
      Http.Response answer = caseroom.http().get(path, token);
      assertEquals(404, answer.status(), path);
      assertEquals("M_UNRECOGNIZED", answer.errcode());
    }
    Http.Response answer = caseroom.http().delete("/_matrix/client/v3/account/whoami", token);
    assertEquals(405, answer.status());
    assertEquals("M_UNRECOGNIZED", answer.errcode());
  }

  @Test
  void aRefusalLeavesTheConnectionInOrder() {
    for (int i = 0; i < 300; i++) {
      assertEquals(404, caseroom.http().get("/_matrix/client/v3/nothing", token).status());
      assertEquals(200, caseroom.http().get("/_matrix/client/versions", token).status());
    }
  }

  @Test
  void everySignedInEndpointWantsAGoodToken() {
    for (Endpoint endpoint : caseroom.caseroom().endpoints()) {
      if (endpoint.access() == Endpoint.Access.SIGNED_IN) {
        String path = PARAMETER.matcher(endpoint.path()).replaceAll("x");
        Object body = endpoint.body() == Endpoint.Body.JSON ? "{}" : null;
        Http.Response none = caseroom.http().send(endpoint.method(), path, null, body);
        assertEquals(401, none.status(), endpoint.path());
        assertEquals("M_MISSING_TOKEN", none.errcode(), endpoint.path());
        Http.Response wrong = caseroom.http().send(endpoint.method(), path, "wrong", body);
        assertEquals(401, wrong.status(), endpoint.path());
        assertEquals("M_UNKNOWN_TOKEN", wrong.errcode(), endpoint.path());
      }
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    newRoom();
    String large = "{\"body\":\"" + "x".repeat(2_000_000) + "\"}";
    Http.Response answer =
        caseroom.http().send("POST", "/_matrix/client/v3/createRoom", token, large);
    assertEquals(413, answer.status());
    assertEquals("M_TOO_LARGE", answer.errcode());
    Http.Response event =
        caseroom
            .http()
            .put(
                "/_matrix/client/v3/rooms/" + likely.known("roomId") + "/send/m.room.message/large",
                token,
                Json.object().put("msgtype", "m.text").put("body", "x".repeat(70_000)));
    assertEquals(413, event.status());
    assertEquals("M_TOO_LARGE", event.errcode());
  }

  @Test
  void nothingThatIsSentMakesTheServerFail() {
    List<Endpoint> endpoints = new ArrayList<>(caseroom.caseroom().endpoints());
    assertTrue(endpoints.size() > 50, "The endpoints are not there: " + endpoints.size());
    Map<String, String> wrong = new TreeMap<>();
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      if (i % 250 == 249) {
        newRoom();
        effects.seen(caseroom.http(), token);
      }
      Endpoint endpoint = endpoints.get(i % endpoints.size());
      Attempt attempt = attempt(endpoint);
      Http.Response answer;
      try {
        answer = caseroom.http().send(attempt.request());
      } catch (UncheckedIOException e) {
        wrong.putIfAbsent(
            endpoint.method() + " " + endpoint.path() + " -> no answer: " + e.getCause(),
            attempt.description());
        continue;
      } catch (AssertionError e) {
        // What was taken in comes out again as the specification does not have it: right only for
        // the contents of key backups, which may be texts too and are not looked into.
        if (!endpoint.path().contains("/room_keys/")) {
          wrong.putIfAbsent(
              endpoint.method() + " " + endpoint.path() + " -> " + e.getMessage(),
              attempt.description());
        }
        continue;
      }
      statuses.merge(answer.status(), 1, Integer::sum);
      String fault = fault(endpoint, answer);
      if (fault == null && !attempt.request().method().equals("GET")) {
        fault = effects.of(answer, caseroom.http(), token);
      }
      if (fault != null) {
        wrong.putIfAbsent(
            endpoint.method() + " " + endpoint.path() + " -> " + fault, attempt.description());
      }
      if (answer.status() == 401 && attempt.withGoodToken()) {
        token = signInAnew();
      }
    }
    StringBuilder report = new StringBuilder();
    wrong.forEach((what, how) -> report.append('\n').append(what).append("\n    ").append(how));
    assertEquals("", report.toString(), "of " + statuses);
    // Enough has to get past the first checks for this to show anything.
    assertTrue(statuses.getOrDefault(200, 0) > REQUESTS / 20, statuses.toString());
    stillWorks();
  }

  /** What was taken in must not spoil what others read. */
  private void stillWorks() {
    newRoom();
    Http http = caseroom.http();
    String room = likely.known("roomId");
    http.put(
            "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/after",
            token,
            Json.object().put("msgtype", "m.text").put("body", "still here"))
        .ok();
    for (JsonNode joined :
        http.get("/_matrix/client/v3/joined_rooms", token).ok().get("joined_rooms")) {
      String path = "/_matrix/client/v3/rooms/" + Nonsense.encode(joined.asText());
      http.get(path + "/messages?dir=b&limit=100", token).ok();
      http.get(path + "/state", token).ok();
      http.get(path + "/members", token).ok();
    }
    http.get("/_matrix/client/v3/sync", token).ok();
    http.get("/_matrix/client/v3/publicRooms", token).ok();
  }

  private record Attempt(HttpRequest request, String description, boolean withGoodToken) {}

  private Attempt attempt(Endpoint endpoint) {
    String method = nonsense.chance(0.03) ? nonsense.pick(METHODS) : endpoint.method();
    String path = likely.path(endpoint);
    if (endpoint.path().contains("/v3/events") && !path.contains("timeout=")) {
      // It waits for half a minute on its own.
      path += (path.contains("?") ? "&" : "?") + "timeout=0";
    }
    byte[] body = likely.body(endpoint);
    HttpRequest.Builder request = caseroom.http().to(path).timeout(PATIENCE);
    boolean good = nonsense.chance(0.97);
    if (good) {
      request.header("Authorization", "Bearer " + (nonsense.chance(0.05) ? BRIDGE : token));
    } else if (nonsense.chance(0.7)) {
      request.header("Authorization", nonsense.pick(TOKENS));
    }
    if (body.length > 0) {
      request.header(
          "Content-Type", nonsense.chance(0.9) ? "application/json" : nonsense.pick(CONTENT_TYPES));
    }
    request.method(method, BodyPublishers.ofByteArray(body));
    String text = new String(body, StandardCharsets.UTF_8);
    return new Attempt(
        request.build(),
        method + " " + path + " " + (text.length() > 1_000 ? text.substring(0, 1_000) : text),
        good);
  }

  private static final List<String> METHODS =
      List.of("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW");
  private static final List<String> TOKENS =
      List.of("Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer", "Bearer a b", "x");
  private static final List<String> CONTENT_TYPES =
      List.of("text/plain", "application/x-www-form-urlencoded", "x", "multipart/form-data", "/");

  private static @Nullable String fault(Endpoint endpoint, Http.Response answer) {
    boolean fromElsewhere = answer.status() == 502 && endpoint.path().endsWith("/preview_url");
    if (answer.status() >= 500 && !fromElsewhere) {
      return answer.status() + " " + answer.text();
    }
    if (answer.status() < 400 || answer.bytes().length == 0) {
      return null;
    }
    JsonNode json;
    try {
      json = answer.json();
    } catch (Problem notJson) {
      return answer.status() + " without JSON: " + answer.text();
    }
    String error = json.path("error").asText();
    if (!ERRCODE.matcher(json.path("errcode").asText()).matches()) {
      // User-interactive authentication asks with a 401 that lists its flows and is no error.
      return answer.status() == 401 && json.has("flows") ? null : "no errcode: " + json;
    }
    if (error.isBlank() || INSIDE.matcher(error).find()) {
      return "an error text that is no help: " + error;
    }
    return null;
  }

  private void newPerson() {
    UserId user = caseroom.createAccount("fuzz" + people++, Role.ADOPTER);
    likely.know("userId", List.of(user.value(), caseroom.user("jo").value()));
    token = caseroom.issueToken(user);
  }

  private String signInAnew() {
    try {
      return caseroom.issueToken(UserId.of(likely.known("userId")));
    } catch (Problem deactivated) {
      newPerson();
      newRoom();
      return token;
    }
  }

  private void newRoom() {
    Http http = caseroom.http();
    if (http.get("/_matrix/client/v3/account/whoami", token).status() == 401) {
      token = signInAnew();
    }
    String room =
        http.post(
                "/_matrix/client/v3/createRoom",
                token,
                Json.object().put("preset", "public_chat").put("name", "A room"))
            .ok()
            .path("room_id")
            .asText();
    String event =
        http.put(
                "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/first",
                token,
                Json.object().put("msgtype", "m.text").put("body", "hello"))
            .ok()
            .path("event_id")
            .asText();
    likely.know("roomId", List.of(room));
    likely.know("roomIdOrAlias", List.of(room, "#a:caseroom.localhost"));
    likely.know("roomAlias", List.of("#a:caseroom.localhost", "#b:caseroom.localhost"));
    likely.know("eventId", List.of(event));
  }
}
