package org.caseroom.matrix.sync.sliding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Simplified sliding sync over HTTP. */
class SlidingApiTest {
  private static TestCaseroom caseroom;

  private Client jo;
  private Client kim;

  @BeforeAll
  static void start() {
    caseroom = TestCaseroom.start();
  }

  @AfterAll
  static void stop() {
    caseroom.close();
  }

  @BeforeEach
  void twoPeople() {
    jo = new Client(caseroom, "jo");
    kim = new Client(caseroom, "kim");
  }

  // ---- Lists ----

  @Test
  void theMostActiveRoomsComeFirstAndTheRestWithAWiderRange() {
    String first = jo.createRoom();
    String second = jo.createRoom();
    String third = jo.createRoom();
    jo.say(first, "now the most active");
    JsonNode answer = jo.sync(list(0, 1, 1, "[]", "{}"));
    assertEquals(3, answer.path("lists").path("all").path("count").asInt());
    assertEquals(Set.of(first, third), rooms(answer));
    assertEquals(
        first,
        answer.path("lists").path("all").path("ops").get(0).path("room_ids").get(0).asText());
    assertTrue(answer.path("rooms").path(first).path("initial").asBoolean());
    answer = jo.sync(list(0, 9, 1, "[]", "{}"));
    assertEquals(Set.of(second), rooms(answer), "only what it has not had");
    assertEquals(Set.of(), rooms(jo.sync(list(0, 9, 1, "[]", "{}"))));
  }

  @Test
  void aRoomOutsideOfTheRangeCatchesUpWhenItComesIn() {
    String quiet = jo.roomWith(kim);
    String busy = jo.roomWith(kim);
    kim.sync(list(0, 9, 1, "[]", "{}"));
    jo.say(quiet, "one");
    jo.say(busy, "two");
    assertEquals(Set.of(busy), rooms(kim.sync(list(0, 0, 1, "[]", "{}"))));
    JsonNode answer = kim.sync(list(0, 9, 5, "[]", "{}"));
    assertTrue(bodies(answer, quiet).contains("one"));
    assertFalse(answer.path("rooms").path(quiet).path("initial").asBoolean());
  }

