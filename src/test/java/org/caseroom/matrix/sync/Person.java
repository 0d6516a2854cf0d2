package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;

/** Somebody with a client that syncs, over HTTP. */
final class Person {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String API = "/_matrix/client/v3";

  final String id;
  final String token;
  private final TestCaseroom caseroom;
  private String since = "";

  private Person(TestCaseroom caseroom, String id, String token) {
    this.caseroom = caseroom;
    this.id = id;
    this.token = token;
  }

  /** A new account with a name that nobody had before. */
  static Person called(TestCaseroom caseroom, String name) {
    var user = caseroom.createAccount(name + NUMBER.incrementAndGet(), Role.ADOPTER);
    return new Person(caseroom, user.value(), caseroom.issueToken(user));
  }

  /** The owner of an account. */
  static Person of(TestCaseroom caseroom, UserId user) {
    return new Person(caseroom, user.value(), caseroom.issueToken(user));
  }

  /** The same person on another device. */
  Person onAnotherDevice() {
    return new Person(caseroom, id, caseroom.issueToken(UserId.of(id)));
  }

  String name() {
    return id.substring(1, id.indexOf(':'));
  }

  // ---- Syncing ----

  /** Syncs from where the last one ended, and goes on from there. */
  JsonNode sync(String... query) {
    JsonNode answer = syncFrom(since, query);
    since = answer.path("next_batch").asText();
    return answer;
  }

  /** Syncs from a token, and does not remember where it ended. */
  JsonNode syncFrom(String token, String... query) {
    return caseroom.http().get(path(token, query), this.token).ok();
  }

  /** Syncs and is held until there is something, or for a minute. */
  CompletableFuture<JsonNode> waits(String... query) {
    List<String> all = new ArrayList<>(List.of(query));
    all.add("timeout=60000");
    return caseroom
        .http()
        .later("GET", path(since, all.toArray(String[]::new)), token, null)
        .thenApply(Http.Response::ok)
        .thenApply(
            answer -> {
              since = answer.path("next_batch").asText();
              return answer;
            });
  }

  /** As {@link #waits}, for an answer that may be a refusal. */
  CompletableFuture<Http.Response> later() {
    return caseroom.http().later("GET", path(since, "timeout=60000"), token, null);
  }

  /** Syncs until an answer has what is looked for. */
  JsonNode syncUntil(Predicate<JsonNode> found) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      JsonNode answer = sync("timeout=1000");
      if (found.test(answer)) {
        return answer;
      }
    }
    throw new AssertionError("What was looked for did not come.");
  }

  String since() {
    return since;
  }

  private static String path(String since, String... query) {
    StringBuilder path = new StringBuilder(API + "/sync?x=");
    if (!since.isEmpty()) {
      path.append("&since=").append(since);
    }
    for (String parameter : query) {
      path.append('&').append(parameter);
    }
    return path.toString();
  }

  /** A filter as a query parameter. */
  static String filter(String json) {
    return "filter=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
  }

  // ---- Doing ----

  JsonNode post(String path, Object body) {
    return caseroom.http().post(API + path, token, body).ok();
  }

  JsonNode put(String path, Object body) {
    return caseroom.http().put(API + path, token, body).ok();
  }

  JsonNode get(String path) {
    return caseroom.http().get(API + path, token).ok();
  }

  String createRoom(Person... invited) {
    ObjectNode body = Json.object().put("preset", "private_chat");
    var invite = body.putArray("invite");
    for (Person person : invited) {
      invite.add(person.id);
    }
    return post("/createRoom", body).path("room_id").asText();
  }

  /** Makes a room with others who have joined it. */
  String roomWith(Person... others) {
    String room = createRoom(others);
    for (Person other : others) {
      other.join(room);
    }
    return room;
  }

  void join(String room) {
    post("/rooms/" + room + "/join", Json.object());
  }

  void leave(String room) {
    post("/rooms/" + room + "/leave", Json.object());
  }

  String say(String room, String body) {
    return send(room, "m.room.message", Json.object().put("msgtype", "m.text").put("body", body));
  }

  String send(String room, String type, ObjectNode content) {
    return put("/rooms/" + room + "/send/" + type + "/t" + NUMBER.incrementAndGet(), content)
        .path("event_id")
        .asText();
  }

  String setState(String room, String type, String key, ObjectNode content) {
    return put("/rooms/" + room + "/state/" + type + "/" + key, content).path("event_id").asText();
  }

  void name(String room, String name) {
    setState(room, "m.room.name", "", Json.object().put("name", name));
  }

  void read(String room, String event) {
    post("/rooms/" + room + "/receipt/m.read/" + event, Json.object());
  }

  // ---- Looking into answers ----

  static JsonNode joined(JsonNode answer, String room) {
    return answer.path("rooms").path("join").path(room);
  }

  /** The texts of the messages in a room's timeline. */
  static List<String> bodies(JsonNode roomSection) {
    List<String> bodies = new ArrayList<>();
    for (JsonNode event : roomSection.path("timeline").path("events")) {
      if (event.path("type").asText().equals("m.room.message")) {
        bodies.add(event.path("content").path("body").asText());
      }
    }
    return bodies;
  }

  static List<String> types(JsonNode events) {
    List<String> types = new ArrayList<>();
    events.forEach(event -> types.add(event.path("type").asText()));
    return types;
  }

  /** State events by {@code type|key}, the later one in the place of the earlier. */
  static Map<String, JsonNode> byKey(JsonNode events) {
    Map<String, JsonNode> state = new java.util.TreeMap<>();
    for (JsonNode event : events) {
      if (event.has("state_key")) {
        state.put(event.path("type").asText() + "|" + event.path("state_key").asText(), event);
      }
    }
    return state;
  }
}
