package org.caseroom.matrix.sync;

import static org.caseroom.matrix.sync.Person.bodies;
import static org.caseroom.matrix.sync.Person.byKey;
import static org.caseroom.matrix.sync.Person.filter;
import static org.caseroom.matrix.sync.Person.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Syncing over HTTP: timelines, state, memberships, waiting. */
class SyncApiTest {
  private static TestCaseroom caseroom;

  private final Person jo = Person.called(caseroom, "jo");
  private final Person kim = Person.called(caseroom, "kim");

  @BeforeAll
  static void start() {
    caseroom = TestCaseroom.start();
  }

  @AfterAll
  static void stop() {
    caseroom.close();
  }

  @Test
  void theFirstSyncTellsEverything() {
    String room = jo.roomWith(kim);
    jo.name(room, "Robin");
    jo.say(room, "Hello");
    JsonNode section = joined(kim.sync(), room);
    assertEquals(List.of("Hello"), bodies(section));
    Map<String, JsonNode> state = stateAtEnd(section);
    assertEquals("Robin", state.get("m.room.name|").path("content").path("name").asText());
    assertEquals("join", membership(state, kim));
    assertEquals(2, section.path("summary").path("m.joined_member_count").asInt());
    assertFalse(section.path("timeline").path("events").get(0).has("room_id"));
  }

  @Test
  void theFirstSyncEndsAtOnceAlsoWithoutRooms() throws Exception {
    JsonNode answer = kim.waits().get(10, TimeUnit.SECONDS);
    assertTrue(answer.path("rooms").path("join").isEmpty());
    assertTrue(
        Person.types(answer.path("account_data").path("events")).contains("m.push_rules"),
        "clients want their push rules with the first sync");
  }

  @Test
  void whatCameIsToldOnce() {
    String room = jo.roomWith(kim);
    kim.sync();
    jo.say(room, "one");
    jo.say(room, "two");
    JsonNode section = joined(kim.sync(), room);
    assertEquals(List.of("one", "two"), bodies(section));
    assertFalse(section.path("timeline").path("limited").asBoolean());
    assertTrue(section.path("state").path("events").isEmpty());
    assertTrue(kim.sync().path("rooms").path("join").isEmpty());
  }

  @Test
  void theSameTokenGivesTheSameAnswerAgain() {
    String room = jo.roomWith(kim);
    kim.sync();
    String before = kim.since();
    jo.say(room, "one");
    assertEquals(List.of("one"), bodies(joined(kim.syncFrom(before), room)));
    assertEquals(List.of("one"), bodies(joined(kim.syncFrom(before), room)));
  }

  @Test
  void aHeldSyncIsWokenByAMessage() throws Exception {
    String room = jo.roomWith(kim);
    kim.sync();
    CompletableFuture<JsonNode> waiting = kim.waits();
    awaitHeld(1);
    assertFalse(waiting.isDone());
    jo.say(room, "wake up");
    assertEquals(List.of("wake up"), bodies(joined(waiting.get(10, TimeUnit.SECONDS), room)));
  }

  @Test
  void aHeldSyncIsNotWokenByOtherPeoplesRooms() throws Exception {
    String shared = jo.roomWith(kim);
    String other = jo.createRoom();
    kim.sync();
    CompletableFuture<JsonNode> waiting = kim.waits();
    awaitHeld(1);
    jo.say(other, "not for Kim");
    jo.say(shared, "for Kim");
    JsonNode answer = waiting.get(10, TimeUnit.SECONDS);
    assertEquals(Set.of(shared), names(answer.path("rooms").path("join")));
  }

  @Test
  void aHeldSyncEndsWhenItsTimeIsUp() {
    jo.roomWith(kim);
    kim.sync();
    JsonNode answer = kim.sync("timeout=50");
    assertTrue(answer.path("rooms").path("join").isEmpty());
    assertTrue(answer.has("next_batch"));
  }

