package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.rooms.Draft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refreshing tokens, closing and holding back accounts, profiles, and finding people. */
class AccountsApiTest extends MatrixTest {
  private static final String ADMIN = "/_matrix/client/v1/admin/";

  private String person(String name) {
    caseroom.createAccount(name, Role.PUBLIC);
    return caseroom.signIn(name);
  }

  private static ObjectNode auth(ObjectNode body, String user, String password) {
    body.putObject("auth")
        .put("type", "m.login.password")
        .put("user", user)
        .put("password", password);
    return body;
  }

  private Http.Response whoami(String token) {
    return http().get(V3 + "/account/whoami", token);
  }

  private JsonNode refreshable(String name) {
    return http()
        .post(
            V3 + "/login",
            null,
            json(
                "{'type': 'm.login.password', 'user': '"
                    + name
                    + "', 'password': '"
                    + TestCaseroom.PASSWORD
                    + "', 'refresh_token': true}"))
        .ok();
  }

  private Http.Response refresh(String path, JsonNode tokens) {
    return http()
        .post(path, null, Json.object().put("refresh_token", text(tokens, "refresh_token")));
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asText();
  }

  // ---- Tokens ----

  @Test
  void aRefreshedTokenTakesOverOnceItIsUsed() {
    person("rita");
    JsonNode first = refreshable("rita");
    assertEquals(Duration.ofMinutes(30).toMillis(), first.path("expires_in_ms").asLong());
    JsonNode lost = refresh(V3 + "/refresh", first).ok();
    JsonNode second = refresh("/_matrix/client/v1/refresh", first).ok();
    assertNotEquals(text(first, "access_token"), text(second, "access_token"));
    refused(401, "M_UNKNOWN_TOKEN", whoami(text(lost, "access_token")));
    whoami(text(first, "access_token")).ok();
    assertEquals(
        text(first, "device_id"), text(whoami(text(second, "access_token")).ok(), "device_id"));
    refused(401, "M_UNKNOWN_TOKEN", whoami(text(first, "access_token")));
    Http.Response used = refresh(V3 + "/refresh", first);
    refused(401, "M_UNKNOWN_TOKEN", used);
    assertTrue(used.json().path("soft_logout").asBoolean());
    // A refresh token that is used before its access token is takes over as well.
    JsonNode third = refresh(V3 + "/refresh", second).ok();
    JsonNode fourth = refresh(V3 + "/refresh", third).ok();
    refused(401, "M_UNKNOWN_TOKEN", refresh(V3 + "/refresh", second));
    caseroom.restart();
    whoami(text(fourth, "access_token")).ok();
    refused(401, "M_UNKNOWN_TOKEN", refresh(V3 + "/refresh", third));
    http().post(V3 + "/logout", text(fourth, "access_token"), Json.object()).ok();
    refused(401, "M_UNKNOWN_TOKEN", refresh(V3 + "/refresh", fourth));
    refused(400, "M_MISSING_PARAM", http().post(V3 + "/refresh", null, Json.object()));
  }

  @Test
  void aTokenThatIsOverIsASoftSignOut() {
    person("olga");
    JsonNode tokens = refreshable("olga");
    caseroom.clock().set(caseroom.clock().instant().plus(Duration.ofMinutes(31)));
    Http.Response over = whoami(text(tokens, "access_token"));
    refused(401, "M_UNKNOWN_TOKEN", over);
    assertTrue(over.json().path("soft_logout").asBoolean());
    JsonNode next = refresh(V3 + "/refresh", tokens).ok();
    whoami(text(next, "access_token")).ok();
    Http.Response unknown = whoami("never-was");
    refused(401, "M_UNKNOWN_TOKEN", unknown);
    assertFalse(unknown.json().path("soft_logout").asBoolean());
  }

  @Test
  void signingInOnADeviceAgainEndsWhatItHad() {
    person("dev");
    JsonNode tokens = refreshable("dev");
    http()
        .post(
            V3 + "/login",
            null,
            json(
                "{'type': 'm.login.password', 'user': '@Dev:caseroom.localhost', 'password': '"
                    + TestCaseroom.PASSWORD
                    + "', 'device_id': '"
                    + text(tokens, "device_id")
                    + "'}"))
        .ok();
    refused(401, "M_UNKNOWN_TOKEN", whoami(text(tokens, "access_token")));
    refused(401, "M_UNKNOWN_TOKEN", refresh(V3 + "/refresh", tokens));
  }

