package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.mail.MailServer;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.web.Pages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E-mail addresses of accounts, with a mail server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdPartyApiTest {
  private static final String V3 = MatrixTest.V3;
  private static final String ADD = V3 + "/account/3pid/email/requestToken";
  private static final String RESET = V3 + "/account/password/email/requestToken";
  private static final String REGISTER = V3 + "/register/email/requestToken";
  private static final Pattern LINK = Pattern.compile("http://[^/\\s]+(/email/\\S+)");

  private MailServer mail;
  private TestCaseroom caseroom;
  private String jo;
  private String amy;

  @BeforeAll
  void start() {
    mail = MailServer.start();
    caseroom =
        TestCaseroom.start(
            settings -> settings.with("mail", mail.settings()).with("accounts.registration", true));
    caseroom.createAccount("jo", Role.ADOPTER);
    caseroom.createAccount("amy", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
    jo = caseroom.signIn("jo");
    amy = caseroom.signIn("amy");
  }

  @AfterAll
  void stop() {
    caseroom.close();
    mail.close();
  }

  private Http.Response post(String path, String token, String body) {
    return caseroom.http().post(path, token, MatrixTest.json(body));
  }

  private String ask(String path, String token, String address, String secret) {
    return post(
            path,
            token,
            "{'client_secret': '" + secret + "', 'email': '" + address + "', 'send_attempt': 1}")
        .ok()
        .path("sid")
        .asText();
  }

  private static String link(MailServer.Message message) {
    Matcher found = LINK.matcher(message.text());
    assertTrue(found.find(), message.text());
    return found.group(1);
  }

  private HttpResponse<String> press(String link) {
    Pages owner = new Pages(caseroom.http().base());
    HttpResponse<String> page = owner.get(link);
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Confirm this address"), page.body());
    return owner.post(link);
  }

  private String confirmed(String path, String token, String address, String secret) {
    String sid = ask(path, token, address, secret);
    assertTrue(press(link(mail.next())).body().contains("Your e-mail address is confirmed"));
    return sid;
  }

  private Http.Response withPassword(
      String path, String token, String user, String password, ObjectNode body) {
    Http.Response asked = caseroom.http().post(path, token, body);
    assertEquals(401, asked.status(), asked.text());
    ObjectNode auth = body.putObject("auth");
    auth.put("type", "m.login.password").put("password", password);
    auth.put("session", asked.json().path("session").asText());
    auth.putObject("identifier").put("type", "m.id.user").put("user", user);
    return caseroom.http().post(path, token, body);
  }

  private Http.Response add(String token, String user, String sid, String secret) {
    return add(token, user, TestCaseroom.PASSWORD, sid, secret);
  }

  private Http.Response add(String token, String user, String password, String sid, String secret) {
    return withPassword(
        V3 + "/account/3pid/add",
        token,
        user,
        password,
        Json.object().put("sid", sid).put("client_secret", secret));
  }

  private JsonNode addresses(String token) {
    return caseroom.http().get(V3 + "/account/3pid", token).ok().path("threepids");
  }

  @Test
  void anAddressIsAddedOnceItsOwnerHasPressedTheButton() {
    String sid = ask(ADD, jo, "Jo@Home.example", "s1");
    MailServer.Message message = mail.next();
    assertEquals("jo@home.example", message.to());
    MatrixTest.refused(400, "M_THREEPID_AUTH_FAILED", add(jo, "jo", sid, "s1"));
    String link = link(message);
    // What looks through mail opens links: that confirms nothing.
    assertEquals(200, caseroom.http().get(link, null).status());
    MatrixTest.refused(400, "M_THREEPID_AUTH_FAILED", add(jo, "jo", sid, "s1"));
    assertTrue(press(link).body().contains("Go back to the app"));
    add(jo, "jo", sid, "s1").ok();
    JsonNode owned = addresses(jo).path(0);
    assertEquals("email", owned.path("medium").asText());
    assertEquals("jo@home.example", owned.path("address").asText());
    assertTrue(owned.path("added_at").asLong() >= owned.path("validated_at").asLong());
    MatrixTest.refused(
        400,
        "M_THREEPID_IN_USE",
        post(ADD, jo, "{'client_secret': 'x', 'email': 'jo@home.example', 'send_attempt': 1}"));
    assertEquals(404, new Pages(caseroom.http().base()).get(link).statusCode());
    assertFalse(addresses(amy).toString().contains("jo@"));

    String remove = "{'medium': 'email', 'address': 'JO@home.example'}";
    assertEquals(
        "no-support",
        post(V3 + "/account/3pid/delete", jo, remove)
            .ok()
            .path("id_server_unbind_result")
            .asText());
    assertEquals(0, addresses(jo).size());
  }

  @Test
  void itIsSentAgainWhenTheClientAsksForIt() {
    String sid = ask(ADD, jo, "again@home.example", "s2");
    mail.next();
    assertEquals(sid, ask(ADD, jo, "again@home.example", "s2"));
    String more = "{'client_secret': 's2', 'email': 'again@home.example', 'send_attempt': 2}";
    assertEquals(sid, post(ADD, jo, more).ok().path("sid").asText());
    // The next that arrives is the one of the second attempt.
    assertEquals("again@home.example", mail.next().to());
    ask(ADD, jo, "last@home.example", "s2");
    assertEquals("last@home.example", mail.next().to());
  }

  @Test
  void whoeverAsksLearnsNothingOfOthers() {
    String taken = "amy@office.example";
    add(amy, "amy", confirmed(ADD, amy, taken, "s3"), "s3").ok();
    String sid = ask(ADD, jo, taken, "s4");
    MailServer.Message told = mail.next();
    assertEquals(taken, told.to());
    assertFalse(told.text().contains("/email/"), told.text());
    assertEquals(sid, ask(ADD, jo, taken, "s4"));
    MatrixTest.refused(400, "M_THREEPID_AUTH_FAILED", add(jo, "jo", sid, "s4"));

    ask(REGISTER, null, taken, "s5");
    assertEquals("Your e-mail address is in use already", mail.next().subject());
    ask(RESET, null, "nobody@home.example", "s6");
    assertEquals("No account has your e-mail address", mail.next().subject());
  }

  @Test
  void aForgottenPasswordIsSetByMail() {
    caseroom.createAccount("kim", Role.ADOPTER);
    String kim = caseroom.signIn("kim");
    add(kim, "kim", confirmed(ADD, kim, "kim@home.example", "s7"), "s7").ok();
    String byMail =
        "{'type': 'm.login.password', 'password': 'another battery staple horse', 'identifier':"
            + " {'type': 'm.id.thirdparty', 'medium': 'email', 'address': 'Kim@home.example'}}";
    MatrixTest.refused(403, "M_FORBIDDEN", post(V3 + "/login", null, byMail));

    String path = V3 + "/account/password";
    ObjectNode body = MatrixTest.json("{'new_password': 'another battery staple horse'}");
    Http.Response asked = caseroom.http().post(path, null, body);
    assertEquals(401, asked.status());
    assertEquals(
        "m.login.email.identity",
        asked.json().path("flows").path(0).path("stages").path(0).asText());
    String sid = ask(RESET, null, "kim@home.example", "s8");
    ObjectNode auth = body.putObject("auth");
    auth.put("type", "m.login.email.identity");
    auth.put("session", asked.json().path("session").asText());
    auth.putObject("threepid_creds").put("sid", sid).put("client_secret", "s8");
    Http.Response early = caseroom.http().post(path, null, body);
    MatrixTest.refused(401, "M_THREEPID_AUTH_FAILED", early);
    assertEquals(asked.json().path("session"), early.json().path("session"));
    MailServer.Message warning = mail.next();
    assertTrue(warning.text().contains("If it was not you, do not press it"), warning.text());
    press(link(warning));
    caseroom.http().post(path, null, body).ok();
    assertEquals("Your password is changed", mail.next().subject());
    MatrixTest.refused(401, "M_UNKNOWN_TOKEN", caseroom.http().get(V3 + "/account/whoami", kim));
    assertEquals(
        caseroom.user("kim").value(),
        post(V3 + "/login", null, byMail).ok().path("user_id").asText());
    String older = byMail.replaceAll("'identifier': \\{'type': 'm.id.thirdparty', (.*)}}", "$1}");
    post(V3 + "/login", null, older).ok();
    // The check is used up.
    MatrixTest.refused(401, "M_THREEPID_AUTH_FAILED", caseroom.http().post(path, null, body));
  }

  private Http.Response register(String name, String sid, String secret) {
    ObjectNode body =
        Json.object().put("username", name).put("password", "another battery staple horse");
    String session =
        caseroom.http().post(V3 + "/register", null, body).json().path("session").asText();
    ObjectNode auth = body.putObject("auth");
    auth.put("type", "m.login.email.identity").put("session", session);
    auth.putObject("threepid_creds").put("sid", sid).put("client_secret", secret);
    return caseroom.http().post(V3 + "/register", null, body);
  }

  @Test
  void anAccountIsMadeWithAnAddress() {
    String path = V3 + "/register";
    String room = post(V3 + "/createRoom", amy, "{}").ok().path("room_id").asText();
    post(
            V3 + "/rooms/" + MatrixTest.enc(room) + "/invite",
            amy,
            "{'id_server': 'x', 'id_access_token': 'x', 'medium': 'email', 'address':"
                + " 'lou@home.example'}")
        .ok();
    assertEquals("You are invited to a conversation", mail.next().subject());
    ObjectNode body =
        MatrixTest.json("{'username': 'lou', 'password': 'another battery staple horse'}");
    Http.Response asked = caseroom.http().post(path, null, body);
    assertEquals(401, asked.status());
    assertTrue(asked.text().contains("[\"m.login.email.identity\"]"), asked.text());
    String sid = ask(REGISTER, null, "lou@home.example", "s20");
    ObjectNode auth = body.putObject("auth");
    auth.put("type", "m.login.email.identity");
    auth.put("session", asked.json().path("session").asText());
    auth.putObject("threepid_creds").put("sid", sid).put("client_secret", "s20");
    MatrixTest.refused(401, "M_THREEPID_AUTH_FAILED", caseroom.http().post(path, null, body));
    press(link(mail.next()));
    String lou = caseroom.http().post(path, null, body).ok().path("access_token").asText();
    assertEquals("lou@home.example", addresses(lou).path(0).path("address").asText());
    // What waited for the address is theirs.
    post(V3 + "/join/" + MatrixTest.enc(room), lou, "{}").ok();

    // Two checks of one address: who comes second gets no account.
    String first = confirmed(REGISTER, null, "max@home.example", "s21");
    String second = confirmed(REGISTER, null, "max@home.example", "s22");
    register("max", first, "s21").ok();
    MatrixTest.refused(400, "M_THREEPID_IN_USE", register("maxine", second, "s22"));
    assertTrue(
        caseroom.http().get(V3 + "/register/available?username=maxine", null).ok().isObject());
  }

  @Test
  void whatWasConfirmedForOneThingIsNotForAnother() {
    String sid = confirmed(REGISTER, null, "new@home.example", "s9");
    MatrixTest.refused(400, "M_THREEPID_AUTH_FAILED", add(jo, "jo", sid, "s9"));
  }

  @Test
  void theWayOnIsFollowedHereAndOfferedElsewhere() {
    String body =
        "{'client_secret': 's10', 'email': 'way@home.example', 'send_attempt': 1, 'next_link':"
            + " 'https://chat.example/#/done?x=1&y=2'}";
    post(ADD, jo, body).ok();
    HttpResponse<String> elsewhere = press(link(mail.next()));
    assertTrue(
        elsewhere.body().contains("href=\"https://chat.example/#/done?x=1&amp;y=2\""),
        elsewhere.body());
    post(
            ADD,
            jo,
            body.replace("s10", "s11")
                .replace(
                    "https://chat.example/#/done?x=1&y=2", caseroom.http().base() + "/sign-in"))
        .ok();
    assertTrue(press(link(mail.next())).uri().getPath().equals("/sign-in"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "//chat.example/",
        "https://caseroom@chat.example/",
        "not a link"
      })
  void aWayOnToNoWebAddressIsRefused(String link) {
    MatrixTest.refused(
        400,
        "M_INVALID_PARAM",
        post(
            ADD,
            jo,
            "{'client_secret': 's', 'email': 'a@home.example', 'send_attempt': 1, 'next_link': '"
                + link
                + "'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'client_secret': 's', 'email': 'nonsense', 'send_attempt': 1} | M_INVALID_PARAM",
        "{'client_secret': 'a b', 'email': 'a@b.example', 'send_attempt': 1} | M_INVALID_PARAM",
        "{'client_secret': '', 'email': 'a@b.example', 'send_attempt': 1} | M_INVALID_PARAM",
        "{'client_secret': 's', 'email': 'a@b.example'} | M_MISSING_PARAM",
        "{'client_secret': 's', 'email': 'a@b.example', 'send_attempt': 'x'} | M_BAD_JSON",
        "{'email': 'a@b.example', 'send_attempt': 1} | M_MISSING_PARAM",
        "{'client_secret': 's', 'send_attempt': 1} | M_MISSING_PARAM"
      })
  void aRequestOfTheWrongShapeIsRefused(String body, String errcode) {
    for (String path : java.util.List.of(ADD, RESET, REGISTER)) {
      MatrixTest.refused(400, errcode, post(path, null, body));
    }
  }

  @Test
  void noIdentityServerIsTrusted() {
    String bind =
        "{'client_secret': 's', 'sid': '1', 'id_server': 'id.example', 'id_access_token': 'x'}";
    MatrixTest.refused(400, "M_SERVER_NOT_TRUSTED", post(V3 + "/account/3pid/bind", jo, bind));
    MatrixTest.refused(
        400, "M_MISSING_PARAM", post(V3 + "/account/3pid/bind", jo, "{'client_secret': 's'}"));
    MatrixTest.refused(
        403,
        "M_THREEPID_AUTH_FAILED",
        post(V3 + "/account/3pid", jo, "{'three_pid_creds': " + bind + "}"));
    MatrixTest.refused(400, "M_MISSING_PARAM", post(V3 + "/account/3pid", jo, "{}"));
    String unbind = "{'medium': 'msisdn', 'address': '447700900001'}";
    assertEquals(
        "no-support",
        post(V3 + "/account/3pid/unbind", jo, unbind)
            .ok()
            .path("id_server_unbind_result")
            .asText());
    MatrixTest.refused(
        400,
        "M_INVALID_PARAM",
        post(V3 + "/account/3pid/unbind", jo, "{'medium': 'pigeon', 'address': 'x'}"));
  }

  @Test
  void telephoneNumbersAreNotTaken() {
    String body =
        "{'client_secret': 's', 'country': 'GB', 'phone_number': '07700900001', 'send_attempt':"
            + " 1}";
    MatrixTest.refused(
        400,
        "M_THREEPID_MEDIUM_NOT_SUPPORTED",
        post(V3 + "/account/3pid/msisdn/requestToken", jo, body));
    for (String path : java.util.List.of("/register", "/account/password")) {
      MatrixTest.refused(
          403, "M_THREEPID_DENIED", post(V3 + path + "/msisdn/requestToken", null, body));
    }
  }

  @Test
  void aServerWithoutMailTakesNoAddresses() {
    try (TestCaseroom quiet = TestCaseroom.start()) {
      quiet.createAccount("sam", Role.ADOPTER);
      String sam = quiet.signIn("sam");
      ObjectNode body =
          MatrixTest.json("{'client_secret': 's', 'email': 'a@b.example', 'send_attempt': 1}");
      MatrixTest.refused(400, "M_THREEPID_MEDIUM_NOT_SUPPORTED", quiet.http().post(ADD, sam, body));
      MatrixTest.refused(403, "M_THREEPID_DENIED", quiet.http().post(RESET, null, body));
      MatrixTest.refused(403, "M_THREEPID_DENIED", quiet.http().post(REGISTER, null, body));
      MatrixTest.refused(
          403,
          "M_FORBIDDEN",
          quiet
              .http()
              .post(
                  V3 + "/account/3pid/add",
                  sam,
                  MatrixTest.json("{'client_secret': 's', 'sid': '1'}")));
      MatrixTest.refused(
          401,
          "M_MISSING_TOKEN",
          quiet
              .http()
              .post(V3 + "/account/password", null, MatrixTest.json("{'new_password': 'x'}")));
      assertFalse(
          quiet
              .http()
              .get(V3 + "/capabilities", sam)
              .ok()
              .path("capabilities")
              .path("m.3pid_changes")
              .path("enabled")
              .asBoolean());
    }
  }
}
