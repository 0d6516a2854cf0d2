package org.caseroom.matrix.appservice;

import static org.caseroom.matrix.appservice.StandInService.AS_TOKEN;
import static org.caseroom.matrix.appservice.StandInService.HS_TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.matrix.appservice.StandInService.Reply;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What application services may do that others may not, and what is kept from others. */
class AppServicesTest {
  private static StandInService service;
  private static TestCaseroom caseroom;
  private static String alice;

  @BeforeAll
  static void start() {
    service = StandInService.start();
    service.answers(
        request -> new Reply(request.path().contains("/transactions/") ? 200 : 404, "{}"));
    caseroom =
        TestCaseroom.start(
            settings ->
                settings.with("matrix.applicationServices", List.of(service.registration())));
    caseroom.createAccount("alice", Role.PSYCHOLOGIST);
    alice = caseroom.signIn("alice");
  }

  @AfterAll
  static void stop() {
    caseroom.close();
    service.close();
  }

  private static Http http() {
    return caseroom.http();
  }

  private static String id(String localpart) {
    return caseroom.user(localpart).value();
  }

  private static String as(String localpart) {
    return "user_id=" + id(localpart);
  }

  private static Http.Response register(String token, String localpart) {
    return http()
        .post(
            "/_matrix/client/v3/register",
            token,
            Map.of("type", "m.login.application_service", "username", localpart));
  }

  private static String ghost(String localpart) {
    register(AS_TOKEN, localpart).ok();
    return id(localpart);
  }

  private static String room(String token, Map<String, Object> body) {
    return http().post("/_matrix/client/v3/createRoom", token, body).ok().path("room_id").asText();
  }

  private static void refused(int status, String errcode, Http.Response response) {
    assertEquals(status + " " + errcode, response.status() + " " + response.errcode());
  }

  private static JsonNode whoami(String query) {
    return http().get("/_matrix/client/v3/account/whoami" + query, AS_TOKEN).ok();
  }

  @Test
  void theTokenActsAsTheSenderAndAsWhomItRegistered() {
    assertEquals(id("_bridge"), whoami("").path("user_id").asText());
    assertFalse(whoami("").has("device_id"));
    ghost("_bridge_ghost");
    assertEquals(id("_bridge_ghost"), whoami("?" + as("_bridge_ghost")).path("user_id").asText());
    String inQuery = "/_matrix/client/v3/account/whoami?access_token=" + AS_TOKEN;
    assertEquals(id("_bridge"), http().get(inQuery, null).ok().path("user_id").asText());
    refused(
        403,
        "M_FORBIDDEN",
        http().get("/_matrix/client/v3/account/whoami?" + as("_bridge_new"), AS_TOKEN));
    refused(
        403,
        "M_FORBIDDEN",
        http().get("/_matrix/client/v3/account/whoami?" + as("alice"), AS_TOKEN));
    // Somebody else's query names nobody.
    assertEquals(
        id("alice"),
        http()
            .get("/_matrix/client/v3/account/whoami?" + as("_bridge_ghost"), alice)
            .ok()
            .path("user_id")
            .asText());
  }

  @Test
  void registersUsersOfItsOwnOnly() {
    JsonNode made = register(AS_TOKEN, "_bridge_one").ok();
    assertEquals(id("_bridge_one"), made.path("user_id").asText());
    assertTrue(made.hasNonNull("access_token") && made.hasNonNull("device_id"), made.toString());
    assertTrue(made.hasNonNull("home_server"));
    refused(400, "M_USER_IN_USE", register(AS_TOKEN, "_bridge_one"));
    refused(400, "M_EXCLUSIVE", register(AS_TOKEN, "jo"));
    refused(400, "M_INVALID_USERNAME", register(AS_TOKEN, "_bridge_A B"));
    refused(401, "M_MISSING_TOKEN", register(null, "_bridge_two"));
    refused(401, "M_UNKNOWN_TOKEN", register(alice, "_bridge_two"));
    JsonNode silent =
        http()
            .post(
                "/_matrix/client/v3/register",
                AS_TOKEN,
                Map.of(
                    "type",
                    "m.login.application_service",
                    "username",
                    "_bridge_three",
                    "inhibit_login",
                    true))
            .ok();
    assertEquals(id("_bridge_three"), silent.path("user_id").asText());
    assertFalse(silent.has("access_token") || silent.has("device_id"), silent.toString());
    refused(
        400,
        "M_EXCLUSIVE",
        http().post("/_matrix/client/v3/register", null, Map.of("username", "_bridge_x")));
    refused(
        400,
        "M_EXCLUSIVE",
        http().get("/_matrix/client/v3/register/available?username=_bridge_x", null));
  }