  @Test
  void aHeldSyncEndsWithItsSignIn() throws Exception {
    String room = jo.roomWith(kim);
    Person phone = kim.onAnotherDevice();
    phone.sync();
    var waiting = phone.later();
    awaitHeld(1);
    String device = phone.get("/account/whoami").path("device_id").asText();
    caseroom.caseroom().identity().sessions().signOut(UserId.of(phone.id), DeviceId.of(device));
    jo.say(room, "not for a device that was signed out");
    var answer = waiting.get(10, TimeUnit.SECONDS);
    assertEquals(401, answer.status());
    assertEquals("M_UNKNOWN_TOKEN", answer.errcode());
  }

  @Test
  void aHeldSyncEndsWhenItsOwnerIsLockedOut() throws Exception {
    Person lox = Person.called(caseroom, "lox");
    UserId admin = caseroom.createAccount("lock-keeper", Role.ADMINISTRATOR);
    lox.sync();
    var waiting = lox.later();
    awaitHeld(1);
    caseroom.caseroom().identity().standings().lock(UserId.of(lox.id), true, admin);
    var answer = waiting.get(10, TimeUnit.SECONDS);
    assertEquals(401, answer.status());
    assertEquals("M_USER_LOCKED", answer.errcode());
    assertTrue(answer.json().path("soft_logout").asBoolean());
  }

  @Test
  void manyDevicesAreWokenByOneMessage() throws Exception {
    Person[] others = new Person[7];
    for (int i = 0; i < others.length; i++) {
      others[i] = Person.called(caseroom, "member");
    }
    String room = jo.roomWith(others);
    @SuppressWarnings("unchecked")
    CompletableFuture<JsonNode>[] waiting = new CompletableFuture[others.length];
    for (int i = 0; i < others.length; i++) {
      others[i].sync();
      waiting[i] = others[i].waits();
    }
    awaitHeld(others.length);
    jo.say(room, "everyone");
    for (CompletableFuture<JsonNode> one : waiting) {
      assertEquals(List.of("everyone"), bodies(joined(one.get(10, TimeUnit.SECONDS), room)));
    }
  }

  @Test
  void tokensAreGoodAfterARestart() {
    try (TestCaseroom own = TestCaseroom.startOnFile()) {
      Person lee = Person.called(own, "lee");
      Person max = Person.called(own, "max");
      String room = lee.roomWith(max);
      max.sync();
      lee.say(room, "before");
      own.restart();
      lee.say(room, "after");
      assertEquals(List.of("before", "after"), bodies(joined(max.sync(), room)));
      assertTrue(max.sync().path("rooms").path("join").isEmpty());
    }
  }

  @Test
  void aTokenThatIsNoneIsRefused() {
    var response = caseroom.http().get("/_matrix/client/v3/sync?since=nonsense", kim.token);
    assertEquals(400, response.status());
    assertEquals("M_INVALID_PARAM", response.errcode());
  }

  @Test
  void aTokenFromTheFutureStartsAfresh() {
    String room = jo.roomWith(kim);
    JsonNode answer = kim.syncFrom("s99999999_99999999_1");
    assertTrue(joined(answer, room).path("summary").has("m.joined_member_count"));
  }

  // ---- Gaps ----

  @Test
  void aGapIsToldAndCanBePagedBack() {
    String room = jo.roomWith(kim);
    kim.sync();
    for (int i = 0; i < 10; i++) {
      jo.say(room, "m" + i);
    }
    JsonNode timeline = joined(kim.sync(limit(3)), room).path("timeline");
    assertTrue(timeline.path("limited").asBoolean());
    assertEquals(3, timeline.path("events").size());
    JsonNode page =
        kim.get(
            "/rooms/"
                + room
                + "/messages?dir=b&limit=5&from="
                + timeline.path("prev_batch").asText());
    assertEquals("m6", page.path("chunk").get(0).path("content").path("body").asText());
    assertEquals("m2", page.path("chunk").get(4).path("content").path("body").asText());
  }