  // ---- User-interactive authentication ----

  @Test
  void anAuthenticationIsForOneOperation() {
    String uma = person("uma");
    String one = text(caseroom.signInAgain("uma", TestCaseroom.PASSWORD), "device_id");
    String two = text(caseroom.signInAgain("uma", TestCaseroom.PASSWORD), "device_id");
    Http.Response asked = http().send("DELETE", V3 + "/devices/" + one, uma, Json.object());
    assertEquals(401, asked.status());
    ObjectNode body = auth(Json.object(), "uma", TestCaseroom.PASSWORD);
    ((ObjectNode) body.get("auth")).put("session", text(asked.json(), "session"));
    refused(403, "M_FORBIDDEN", http().send("DELETE", V3 + "/devices/" + two, uma, body));
    ObjectNode more = body.deepCopy();
    more.put("other", 1);
    refused(403, "M_FORBIDDEN", http().send("DELETE", V3 + "/devices/" + one, uma, more));
    assertEquals(200, http().send("DELETE", V3 + "/devices/" + one, uma, body).status());
    http().get(V3 + "/devices/" + two, uma).ok();
    Http.Response magic =
        http()
            .send(
                "DELETE", V3 + "/devices/" + two, uma, json("{'auth': {'type': 'm.login.magic'}}"));
    refused(401, "M_UNRECOGNIZED", magic);
    assertFalse(text(magic.json(), "session").isEmpty());
  }

  @Test
  void devicesTellWhereTheyWereSeen() {
    String uri = person("uri");
    long before = caseroom.clock().millis();
    whoami(uri).ok();
    JsonNode device = http().get(V3 + "/devices", uri).ok().path("devices").path(0);
    assertEquals(id("uri"), text(device, "user_id"));
    assertEquals("127.0.0.1", text(device, "last_seen_ip"));
    assertTrue(device.path("last_seen_ts").asLong() >= before);
    String whois = V3 + "/admin/whois/" + enc(id("uri"));
    JsonNode session = http().get(whois, uri).ok().path("devices").path(text(device, "device_id"));
    assertEquals(
        "127.0.0.1", text(session.path("sessions").path(0).path("connections").path(0), "ip"));
    assertTrue(
        text(session.path("sessions").path(0).path("connections").path(0), "user_agent")
            .startsWith("Java-http-client"));
    refused(403, "M_FORBIDDEN", http().get(whois, jo));
  }

  // ---- Closing an account ----

  @Test
  void anAccountIsClosedForGood() {
    String max = person("max");
    String room = createRoom(max, "{'preset': 'public_chat'}");
    room(max, room, "/invite", "{'user_id': '" + id("jo") + "'}").ok();
    http().post(V3 + "/join/" + enc(room), jo, Json.object()).ok();
    http()
        .post(
            V3 + "/room_keys/version",
            max,
            json("{'algorithm': 'm.megolm_backup.v1.curve25519-aes-sha2', 'auth_data': {}}"))
        .ok();
    String path = V3 + "/account/deactivate";
    refused(401, "M_FORBIDDEN", http().post(path, max, auth(Json.object(), "max", "wrong")));
    assertEquals(401, http().post(path, max, Json.object()).status());
    assertEquals(
        "success",
        text(
            http().post(path, max, auth(Json.object(), "max", TestCaseroom.PASSWORD)).ok(),
            "id_server_unbind_result"));
    refused(401, "M_UNKNOWN_TOKEN", whoami(max));
    assertEquals("leave", text(state(jo, room, "m.room.member/" + id("max")), "membership"));
    refused(403, "M_USER_DEACTIVATED", login("max", TestCaseroom.PASSWORD));
    refused(403, "M_FORBIDDEN", login("max", "wrong password"));
    refused(403, "M_FORBIDDEN", http().post(path, amy, auth(Json.object(), "amy", "x")));
    var identity = caseroom.caseroom().identity();
    identity.reactivate(caseroom.user("max"), null);
    refused(403, "M_FORBIDDEN", login("max", TestCaseroom.PASSWORD));
    String again = caseroom.issueToken(caseroom.user("max"));
    refused(404, "M_NOT_FOUND", http().get(V3 + "/room_keys/version", again));
  }

