package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.Settings;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A service that may talk to gateways on this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PushTest {
  static final String V3 = "/_matrix/client/v3";

  TestCaseroom caseroom;
  private int number;

  /** Somebody with a device. */
  record Person(UserId id, String token) {
    String name() {
      return id.value();
    }
  }

  @BeforeAll
  void start() {
    DatabaseSettings fresh = Databases.H2.fresh();
    caseroom =
        TestCaseroom.start(
            settings ->
                settings
                    .withDatabase(
                        new Settings.Store(fresh.url(), fresh.user(), fresh.password(), 8))
                    .with("push.closedNetwork", true));
  }

  @AfterAll
  void stop() {
    caseroom.close();
  }

  Http http() {
    return caseroom.http();
  }

  Person person(String name) {
    UserId id = caseroom.createAccount(name + ++number, Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
    return new Person(id, caseroom.issueToken(id));
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

  /** A room that the first made and the others are in. */
  String room(Person first, Person... others) {
    ObjectNode body = Json.object().put("preset", "public_chat").put("name", "Lamps");
    String room =
        http().post(V3 + "/createRoom", first.token(), body).ok().path("room_id").asText();
    for (Person other : others) {
      http().post(V3 + "/join/" + enc(room), other.token(), Json.object()).ok();
    }
    return room;
  }

  String say(Person person, String room, String text) {
    return send(
        person, room, "m.room.message", Json.object().put("msgtype", "m.text").put("body", text));
  }

  String send(Person person, String room, String type, ObjectNode content) {
    String path = V3 + "/rooms/" + enc(room) + "/send/" + type + "/t" + ++number;
    return http().put(path, person.token(), content).ok().path("event_id").asText();
  }

  void read(Person person, String room, String event) {
    http()
        .post(
            V3 + "/rooms/" + enc(room) + "/receipt/m.read/" + enc(event),
            person.token(),
            Json.object())
        .ok();
  }

  JsonNode notifications(Person person, String query) {
    return http().get(V3 + "/notifications" + query, person.token()).ok();
  }

  /** The room's section of a whole sync. */
  JsonNode synced(Person person, String room) {
    return http().get(V3 + "/sync", person.token()).ok().path("rooms").path("join").path(room);
  }

  /** Waits for something that is done behind an answer. */
  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not come about.");
      }
      Thread.onSpinWait();
    }
  }
}