  @Test
  void stateOfTheGapComesBeforeTheTimeline() {
    String room = jo.roomWith(kim);
    jo.name(room, "first");
    kim.sync();
    jo.name(room, "second");
    jo.say(room, "m0");
    jo.say(room, "m1");
    jo.name(room, "third");
    jo.say(room, "m2");
    JsonNode section = joined(kim.sync(limit(3)), room);
    assertEquals(List.of("m1", "m2"), bodies(section));
    assertEquals(
        "second",
        byKey(section.path("state").path("events"))
            .get("m.room.name|")
            .path("content")
            .path("name")
            .asText());
    assertEquals(
        "third", stateAtEnd(section).get("m.room.name|").path("content").path("name").asText());
  }

  @Test
  void stateAfterIsTheStateAtTheEnd() {
    String room = jo.roomWith(kim);
    jo.name(room, "first");
    JsonNode first = joined(kim.sync("use_state_after=true"), room);
    assertFalse(first.has("state"));
    assertEquals(
        "first",
        byKey(first.path("state_after").path("events"))
            .get("m.room.name|")
            .path("content")
            .path("name")
            .asText());
    jo.name(room, "second");
    jo.say(room, "m0");
    jo.name(room, "third");
    JsonNode next = joined(kim.sync("org.matrix.msc4222.use_state_after=true"), room);
    assertFalse(next.has("state"));
    assertFalse(next.has("state_after"), "each form of the parameter has its own answer");
    assertEquals(
        "third",
        byKey(next.path("org.matrix.msc4222.state_after").path("events"))
            .get("m.room.name|")
            .path("content")
            .path("name")
            .asText());
  }

  @Test
  void allStateOnDemand() {
    String room = jo.roomWith(kim);
    jo.name(room, "Robin");
    kim.sync();
    JsonNode section = joined(kim.sync("full_state=true", "timeout=60000"), room);
    Map<String, JsonNode> state = stateAtEnd(section);
    assertTrue(state.containsKey("m.room.create|"));
    assertTrue(state.containsKey("m.room.name|"));
    assertTrue(bodies(section).isEmpty());
  }

  @Test
  void theStartOfAFirstTimelineHasTheStateOfThatTime() {
    String room = jo.roomWith(kim);
    jo.name(room, "old");
    jo.say(room, "m0");
    jo.name(room, "new");
    jo.say(room, "m1");
    JsonNode section = joined(kim.sync(limit(2)), room);
    assertEquals(
        "old",
        byKey(section.path("state").path("events"))
            .get("m.room.name|")
            .path("content")
            .path("name")
            .asText());
    assertEquals(
        "new", stateAtEnd(section).get("m.room.name|").path("content").path("name").asText());
  }

  // ---- Memberships ----

  @Test
  void anInvitationShowsWhatTheRoomIs() {
    kim.sync();
    String room = jo.createRoom();
    jo.name(room, "Robin");
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", kim.id));
    JsonNode events =
        kim.sync().path("rooms").path("invite").path(room).path("invite_state").path("events");
    Map<String, JsonNode> state = byKey(events);
    assertEquals("Robin", state.get("m.room.name|").path("content").path("name").asText());
    assertEquals("invite", membership(state, kim));
    assertEquals("join", membership(state, jo));
    assertFalse(events.get(0).has("event_id"), "stripped state has no id");
    assertTrue(kim.sync().path("rooms").path("invite").isEmpty());
  }

  @Test
  void aRoomJustJoinedComesWhole() {
    String room = jo.createRoom(kim);
    jo.name(room, "Robin");
    kim.sync();
    kim.join(room);
    JsonNode section = joined(kim.sync(), room);
    Map<String, JsonNode> state = stateAtEnd(section);
    assertTrue(state.containsKey("m.room.create|"));
    assertEquals("join", membership(state, jo));
    assertEquals("join", membership(state, kim));
    assertEquals(2, section.path("summary").path("m.joined_member_count").asInt());
  }