  private Http.Response login(String name, String password) {
    return http()
        .post(
            V3 + "/login",
            null,
            Json.object()
                .put("type", "m.login.password")
                .put("user", name)
                .put("password", password));
  }

  @Test
  void whoCameLaterSeesNothingOfTheErased() {
    String eve = person("eve");
    http().put(V3 + "/profile/" + enc(id("eve")) + "/m.tz", eve, json("{'m.tz': 'GMT'}")).ok();
    String room = createRoom(eve, "{'preset': 'public_chat'}");
    http().post(V3 + "/join/" + enc(room), jo, Json.object()).ok();
    String event = send(eve, room, "body1");
    http().post(V3 + "/join/" + enc(room), sam, Json.object()).ok();
    assertEquals("body1", body(sam, room, event));
    ObjectNode erase = auth(Json.object().put("erase", true), "eve", TestCaseroom.PASSWORD);
    http().post(V3 + "/account/deactivate", eve, erase).ok();
    assertEquals("body1", body(jo, room, event));
    assertEquals("", body(sam, room, event));
    assertEquals("body1", inTimeline(jo, room, event));
    assertEquals("", inTimeline(sam, room, event));
    assertEquals("body1", inTimeline(jo, room, event));
    refused(404, "M_NOT_FOUND", http().get(V3 + "/profile/" + enc(id("eve")), jo));
  }

  private String body(String token, String room, String event) {
    return text(get(token, room, "/event/" + enc(event)).path("content"), "body");
  }

  /** What a first sync shows of a message. */
  private String inTimeline(String token, String room, String event) {
    JsonNode timeline =
        http()
            .get(V3 + "/sync?timeout=0", token)
            .ok()
            .path("rooms")
            .path("join")
            .path(room)
            .path("timeline")
            .path("events");
    for (JsonNode each : timeline) {
      if (text(each, "event_id").equals(event)) {
        return text(each.path("content"), "body");
      }
    }
    throw new AssertionError("Not in the timeline: " + timeline);
  }

  // ---- Holding accounts back ----

  private String administrator() {
    if (caseroom.caseroom().identity().accounts().find(caseroom.user("ada")).isEmpty()) {
      caseroom.createAccount("ada", Role.ADMINISTRATOR);
      caseroom.createAccount("bob", Role.ADMINISTRATOR);
    }
    return caseroom.signIn("ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspend", "lock"})
  void onlyAnAdministratorHoldsOthersBack(String what) {
    String ada = administrator();
    String field = what.equals("lock") ? "locked" : "suspended";
    String path = ADMIN + what + "/";
    ObjectNode yes = Json.object().put(field, true);
    refused(403, "M_FORBIDDEN", http().get(path + enc(id("sam")), amy));
    refused(403, "M_FORBIDDEN", http().put(path + enc(id("nobody")), amy, yes));
    refused(403, "M_FORBIDDEN", http().put(path + enc(id("ada")), ada, yes));
    refused(403, "M_FORBIDDEN", http().put(path + enc(id("bob")), ada, yes));
    refused(403, "M_FORBIDDEN", http().get(path + enc(id("bob")), ada));
    refused(404, "M_NOT_FOUND", http().get(path + enc(id("nobody")), ada));
    refused(400, "M_INVALID_PARAM", http().get(path + enc("@x:elsewhere.org"), ada));
    refused(400, "M_MISSING_PARAM", http().put(path + enc(id("sam")), ada, Json.object()));
    assertFalse(http().get(path + enc(id("sam")), ada).ok().path(field).asBoolean());
  }

  @Test
  void theLockedWaitAndKeepTheirTokens() {
    String lou = person("lou");
    String path = ADMIN + "lock/" + enc(id("lou"));
    String ada = administrator();
    assertTrue(http().put(path, ada, json("{'locked': true}")).ok().path("locked").asBoolean());
    Http.Response locked = whoami(lou);
    refused(401, "M_USER_LOCKED", locked);
    assertTrue(locked.json().path("soft_logout").asBoolean());
    refused(401, "M_USER_LOCKED", http().get(V3 + "/sync", lou));
    refused(401, "M_USER_LOCKED", login("lou", TestCaseroom.PASSWORD));
    assertTrue(http().get(path, ada).ok().path("locked").asBoolean());
    http().put(path, ada, json("{'locked': false}")).ok();
    whoami(lou).ok();
    http().put(path, ada, json("{'locked': true}")).ok();
    http().post(V3 + "/logout", lou, Json.object()).ok();
    refused(401, "M_UNKNOWN_TOKEN", whoami(lou));
  }