  private static Http.Response login(String token, String user) {
    ObjectNode body = Json.object().put("type", "m.login.application_service");
    body.putObject("identifier").put("type", "m.id.user").put("user", user);
    return http().post("/_matrix/client/v3/login", token, body.put("device_id", "DESK"));
  }

  @Test
  void signsItsUsersInWithoutAPassword() {
    ghost("_bridge_in");
    JsonNode in = login(AS_TOKEN, "_bridge_in").ok();
    assertEquals("DESK", in.path("device_id").asText());
    String token = in.path("access_token").asText();
    assertEquals(
        id("_bridge_in"),
        http().get("/_matrix/client/v3/account/whoami", token).ok().path("user_id").asText());
    assertEquals(200, login(AS_TOKEN, id("_bridge_in")).status());
    refused(403, "M_EXCLUSIVE", login(AS_TOKEN, "alice"));
    refused(403, "M_FORBIDDEN", login(AS_TOKEN, "_bridge_nobody"));
    refused(401, "M_MISSING_TOKEN", login(null, "_bridge_in"));
    refused(401, "M_UNKNOWN_TOKEN", login("wrong", "_bridge_in"));
    assertTrue(
        http()
            .get("/_matrix/client/v3/login", null)
            .ok()
            .path("flows")
            .toString()
            .contains("m.login.application_service"));
  }

  @Test
  void actsOnDevicesOfItsUsersAndAsksForNoPassword() {
    String ghost = ghost("_bridge_dev");
    String who = "?user_id=" + ghost;
    assertEquals(
        201,
        http()
            .put(
                "/_matrix/client/v3/devices/TABLET" + who,
                AS_TOKEN,
                Map.of("display_name", "Tablet"))
            .status());
    assertEquals(
        200,
        http()
            .put("/_matrix/client/v3/devices/TABLET" + who, AS_TOKEN, Map.of("display_name", "B"))
            .status());
    for (String name : List.of("device_id", "org.matrix.msc3202.device_id")) {
      assertEquals("TABLET", whoami(who + "&" + name + "=TABLET").path("device_id").asText());
    }
    refused(
        400,
        "M_UNKNOWN_DEVICE",
        http().get("/_matrix/client/v3/account/whoami" + who + "&device_id=OTHER", AS_TOKEN));
    refused(
        400,
        "M_MISSING_PARAM",
        http().post("/_matrix/client/v3/keys/upload" + who, AS_TOKEN, Map.of()));
    assertEquals(
        200,
        http()
            .post("/_matrix/client/v3/keys/upload" + who + "&device_id=TABLET", AS_TOKEN, Map.of())
            .status());
    assertEquals(
        200,
        http()
            .send("DELETE", "/_matrix/client/v3/devices/TABLET" + who, AS_TOKEN, Map.of())
            .status());
    refused(
        400,
        "M_UNKNOWN_DEVICE",
        http().get("/_matrix/client/v3/account/whoami" + who + "&device_id=TABLET", AS_TOKEN));
  }

