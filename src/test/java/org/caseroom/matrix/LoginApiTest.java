package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client asks before it is in, signing in and out, and one's own account. */
class LoginApiTest extends MatrixTest {
  private Http.Response login(String body) {
    return http().post(V3 + "/login", null, json(body.replace("PASSWORD", TestCaseroom.PASSWORD)));
  }

  private static ObjectNode withPassword(ObjectNode body, String session, String user) {
    ObjectNode auth = body.putObject("auth");
    auth.put("type", "m.login.password").put("password", TestCaseroom.PASSWORD);
    auth.put("session", session);
    auth.putObject("identifier").put("type", "m.id.user").put("user", user);
    return body;
  }

  @Test
  void clientsFindOutWhatTheServerIs() {
    String base =
        http()
            .get("/.well-known/matrix/client", null)
            .ok()
            .path("m.homeserver")
            .path("base_url")
            .asText();
    assertTrue(base.startsWith("http://127.0.0.1:"), base);
    JsonNode versions = http().get("/_matrix/client/versions", null).ok().path("versions");
    assertTrue(versions.toString().contains("\"v1.11\""));
    JsonNode can = http().get(V3 + "/capabilities", jo).ok().path("capabilities");
    assertEquals("11", can.path("m.room_versions").path("default").asText());
    assertEquals(
        "m.login.password",
        http().get(V3 + "/login", null).ok().path("flows").path(0).path("type").asText());
    refused(403, "M_FORBIDDEN", http().post(V3 + "/register", null, Json.object()));
    refused(404, "M_NOT_FOUND", http().get(V3 + "/room_keys/version", jo));
    refused(
        404,
        "M_UNRECOGNIZED",
        http().get("/_matrix/client/unstable/org.matrix.msc2965/auth_issuer", null));
    refused(404, "M_UNRECOGNIZED", http().get("/_matrix/client/v1/auth_metadata", null));
    assertEquals(0, http().get(V3 + "/voip/turnServer", jo).ok().size());
    assertEquals(0, http().get(V3 + "/thirdparty/protocols", jo).ok().size());
    assertEquals(0, http().get(V3 + "/notifications", jo).ok().path("notifications").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'm.login.password', 'user': 'jo', 'password': 'PASSWORD'}",
        "{'type': 'm.login.password', 'user': '@jo:caseroom.localhost', 'password': 'PASSWORD'}",
        "{'type': 'm.login.password', 'identifier': {'type': 'm.id.user', 'user': 'jo'},"
            + " 'password': 'PASSWORD', 'device_id': 'PHONE', 'initial_device_display_name': 'P'}"
      })
  void aPasswordSignsIn(String body) {
    JsonNode answer = login(body).ok();
    assertEquals(id("jo"), answer.path("user_id").asText());
    JsonNode who = http().get(V3 + "/account/whoami", answer.path("access_token").asText()).ok();
    assertEquals(id("jo"), who.path("user_id").asText());
    assertEquals(answer.path("device_id").asText(), who.path("device_id").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'm.login.password', 'user': 'jo', 'password': 'wrong'} | 403 | M_FORBIDDEN",
        "{'type': 'm.login.password', 'user': 'who', 'password': 'wrong'} | 403 | M_FORBIDDEN",
        "{'type': 'm.login.password', 'password': 'x'} | 400 | M_MISSING_PARAM",
        "{'type': 'm.login.password', 'user': 'jo'} | 400 | M_MISSING_PARAM",
        "{'type': 'm.login.password', 'user': {}, 'password': 'x'} | 400 | M_BAD_JSON",
        "{'type': 'm.login.token', 'token': 'x'} | 403 | M_FORBIDDEN",
        "{'type': 'm.login.magic'} | 400 | M_UNKNOWN",
        "{'identifier': {'type': 'm.id.phone'}, 'type': 'm.login.password', 'password': 'x'}"
            + " | 400 | M_UNKNOWN",
        "{} | 400 | M_MISSING_PARAM"
      })
  void whatIsNoSignInIsRefused(String body, int status, String errcode) {
    refused(status, errcode, login(body));
  }

  @Test
  void aPageSignsInForClientsThatCannot() {
    Http.Response page = http().get("/_matrix/static/client/login/", null);
    assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    assertTrue(page.text().contains("matrixLogin.onLogin"));
  }

  @Test
  void aLoginTokenSignsInOnce() {
    String path = "/_matrix/client/v1/login/get_token";
    String session = http().post(path, amy, Json.object()).json().path("session").asText();
    JsonNode token = http().post(path, amy, withPassword(Json.object(), session, "amy")).ok();
    String login =
        "{'type': 'm.login.token', 'token': '" + token.path("login_token").asText() + "'}";
    assertEquals(id("amy"), login(login).ok().path("user_id").asText());
    refused(403, "M_FORBIDDEN", login(login));
  }

  @Test
  void signingOutEndsTheToken() {
    String token = caseroom.signInAgain("sam", TestCaseroom.PASSWORD).path("access_token").asText();
    http().post(V3 + "/logout", token, Json.object()).ok();
    refused(401, "M_UNKNOWN_TOKEN", http().get(V3 + "/account/whoami", token));
    String other = caseroom.signInAgain("sam", TestCaseroom.PASSWORD).path("access_token").asText();
    http().post(V3 + "/logout/all", other, Json.object()).ok();
    refused(401, "M_UNKNOWN_TOKEN", http().get(V3 + "/account/whoami", other));
    refused(401, "M_MISSING_TOKEN", http().get(V3 + "/account/whoami", null));
  }

  @Test
  void devicesAreListedRenamedAndDeletedWithThePassword() {
    JsonNode phone = caseroom.signInAgain("jo", TestCaseroom.PASSWORD);
    String device = V3 + "/devices/" + phone.path("device_id").asText();
    http().put(device, jo, json("{'display_name': 'Jo phone'}")).ok();
    assertEquals("Jo phone", http().get(device, jo).ok().path("display_name").asText());
    assertTrue(http().get(V3 + "/devices", jo).ok().path("devices").size() >= 2);
    refused(404, "M_NOT_FOUND", http().get(V3 + "/devices/NONE", jo));

    Http.Response asked = http().delete(device, jo);
    assertEquals(401, asked.status());
    assertFalse(asked.json().has("errcode"));
    assertEquals(
        "m.login.password", asked.json().path("flows").path(0).path("stages").path(0).asText());
    String session = asked.json().path("session").asText();
    ObjectNode wrong = withPassword(Json.object(), session, "jo");
    ((ObjectNode) wrong.get("auth")).put("password", "wrong");
    refused(401, "M_FORBIDDEN", http().send("DELETE", device, jo, wrong));
    refused(
        403,
        "M_FORBIDDEN",
        http().send("DELETE", device, jo, withPassword(Json.object(), session, "amy")));
    assertEquals(
        200,
        http().send("DELETE", device, jo, withPassword(Json.object(), session, "jo")).status());
    refused(404, "M_NOT_FOUND", http().get(device, jo));
    refused(
        401,
        "M_UNKNOWN_TOKEN",
        http().get(V3 + "/account/whoami", phone.path("access_token").asText()));
  }

  @Test
  void severalDevicesAreDeletedWithOnePassword() {
    caseroom.createAccount("lee", Role.ADOPTER);
    String lee = caseroom.signIn("lee");
    ObjectNode body = Json.object();
    for (int i = 0; i < 2; i++) {
      JsonNode device = caseroom.signInAgain("lee", TestCaseroom.PASSWORD);
      body.withArray("devices").add(device.path("device_id").asText());
    }
    assertEquals(3, http().get(V3 + "/devices", lee).ok().path("devices").size());
    String session = http().post(V3 + "/delete_devices", lee, body).json().path("session").asText();
    http().post(V3 + "/delete_devices", lee, withPassword(body, session, "lee")).ok();
    assertEquals(1, http().get(V3 + "/devices", lee).ok().path("devices").size());
  }

  @Test
  void aPasswordIsChangedWithTheOldOne() {
    caseroom.createAccount("kim", Role.ADOPTER);
    String kim = caseroom.signIn("kim");
    String other = caseroom.signInAgain("kim", TestCaseroom.PASSWORD).path("access_token").asText();
    String path = V3 + "/account/password";
    ObjectNode body = json("{'new_password': 'another battery staple horse'}");
    String session = http().post(path, kim, body).json().path("session").asText();
    http().post(path, kim, withPassword(body, session, "kim")).ok();
    refused(401, "M_UNKNOWN_TOKEN", http().get(V3 + "/account/whoami", other));
    http().get(V3 + "/account/whoami", kim).ok();
    caseroom.signInAgain("kim", "another battery staple horse");
    refused(
        403,
        "M_FORBIDDEN",
        login("{'type': 'm.login.password', 'user': 'kim', 'password': 'PASSWORD'}"));
  }
}
