package org.caseroom.matrix.sync;

import static org.caseroom.matrix.sync.Person.filter;
import static org.caseroom.matrix.sync.Person.joined;
import static org.caseroom.matrix.sync.Person.types;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sync tells beside the events of rooms. */
class SyncExtrasTest {
  private static TestCaseroom caseroom;

  private Person jo;
  private Person kim;
  private String room;

  @BeforeAll
  static void start() {
    caseroom = TestCaseroom.start();
  }

  @AfterAll
  static void stop() {
    caseroom.close();
  }

  @BeforeEach
  void aRoomForTwo() {
    jo = Person.called(caseroom, "jo");
    kim = Person.called(caseroom, "kim");
    room = jo.roomWith(kim);
  }

  // ---- Typing ----

  @Test
  void typingComesAndGoes() throws Exception {
    jo.sync();
    CompletableFuture<JsonNode> waiting = jo.waits();
    typing(kim, true);
    assertEquals(List.of(kim.id), typing(waiting.get(10, TimeUnit.SECONDS)));
    typing(kim, false);
    assertEquals(List.of(), typing(jo.syncUntil(answer -> joined(answer, room).has("ephemeral"))));
    assertTrue(jo.sync().path("rooms").path("join").isEmpty());
  }

  @Test
  void typingEndsByTheClock() {
    typing(kim, true);
    assertEquals(List.of(kim.id), typing(jo.sync()));
    caseroom.clock().advance(Duration.ofSeconds(31));
    assertEquals(List.of(), typing(jo.syncUntil(answer -> joined(answer, room).has("ephemeral"))));
  }

  @Test
  void whoSendsHasStoppedTyping() {
    typing(kim, true);
    jo.sync();
    kim.say(room, "done");
    assertEquals(
        List.of(),
        typing(
            jo.syncUntil(
                answer -> !joined(answer, room).path("ephemeral").path("events").isEmpty())));
  }

  // ---- Receipts ----

  @Test
  void othersSeeAReceipt() throws Exception {
    String event = jo.say(room, "hello");
    jo.sync();
    CompletableFuture<JsonNode> waiting = jo.waits();
    kim.read(room, event);
    JsonNode content = receipts(waiting.get(10, TimeUnit.SECONDS));
    assertTrue(content.path(event).path("m.read").path(kim.id).path("ts").asLong() > 0);
    assertTrue(jo.sync().path("rooms").path("join").isEmpty());
    assertTrue(receipts(jo.syncFrom("")).has(event), "a first sync has it as well");
  }

  @Test
  void aPrivateReceiptIsSeenByItsUserOnly() {
    String event = jo.say(room, "hello");
    jo.sync();
    kim.sync();
    kim.post("/rooms/" + room + "/receipt/m.read.private/" + event, Json.object());
    assertTrue(jo.sync().path("rooms").path("join").isEmpty());
    assertTrue(receipts(kim.sync()).path(event).path("m.read.private").has(kim.id));
  }

  @Test
  void aReceiptDoesNotStepBack() {
    String first = jo.say(room, "one");
    String second = jo.say(room, "two");
    kim.read(room, second);
    jo.sync();
    kim.read(room, first);
    assertTrue(jo.sync().path("rooms").path("join").isEmpty());
    assertFalse(receipts(jo.syncFrom("")).has(first));
  }

  @Test
  void receiptsOfThreadsStandBesideTheRooms() {
    String root = jo.say(room, "root");
    kim.post("/rooms/" + room + "/receipt/m.read/" + root, Json.object().put("thread_id", "main"));
    kim.read(room, root);
    JsonNode events = joined(jo.sync(), room).path("ephemeral").path("events");
    assertEquals(2, events.size(), "one event cannot hold two receipts of one user");
  }

  // ---- Unread counts ----

  @Test
  void unreadEventsAreCountedAndResetByAReceipt() {
    kim.sync();
    jo.say(room, "one");
    String second = jo.say(room, "two");
    jo.send(room, "m.reaction", reaction(second));
    assertEquals("2/0", unread(kim.sync()));
    kim.read(room, second);
    assertEquals("0/0", unread(kim.sync()));
    jo.say(room, "three");
    assertEquals("1/0", unread(kim.sync()));
    assertEquals("1/0", unread(kim.syncFrom("")));
    assertEquals("0/0", unread(jo.syncFrom("")), "one's own do not count");
  }