  @Test
  void describesAndClosesItsUsers() {
    String ghost = ghost("_bridge_faced");
    String profile = "/_matrix/client/v3/profile/" + ghost;
    String as = "?user_id=" + ghost;
    http()
        .put(profile + "/displayname" + as, AS_TOKEN, Map.of("displayname", "A ghost's new name"))
        .ok();
    http()
        .put(profile + "/avatar_url" + as, AS_TOKEN, Map.of("avatar_url", "mxc://somewhere/mypic"))
        .ok();
    JsonNode shown = http().get(profile, alice).ok();
    assertEquals("A ghost's new name", shown.path("displayname").asText());
    assertEquals("mxc://somewhere/mypic", shown.path("avatar_url").asText());
    refused(
        403,
        "M_FORBIDDEN",
        http()
            .put(
                "/_matrix/client/v3/profile/" + id("alice") + "/displayname?" + as("alice"),
                AS_TOKEN,
                Map.of("displayname", "Mine")));
    http().post("/_matrix/client/v3/account/deactivate" + as, AS_TOKEN, Map.of()).ok();
    refused(
        403, "M_USER_DEACTIVATED", http().get("/_matrix/client/v3/account/whoami" + as, AS_TOKEN));
  }

  @Test
  void saysWhenAnEventWas() {
    String room = room(AS_TOKEN, Map.of("preset", "public_chat"));
    String send = "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/t1?ts=";
    Map<String, String> text = Map.of("msgtype", "m.text", "body", "Long ago");
    String event = http().put(send + "1234567", AS_TOKEN, text).ok().path("event_id").asText();
    assertEquals(
        1234567,
        http()
            .get("/_matrix/client/v3/rooms/" + room + "/event/" + event, AS_TOKEN)
            .ok()
            .path("origin_server_ts")
            .asLong());
    String topic = "/_matrix/client/v3/rooms/" + room + "/state/m.room.topic?ts=";
    String changed =
        http().put(topic + "99", AS_TOKEN, Map.of("topic", "T")).ok().path("event_id").asText();
    assertEquals(
        99,
        http()
            .get("/_matrix/client/v3/rooms/" + room + "/event/" + changed, AS_TOKEN)
            .ok()
            .path("origin_server_ts")
            .asLong());
    refused(400, "M_INVALID_PARAM", http().put(send.replace("t1", "t2") + "-1", AS_TOKEN, text));
    refused(400, "M_INVALID_PARAM", http().put(send.replace("t1", "t3") + "soon", AS_TOKEN, text));
    // From a person it means nothing.
    http().post("/_matrix/client/v3/join/" + room, alice, Map.of()).ok();
    String hers =
        http().put(send.replace("t1", "t4") + "5", alice, text).ok().path("event_id").asText();
    assertTrue(
        http()
                .get("/_matrix/client/v3/rooms/" + room + "/event/" + hers, alice)
                .ok()
                .path("origin_server_ts")
                .asLong()
            > 5);
  }

  @Test
  void itsAliasesAreItsOwn() {
    String room = room(alice, Map.of("preset", "public_chat"));
    String alias =
        "/_matrix/client/v3/directory/room/%23_bridge_tea:" + caseroom.user("x").server();
    Map<String, String> body = Map.of("room_id", room);
    refused(400, "M_EXCLUSIVE", http().put(alias, alice, body));
    // It need not be in the room.
    http().put(alias, AS_TOKEN, body).ok();
    assertEquals(room, http().get(alias, alice).ok().path("room_id").asText());
    refused(400, "M_EXCLUSIVE", http().delete(alias, alice));
    http().delete(alias, AS_TOKEN).ok();
    refused(400, "M_EXCLUSIVE", http().put(alias.replace("_bridge_tea", "tea"), AS_TOKEN, body));
    refused(
        400,
        "M_EXCLUSIVE",
        http()
            .post("/_matrix/client/v3/createRoom", alice, Map.of("room_alias_name", "_bridge_x")));
    room(AS_TOKEN, Map.of("room_alias_name", "_bridge_mine"));
  }

  @Test
  void membersAreShownWhereAnyOfItsUsersIsOne() {
    String ghost = ghost("_bridge_member");
    String room = room(alice, Map.of("preset", "public_chat"));
    String members = "/_matrix/client/v3/rooms/" + room + "/joined_members";
    refused(403, "M_FORBIDDEN", http().get(members, AS_TOKEN));
    http().post("/_matrix/client/v3/join/" + room + "?user_id=" + ghost, AS_TOKEN, Map.of()).ok();
    assertTrue(http().get(members, AS_TOKEN).ok().path("joined").has(ghost));
  }