  @Test
  void filtersSift() {
    String direct = jo.createRoom();
    String plain = jo.createRoom();
    String space =
        jo.create(Json.parse("{\"creation_content\":{\"type\":\"m.space\"},\"name\":\"Space\"}"));
    jo.setState(space, "m.space.child", plain, Json.parse("{\"via\":[\"caseroom.localhost\"]}"));
    jo.name(plain, "Robin's school");
    String encrypted = jo.createRoom();
    jo.setState(
        encrypted, "m.room.encryption", "", Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
    String invited = kim.create(Json.parse("{\"invite\":[\"" + jo.id + "\"]}"));
    ObjectNode directs = Json.object();
    directs.putArray(kim.id).add(direct);
    jo.put("/user/" + jo.id + "/account_data/m.direct", directs);
    jo.put(
        "/user/" + jo.id + "/rooms/" + plain + "/tags/m.favourite", Json.object().put("order", 0));

    assertSifted(Set.of(direct), "{\"is_dm\":true}");
    assertSifted(Set.of(plain, space, encrypted, invited), "{\"is_dm\":false}");
    assertSifted(Set.of(invited), "{\"is_invite\":true}");
    assertSifted(Set.of(direct, plain, space, encrypted), "{\"is_invited\":false}");
    assertSifted(Set.of(encrypted), "{\"is_encrypted\":true}");
    assertSifted(Set.of(space), "{\"room_types\":[\"m.space\"]}");
    assertSifted(Set.of(direct, plain, encrypted, invited), "{\"not_room_types\":[\"m.space\"]}");
    assertSifted(Set.of(direct, plain, encrypted, invited), "{\"room_types\":[null]}");
    assertSifted(Set.of(plain), "{\"spaces\":[\"" + space + "\"]}");
    assertSifted(Set.of(plain), "{\"tags\":[\"m.favourite\"]}");
    assertSifted(Set.of(direct, space, encrypted, invited), "{\"not_tags\":[\"m.favourite\"]}");
    assertSifted(Set.of(plain), "{\"room_name_like\":\"SCHOOL\"}");
  }

  private void assertSifted(Set<String> expected, String filter) {
    JsonNode answer = jo.afresh().sync(list(0, 99, 0, "[]", filter));
    assertEquals(expected, rooms(answer), filter);
    assertEquals(expected.size(), answer.path("lists").path("all").path("count").asInt(), filter);
  }

  @Test
  void aSubscriptionBringsARoomWithMore() {
    String room = jo.roomWith(kim);
    String other = jo.roomWith(kim);
    for (int i = 0; i < 5; i++) {
      jo.say(room, "m" + i);
    }
    jo.say(other, "newer");
    JsonNode answer = kim.sync(list(0, 0, 1, "[]", "{}"));
    assertEquals(Set.of(other), rooms(answer));
    answer =
        kim.sync(
            "{\"lists\":{},\"room_subscriptions\":{\""
                + room
                + "\":{\"timeline_limit\":3,\"required_state\":[[\"m.room.create\",\"\"]]},"
                + "\"!nowhere:caseroom.localhost\":{\"timeline_limit\":3,\"required_state\":[]}}}");
    assertEquals(Set.of(room), rooms(answer));
    assertEquals(List.of("m2", "m3", "m4"), bodies(answer, room));
    assertTrue(answer.path("rooms").path(room).path("limited").asBoolean());
    assertEquals(List.of("m.room.create|"), state(answer, room));
    JsonNode page =
        kim.get(
            "/rooms/"
                + room
                + "/messages?dir=b&limit=1&from="
                + answer.path("rooms").path(room).path("prev_batch").asText());
    assertEquals("m1", page.path("chunk").get(0).path("content").path("body").asText());
  }

  // ---- Rooms ----

  @Test
  void aRoomIsTold() {
    String room = jo.roomWith(kim);
    jo.say(room, "hello");
    jo.name(room, "Robin");
    JsonNode result = kim.sync(list(0, 9, 2, "[]", "{}")).path("rooms").path(room);
    assertEquals("Robin", result.path("name").asText());
    assertEquals(2, result.path("joined_count").asInt());
    assertEquals(0, result.path("invited_count").asInt());
    assertEquals(1, result.path("notification_count").asInt());
    assertEquals(0, result.path("num_live").asInt());
    assertEquals("join", result.path("membership").asText());
    assertFalse(result.has("heroes"));
    assertFalse(result.has("is_dm"));
    long bump = result.path("bump_stamp").asLong();
    assertTrue(bump > 0);
    jo.setState(room, "m.room.topic", "", Json.object().put("topic", "no bump"));
    result = kim.sync(list(0, 9, 2, "[]", "{}")).path("rooms").path(room);
    assertEquals(bump, result.path("bump_stamp").asLong());
    assertEquals(1, result.path("num_live").asInt());
    assertFalse(result.has("name"), "only what changed");
    assertFalse(result.path("limited").asBoolean());
    jo.say(room, "bump");
    result = kim.sync(list(0, 9, 2, "[]", "{}")).path("rooms").path(room);
    assertTrue(result.path("bump_stamp").asLong() > bump);
    jo.name(room, "");
    result = kim.sync(list(0, 9, 2, "[]", "{}")).path("rooms").path(room);
    assertTrue(result.has("name") && result.path("name").isNull());
    assertEquals(jo.id, result.path("heroes").get(0).path("user_id").asText());
    assertEquals(jo.name, result.path("heroes").get(0).path("displayname").asText());
  }

  @Test
  void stateIsWhatWasAskedFor() {
    String room = jo.roomWith(kim);
    jo.name(room, "Robin");
    String me = "m.room.member|" + kim.id;
    String other = "m.room.member|" + jo.id;
    assertEquals(
        List.of(me), state(kim.sync(list(0, 9, 0, "[[\"m.room.member\",\"$ME\"]]", "{}")), room));
    JsonNode wider =
        kim.sync(list(0, 9, 0, "[[\"m.room.member\",\"$ME\"],[\"m.room.name\",\"\"]]", "{}"));
    assertEquals(List.of("m.room.name|"), state(wider, room), "only what is new of it");
    jo.setState(room, "m.room.topic", "", Json.object().put("topic", "not asked for"));
    jo.name(room, "Robin again");
    JsonNode changed =
        kim.sync(list(0, 9, 0, "[[\"m.room.member\",\"$ME\"],[\"m.room.name\",\"\"]]", "{}"));
    assertEquals(List.of("m.room.name|"), state(changed, room));
    List<String> all = state(kim.afresh().sync(list(0, 9, 0, "[[\"*\",\"*\"]]", "{}")), room);
    assertTrue(all.containsAll(List.of("m.room.create|", me, other)));
    assertEquals(
        Set.of(me, other),
        Set.copyOf(
            state(kim.afresh().sync(list(0, 9, 0, "[[\"m.room.member\",\"*\"]]", "{}")), room)));
    List<String> newest =
        state(
            kim.afresh()
                .sync(
                    "{\"lists\":{\"all\":{\"range\":[0,9],\"timeline_limit\":0,\"required_state\":"
                        + "{\"include\":[{}],\"exclude\":[{\"type\":\"m.room.create\"}]}}}}"),
            room);
    assertFalse(newest.contains("m.room.create|"));
    assertTrue(newest.contains("m.room.name|"));
  }

  @Test
  void membersAreLoadedLazilyAndOnce() {
    Client lee = new Client(caseroom, "lee");
    String room = jo.roomWith(kim, lee);
    jo.say(room, "hello");
    String lazy = list(0, 9, 1, "[[\"m.room.member\",\"$LAZY\"]]", "{}");
    assertEquals(List.of("m.room.member|" + jo.id), state(kim.sync(lazy), room));
    lee.say(room, "from Lee");
    jo.say(room, "from Jo");
    assertEquals(
        List.of("m.room.member|" + lee.id),
        state(kim.sync(list(0, 9, 2, "[[\"m.room.member\",\"$LAZY\"]]", "{}")), room));
    lee.leave(room);
    assertEquals(
        List.of("m.room.member|" + lee.id),
        state(kim.sync(list(0, 9, 2, "[[\"m.room.member\",\"$LAZY\"]]", "{}")), room));
  }

  @Test
  void aLongerTimelineIsGivenAtOnce() {
    String room = jo.roomWith(kim);
    for (int i = 0; i < 4; i++) {
      jo.say(room, "m" + i);
    }
    assertEquals(List.of("m3"), bodies(kim.sync(list(0, 9, 1, "[]", "{}")), room));
    JsonNode answer = kim.sync(list(0, 9, 3, "[]", "{}"));
    assertEquals(List.of("m1", "m2", "m3"), bodies(answer, room));
    assertTrue(answer.path("rooms").path(room).path("unstable_expanded_timeline").asBoolean());
    assertEquals(0, answer.path("rooms").path(room).path("num_live").asInt());
    assertEquals(Set.of(), rooms(kim.sync(list(0, 9, 3, "[]", "{}"))));
  }

  @Test
  void invitationsComeAsStrippedState() {
    String room = jo.create(Json.parse("{\"name\":\"Robin\"}"));
    kim.sync(list(0, 9, 1, "[]", "{}"));
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", kim.id));
    JsonNode result = kim.sync(list(0, 9, 1, "[]", "{}")).path("rooms").path(room);
    assertEquals("invite", result.path("membership").asText());
    assertTrue(result.path("invite_state").toString().contains("Robin"));
    assertFalse(result.has("timeline"));
    assertFalse(result.has("required_state"));
    kim.join(room);
    result = kim.sync(list(0, 9, 1, "[]", "{}")).path("rooms").path(room);
    assertTrue(result.path("initial").asBoolean());
    assertEquals("join", result.path("membership").asText());
  }

  @Test
  void leavingIsToldOnceAndBeingSentAwayStays() {
    String left = jo.roomWith(kim);
    String kicked = jo.roomWith(kim);
    String all = list(0, 9, 5, "[[\"m.room.member\",\"$ME\"]]", "{}");
    kim.sync(all);
    kim.leave(left);
    jo.post("/rooms/" + kicked + "/kick", Json.object().put("user_id", kim.id));
    jo.say(kicked, "not for Kim");
    JsonNode answer = kim.sync(all);
    assertEquals(Set.of(left, kicked), rooms(answer));
    assertEquals("leave", answer.path("rooms").path(left).path("membership").asText());
    assertEquals(List.of(), bodies(answer, kicked));
    assertEquals(List.of("m.room.member|" + kim.id), state(answer, kicked));
    answer = kim.sync(all);
    assertEquals(Set.of(), rooms(answer));
    assertEquals(1, answer.path("lists").path("all").path("count").asInt());
    assertEquals(Set.of(kicked), rooms(kim.afresh().sync(all)));
  }

  @Test
  void threadsBringTheirSummaryAndIgnoredPeopleNothing() {
    Client lee = new Client(caseroom, "lee");
    String room = jo.roomWith(kim, lee);
    ObjectNode ignored = Json.object();
    ignored.putObject("ignored_users").putObject(lee.id);
    kim.put("/user/" + kim.id + "/account_data/m.ignored_user_list", ignored);
    String root = jo.say(room, "root");
    lee.say(room, "unwanted");
    ObjectNode reply = Json.object().put("msgtype", "m.text").put("body", "in the thread");
    reply.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    jo.send(room, "m.room.message", reply);
    JsonNode answer = kim.sync(list(0, 9, 3, "[]", "{}"));
    assertEquals(List.of("root", "in the thread"), bodies(answer, room));
    assertEquals(
        1,
        answer
            .path("rooms")
            .path(room)
            .path("timeline")
            .get(0)
            .path("unsigned")
            .path("m.relations")
            .path("m.thread")
            .path("count")
            .asInt());
    lee.create(Json.parse("{\"invite\":[\"" + kim.id + "\"]}"));
    assertEquals(Set.of(), rooms(kim.sync(list(0, 9, 3, "[]", "{}"))));
  }

  // ---- Connections ----

  @Test
  void aRepeatedRequestGivesTheSameAgain() {
    String room = jo.roomWith(kim);
    kim.sync(list(0, 9, 5, "[]", "{}"));
    String pos = kim.pos;
    jo.say(room, "one");
    assertEquals(List.of("one"), bodies(kim.sync(list(0, 9, 5, "[]", "{}")), room));
    kim.pos = pos;
    assertEquals(List.of("one"), bodies(kim.sync(list(0, 9, 5, "[]", "{}")), room));
    kim.sync(list(0, 9, 5, "[]", "{}"));
    kim.pos = pos;
    Http.Response stale = kim.ask(list(0, 9, 5, "[]", "{}"));
    assertEquals(400, stale.status());
    assertEquals("M_UNKNOWN_POS", stale.errcode());
  }

  @Test
  void connectionsOfOneDeviceAreApart() {
    String room = jo.roomWith(kim);
    kim.sync(list(0, 9, 1, "[]", "{}"));
    String main = kim.pos;
    kim.pos = "";
    String other = list(0, 9, 1, "[]", "{}").replaceFirst("\\{", "{\"conn_id\":\"other\",");
    assertEquals(Set.of(room), rooms(kim.sync(other)));
    kim.pos = main;
    assertEquals("M_UNKNOWN_POS", kim.ask(other).errcode());
    assertEquals(Set.of(), rooms(kim.sync(list(0, 9, 1, "[]", "{}"))));
  }

  @Test
  void aHeldRequestIsWokenByAMessageInARoomThatItAsksFor() throws Exception {
    String room = jo.roomWith(kim);
    String outside = jo.roomWith(kim);
    String one =
        "{\"room_subscriptions\":{\"" + room + "\":{\"timeline_limit\":5,\"required_state\":[]}}}";
    kim.sync(one);
    CompletableFuture<JsonNode> waiting = kim.waits(one);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (caseroom.caseroom().waiting() < 1) {
      assertTrue(System.nanoTime() < end, "It was not held.");
      Thread.onSpinWait();
    }
    jo.say(outside, "not asked for");
    jo.say(room, "wake up");
    assertEquals(List.of("wake up"), bodies(waiting.get(10, TimeUnit.SECONDS), room));
  }

  @Test
  void aHeldRequestEndsWhenItsTimeIsUp() {
    jo.createRoom();
    jo.sync(list(0, 9, 1, "[]", "{}"));
    JsonNode answer =
        caseroom
            .http()
            .post(Client.PATH + "?timeout=50&pos=" + jo.pos, jo.token, list(0, 9, 1, "[]", "{}"))
            .ok();
    assertEquals(Set.of(), rooms(answer));
    assertTrue(answer.has("pos"));
  }

  @Test
  void aRestartAsksToBeginAgain() {
    try (TestCaseroom own = TestCaseroom.startOnFile()) {
      Client lee = new Client(own, "lee");
      String room = lee.createRoom();
      lee.sync(list(0, 9, 1, "[]", "{}"));
      own.restart();
      assertEquals("M_UNKNOWN_POS", lee.ask(list(0, 9, 1, "[]", "{}")).errcode());
      lee.pos = "";
      assertEquals(Set.of(room), rooms(lee.sync(list(0, 9, 1, "[]", "{}"))));
    }
  }

  // ---- Extensions ----

  @Test
  void extensionsTellWhatIsBesideTheRooms() {
    String room = jo.roomWith(kim);
    String event = jo.say(room, "hello");
    kim.put("/user/" + kim.id + "/account_data/org.example.a", Json.object().put("x", 1));
    kim.put(
        "/user/" + kim.id + "/rooms/" + room + "/account_data/org.example.b",
        Json.object().put("x", 2));
    String asked = withExtensions(list(0, 9, 5, "[]", "{}"));
    JsonNode extensions = kim.sync(asked).path("extensions");
    assertTrue(types(extensions.path("account_data").path("global")).contains("org.example.a"));
    assertTrue(types(extensions.path("account_data").path("global")).contains("m.push_rules"));
    assertEquals(
        List.of("org.example.b"), types(extensions.path("account_data").path("rooms").path(room)));
    assertTrue(extensions.path("e2ee").path("device_one_time_keys_count").isObject());
    assertTrue(extensions.path("e2ee").path("device_unused_fallback_key_types").isArray());
    assertTrue(extensions.path("to_device").has("next_batch"));

    jo.read(room, event);
    jo.put(
        "/rooms/" + room + "/typing/" + jo.id, Json.parse("{\"typing\":true,\"timeout\":30000}"));
    kim.put(
        "/user/" + kim.id + "/rooms/" + room + "/account_data/org.example.c",
        Json.object().put("x", 3));
    String device = kim.get("/account/whoami").path("device_id").asText();
    ObjectNode body = Json.object();
    body.putObject("messages").putObject(kim.id).putObject(device).put("hello", "device");
    jo.put("/sendToDevice/org.example.test/t" + System.nanoTime(), body);
    extensions = kim.sync(asked).path("extensions");
    assertTrue(
        extensions
            .path("receipts")
            .path("rooms")
            .path(room)
            .path("content")
            .path(event)
            .path("m.read")
            .has(jo.id));
    assertEquals(
        jo.id,
        extensions
            .path("typing")
            .path("rooms")
            .path(room)
            .path("content")
            .path("user_ids")
            .get(0)
            .asText());
    assertEquals(
        List.of("org.example.c"), types(extensions.path("account_data").path("rooms").path(room)));
    assertEquals(1, extensions.path("to_device").path("events").size());
    extensions = kim.sync(asked).path("extensions");
    assertFalse(extensions.has("receipts"));
    assertFalse(extensions.has("typing"));
    assertFalse(extensions.has("account_data"));
  }

  @Test
  void messagesToTheDeviceGoOnUntilTheyHaveArrived() {
    kim.sync("{\"extensions\":{\"to_device\":{\"enabled\":true}}}");
    String device = kim.get("/account/whoami").path("device_id").asText();
    ObjectNode body = Json.object();
    body.putObject("messages").putObject(kim.id).putObject(device).put("hello", "device");
    jo.put("/sendToDevice/org.example.test/t" + System.nanoTime(), body);
    JsonNode told = kim.sync("{\"extensions\":{\"to_device\":{\"enabled\":true}}}");
    assertEquals(1, told.path("extensions").path("to_device").path("events").size());
    told = kim.sync("{\"extensions\":{\"to_device\":{\"enabled\":true}}}");
    assertEquals(1, told.path("extensions").path("to_device").path("events").size());
    String next = told.path("extensions").path("to_device").path("next_batch").asText();
    told =
        kim.sync("{\"extensions\":{\"to_device\":{\"enabled\":true,\"since\":\"" + next + "\"}}}");
    assertEquals(0, told.path("extensions").path("to_device").path("events").size());
  }

  @Test
  void deviceListsFollowAllRooms() {
    kim.sync("{\"extensions\":{\"e2ee\":{\"enabled\":true}}}");
    String room = jo.roomWith(kim);
    JsonNode lists =
        kim.sync("{\"extensions\":{\"e2ee\":{\"enabled\":true}}}")
            .path("extensions")
            .path("e2ee")
            .path("device_lists");
    assertEquals(jo.id, lists.path("changed").get(0).asText());
    jo.leave(room);
    lists =
        kim.sync("{\"extensions\":{\"e2ee\":{\"enabled\":true}}}")
            .path("extensions")
            .path("e2ee")
            .path("device_lists");
    assertEquals(jo.id, lists.path("left").get(0).asText());
  }

  // ---- Requests ----

  @Test
  void itIsAdvertised() {
    assertTrue(
        caseroom
            .http()
            .get("/_matrix/client/versions", null)
            .ok()
            .path("unstable_features")
            .path("org.matrix.simplified_msc3575")
            .asBoolean());
  }

  @Test
  void whatIsNoRequestIsRefused() {
    for (String body :
        List.of(
            "{\"lists\":[]}",
            "{\"lists\":{\"a\":{}}}",
            "{\"lists\":{\"a\":{\"timeline_limit\":-1}}}",
            "{\"lists\":{\"a\":{\"timeline_limit\":1,\"ranges\":[[5,1]]}}}",
            "{\"lists\":{\"a\":{\"timeline_limit\":1,\"ranges\":{}}}}",
            "{\"lists\":{\"a\":{\"timeline_limit\":1,\"required_state\":[[\"x\"]]}}}",
            "{\"lists\":{\"a\":{\"timeline_limit\":1,\"filters\":{\"is_dm\":1}}}}",
            "{\"room_subscriptions\":{\"no room\":{\"timeline_limit\":1}}}",
            "{\"conn_id\":1}",
            "{\"set_presence\":\"busy\"}",
            "{\"extensions\":{\"to_device\":{\"enabled\":true,\"since\":\"x\"}}}",
            "{\"pos\":\"s1_2_3\"}",
            "{\"pos\":\"nonsense\"}")) {
      assertEquals(400, kim.ask(body).status(), body);
    }
    assertEquals(401, caseroom.http().post(Client.PATH, null, "{}").status());
  }

  private static String list(int first, int last, int timeline, String state, String filters) {
    return "{\"lists\":{\"all\":{\"ranges\":[["
        + first
        + ","
        + last
        + "]],\"timeline_limit\":"
        + timeline
        + ",\"required_state\":"
        + state
        + ",\"filters\":"
        + filters
        + "}}}";
  }

  private static String withExtensions(String request) {
    return request.substring(0, request.length() - 1)
        + ",\"extensions\":{\"to_device\":{\"enabled\":true},\"e2ee\":{\"enabled\":true},"
        + "\"account_data\":{\"enabled\":true},\"receipts\":{\"enabled\":true},"
        + "\"typing\":{\"enabled\":true}}}";
  }

  private static Set<String> rooms(JsonNode answer) {
    Set<String> rooms = new TreeSet<>();
    answer.path("rooms").fieldNames().forEachRemaining(rooms::add);
    return rooms;
  }

  private static List<String> bodies(JsonNode answer, String room) {
    List<String> bodies = new ArrayList<>();
    for (JsonNode event : answer.path("rooms").path(room).path("timeline")) {
      if (event.path("type").asText().equals("m.room.message")) {
        bodies.add(event.path("content").path("body").asText());
      }
    }
    return bodies;
  }

  private static List<String> state(JsonNode answer, String room) {
    List<String> state = new ArrayList<>();
    for (JsonNode event : answer.path("rooms").path(room).path("required_state")) {
      state.add(event.path("type").asText() + "|" + event.path("state_key").asText());
    }
    return state;
  }

  private static List<String> types(JsonNode events) {
    List<String> types = new ArrayList<>();
    events.forEach(event -> types.add(event.path("type").asText()));
    return types;
  }
}