  @Test
  void anotherOnesComingIsToldWithTheCount() {
    String room = jo.createRoom(kim);
    jo.sync();
    kim.join(room);
    JsonNode section = joined(jo.sync(), room);
    assertEquals("join", membership(stateAtEnd(section), kim));
    assertEquals(2, section.path("summary").path("m.joined_member_count").asInt());
    assertEquals(0, section.path("summary").path("m.invited_member_count").asInt());
  }

  @Test
  void heroesNameARoomWithoutAName() {
    String room = jo.roomWith(kim);
    JsonNode summary = joined(kim.sync(), room).path("summary");
    assertEquals(1, summary.path("m.heroes").size());
    assertEquals(jo.id, summary.path("m.heroes").get(0).asText());
    jo.name(room, "Robin");
    assertFalse(joined(kim.sync(), room).path("summary").has("m.heroes"));
    jo.name(room, "");
    assertEquals(1, joined(kim.sync(), room).path("summary").path("m.heroes").size());
  }

  @Test
  void aRoomThatWasLeftIsToldUpToTheLeaving() {
    String room = jo.roomWith(kim);
    kim.sync();
    jo.say(room, "before");
    kim.leave(room);
    jo.say(room, "after");
    JsonNode answer = kim.sync();
    JsonNode section = answer.path("rooms").path("leave").path(room);
    assertEquals(List.of("before"), bodies(section));
    assertEquals("leave", membership(stateAtEnd(section), kim));
    assertTrue(answer.path("rooms").path("join").isEmpty());
    assertTrue(kim.sync().path("rooms").path("leave").isEmpty());
  }

  @Test
  void anInvitationDeclinedIsGone() {
    String room = jo.createRoom(kim);
    kim.sync();
    kim.leave(room);
    JsonNode section = kim.sync().path("rooms").path("leave").path(room);
    assertEquals("leave", membership(byKey(section.path("timeline").path("events")), kim));
  }

  @Test
  void aRemovalWakesTheOneWhoIsRemoved() throws Exception {
    String room = jo.roomWith(kim);
    kim.sync();
    CompletableFuture<JsonNode> waiting = kim.waits();
    awaitHeld(1);
    jo.post("/rooms/" + room + "/kick", Json.object().put("user_id", kim.id));
    JsonNode answer = waiting.get(10, TimeUnit.SECONDS);
    assertTrue(answer.path("rooms").path("leave").has(room));
  }

  @Test
  void roomsLeftLongAgoAreListedOnlyOnDemand() {
    String room = jo.roomWith(kim);
    kim.leave(room);
    assertTrue(kim.syncFrom("").path("rooms").path("leave").isEmpty());
    JsonNode answer = kim.syncFrom("", filter("{\"room\":{\"include_leave\":true}}"));
    assertTrue(answer.path("rooms").path("leave").has(room));
    kim.post("/rooms/" + room + "/forget", Json.object());
    answer = kim.syncFrom("", filter("{\"room\":{\"include_leave\":true}}"));
    assertTrue(answer.path("rooms").path("leave").isEmpty());
  }

  @Test
  void aKnockIsShownToTheOneWhoKnocked() {
    String room = jo.createRoom();
    jo.setState(room, "m.room.join_rules", "", Json.object().put("join_rule", "knock"));
    kim.sync();
    kim.post("/knock/" + room, Json.object());
    JsonNode state =
        kim.sync().path("rooms").path("knock").path(room).path("knock_state").path("events");
    assertEquals("knock", membership(byKey(state), kim));
  }

  @Test
  void leavingAndComingBackInOneGap() {
    String room = jo.roomWith(kim);
    kim.sync();
    kim.leave(room);
    jo.say(room, "while Kim was away");
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", kim.id));
    kim.join(room);
    JsonNode answer = kim.sync();
    assertTrue(answer.path("rooms").path("leave").isEmpty());
    assertEquals("join", membership(stateAtEnd(joined(answer, room)), kim));
  }

  // ---- Own events ----