  @Test
  void theSuspendedReadAndLeave() {
    String sue = person("sue");
    String levels = "{'users': {'" + id("amy") + "': 100, '" + id("sue") + "': 50}}";
    String room =
        createRoom(
            amy, "{'preset': 'public_chat', 'power_level_content_override': " + levels + "}");
    http().post(V3 + "/join/" + enc(room), sue, Json.object()).ok();
    String own = send(sue, room, "hello");
    String others = send(amy, room, "hello");
    String ada = administrator();
    http().put(ADMIN + "suspend/" + enc(id("sue")), ada, json("{'suspended': true}")).ok();
    String path = V3 + "/rooms/" + enc(room);
    ObjectNode message = json("{'msgtype': 'm.text', 'body': 'x'}");
    refused(403, "M_USER_SUSPENDED", http().put(path + "/send/m.room.message/s1", sue, message));
    refused(403, "M_USER_SUSPENDED", http().post(V3 + "/createRoom", sue, Json.object()));
    refused(
        403,
        "M_USER_SUSPENDED",
        http()
            .put(
                V3 + "/profile/" + enc(id("sue")) + "/displayname",
                sue,
                json("{'displayname': 'x'}")));
    refused(
        403,
        "M_USER_SUSPENDED",
        http().put(path + "/redact/" + enc(others) + "/s2", sue, Json.object()));
    http().put(path + "/redact/" + enc(own) + "/s3", sue, Json.object()).ok();
    http().get(V3 + "/sync?timeout=0", sue).ok();
    caseroom.signInAgain("sue", TestCaseroom.PASSWORD);
    room(sue, room, "/leave", "{}").ok();
  }

  @Test
  void theSuspendedWriteThroughNoOtherDoorEither() {
    caseroom.createAccount("wes", Role.ADOPTER);
    String wes = caseroom.signIn("wes");
    String room = createRoom(amy, "{'invite': ['" + id("wes") + "']}");
    http().post(V3 + "/join/" + enc(room), wes, Json.object()).ok();
    http()
        .put(ADMIN + "suspend/" + enc(id("wes")), administrator(), json("{'suspended': true}"))
        .ok();
    RoomId id = RoomId.of(room);
    UserId author = caseroom.user("wes");
    for (Draft draft :
        List.of(
            Draft.message(id, author, "m.room.message", json("{'msgtype': 'm.text', 'body': 'x'}")),
            Draft.state(id, author, "m.room.member", id("jo"), json("{'membership': 'invite'}")))) {
      Problem refusal =
          assertThrows(Problem.class, () -> caseroom.caseroom().rooms().log().appendNow(draft));
      assertEquals("M_USER_SUSPENDED", refusal.errcode(), draft.type());
    }
  }

