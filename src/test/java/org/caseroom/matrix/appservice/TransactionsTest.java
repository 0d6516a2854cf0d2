package org.caseroom.matrix.appservice;

import static org.caseroom.matrix.appservice.StandInService.AS_TOKEN;
import static org.caseroom.matrix.appservice.StandInService.HS_TOKEN;
import static org.caseroom.matrix.appservice.StandInService.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.matrix.appservice.StandInService.Asked;
import org.caseroom.matrix.appservice.StandInService.Reply;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What application services are sent: all that concerns them, in order, until they have it. */
class TransactionsTest {
  private static final String TRANSACTIONS = "/_matrix/app/v1/transactions/";

  private static TestCaseroom caseroom(StandInService service, String... registration) {
    return caseroom(Databases.H2, service, registration);
  }

  private static TestCaseroom caseroom(
      Databases engine, StandInService service, String... registration) {
    TestCaseroom caseroom =
        TestCaseroom.start(
            engine,
            settings ->
                settings.with(
                    "matrix.applicationServices", List.of(service.registration(registration))));
    caseroom.createAccount("alice", Role.PSYCHOLOGIST);
    return caseroom;
  }

  private static String ghost(TestCaseroom caseroom, String name) {
    return caseroom
        .http()
        .post(
            "/_matrix/client/v3/register",
            AS_TOKEN,
            Map.of("type", "m.login.application_service", "username", name))
        .ok()
        .path("user_id")
        .asText();
  }

  private static String room(Http http, String token) {
    return http.post("/_matrix/client/v3/createRoom", token, Map.of("preset", "public_chat"))
        .ok()
        .path("room_id")
        .asText();
  }

  private static void join(Http http, String room, String token, String query) {
    http.post("/_matrix/client/v3/rooms/" + room + "/join" + query, token, Map.of()).ok();
  }

  private static String say(Http http, String room, String token, String text) {
    return http.put(
            "/_matrix/client/v3/rooms/"
                + room
                + "/send/m.room.message/"
                + Integer.toHexString(text.hashCode()),
            token,
            Map.of("msgtype", "m.text", "body", text))
        .ok()
        .path("event_id")
        .asText();
  }

  private static Predicate<JsonNode> saying(String text) {
    return event -> event.path("content").path("body").asText().equals(text);
  }

  private static List<String> bodies(StandInService service) {
    return service.events().stream()
        .map(event -> event.path("content").path("body").asText())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void isToldWhatItsUsersSeeAndNothingElse(Databases engine) {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom = caseroom(engine, service)) {
      Http http = caseroom.http();
      String alice = caseroom.signIn("alice");
      String ghost = ghost(caseroom, "_bridge_ghost");
      String room = room(http, alice);
      String other = room(http, alice);
      say(http, room, alice, "before it is in");
      join(http, room, AS_TOKEN, "?user_id=" + ghost);
      JsonNode joined =
          service.awaitEvent(
              event ->
                  event.path("state_key").asText().equals(ghost)
                      && event.path("content").path("membership").asText().equals("join"));
      assertEquals(room, joined.path("room_id").asText());
      assertTrue(joined.hasNonNull("event_id") && joined.path("origin_server_ts").isNumber());
      assertTrue(joined.path("unsigned").has("age"));
      say(http, other, alice, "elsewhere");
      String event = say(http, room, alice, "hello");
      JsonNode heard = service.awaitEvent(saying("hello"));
      assertEquals(event, heard.path("event_id").asText());
      assertEquals(caseroom.user("alice").value(), heard.path("sender").asText());
      assertEquals(List.of("hello"), bodies(service));
      Asked asked = service.asked(TRANSACTIONS).get(0);
      assertEquals("PUT", asked.method());
      assertEquals("Bearer " + HS_TOKEN, asked.authorization());
      assertEquals("null", asked.query());
      http.post("/_matrix/client/v3/rooms/" + room + "/leave?user_id=" + ghost, AS_TOKEN, Map.of())
          .ok();
      service.awaitEvent(
          left ->
              left.path("state_key").asText().equals(ghost)
                  && left.path("content").path("membership").asText().equals("leave"));
      say(http, room, alice, "after it left");
      // What is said where the sender itself is comes last: nothing else came before it.
      String its = room(http, AS_TOKEN);
      say(http, its, AS_TOKEN, "its own");
      service.awaitEvent(saying("its own"));
      assertEquals(List.of("hello", "its own"), bodies(service));
    }
  }