  @Test
  void onlyTheSendingDeviceSeesItsTransaction() {
    String room = jo.roomWith(kim);
    Person phone = jo.onAnotherDevice();
    jo.sync();
    phone.sync();
    kim.sync();
    jo.put(
        "/rooms/" + room + "/send/m.room.message/mine",
        Json.object().put("msgtype", "m.text").put("body", "x"));
    assertEquals("mine", transaction(joined(jo.sync(), room)));
    assertEquals("", transaction(joined(phone.sync(), room)));
    assertEquals("", transaction(joined(kim.sync(), room)));
  }

  /** Two write at once, three read meanwhile: everyone gets everything once, in one order. */
  @Test
  void everyoneGetsEverythingOnceAndInOrder() throws Exception {
    int each = 60;
    List<Person> readers =
        List.of(kim, Person.called(caseroom, "lee"), Person.called(caseroom, "max"));
    String room = jo.roomWith(readers.toArray(Person[]::new));
    readers.forEach(Person::sync);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<CompletableFuture<List<String>>> read = new ArrayList<>();
    for (Person reader : readers) {
      read.add(CompletableFuture.supplyAsync(() -> readAll(reader, room, 2 * each), threads));
    }
    List<CompletableFuture<Void>> written = new ArrayList<>();
    for (Person writer : List.of(jo, kim)) {
      written.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < each; i++) {
                  writer.say(room, writer.name() + " " + i);
                }
              },
              threads));
    }
    written.forEach(CompletableFuture::join);
    List<String> first = read.get(0).get(30, TimeUnit.SECONDS);
    assertEquals(2 * each, new HashSet<>(first).size());
    for (CompletableFuture<List<String>> other : read) {
      assertEquals(first, other.get(30, TimeUnit.SECONDS));
    }
    threads.shutdown();
  }

  private static List<String> readAll(Person reader, String room, int count) {
    // More than comes at once: a reader who falls behind the usual 20 is told of a gap instead.
    String everything = Person.filter("{\"room\":{\"timeline\":{\"limit\":" + count + "}}}");
    List<String> all = new ArrayList<>();
    while (all.size() < count) {
      JsonNode section = joined(reader.sync("timeout=20000", everything), room);
      assertFalse(section.path("timeline").path("limited").asBoolean(), "a gap");
      all.addAll(bodies(section));
    }
    return all;
  }

  @Test
  void aClientThatWasAwayForLongMissesNothing() {
    String quiet = jo.roomWith(kim);
    String loud = jo.roomWith(kim);
    kim.sync();
    for (int i = 0; i < 60; i++) {
      jo.say(loud, "m" + i);
    }
    jo.say(quiet, "one word");
    JsonNode answer = kim.sync();
    assertEquals(List.of("one word"), bodies(joined(answer, quiet)));
    assertTrue(joined(answer, loud).path("timeline").path("limited").asBoolean());
  }

  private static String transaction(JsonNode section) {
    return section
        .path("timeline")
        .path("events")
        .path(0)
        .path("unsigned")
        .path("transaction_id")
        .asText();
  }

  private static String membership(Map<String, JsonNode> state, Person person) {
    JsonNode event = state.get("m.room.member|" + person.id);
    return event == null ? "none" : event.path("content").path("membership").asText();
  }

  /** What a client makes of a section: state, then the timeline on top. */
  private static Map<String, JsonNode> stateAtEnd(JsonNode section) {
    Map<String, JsonNode> state = new TreeMap<>(byKey(section.path("state").path("events")));
    state.putAll(byKey(section.path("timeline").path("events")));
    return state;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String limit(int events) {
    return filter("{\"room\":{\"timeline\":{\"limit\":" + events + "}}}");
  }

  /** Waits until the service holds this many syncs. */
  private static void awaitHeld(int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (caseroom.caseroom().waiting() < count) {
      assertTrue(System.nanoTime() < end, "The sync was not held.");
      Thread.onSpinWait();
    }
  }
}