  @Test
  void whatOneMayDoIsTold() {
    JsonNode can = http().get(V3 + "/capabilities", jo).ok().get("capabilities");
    assertEquals("stable", can.path("m.room_versions").path("available").path("12").asText());
    for (String named :
        List.of(
            "change_password",
            "set_displayname",
            "set_avatar_url",
            "profile_fields",
            "get_login_token")) {
      assertTrue(can.path("m." + named).path("enabled").asBoolean(), named);
    }
    for (String named : List.of("3pid_changes", "forget_forced_upon_leave")) {
      assertFalse(can.path("m." + named).path("enabled").asBoolean(true), named);
    }
    assertFalse(can.has("m.account_moderation"));
    assertTrue(
        http()
            .get(V3 + "/capabilities", administrator())
            .ok()
            .path("capabilities")
            .path("m.account_moderation")
            .path("lock")
            .asBoolean());
    refused(401, "M_MISSING_TOKEN", http().get(V3 + "/capabilities", null));
    for (String path :
        List.of(
            V3 + "/login/sso/redirect",
            V3 + "/dehydrated_device",
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device")) {
      refused(404, "M_UNRECOGNIZED", http().get(path, jo));
    }
  }

  // ---- Profiles ----

  @Test
  void aProfileHoldsMoreThanAName() {
    String pat = person("pat");
    String profile = V3 + "/profile/" + enc(id("pat"));
    http().put(profile + "/m.tz", pat, json("{'m.tz': 'Europe/London'}")).ok();
    http().put(profile + "/org.x.likes", pat, json("{'org.x.likes': ['tea', null, 1.5]}")).ok();
    JsonNode all = http().get(profile, jo).ok();
    assertEquals("Europe/London", text(all, "m.tz"));
    assertEquals("[\"tea\",null,1.5]", all.path("org.x.likes").toString());
    assertEquals("pat", text(all, "displayname"));
    assertEquals(
        "{\"m.tz\":\"Europe/London\"}", http().get(profile + "/m.tz", null).ok().toString());
    refused(404, "M_NOT_FOUND", http().get(profile + "/org.x.none", jo));
    http().delete(profile + "/org.x.likes", pat).ok();
    http().delete(profile + "/org.x.likes", pat).ok();
    refused(404, "M_NOT_FOUND", http().get(profile + "/org.x.likes", jo));
    http().delete(profile + "/displayname", pat).ok();
    assertFalse(http().get(profile, jo).ok().has("displayname"));
    refused(403, "M_FORBIDDEN", http().delete(profile + "/m.tz", jo));
    refused(403, "M_FORBIDDEN", http().put(profile + "/m.tz", jo, json("{'m.tz': 'x'}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nonsense | {'Nonsense': 1} | M_INVALID_PARAM",
        "plain | {'plain': 1} | M_INVALID_PARAM",
        "m.tz | {'m.tz': 5} | M_BAD_JSON",
        "m.tz | {} | M_MISSING_PARAM",
        "org.x.y | {'org.x.z': 1} | M_MISSING_PARAM",
        "displayname | {} | M_MISSING_PARAM",
        "displayname | {'displayname': 5} | M_BAD_JSON",
        "avatar_url | {'avatar_url': 'https://x/y'} | M_INVALID_PARAM"
      })
  void whatIsNoFieldIsRefused(String key, String body, String errcode) {
    refused(400, errcode, http().put(V3 + "/profile/" + enc(id("jo")) + "/" + key, jo, json(body)));
  }

  @Test
  void aProfileHasItsSize() {
    String profile = V3 + "/profile/" + enc(id("sam")) + "/";
    String large = "org.x." + "x".repeat(250);
    refused(400, "M_KEY_TOO_LARGE", http().put(profile + large, sam, Json.object().put(large, 1)));
    ObjectNode half = Json.object().put("org.x.a", "x".repeat(40_000));
    http().put(profile + "org.x.a", sam, half).ok();
    http().put(profile + "org.x.a", sam, half).ok();
    refused(
        400,
        "M_PROFILE_TOO_LARGE",
        http().put(profile + "org.x.b", sam, Json.object().put("org.x.b", "x".repeat(40_000))));
    http().delete(profile + "org.x.a", sam).ok();
  }

  // ---- Finding people ----

  private List<String> found(String token, String term) {
    return http()
        .post(V3 + "/user_directory/search", token, Json.object().put("search_term", term))
        .ok()
        .path("results")
        .findValuesAsText("user_id");
  }

  @Test
  void peopleAreFoundWhoShareARoomOrAreInAnOpenOne() {
    String finn = person("finn-zebra");
    String gwen = person("gwen");
    assertEquals(List.of(), found(gwen, "zebra"));
    assertEquals(List.of(), found(finn, "zebra"));
    String open = createRoom(finn, "{'preset': 'public_chat'}");
    assertEquals(List.of(id("finn-zebra")), found(gwen, "zebra"));
    http()
        .put(
            V3 + "/rooms/" + enc(open) + "/state/m.room.join_rules",
            finn,
            json("{'join_rule': 'invite'}"))
        .ok();
    assertEquals(List.of(), found(gwen, "zebra"));
    room(finn, open, "/invite", "{'user_id': '" + id("gwen") + "'}").ok();
    http().post(V3 + "/join/" + enc(open), gwen, Json.object()).ok();
    assertEquals(List.of(id("finn-zebra")), found(gwen, "zebra"));
    // What they are called in one room is no business of the directory.
    http()
        .put(
            V3 + "/rooms/" + enc(open) + "/state/m.room.member/" + enc(id("finn-zebra")),
            finn,
            json("{'membership': 'join', 'displayname': 'Quagga'}"))
        .ok();
    assertEquals(List.of(), found(gwen, "quagga"));
  }
}
