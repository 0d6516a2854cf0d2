package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.mail.MailServer;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.spec.MatrixSpec;
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

  /** Things that requests carry, so that some of what is sent gets far. */
  private static final List<String> NAMES =
      List.of(
          "type",
          "identifier",
          "user",
          "password",
          "token",
          "auth",
          "session",
          "device_id",
          "initial_device_display_name",
          "preset",
          "name",
          "topic",
          "invite",
          "initial_state",
          "power_level_content_override",
          "creation_content",
          "room_version",
          "visibility",
          "room_alias_name",
          "is_direct",
          "user_id",
          "reason",
          "msgtype",
          "body",
          "m.relates_to",
          "m.mentions",
          "membership",
          "displayname",
          "avatar_url",
          "timeout",
          "typing",
          "m.read",
          "m.fully_read",
          "m.read.private",
          "thread_id",
          "room",
          "event_fields",
          "limit",
          "since",
          "filter",
          "device_keys",
          "one_time_keys",
          "fallback_keys",
          "messages",
          "devices",
          "new_password",
          "logout_devices",
          "actions",
          "conditions",
          "pattern",
          "enabled",
          "presence",
          "status_msg",
          "order",
          "tags",
          "event_id",
          "redacts",
          "users",
          "events",
          "join_rule",
          "allow",
          "algorithm",
          "content",
          "search_term",
          "via",
          "third_party_signed",
          "client_secret",
          "email",
          "send_attempt",
          "next_link",
          "sid",
          "medium",
          "address",
          "invite_3pid",
          "threepid_creds");

  private static final String BRIDGE = "from-the-bridge";

  @TempDir private static Path folder;

  private MailServer mail;
  private TestCaseroom caseroom;
  private final Nonsense nonsense = new Nonsense(new Random(SEED));
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Map<String, List<String>> known = new HashMap<>();
  private final Map<String, ObjectNode> bodies = new HashMap<>();
  private final Effects effects = new Effects();
  private String token = "";
  private int people;

  @BeforeAll
  void open() {
    mail = MailServer.start();
    caseroom = TestCaseroom.start(this::withEverythingOn);
    caseroom.createAccount("jo", Role.ADOPTER);
    newPerson();
    newRoom();
    for (String name :
        List.of(
            "from",
            "to",
            "since",
            "limit",
            "dir",
            "filter",
            "full_state",
            "set_presence",
            "at",
            "timeout",
            "membership",
            "not_membership",
            "ts",
            "via",
            "server_name",
            "width",
            "height",
            "method",
            "recurse",
            "max_depth",
            "suggested_only",
            "include",
            "event_id",
            "org.matrix.msc4222.use_state_after",
            "user_id",
            "only",
            "access_token",
            "url",
            "format")) {
      query.put(
          name,
          switch (name) {
            case "dir" -> List.of("f", "b");
            case "limit", "width", "height", "max_depth" -> List.of("1", "10", "100");
            case "timeout" -> List.of("0", "1");
            case "method" -> List.of("crop", "scale");
            case "filter" ->
                List.of("{}", "{\"room\":{\"timeline\":{\"limit\":1}}}", "{\"room\":1}");
            case "url" -> List.of(caseroom.http().base() + "/", "http://127.0.0.1:1/");
            case "user_id" -> List.of("@_bridge:caseroom.localhost", "@_b_x:caseroom.localhost");
            default -> List.of("s0_0", "true", "join", "jo", "1");
          });
    }
    examples();
    goodBodies();
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

  /** What the specification gives as examples of bodies, and the names of queries. */
  private void examples() {
    MatrixSpec spec = MatrixSpec.load();
    for (Endpoint endpoint : caseroom.caseroom().endpoints()) {
      String path = PARAMETER.matcher(endpoint.path()).replaceAll("x");
      for (MatrixSpec.Operation operation : spec.operations(endpoint.method(), path)) {
        for (JsonNode example : operation.requests()) {
          good(
              endpoint.method() + " " + endpoint.path(),
              Json.write(example)
                  .replaceAll("@alice:example\\.(com|org)", "@jo:caseroom.localhost"));
        }
        for (JsonNode parameter : operation.parameters()) {
          if (parameter.path("in").asText().equals("query")) {
            query.putIfAbsent(
                parameter.path("name").asText(), List.of(parameter.path("example").asText("1")));
          }
        }
      }
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
                "/_matrix/client/v3/rooms/" + known("roomId") + "/send/m.room.message/large",
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
        effects.seen();
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
        fault = effects.of(answer);
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
    String room = known("roomId");
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

  /** What was refused has changed nothing that the person and the others in the room see. */
  private final class Effects {
    private String person = "";
    private String since = "";

    private Effects() {}

    /** What a request did that was answered with this, where it should have done nothing. */
    @Nullable String of(Http.Response answer) {
      boolean refused = answer.status() >= 400;
      if (!refused || !person.equals(token)) {
        seen();
        return null;
      }
      Http.Response sync = sync();
      if (sync.status() != 200) {
        return null;
      }
      ObjectNode news = (ObjectNode) sync.json();
      since = news.path("next_batch").asText();
      for (JsonNode room : news.path("rooms").path("join")) {
        JsonNode passing = room.path("ephemeral").path("events");
        if (passing.path(0).path("type").asText().equals("m.typing")) {
          ((ArrayNode) passing).remove(0); // It ends by itself.
        }
      }
      news.remove(
          List.of(
              "next_batch",
              "presence",
              "device_one_time_keys_count",
              "device_unused_fallback_key_types"));
      boolean nothing = true;
      for (JsonNode part : news) {
        nothing &= empty(part);
      }
      return nothing ? null : answer.status() + " yet it did " + news;
    }

    private void seen() {
      person = token;
      since = "";
      since = sync().json().path("next_batch").asText();
    }

    private Http.Response sync() {
      String filter =
          since.isEmpty()
              ? "&filter=" + Nonsense.encode("{\"room\":{\"rooms\":[]}}")
              : "&since=" + since;
      return caseroom.http().get("/_matrix/client/v3/sync?timeout=0" + filter, token);
    }

    private static boolean empty(JsonNode part) {
      if (!part.isContainerNode()) {
        return false;
      }
      for (JsonNode inner : part) {
        if (!empty(inner)) {
          return false;
        }
      }
      return true;
    }
  }

  private record Attempt(HttpRequest request, String description, boolean withGoodToken) {}

  private Attempt attempt(Endpoint endpoint) {
    String method = nonsense.chance(0.03) ? nonsense.pick(METHODS) : endpoint.method();
    String path = path(endpoint.path()) + nonsense.query(query);
    if (endpoint.path().contains("/v3/events") && !path.contains("timeout=")) {
      // It waits for half a minute on its own.
      path += (path.contains("?") ? "&" : "?") + "timeout=0";
    }
    byte[] body = body(endpoint);
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

  private String path(String template) {
    Matcher parameters = PARAMETER.matcher(template);
    StringBuilder path = new StringBuilder();
    while (parameters.find()) {
      String value =
          nonsense.chance(0.75)
              ? Nonsense.encode(
                  nonsense.pick(known.getOrDefault(parameters.group(1), List.of("x", "m.tag"))))
              : nonsense.encoded();
      parameters.appendReplacement(path, Matcher.quoteReplacement(value));
    }
    return parameters.appendTail(path).toString();
  }

  private byte[] body(Endpoint endpoint) {
    if (endpoint.body() == Endpoint.Body.NONE && nonsense.chance(0.9)) {
      return new byte[0];
    }
    if (nonsense.chance(0.2)) {
      return nonsense.rawBody();
    }
    ObjectNode good = bodies.get(endpoint.method() + " " + endpoint.path());
    if (good != null && nonsense.chance(0.8)) {
      return Json.writeBytes(nonsense.chance(0.1) ? good : nonsense.spoil(good));
    }
    return Json.writeBytes(nonsense.object(NAMES));
  }

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
    known.put("userId", List.of(user.value(), caseroom.user("jo").value()));
    token = caseroom.issueToken(user);
  }

  private String signInAnew() {
    try {
      return caseroom.issueToken(UserId.of(known.get("userId").get(0)));
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
    known.put("roomId", List.of(room));
    known.put("roomIdOrAlias", List.of(room, "#a:caseroom.localhost"));
    known.put("roomAlias", List.of("#a:caseroom.localhost", "#b:caseroom.localhost"));
    known.put("eventId", List.of(event));
    known.put("txnId", List.of("a", "b", "c", "d", "e"));
    known.put("eventType", List.of("m.room.message", "m.room.topic", "m.reaction", "org.x"));
    known.put("stateKey", List.of("", "x", known.get("userId").get(0)));
    known.put("receiptType", List.of("m.read", "m.read.private", "m.fully_read"));
    known.put("deviceId", List.of("DEVICE"));
    known.put("keyName", List.of("displayname", "avatar_url", "org.x"));
    known.put("serverName", List.of("caseroom.localhost"));
    known.put("mediaId", List.of("abc"));
    known.put("filterId", List.of("1", "0"));
    known.put("type", List.of("m.direct", "org.x"));
    known.put("tag", List.of("m.favourite", "u.x"));
    known.put("scope", List.of("global"));
    known.put("kind", List.of("override", "content", "room", "sender", "underride"));
    known.put("ruleId", List.of("x", ".m.rule.master", "#x"));
    known.put("attr", List.of("enabled", "actions"));
    known.put("relType", List.of("m.annotation", "m.thread", "m.replace"));
  }

  private String known(String name) {
    return known.get(name).get(0);
  }

  private void goodBodies() {
    good(
        "POST /_matrix/client/v3/login",
        "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"jo\"},"
            + "\"password\":\"wrong\",\"device_id\":\"D\",\"initial_device_display_name\":\"d\"}");
    good(
        "POST /_matrix/client/v3/createRoom",
        "{\"preset\":\"private_chat\",\"name\":\"n\",\"topic\":\"t\",\"visibility\":\"private\","
            + "\"room_version\":\"12\",\"invite\":[\"@jo:caseroom.localhost\"],\"is_direct\":true,"
            + "\"creation_content\":{\"m.federate\":false,\"type\":\"m.space\"},\"initial_state\":["
            + "{\"type\":\"m.room.guest_access\",\"state_key\":\"\",\"content\":{\"a\":1}}],"
            + "\"power_level_content_override\":{\"users_default\":0,\"events\":{\"x\":50},"
            + "\"users\":{\"@jo:caseroom.localhost\":50}},\"invite_3pid\":[]}");
    good(
        "PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}",
        "{\"msgtype\":\"m.text\",\"body\":\"b\",\"format\":\"org.matrix.custom.html\","
            + "\"formatted_body\":\"<b>b</b>\",\"m.mentions\":{\"user_ids\":[\"@jo:x\"],"
            + "\"room\":true},\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"$x\","
            + "\"m.in_reply_to\":{\"event_id\":\"$x\"}},\"m.new_content\":{\"body\":\"c\"}}");
    String levels =
        "{\"users\":{\"@jo:caseroom.localhost\":50},\"users_default\":0,\"events\":"
            + "{\"m.room.name\":50},\"ban\":50,\"notifications\":{\"room\":50},\"topic\":\"t\","
            + "\"membership\":\"join\",\"join_rule\":\"restricted\",\"allow\":[{\"type\":"
            + "\"m.room_membership\",\"room_id\":\"!x\"}],\"history_visibility\":\"shared\","
            + "\"alias\":\"#a:caseroom.localhost\",\"alt_aliases\":[\"#b:caseroom.localhost\"]}";
    good("PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}", levels);
    good("PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}", levels);
    String person = "{\"user_id\":\"@jo:caseroom.localhost\",\"reason\":\"r\"}";
    for (String act : List.of("invite", "kick", "ban", "unban", "leave", "forget")) {
      good("POST /_matrix/client/v3/rooms/{roomId}/" + act, person);
    }
    good("PUT /_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}", "{\"reason\":\"r\"}");
    good(
        "PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}", "{\"typing\":true,\"timeout\":1}");
    good(
        "POST /_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}",
        "{\"thread_id\":\"main\"}");
    good(
        "POST /_matrix/client/v3/rooms/{roomId}/read_markers",
        "{\"m.fully_read\":\"$x\",\"m.read\":\"$x\",\"m.read.private\":\"$x\"}");
    good(
        "POST /_matrix/client/v3/user/{userId}/filter",
        "{\"event_format\":\"client\",\"event_fields\":[\"content\"],\"presence\":{\"limit\":1},"
            + "\"account_data\":{\"types\":[\"m.direct\"]},\"room\":{\"rooms\":[],\"timeline\":"
            + "{\"limit\":10,\"not_types\":[\"x\"],\"lazy_load_members\":true,\"contains_url\":false,"
            + "\"senders\":[\"@jo:x\"]},\"state\":{\"lazy_load_members\":true},\"ephemeral\":{},"
            + "\"include_leave\":true}}");
    good(
        "POST /_matrix/client/v3/keys/upload",
        "{\"device_keys\":{\"user_id\":\"@fuzz0:caseroom.localhost\",\"device_id\":\"D\","
            + "\"algorithms\":[\"m.olm.v1\"],\"keys\":{\"ed25519:D\":\"k\"},\"signatures\":{}},"
            + "\"one_time_keys\":{\"signed_curve25519:AAAA\":{\"key\":\"k\",\"signatures\":{}}},"
            + "\"fallback_keys\":{\"signed_curve25519:B\":{\"key\":\"k\",\"fallback\":true}}}");
    good(
        "POST /_matrix/client/v3/keys/query",
        "{\"device_keys\":{\"@jo:caseroom.localhost\":[\"D\"]},\"timeout\":1}");
    good(
        "POST /_matrix/client/v3/keys/claim",
        "{\"one_time_keys\":{\"@jo:caseroom.localhost\":{\"D\":\"signed_curve25519\"}}}");
    good(
        "PUT /_matrix/client/v3/sendToDevice/{eventType}/{txnId}",
        "{\"messages\":{\"@jo:caseroom.localhost\":{\"*\":{\"a\":1}}}}");
    good("PUT /_matrix/client/v3/profile/{userId}/{keyName}", "{\"displayname\":\"n\"}");
    good(
        "PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}",
        "{\"actions\":[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"x\"}],\"pattern\":\"p\","
            + "\"conditions\":[{\"kind\":\"event_match\",\"key\":\"k\",\"pattern\":\"p\"}]}");
    good(
        "POST /_matrix/client/v3/publicRooms",
        "{\"limit\":1,\"since\":\"x\",\"filter\":{\"generic_search_term\":\"a\",\"room_types\":[null]},"
            + "\"include_all_networks\":false}");
    good(
        "POST /_matrix/client/v3/account/password",
        "{\"new_password\":\"p\",\"logout_devices\":false,\"auth\":{\"type\":\"m.login.password\","
            + "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"jo\"},\"password\":\"x\","
            + "\"session\":\"s\"}}");
    good(
        "POST /_matrix/client/v3/join/{roomIdOrAlias}",
        "{\"reason\":\"r\",\"third_party_signed\":{}}");
    good("PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}", "{\"order\":0.5}");
  }

  private void good(String endpoint, String body) {
    bodies.put(endpoint, Json.parseObject(body.getBytes(StandardCharsets.UTF_8)));
  }
}