  @Test
  void isToldOfInvitationsWithWhatTheRoomIs() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom = caseroom(service)) {
      Http http = caseroom.http();
      String alice = caseroom.signIn("alice");
      String ghost = ghost(caseroom, "_bridge_ghost");
      String room =
          http.post(
                  "/_matrix/client/v3/createRoom",
                  alice,
                  Map.of("name", "Tea", "invite", List.of(ghost), "is_direct", true))
              .ok()
              .path("room_id")
              .asText();
      JsonNode invited =
          service.awaitEvent(event -> event.path("state_key").asText().equals(ghost));
      assertEquals(room, invited.path("room_id").asText());
      assertTrue(invited.path("content").path("is_direct").asBoolean());
      assertTrue(
          invited.path("unsigned").path("invite_room_state").toString().contains("\"Tea\""),
          invited.toString());
      assertEquals(1, service.events().size());
    }
  }

  @Test
  void whatItDoesNotTakeInComesAgainAsItWasAndInOrder() {
    AtomicInteger refusals = new AtomicInteger(3);
    try (StandInService service = StandInService.start()) {
      service.answers(
          request ->
              request.path().startsWith(TRANSACTIONS) && refusals.getAndDecrement() > 0
                  ? new Reply(500, "{\"errcode\":\"M_UNKNOWN\"}")
                  : new Reply(200, "{}"));
      try (TestCaseroom caseroom = caseroom(service)) {
        Http http = caseroom.http();
        String room = room(http, AS_TOKEN);
        await(() -> service.asked(TRANSACTIONS).isEmpty() ? null : true);
        for (int i = 0; i < 5; i++) {
          say(http, room, AS_TOKEN, "text " + i);
        }
        for (int tries = 2; tries <= 4; tries++) {
          int wanted = tries;
          await(
              () -> {
                caseroom.clock().advance(Duration.ofSeconds(10));
                return service.asked(TRANSACTIONS).size() >= wanted ? true : null;
              });
        }
        service.awaitEvent(saying("text 4"));
        List<Asked> asked = service.asked(TRANSACTIONS);
        for (int i = 1; i < 4; i++) {
          assertEquals(asked.get(0), asked.get(i), "the same again");
        }
        assertFalse(asked.get(4).last().equals(asked.get(0).last()));
        assertEquals(List.of("text 0", "text 1", "text 2", "text 3", "text 4"), bodies(service));
      }
    }
  }

  @Test
  void nothingIsLostOverAnHourAndARestart() {
    int port;
    try (StandInService first = StandInService.start()) {
      port = first.port();
      try (TestCaseroom caseroom =
          TestCaseroom.start(
              settings ->
                  settings.with("matrix.applicationServices", List.of(first.registration())))) {
        String room = room(caseroom.http(), AS_TOKEN);
        say(caseroom.http(), room, AS_TOKEN, "while it is there");
        first.awaitEvent(saying("while it is there"));
        first.close();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
          said.add("while it is away " + i);
          say(caseroom.http(), room, AS_TOKEN, said.get(i));
        }
        caseroom.clock().advance(Duration.ofMinutes(30));
        caseroom.restart();
        say(caseroom.http(), room, AS_TOKEN, "after the restart");
        said.add("after the restart");
        caseroom.clock().advance(Duration.ofMinutes(30));
        try (StandInService second = StandInService.at(port)) {
          await(
              () -> {
                caseroom.clock().advance(Duration.ofMinutes(10));
                return second.asked(TRANSACTIONS).isEmpty() ? null : true;
              });
          second.awaitEvent(saying("after the restart"));
          assertEquals(said, bodies(second));
          List<String> ids = second.asked(TRANSACTIONS).stream().map(Asked::last).toList();
          assertEquals(ids.stream().distinct().toList(), ids);
        }
      }
    }
  }

  @Test
  void aServiceThatShowsThatItIsThereNeedNotWait() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom = caseroom(service)) {
      service.answers(request -> new Reply(503, "{}"));
      String room = room(caseroom.http(), AS_TOKEN);
      for (int tries = 1; tries <= 6; tries++) {
        int wanted = tries;
        await(
            () -> {
              caseroom.clock().advance(Duration.ofMinutes(1));
              return service.asked(TRANSACTIONS).size() >= wanted ? true : null;
            });
      }
      service.answers(request -> new Reply(200, "{}"));
      caseroom.http().post("/_matrix/client/v1/appservice/bridge/ping", AS_TOKEN, Map.of()).ok();
      say(caseroom.http(), room, AS_TOKEN, "now");
      service.awaitEvent(saying("now"));
    }
  }

  @Test
  void oneNodeOfSeveralTellsItAndAnotherTakesOver() {
    try (StandInService service = StandInService.start();
        TestCaseroom first = caseroom(Databases.POSTGRESQL, service)) {
      String room = room(first.http(), AS_TOKEN);
      List<String> said = new ArrayList<>();
      try (TestCaseroom second = first.another()) {
        for (int i = 0; i < 20; i++) {
          said.add("text " + i);
          say((i % 2 == 0 ? first : second).http(), room, AS_TOKEN, said.get(i));
        }
        service.awaitEvent(saying("text 19"));
        first.caseroom().close();
        say(second.http(), room, AS_TOKEN, "to the other one");
        said.add("to the other one");
        await(
            () -> {
              second.caseroom().settableClock().advance(Duration.ofSeconds(1));
              return bodies(service).contains("to the other one") ? true : null;
            });
      }
      assertEquals(said, bodies(service));
    }
  }

  @Test
  void anOldServiceIsSpokenToAsOfOld() {
    try (StandInService service = StandInService.start()) {
      service.answers(
          request ->
              request.path().startsWith("/_matrix/")
                  ? new Reply(404, "")
                  : new Reply(request.query().contains(HS_TOKEN) ? 200 : 403, "{}"));
      try (TestCaseroom caseroom = caseroom(service)) {
        String room = room(caseroom.http(), AS_TOKEN);
        await(() -> service.asked("/transactions/").isEmpty() ? null : true);
        say(caseroom.http(), room, AS_TOKEN, "again");
        await(
            () ->
                service.asked("/transactions/").stream()
                        .anyMatch(asked -> asked.body().contains("again"))
                    ? true
                    : null);
        assertEquals(1, service.asked(TRANSACTIONS).size(), "the new path is asked once an hour");
        caseroom.clock().advance(Duration.ofHours(2));
        say(caseroom.http(), room, AS_TOKEN, "later");
        await(() -> service.asked(TRANSACTIONS).size() == 2 ? true : null);
      }
    }
  }

  @Test
  void aServiceThatFindsTheTokenInTheQueryOnlyGetsItThere() {
    try (StandInService service = StandInService.start()) {
      service.answers(
          request ->
              new Reply(request.query().contains("access_token=" + HS_TOKEN) ? 200 : 401, "{}"));
      try (TestCaseroom caseroom = caseroom(service)) {
        String room = room(caseroom.http(), AS_TOKEN);
        say(caseroom.http(), room, AS_TOKEN, "hello");
        service.awaitEvent(saying("hello"));
        await(
            () ->
                service.asked(TRANSACTIONS).stream()
                            .filter(asked -> asked.query().equals("null"))
                            .count()
                        == 1
                    ? true
                    : null);
        assertTrue(service.asked("/transactions/").isEmpty());
      }
    }
  }

  @Test
  void roomsThatItNamesAreToldWithoutAMember() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom = caseroom(service)) {
      Http http = caseroom.http();
      String alice = caseroom.signIn("alice");
      String room = room(http, alice);
      String its = room(http, AS_TOKEN);
      say(http, room, alice, "unheard");
      // Names of rooms are not in the log: what came before is dealt with first.
      say(http, its, AS_TOKEN, "its own");
      service.awaitEvent(saying("its own"));
      String alias =
          "/_matrix/client/v3/directory/room/%23_bridge_tea:" + caseroom.user("x").server();
      http.put(alias, AS_TOKEN, Map.of("room_id", room)).ok();
      say(http, room, alice, "heard");
      service.awaitEvent(saying("heard"));
      http.delete(alias, AS_TOKEN).ok();
      say(http, room, alice, "unheard again");
      say(http, its, AS_TOKEN, "its own again");
      service.awaitEvent(saying("its own again"));
      assertEquals(List.of("its own", "heard", "its own again"), bodies(service));
    }
  }

  private static List<JsonNode> all(StandInService service, String field) {
    List<JsonNode> found = new ArrayList<>();
    service.asked(TRANSACTIONS).forEach(asked -> asked.json().path(field).forEach(found::add));
    return found;
  }

  private static JsonNode awaitOne(
      StandInService service, String field, Predicate<JsonNode> wanted) {
    return await(() -> all(service, field).stream().filter(wanted).findFirst().orElse(null));
  }

  @Test
  void typingReceiptsAndMessagesToDevicesComeWhereTheyAreAskedFor() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom = caseroom(service, "receive_ephemeral: true")) {
      Http http = caseroom.http();
      String alice = caseroom.signIn("alice");
      String ghost = ghost(caseroom, "_bridge_ghost");
      String room = room(http, alice);
      String other = room(http, alice);
      join(http, room, AS_TOKEN, "?user_id=" + ghost);
      String event = say(http, room, alice, "hello");
      String elsewhere = say(http, other, alice, "elsewhere");
      String her = caseroom.user("alice").value();
      http.put(
              "/_matrix/client/v3/rooms/" + other + "/typing/" + her, alice, Map.of("typing", true))
          .ok();
      http.put("/_matrix/client/v3/rooms/" + room + "/typing/" + her, alice, Map.of("typing", true))
          .ok();
      JsonNode typing =
          awaitOne(service, "ephemeral", each -> each.path("type").asText().equals("m.typing"));
      assertEquals(room, typing.path("room_id").asText());
      assertEquals(her, typing.path("content").path("user_ids").path(0).asText());
      String receipt = "/_matrix/client/v3/rooms/%s/receipt/%s/%s";
      http.post(receipt.formatted(other, "m.read", elsewhere), alice, Map.of()).ok();
      http.post(receipt.formatted(room, "m.read.private", event), alice, Map.of()).ok();
      http.post(
              receipt.formatted(room, "m.read.private", event) + "?user_id=" + ghost,
              AS_TOKEN,
              Map.of())
          .ok();
      http.post(receipt.formatted(room, "m.read", event), alice, Map.of()).ok();
      JsonNode read =
          awaitOne(service, "ephemeral", each -> each.toString().contains("\"m.read\""));
      assertEquals(room, read.path("room_id").asText());
      assertTrue(read.path("content").path(event).path("m.read").has(her), read.toString());
      JsonNode hidden =
          awaitOne(service, "ephemeral", each -> each.toString().contains("m.read.private"));
      assertTrue(
          hidden.path("content").path(event).path("m.read.private").has(ghost), hidden.toString());
      assertFalse(all(service, "ephemeral").toString().contains(other), "another room");

      http.put(
              "/_matrix/client/v3/presence/" + her + "/status",
              alice,
              Map.of("presence", "unavailable"))
          .ok();
      JsonNode presence =
          awaitOne(service, "ephemeral", each -> each.path("type").asText().equals("m.presence"));
      assertEquals(her, presence.path("sender").asText());

      http.put("/_matrix/client/v3/devices/TABLET?user_id=" + ghost, AS_TOKEN, Map.of());
      http.put(
              "/_matrix/client/v3/sendToDevice/m.test/1",
              alice,
              Json.parse(
                  "{\"messages\":{\"" + ghost + "\":{\"TABLET\":{\"text\":\"to the tablet\"}}}}"))
          .ok();
      JsonNode message = awaitOne(service, "to_device", each -> true);
      assertEquals("m.test", message.path("type").asText());
      assertEquals(her, message.path("sender").asText());
      assertEquals(ghost, message.path("to_user_id").asText());
      assertEquals("TABLET", message.path("to_device_id").asText());
      assertEquals("to the tablet", message.path("content").path("text").asText());
      say(http, room, alice, "goodbye");
      service.awaitEvent(saying("goodbye"));
      assertEquals(1, all(service, "to_device").size(), "once");
    }
  }

  @Test
  void aServiceThatEncryptsIsToldOfDevicesAndKeys() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom = caseroom(service, "org.matrix.msc3202: true")) {
      Http http = caseroom.http();
      String alice = caseroom.signIn("alice");
      caseroom.createAccount("stranger", Role.PSYCHOLOGIST);
      String ghost = ghost(caseroom, "_bridge_ghost");
      String as = "?user_id=" + ghost;
      String room = room(http, alice);
      join(http, room, AS_TOKEN, as);
      http.put("/_matrix/client/v3/devices/TABLET" + as, AS_TOKEN, Map.of());
      http.post(
              "/_matrix/client/v3/keys/upload" + as + "&device_id=TABLET",
              AS_TOKEN,
              Json.parse(
                  "{\"one_time_keys\":{\"signed_curve25519:A\":{\"key\":\"a\",\"signatures\":{}}}}"))
          .ok();
      JsonNode counts =
          await(
              () ->
                  service.asked(TRANSACTIONS).stream()
                      .map(
                          asked ->
                              asked.json().path("org.matrix.msc3202.device_one_time_keys_count"))
                      .filter(found -> !found.isMissingNode())
                      .findFirst()
                      .orElse(null));
      assertEquals(1, counts.path(ghost).path("TABLET").path("signed_curve25519").asInt());
      uploadDevice(caseroom, "stranger");
      uploadDevice(caseroom, "alice");
      JsonNode lists =
          await(
              () ->
                  service.asked(TRANSACTIONS).stream()
                      .map(asked -> asked.json().path("org.matrix.msc3202.device_lists"))
                      .filter(found -> found.toString().contains("alice"))
                      .findFirst()
                      .orElse(null));
      assertEquals(
          List.of(caseroom.user("alice").value()), List.of(lists.path("changed").path(0).asText()));
      for (Asked asked : service.asked(TRANSACTIONS)) {
        assertFalse(asked.body().contains("stranger"), asked.body());
      }
    }
  }

  /** Uploads the keys of a new device, whatever their worth. */
  private static void uploadDevice(TestCaseroom caseroom, String name) {
    JsonNode in = caseroom.signInAgain(name, TestCaseroom.PASSWORD);
    String device = in.path("device_id").asText();
    String user = in.path("user_id").asText();
    var keys = Json.object();
    keys.putObject("device_keys")
        .put("user_id", user)
        .put("device_id", device)
        .setAll(
            Map.of(
                "algorithms",
                Json.array(),
                "keys",
                Json.object().put("ed25519:" + device, "x").put("curve25519:" + device, "y"),
                "signatures",
                Json.object()));
    caseroom
        .http()
        .post("/_matrix/client/v3/keys/upload", in.path("access_token").asText(), keys)
        .ok();
  }

  @Test
  void whatPassesIsNotToldUnlessAskedFor() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom = caseroom(service)) {
      Http http = caseroom.http();
      String room = room(http, AS_TOKEN);
      String event = say(http, room, AS_TOKEN, "hello");
      http.post("/_matrix/client/v3/rooms/" + room + "/receipt/m.read/" + event, AS_TOKEN, Map.of())
          .ok();
      say(http, room, AS_TOKEN, "goodbye");
      service.awaitEvent(saying("goodbye"));
      for (Asked asked : service.asked(TRANSACTIONS)) {
        assertEquals(1, asked.json().size(), asked.body());
      }
    }
  }
}