  @Test
  void mentionsStandOut() {
    kim.sync();
    ObjectNode mention = Json.object().put("msgtype", "m.text").put("body", "look");
    mention.putObject("m.mentions").putArray("user_ids").add(kim.id);
    jo.send(room, "m.room.message", mention);
    assertEquals("1/1", unread(kim.sync()));
    jo.say(room, "hello " + kim.name() + ", are you there?");
    assertEquals("2/2", unread(kim.sync()), "the name in an old client's message");
    ObjectNode toAll = Json.object().put("msgtype", "m.text").put("body", "@room");
    toAll.putObject("m.mentions").put("room", true);
    kim.send(room, "m.room.message", toAll);
    assertEquals("1/0", unread(jo.sync()), "Kim may not call the whole room");
    jo.send(room, "m.room.message", toAll);
    assertEquals("1/1", unread(kim.sync()), "Kim had read the others when she sent hers");
  }

  @Test
  void ownRulesCount() {
    kim.put(
        "/pushrules/global/content/robin",
        Json.parse(
            "{\"pattern\":\"robin\",\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"}]}"));
    kim.put(
        "/pushrules/global/override/moon",
        Json.parse("{\"conditions\":[{\"kind\":\"org.example.moon_is_full\"}],\"actions\":[]}"));
    kim.sync();
    jo.say(room, "Is Robin asleep?");
    assertEquals("1/1", unread(kim.sync()), "a keyword");
    kim.put("/pushrules/global/room/" + room, Json.parse("{\"actions\":[]}"));
    jo.say(room, "Good night");
    assertEquals("1/1", unread(kim.sync()), "a room that was muted");
    jo.say(room, "Robin is");
    assertEquals("2/2", unread(kim.sync()), "the keyword comes before the room");
  }

  @Test
  void countsOutliveARestart() {
    try (TestCaseroom own = TestCaseroom.startOnFile()) {
      Person lee = Person.called(own, "lee");
      Person max = Person.called(own, "max");
      String shared = lee.roomWith(max);
      max.read(shared, lee.say(shared, "read"));
      lee.say(shared, "unread");
      own.restart();
      JsonNode counts = joined(max.sync(), shared).path("unread_notifications");
      assertEquals(1, counts.path("notification_count").asInt());
    }
  }

  @Test
  void countsAreExactHoweverManyThereAre() {
    try (TestCaseroom own = TestCaseroom.startOnFile()) {
      Person lee = Person.called(own, "lee");
      Person max = Person.called(own, "max");
      Person never = Person.called(own, "never");
      String shared = lee.roomWith(max, never);
      String read = lee.say(shared, "read");
      max.read(shared, read);
      String root = lee.say(shared, "root");
      for (int i = 0; i < 550; i++) {
        lee.say(shared, "unread " + i);
      }
      String gone = lee.say(shared, "in the thread, and taken back");
      ObjectNode reply = Json.object().put("msgtype", "m.text").put("body", "hello " + max.name());
      reply.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
      lee.send(shared, "m.room.message", reply);
      assertEquals("553/1", unread(max.sync(), shared));
      never.put(
          "/profile/" + never.id + "/displayname", Json.object().put("displayname", "A new name"));
      own.restart();
      lee.put("/rooms/" + shared + "/redact/" + gone + "/once", Json.object());
      lee.say(shared, "after the restart");
      assertEquals("553/1", unread(max.sync(), shared));
      assertEquals("554/0", unread(never.sync(), shared), "counted from the beginning");
      max.read(shared, root);
      lee.say(shared, "one more");
      assertEquals("553/1", unread(max.sync(), shared));
    }
  }

  private static String unread(JsonNode answer, String room) {
    JsonNode counts = joined(answer, room).path("unread_notifications");
    return counts.path("notification_count").asInt() + "/" + counts.path("highlight_count").asInt();
  }

  @Test
  void threadsAreCountedApartForThoseWhoAsk() {
    String byThread = filter("{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}");
    String root = jo.say(room, "root");
    kim.read(room, root);
    kim.sync();
    ObjectNode reply = Json.object().put("msgtype", "m.text").put("body", "in the thread");
    reply.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    String threaded = jo.send(room, "m.room.message", reply);
    jo.say(room, "outside");
    JsonNode section = joined(kim.syncFrom(kim.since(), byThread), room);
    assertEquals(1, section.path("unread_notifications").path("notification_count").asInt());
    assertEquals(
        1,
        section.path("unread_thread_notifications").path(root).path("notification_count").asInt());
    assertEquals("2/0", unread(kim.syncFrom(kim.since())));
    kim.post(
        "/rooms/" + room + "/receipt/m.read/" + threaded, Json.object().put("thread_id", root));
    section = joined(kim.syncFrom(kim.since(), byThread), room);
    assertEquals(1, section.path("unread_notifications").path("notification_count").asInt());
    assertFalse(section.has("unread_thread_notifications"));
  }

  // ---- Account data ----

  @Test
  void accountDataGoesToTheUsersOtherDevices() throws Exception {
    Person phone = kim.onAnotherDevice();
    phone.sync();
    jo.sync();
    CompletableFuture<JsonNode> waiting = phone.waits();
    kim.put("/user/" + kim.id + "/account_data/org.example.x", Json.object().put("x", 1));
    JsonNode answer = waiting.get(10, TimeUnit.SECONDS);
    assertEquals(List.of("org.example.x"), types(answer.path("account_data").path("events")));
    kim.put(
        "/user/" + kim.id + "/rooms/" + room + "/account_data/org.example.y",
        Json.object().put("y", 1));
    answer = phone.sync();
    assertTrue(answer.path("account_data").path("events").isEmpty());
    assertEquals(
        List.of("org.example.y"), types(joined(answer, room).path("account_data").path("events")));
    assertTrue(jo.sync().path("account_data").path("events").isEmpty());
  }

  @Test
  void theFullyReadMarkerIsAccountData() {
    String event = jo.say(room, "hello");
    kim.sync();
    kim.post(
        "/rooms/" + room + "/read_markers",
        Json.object().put("m.fully_read", event).put("m.read", event));
    JsonNode section = joined(kim.sync(), room);
    JsonNode marker = section.path("account_data").path("events").get(0);
    assertEquals("m.fully_read", marker.path("type").asText());
    assertEquals(event, marker.path("content").path("event_id").asText());
    assertTrue(receipts(section).has(event));
  }

  @Test
  void messagesOfIgnoredPeopleAreNotShown() {
    ObjectNode ignored = Json.object();
    ignored.putObject("ignored_users").putObject(jo.id);
    kim.put("/user/" + kim.id + "/account_data/m.ignored_user_list", ignored);
    kim.sync();
    jo.say(room, "unwanted");
    jo.name(room, "state is shown");
    JsonNode section = joined(kim.sync(), room);
    assertEquals(List.of("m.room.name"), types(section.path("timeline").path("events")));
  }

  // ---- Devices ----

  @Test
  void aMessageToADeviceComesOnce() throws Exception {
    kim.sync();
    String device = kim.get("/account/whoami").path("device_id").asText();
    CompletableFuture<JsonNode> waiting = kim.waits();
    String before = kim.since();
    ObjectNode body = Json.object();
    body.putObject("messages").putObject(kim.id).putObject(device).put("hello", "device");
    jo.put("/sendToDevice/org.example.test/t" + System.nanoTime(), body);
    JsonNode events = waiting.get(10, TimeUnit.SECONDS).path("to_device").path("events");
    assertEquals("device", events.get(0).path("content").path("hello").asText());
    assertEquals(jo.id, events.get(0).path("sender").asText());
    assertEquals(
        1,
        kim.syncFrom(before).path("to_device").path("events").size(),
        "an answer that was lost is given again");
    assertTrue(kim.sync().path("to_device").path("events").isEmpty());
    assertTrue(kim.syncFrom(kim.since()).path("to_device").path("events").isEmpty());
  }

  @Test
  void manyMessagesToADeviceComeInTurns() {
    kim.sync();
    String device = kim.get("/account/whoami").path("device_id").asText();
    for (int i = 0; i < 150; i++) {
      ObjectNode body = Json.object();
      body.putObject("messages").putObject(kim.id).putObject(device).put("number", i);
      jo.put("/sendToDevice/org.example.test/many" + System.nanoTime(), body);
    }
    int expected = 0;
    for (int turns = 0; turns < 2; turns++) {
      for (JsonNode event : kim.sync().path("to_device").path("events")) {
        assertEquals(expected++, event.path("content").path("number").asInt());
      }
    }
    assertEquals(150, expected);
  }

  @Test
  void changedDevicesOfSharersAreListed() throws Exception {
    Person stranger = Person.called(caseroom, "stranger");
    jo.sync();
    stranger.sync();
    CompletableFuture<JsonNode> waiting = jo.waits();
    uploadKeys(kim);
    JsonNode lists = waiting.get(10, TimeUnit.SECONDS).path("device_lists");
    assertEquals(kim.id, lists.path("changed").get(0).asText());
    assertTrue(stranger.sync().path("device_lists").path("changed").isEmpty());
  }

  @Test
  void comingAndGoingIsListed() {
    Person lee = Person.called(caseroom, "lee");
    jo.sync();
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", lee.id));
    lee.join(room);
    assertEquals(lee.id, jo.sync().path("device_lists").path("changed").get(0).asText());
    lee.leave(room);
    assertEquals(lee.id, jo.sync().path("device_lists").path("left").get(0).asText());
  }

  @Test
  void keysLeftAreCounted() {
    assertEquals(
        0,
        kim.sync().path("device_one_time_keys_count").path("signed_curve25519").asInt(-1),
        "told also where there are none");
    uploadKeys(kim);
    JsonNode answer = kim.sync();
    assertEquals(1, answer.path("device_one_time_keys_count").path("signed_curve25519").asInt());
    assertTrue(answer.path("device_unused_fallback_key_types").isArray());
  }

  private static void uploadKeys(Person person) {
    String device = person.get("/account/whoami").path("device_id").asText();
    ObjectNode body = Json.object();
    ObjectNode keys = body.putObject("device_keys");
    keys.put("user_id", person.id).put("device_id", device);
    keys.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2");
    keys.putObject("keys").put("ed25519:" + device, "aGVsbG8");
    keys.putObject("signatures").putObject(person.id).put("ed25519:" + device, "c2ln");
    ObjectNode one =
        body.putObject("one_time_keys").putObject("signed_curve25519:AAAA").put("key", "a2V5");
    one.putObject("signatures").putObject(person.id).put("ed25519:" + device, "c2ln");
    person.post("/keys/upload", body);
  }

  private void typing(Person who, boolean typing) {
    who.put(
        "/rooms/" + room + "/typing/" + who.id,
        Json.object().put("typing", typing).put("timeout", 30_000));
  }

  private List<String> typing(JsonNode answer) {
    for (JsonNode event : joined(answer, room).path("ephemeral").path("events")) {
      if (event.path("type").asText().equals("m.typing")) {
        List<String> users = new java.util.ArrayList<>();
        event.path("content").path("user_ids").forEach(user -> users.add(user.asText()));
        return users;
      }
    }
    throw new AssertionError("There is no m.typing in " + answer);
  }

  /** The receipts of an answer, or of a room's section. */
  private JsonNode receipts(JsonNode answer) {
    JsonNode section = answer.has("rooms") ? joined(answer, room) : answer;
    for (JsonNode event : section.path("ephemeral").path("events")) {
      if (event.path("type").asText().equals("m.receipt")) {
        return event.path("content");
      }
    }
    return Json.object();
  }

  private static ObjectNode reaction(String event) {
    ObjectNode content = Json.object();
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", event)
        .put("key", "✅");
    return content;
  }

  /** Unread and highlighted. */
  private String unread(JsonNode answer) {
    return unread(answer, room);
  }
}
