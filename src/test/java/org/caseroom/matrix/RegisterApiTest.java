package org.caseroom.matrix;

import static org.caseroom.matrix.MatrixTest.V3;
import static org.caseroom.matrix.MatrixTest.enc;
import static org.caseroom.matrix.MatrixTest.json;
import static org.caseroom.matrix.MatrixTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.caseroom.base.Json;
import org.caseroom.base.Secret;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making an account of one's own, in a house that lets people, and coming in as a guest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterApiTest {
  private static final String REGISTER = "/_matrix/client/r0/register";

  private TestCaseroom caseroom;
  private TestCaseroom withTokens;

  @BeforeAll
  void start() {
    caseroom =
        TestCaseroom.start(
            settings ->
                settings
                    .with("accounts.registration", true)
                    .with("accounts.guests", true)
                    .with("accounts.passwordCharacters", 6));
    withTokens =
        TestCaseroom.start(
            settings ->
                settings
                    .with("accounts.registration", true)
                    .with("accounts.registrationTokens", List.of(Secret.of("fox")))
                    .with("accounts.sharedSecret", Secret.of("badger")));
  }

  @AfterAll
  void stop() {
    caseroom.close();
    withTokens.close();
  }

  private Http.Response register(String body) {
    return caseroom.http().post(REGISTER, null, json(body));
  }

  private JsonNode registered(String name) {
    return register(
            "{'username': '" + name + "', 'password': 's3kr1t', 'auth': {'type': 'm.login.dummy'}}")
        .ok();
  }

  private String guest() {
    return caseroom
        .http()
        .post(REGISTER + "?kind=guest", null, Json.object())
        .ok()
        .path("access_token")
        .asText();
  }

  @Test
  void oneIsAskedForWhatItTakes() {
    Http.Response asked = register("{}");
    assertEquals(401, asked.status());
    assertEquals("[{\"stages\":[\"m.login.dummy\"]}]", asked.json().path("flows").toString());
    assertFalse(asked.json().has("errcode"));
    assertFalse(asked.json().path("session").asText().isEmpty());
  }

  @Test
  void anAccountIsMadeAndSignedIn() {
    JsonNode made =
        register(
                "{'username': 'User-UPPER', 'password': 's3kr1t', 'device_id': 'my_device',"
                    + " 'auth': {'type': 'm.login.dummy'}}")
            .ok();
    assertEquals("@user-upper:caseroom.localhost", made.path("user_id").asText());
    assertEquals("my_device", made.path("device_id").asText());
    JsonNode who =
        caseroom.http().get(V3 + "/account/whoami", made.path("access_token").asText()).ok();
    assertEquals(made.path("user_id"), who.path("user_id"));
    assertFalse(who.path("is_guest").asBoolean());
    refused(400, "M_USER_IN_USE", register("{'username': 'user-upper', 'password': 's3kr1t'}"));
    caseroom.signInAgain("user-upper", "s3kr1t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", ":", "?", "@", "[", "]", "{", "|", "}", "£", "é", "\\n", ",", " "})
  void aNameHoldsWhatTheGrammarAllows(String character) {
    refused(
        400,
        "M_INVALID_USERNAME",
        register("{'username': 'user-" + character + "-x', 'password': 's3kr1t'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "3", ".", "_", "=", "-", "/"})
  void aNameMayHold(String character) {
    registered("chr" + character);
  }

  @Test
  void someNamesAreNobodys() {
    refused(400, "M_INVALID_USERNAME", register("{'username': '_name', 'password': 's3kr1t'}"));
    refused(400, "M_INVALID_USERNAME", register("{'username': '1234', 'password': 's3kr1t'}"));
    refused(400, "M_INVALID_USERNAME", register("{'username': '', 'password': 's3kr1t'}"));
    refused(
        400,
        "M_INVALID_USERNAME",
        register("{'username': '" + "x".repeat(300) + "', 'password': 's3kr1t'}"));
    refused(400, "M_USER_IN_USE", register("{'username': 'caseroom', 'password': 's3kr1t'}"));
    refused(400, "M_WEAK_PASSWORD", register("{'username': 'weak', 'password': 'x'}"));
    refused(400, "M_BAD_JSON", register("{'username': 5}"));
    refused(400, "M_MISSING_PARAM", register("{'auth': {'type': 'm.login.dummy'}}"));
  }

  @Test
  void theSessionRemembersWhatWasAskedForAndAnswersTwice() {
    String session =
        register(
                "{'username': 'rem', 'password': 'übers3kr1t', 'device_id': 'xyzzy',"
                    + " 'initial_device_display_name': 'Shown', 'inhibit_login': 0}")
            .json()
            .path("session")
            .asText();
    String finish = "{'auth': {'type': 'm.login.dummy', 'session': '" + session + "'}}";
    JsonNode first = register(finish).ok();
    assertEquals("@rem:caseroom.localhost", first.path("user_id").asText());
    JsonNode again = register(finish).ok();
    assertEquals(first.path("user_id"), again.path("user_id"));
    JsonNode device =
        caseroom.http().get(V3 + "/devices/xyzzy", again.path("access_token").asText()).ok();
    assertEquals("Shown", device.path("display_name").asText());
    caseroom.signInAgain("rem", "übers3kr1t");
  }

  @Test
  void aNameIsThoughtOfWhereNoneIsGiven() {
    JsonNode made = register("{'password': 's3kr1t', 'auth': {'type': 'm.login.dummy'}}").ok();
    assertTrue(made.path("user_id").asText().matches("@[a-z]+:caseroom.localhost"));
  }

  @Test
  void aSignInMayBeLeftOut() {
    JsonNode made =
        register(
                "{'username': 'later', 'password': 's3kr1t', 'inhibit_login': 1,"
                    + " 'auth': {'type': 'm.login.dummy'}}")
            .ok();
    assertFalse(made.has("access_token"));
    assertFalse(made.has("device_id"));
    assertEquals("@later:caseroom.localhost", made.path("user_id").asText());
  }

  @Test
  void namesAreLookedUp() {
    registered("taken");
    Http http = caseroom.http();
    assertTrue(
        http.get(V3 + "/register/available?username=free", null)
            .ok()
            .path("available")
            .asBoolean());
    refused(400, "M_USER_IN_USE", http.get(V3 + "/register/available?username=taken", null));
    refused(400, "M_INVALID_USERNAME", http.get(V3 + "/register/available?username=a%20b", null));
    refused(400, "M_MISSING_PARAM", http.get(V3 + "/register/available", null));
    refused(400, "M_UNRECOGNIZED", http.post(REGISTER + "?kind=robot", null, Json.object()));
  }

  @Test
  void whereTokensAreAskedForOneHasToBeShown() {
    Http http = withTokens.http();
    String path = "/_matrix/client/v1/register/m.login.registration_token/validity?token=";
    assertTrue(http.get(path + "fox", null).ok().path("valid").asBoolean());
    assertFalse(http.get(path + "dog", null).ok().path("valid").asBoolean());
    String body = "{'username': 'fox', 'password': 'three brown foxes', 'auth': {'type': ";
    Http.Response asked = http.post(REGISTER, null, json("{}"));
    assertEquals(
        "[{\"stages\":[\"m.login.registration_token\"]}]", asked.json().path("flows").toString());
    refused(401, "M_UNRECOGNIZED", http.post(REGISTER, null, json(body + "'m.login.dummy'}}")));
    refused(
        401,
        "M_UNAUTHORIZED",
        http.post(REGISTER, null, json(body + "'m.login.registration_token', 'token': 'dog'}}")));
    http.post(REGISTER, null, json(body + "'m.login.registration_token', 'token': 'fox'}}")).ok();
    refused(403, "M_FORBIDDEN", http.post(REGISTER + "?kind=guest", null, json("{}")));
  }

  @Test
  void aPageGoesThroughAStageForAClientThatCannot() {
    Http http = withTokens.http();
    String session =
        http.post(REGISTER, null, json("{'username': 'page', 'password': 'three brown foxes'}"))
            .json()
            .path("session")
            .asText();
    String page = V3 + "/auth/m.login.registration_token/fallback/web?session=" + session;
    assertTrue(http.get(page, null).text().contains("<form method=\"post\">"));
    assertEquals(
        401, http.send(http.to(page).POST(BodyPublishers.ofString("token=dog")).build()).status());
    assertEquals(
        200, http.send(http.to(page).POST(BodyPublishers.ofString("token=fox")).build()).status());
    http.post(REGISTER, null, json("{'auth': {'session': '" + session + "'}}")).ok();
    refused(
        404,
        "M_UNRECOGNIZED",
        http.get(V3 + "/auth/m.login.sso/fallback/web?session=" + session, null));
  }

  @Test
  void whoRegisteredIsNobodysWorker() {
    String token = registered("stranger").path("access_token").asText();
    refused(403, "M_FORBIDDEN", caseroom.http().get("/api/accounts", token));
  }

  @Test
  void guestsMayDoLittle() {
    String token = guest();
    Http http = caseroom.http();
    JsonNode who = http.get(V3 + "/account/whoami", token).ok();
    assertTrue(who.path("is_guest").asBoolean());
    String name = V3 + "/profile/" + enc(who.path("user_id").asText()) + "/displayname";
    assertFalse(http.get(name, token).ok().has("displayname"));
    http.put(name, token, json("{'displayname': 'Guest'}")).ok();
    assertEquals("Guest", http.get(name, token).ok().path("displayname").asText());
    for (String path : List.of("/createRoom", "/account/password", "/user_directory/search")) {
      refused(403, "M_GUEST_ACCESS_FORBIDDEN", http.post(V3 + path, token, Json.object()));
    }
  }

  @Test
  void guestsAreInRoomsThatLetThemIn() {
    Http http = caseroom.http();
    String host = registered("host").path("access_token").asText();
    String room =
        http.post(V3 + "/createRoom", host, json("{'preset': 'public_chat'}"))
            .ok()
            .path("room_id")
            .asText();
    String path = V3 + "/rooms/" + enc(room);
    String access = path + "/state/m.room.guest_access";
    http.put(access, host, json("{'guest_access': 'forbidden'}")).ok();
    String guest = guest();
    refused(403, "M_GUEST_ACCESS_FORBIDDEN", http.post(path + "/join", guest, Json.object()));
    http.put(access, host, json("{'guest_access': 'can_join'}")).ok();
    http.post(path + "/join", guest, Json.object()).ok();
    http.put(path + "/send/m.room.message/1", guest, json("{'msgtype': 'm.text', 'body': 'sup'}"))
        .ok();
    http.put(access, host, json("{'guest_access': 'forbidden'}")).ok();
    String id = http.get(V3 + "/account/whoami", guest).ok().path("user_id").asText();
    assertEquals(
        "leave",
        http.get(path + "/state/m.room.member/" + enc(id), host).ok().path("membership").asText());
  }

  @Test
  void aGuestBecomesAMember() {
    Http http = caseroom.http();
    String token = guest();
    String id = http.get(V3 + "/account/whoami", token).ok().path("user_id").asText();
    String name = id.substring(1, id.indexOf(':'));
    String body =
        "{'username': '%s', 'password': 's3kr1t', 'guest_access_token': '%s',"
            + " 'auth': {'type': 'm.login.dummy'}}";
    refused(403, "M_FORBIDDEN", register(body.formatted(name, guest())));
    JsonNode made = register(body.formatted(name, token)).ok();
    assertEquals(id, made.path("user_id").asText());
    assertNotEquals(token, made.path("access_token").asText());
    assertFalse(
        http.get(V3 + "/account/whoami", made.path("access_token").asText())
            .ok()
            .path("is_guest")
            .asBoolean());
    refused(403, "M_FORBIDDEN", register(body.formatted(name, token)));
  }

  private Http.Response withSecret(String secret, String nonce, String name, boolean admin)
      throws GeneralSecurityException {
    String password = "three brown foxes";
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    String text = String.join("\0", nonce, name, password, admin ? "admin" : "notadmin");
    return withTokens
        .http()
        .post(
            "/_synapse/admin/v1/register",
            null,
            Json.object()
                .put("nonce", nonce)
                .put("username", name)
                .put("password", password)
                .put("admin", admin)
                .put(
                    "mac",
                    HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))));
  }

  private String nonce() {
    return withTokens.http().get("/_synapse/admin/v1/register", null).ok().path("nonce").asText();
  }

  @Test
  void toolsOfTheOperatorMakeAccounts() throws GeneralSecurityException {
    String nonce = nonce();
    JsonNode made = withSecret("badger", nonce, "Tool-Admin", true).ok();
    assertEquals("@tool-admin:caseroom.localhost", made.path("user_id").asText());
    withTokens.http().get("/api/accounts", made.path("access_token").asText()).ok();
    refused(400, "M_UNKNOWN", withSecret("badger", nonce, "other", true));
    refused(403, "M_FORBIDDEN", withSecret("mole", nonce(), "other", true));
    refused(400, "M_INVALID_USERNAME", withSecret("badger", nonce(), "us,er", false));
    JsonNode plain = withSecret("badger", nonce(), "plain", false).ok();
    refused(
        403,
        "M_FORBIDDEN",
        withTokens.http().get("/api/accounts", plain.path("access_token").asText()));
    refused(404, "M_UNRECOGNIZED", caseroom.http().get("/_synapse/admin/v1/register", null));
  }
}
