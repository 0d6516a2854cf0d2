package org.caseroom.matrix.sync.sliding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;

/** Somebody with a client that uses sliding sync, over HTTP. */
final class Client {
  static final String PATH = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final String API = "/_matrix/client/v3";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final String id;
  final String name;
  final String token;
  String pos = "";
  private final TestCaseroom caseroom;

  Client(TestCaseroom caseroom, String prefix) {
    this.caseroom = caseroom;
    this.name = prefix + NUMBER.incrementAndGet();
    var user = caseroom.createAccount(name, Role.ADOPTER);
    this.id = user.value();
    this.token = caseroom.issueToken(user);
  }

  // ---- Syncing ----

  /** Syncs from where the last one ended. */
  JsonNode sync(String body) {
    JsonNode answer = ask(body).ok();
    pos = answer.path("pos").asText();
    return answer;
  }

  Http.Response ask(String body) {
    return caseroom.http().post(pos.isEmpty() ? PATH : PATH + "?pos=" + pos, token, body);
  }

  /** Syncs and is held until there is something, or for a minute. */
  CompletableFuture<JsonNode> waits(String body) {
    return caseroom
        .http()
        .later("POST", PATH + "?timeout=60000&pos=" + pos, token, body)
        .thenApply(Http.Response::ok);
  }

  /** Begins again. */
  Client afresh() {
    pos = "";
    return this;
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

  String createRoom() {
    return create(Json.object());
  }

  String create(Object body) {
    return post("/createRoom", body).path("room_id").asText();
  }

  /** Makes a room with others who have joined it. */
  String roomWith(Client... others) {
    String room = createRoom();
    for (Client other : others) {
      post("/rooms/" + room + "/invite", Json.object().put("user_id", other.id));
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

  void setState(String room, String type, String key, Object content) {
    put("/rooms/" + room + "/state/" + type + "/" + key, content);
  }

  void name(String room, String to) {
    setState(room, "m.room.name", "", Json.object().put("name", to));
  }

  void read(String room, String event) {
    post("/rooms/" + room + "/receipt/m.read/" + event, Json.object());
  }
}
