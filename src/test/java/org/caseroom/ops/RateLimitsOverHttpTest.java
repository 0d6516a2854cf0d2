package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.edge.RateLimitSettings;
import org.caseroom.edge.RateLimitSettings.Rate;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits on how often one may ask, as clients meet them. */
class RateLimitsOverHttpTest {
  private static final String V3 = "/_matrix/client/v3";

  private static TestCaseroom start(java.util.function.UnaryOperator<Settings> change) {
    return TestCaseroom.start(
        settings ->
            change.apply(
                settings
                    .with("rateLimits", RateLimitSettings.DEFAULT)
                    .with("trustedProxies", List.of("127.0.0.1"))));
  }

  private static Http.Response login(TestCaseroom caseroom, String address) {
    ObjectNode body = Json.object().put("type", "m.login.password").put("password", "wrong");
    body.putObject("identifier").put("type", "m.id.user").put("user", "nobody");
    return caseroom
        .http()
        .send(
            caseroom
                .http()
                .to(V3 + "/login")
                .header("X-Forwarded-For", address)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
  }

  @Test
  void whoSendsTooFastIsToldWhenToGoOn() {
    try (TestCaseroom caseroom =
        start(settings -> settings.with("rateLimits.messages", new Rate(0.001, 2)))) {
      caseroom.createAccount("jo", Role.ADOPTER);
      caseroom.createAccount("amy", Role.ADOPTER);
      String jo = caseroom.signIn("jo");
      String room =
          caseroom.http().post(V3 + "/createRoom", jo, Json.object()).ok().path("room_id").asText();
      String send = V3 + "/rooms/" + room + "/send/m.room.message/";
      ObjectNode text = Json.object().put("msgtype", "m.text").put("body", "hello");
      caseroom.http().put(send + 1, jo, text).ok();
      caseroom.http().put(V3 + "/rooms/" + room + "/state/m.room.topic", jo, Json.object()).ok();
      Http.Response refused = caseroom.http().put(send + 2, jo, text);
      assertEquals(429, refused.status());
      assertEquals("M_LIMIT_EXCEEDED", refused.errcode());
      long wait = refused.json().path("retry_after_ms").asLong();
      assertTrue(wait > 900_000 && wait <= 1_000_000, "wait " + wait);
      assertEquals((wait + 999) / 1_000, Long.parseLong(refused.header("Retry-After")));
      // Reading goes on, and so do others.
      caseroom.http().get(V3 + "/sync", jo).ok();
      String amy = caseroom.signIn("amy");
      caseroom.http().post(V3 + "/createRoom", amy, Json.object()).ok();
    }
  }

  @Test
  void anAddressThatSignsInTooOftenIsStoppedBeforeThePasswordIsLookedAt() {
    try (TestCaseroom caseroom =
        start(settings -> settings.with("rateLimits.signIn", new Rate(0.001, 3)))) {
      for (int i = 0; i < 3; i++) {
        assertEquals(403, login(caseroom, "192.0.2.7").status());
      }
      assertEquals(429, login(caseroom, "192.0.2.7").status());
      assertEquals(403, login(caseroom, "192.0.2.8").status());
      assertEquals(429, login(caseroom, "192.0.2.7").status());
    }
  }

  @Test
  void aFileTooManyIsRefusedAndTheConnectionGoesOn() {
    try (TestCaseroom caseroom =
        start(settings -> settings.with("rateLimits.uploads", new Rate(0.001, 1)))) {
      caseroom.createAccount("jo", Role.ADOPTER);
      String jo = caseroom.signIn("jo");
      Http http = caseroom.http();
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        statuses.add(
            http.send(
                    http.to("/_matrix/media/v3/upload")
                        .header("Authorization", "Bearer " + jo)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[3_000_000]))
                        .build())
                .status());
        http.get(V3 + "/account/whoami", jo).ok();
      }
      assertEquals(List.of(200, 429, 429), statuses);
    }
  }

  @Test
  void anAddressThatAsksForAnythingTooOftenIsStopped() {
    try (TestCaseroom caseroom =
        start(settings -> settings.with("rateLimits.perAddress", new Rate(0.001, 4)))) {
      Http http = caseroom.http();
      List<Integer> statuses = new ArrayList<>();
      for (String path :
          List.of(
              "/_matrix/client/versions",
              V3 + "/account/whoami",
              "/_matrix/none",
              V3 + "/login",
              "/_matrix/client/versions",
              "/_matrix/none")) {
        statuses.add(
            http.send(
                    http.to(path)
                        .header("X-Forwarded-For", "192.0.2.7")
                        .header("Authorization", "Bearer stolen")
                        .build())
                .status());
      }
      assertEquals(List.of(401, 401, 404, 200, 429, 429), statuses);
    }
  }

  @Test
  void aServiceIsHeldUpAsItsRegistrationSays(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            {"id": "bridge", "url": null, "as_token": "from-the-bridge", "hs_token": "to-the-bridge",
             "sender_localpart": "_bridge", "rate_limited": true,
             "namespaces": {"users": [{"exclusive": true, "regex": "@_bridge_.*"}],
                            "aliases": [], "rooms": []}}
            """);
    try (TestCaseroom caseroom =
        start(
            settings ->
                settings
                    .with("rateLimits.perUser", new Rate(0.001, 2))
                    .with("rateLimits.registration", new Rate(0.001, 1))
                    .with("matrix.applicationServices", List.of(file)))) {
      Http http = caseroom.http();
      String bridge = "from-the-bridge";
      assertEquals(200, register(http, bridge, "_bridge_ann"));
      assertEquals(200, register(http, bridge, "_bridge_ben"));
      assertEquals(401, register(http, "wrong", "_bridge_cat"));
      assertEquals(429, register(http, "wrong", "_bridge_cat"));
      for (int i = 0; i < 10; i++) {
        http.get(V3 + "/account/whoami", bridge).ok();
      }
      String asAnn = V3 + "/account/whoami?user_id=" + caseroom.user("_bridge_ann");
      http.get(asAnn, bridge).ok();
      http.get(asAnn, bridge).ok();
      assertEquals(429, http.get(asAnn, bridge).status());
    }
  }

  private static int register(Http http, String token, String name) {
    ObjectNode body =
        Json.object().put("type", "m.login.application_service").put("username", name);
    return http.send(
            http.to(V3 + "/register")
                .header("X-Forwarded-For", "192.0.2.7")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build())
        .status();
  }

  /** What Element and others ask at start, all at once, several times in a row. */
  @Test
  void aClientThatStartsMeetsNoLimit() {
    try (TestCaseroom caseroom = start(settings -> settings)) {
      caseroom.createAccount("jo", Role.ADOPTER);
      String jo = caseroom.signIn("jo");
      String room =
          caseroom.http().post(V3 + "/createRoom", jo, Json.object()).ok().path("room_id").asText();
      List<String> paths =
          List.of(
              "/_matrix/client/versions",
              V3 + "/login",
              V3 + "/thirdparty/protocols",
              V3 + "/room_keys/version",
              V3 + "/voip/turnServer",
              V3 + "/pushrules/",
              V3 + "/capabilities",
              V3 + "/sync",
              V3 + "/devices",
              V3 + "/profile/" + caseroom.user("jo"),
              V3 + "/rooms/" + room + "/members",
              V3 + "/rooms/" + room + "/messages?dir=b",
              "/_matrix/client/v1/media/config");
      for (int start = 0; start < 5; start++) {
        List<CompletableFuture<Http.Response>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          answers.add(caseroom.http().later("GET", paths.get(i % paths.size()), jo, null));
        }
        for (int i = 0; i < 10; i++) {
          answers.add(
              caseroom
                  .http()
                  .later(
                      "PUT",
                      V3 + "/rooms/" + room + "/send/m.room.message/" + start + "-" + i,
                      jo,
                      Json.object().put("msgtype", "m.text").put("body", "quick")));
        }
        Set<Integer> statuses =
            answers.stream()
                .map(answer -> answer.join().status())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(200, 404), statuses);
      }
    }
  }
}
