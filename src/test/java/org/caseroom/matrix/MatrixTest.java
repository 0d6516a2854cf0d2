package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A service with Jo, Amy and Sam, asked through its Matrix API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MatrixTest {
  static final String V3 = "/_matrix/client/v3";

  TestCaseroom caseroom;
  String jo;
  String amy;
  String sam;
  private int transactions;

  @BeforeAll
  void start() {
    caseroom = open();
    caseroom.createAccount("jo", Role.ADOPTER);
    caseroom.createAccount("amy", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
    caseroom.createAccount("sam", Role.ADOPTER);
    jo = caseroom.signIn("jo");
    amy = caseroom.signIn("amy");
    sam = caseroom.signIn("sam");
  }

  /** The service: with settings of its own where a test needs them. */
  TestCaseroom open() {
    return TestCaseroom.start();
  }

  @AfterAll
  void stop() {
    caseroom.close();
  }

  Http http() {
    return caseroom.http();
  }

  String id(String localpart) {
    return caseroom.user(localpart).value();
  }

  static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** JSON written with single quotes. */
  static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  static void refused(int status, String errcode, Http.Response response) {
    assertEquals(
        status + " " + errcode, response.status() + " " + response.errcode(), response.text());
  }

  String createRoom(String token, String options) {
    return http().post(V3 + "/createRoom", token, json(options)).ok().path("room_id").asText();
  }

  /** A room that Amy made and Jo is in. */
  String roomOfAmyAndJo() {
    String room = createRoom(amy, "{'name': 'Robin', 'invite': ['" + id("jo") + "']}");
    http().post(V3 + "/join/" + enc(room), jo, Json.object()).ok();
    return room;
  }

  String send(String token, String room, String text) {
    return send(
        token, room, "m.room.message", Json.object().put("msgtype", "m.text").put("body", text));
  }

  String send(String token, String room, String type, ObjectNode content) {
    return http()
        .put(V3 + "/rooms/" + enc(room) + "/send/" + type + "/t" + ++transactions, token, content)
        .ok()
        .path("event_id")
        .asText();
  }

  JsonNode get(String token, String room, String rest) {
    return http().get(V3 + "/rooms/" + enc(room) + rest, token).ok();
  }

  JsonNode state(String token, String room, String type) {
    return get(token, room, "/state/" + type);
  }

  Http.Response room(String token, String room, String action, String body) {
    return http().post(V3 + "/rooms/" + enc(room) + action, token, json(body));
  }
}