  @Test
  void itIsAskedForUsersThatAreNotThere() {
    String user = id("_bridge_asked");
    service.answers(
        request -> {
          if (request.path().startsWith("/_matrix/app/v1/users/")) {
            ghost("_bridge_asked");
            return new Reply(200, "{}");
          }
          return new Reply(request.path().contains("/transactions/") ? 200 : 404, "{}");
        });
    String room = room(alice, Map.of());
    http()
        .post("/_matrix/client/v3/rooms/" + room + "/invite", alice, Map.of("user_id", user))
        .ok();
    assertEquals(
        "/_matrix/app/v1/users/" + user, service.asked("/_matrix/app/v1/users").get(0).path());
    assertEquals(
        "Bearer " + HS_TOKEN, service.asked("/_matrix/app/v1/users").get(0).authorization());
    service.answers(request -> new Reply(404, "{\"errcode\":\"M_NOT_FOUND\"}"));
    refused(
        404,
        "M_NOT_FOUND",
        http()
            .post(
                "/_matrix/client/v3/rooms/" + room + "/invite",
                alice,
                Map.of("user_id", id("_bridge_never"))));
  }

  @Test
  void itIsAskedForAliasesThatAreNotThere() {
    String room = room(AS_TOKEN, Map.of("preset", "public_chat"));
    String alias = "%23_bridge_far:" + caseroom.user("x").server();
    service.answers(
        request -> {
          if (request.path().startsWith("/_matrix/app/v1/rooms/")) {
            http()
                .put(
                    "/_matrix/client/v3/directory/room/" + alias, AS_TOKEN, Map.of("room_id", room))
                .ok();
          }
          return new Reply(200, "{}");
        });
    assertEquals(
        room,
        http()
            .post("/_matrix/client/v3/join/" + alias, alice, Map.of())
            .ok()
            .path("room_id")
            .asText());
    service.answers(request -> new Reply(500, "broken"));
    refused(
        408,
        "M_UNKNOWN",
        http().get("/_matrix/client/v3/directory/room/" + alias.replace("far", "gone"), alice));
    service.answers(request -> new Reply(404, ""));
    refused(
        404,
        "M_NOT_FOUND",
        http().get("/_matrix/client/v3/directory/room/" + alias.replace("far", "none"), alice));
  }

  @Test
  void pings() {
    String ping = "/_matrix/client/v1/appservice/bridge/ping";
    Map<String, String> body = Map.of("transaction_id", "meow");
    service.answers(request -> new Reply(200, "{}"));
    assertTrue(http().post(ping, AS_TOKEN, body).ok().path("duration_ms").isIntegralNumber());
    StandInService.Asked asked = service.asked("/_matrix/app/v1/ping").get(0);
    assertEquals("meow", asked.json().path("transaction_id").asText());
    assertEquals("Bearer " + HS_TOKEN, asked.authorization());
    service.answers(request -> new Reply(403, "{\"errcode\":\"M_FORBIDDEN\"}"));
    Http.Response bad = http().post(ping, AS_TOKEN, body);
    refused(502, "M_BAD_STATUS", bad);
    assertEquals(403, bad.json().path("status").asInt());
    assertEquals("{\"errcode\":\"M_FORBIDDEN\"}", bad.json().path("body").asText());
    refused(403, "M_FORBIDDEN", http().post(ping.replace("bridge", "other"), AS_TOKEN, body));
    refused(403, "M_FORBIDDEN", http().post(ping, alice, body));
  }

  @Test
  void pingsThatCannotArriveSayWhy() {
    int port;
    try (StandInService gone = StandInService.start()) {
      port = gone.port();
    }
    for (String[] row :
        List.of(
            new String[] {"null", "400 M_URL_NOT_SET"},
            new String[] {"http://127.0.0.1:" + port, "502 M_CONNECTION_FAILED"})) {
      try (TestCaseroom other =
          TestCaseroom.start(
              settings ->
                  settings.with(
                      "matrix.applicationServices",
                      List.of(StandInService.registrationAt(row[0]))))) {
        Http.Response answer =
            other.http().post("/_matrix/client/v1/appservice/bridge/ping", AS_TOKEN, Map.of());
        assertEquals(row[1], answer.status() + " " + answer.errcode());
      }
    }
  }
}
