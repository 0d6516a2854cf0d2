package org.caseroom.matrix.sync;

import static org.caseroom.matrix.sync.Person.bodies;
import static org.caseroom.matrix.sync.Person.byKey;
import static org.caseroom.matrix.sync.Person.filter;
import static org.caseroom.matrix.sync.Person.joined;
import static org.caseroom.matrix.sync.Person.types;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What filters do to a sync. */
class SyncFilterTest {
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

  @Test
  void storedFiltersAreNamedByTheirId() {
    jo.say(room, "one");
    jo.say(room, "two");
    String id =
        kim.post(
                "/user/" + kim.id + "/filter",
                Json.parse("{\"room\":{\"timeline\":{\"limit\":1}}}"))
            .path("filter_id")
            .asText();
    assertEquals(List.of("two"), bodies(joined(kim.syncFrom("", "filter=" + id), room)));
    var response = caseroom.http().get("/_matrix/client/v3/sync?filter=none", kim.token);
    assertEquals(400, response.status());
  }

  @Test
  void aFilterOfTheWrongShapeIsRefused() {
    for (String json :
        List.of(
            "{",
            "{\"room\":[]}",
            "{\"room\":{\"timeline\":{\"limit\":\"x\"}}}",
            "{\"event_format\":\"other\"}",
            "{\"room\":{\"rooms\":[\"no id\"]}}")) {
      var response = caseroom.http().get("/_matrix/client/v3/sync?" + filter(json), kim.token);
      assertEquals(400, response.status(), json);
    }
  }

  @Test
  void theLimitCountsOnlyWhatIsWanted() {
    for (int i = 0; i < 5; i++) {
      jo.say(room, "m" + i);
      jo.name(room, "name " + i);
    }
    JsonNode section =
        joined(
            kim.syncFrom(
                "", filter("{\"room\":{\"timeline\":{\"limit\":3,\"types\":[\"m.room.mess*\"]}}}")),
            room);
    assertEquals(List.of("m2", "m3", "m4"), bodies(section));
    assertTrue(section.path("timeline").path("limited").asBoolean());
    assertEquals(
        "name 4",
        byKey(section.path("state").path("events"))
            .get("m.room.name|")
            .path("content")
            .path("name")
            .asText(),
        "state that the timeline leaves out is told as state");
  }

  @Test
  void stateThatTheTimelineLeavesOutIsToldLaterToo() {
    String only = filter("{\"room\":{\"timeline\":{\"types\":[\"m.room.message\"]}}}");
    kim.sync(only);
    jo.name(room, "Robin");
    jo.say(room, "hello");
    JsonNode section = joined(kim.sync(only), room);
    assertEquals(List.of("hello"), bodies(section));
    assertTrue(byKey(section.path("state").path("events")).containsKey("m.room.name|"));
  }

  @Test
  void sendersAndUrls() {
    jo.say(room, "from Jo");
    kim.say(room, "from Kim");
    jo.send(
        room,
        "m.room.message",
        Json.object().put("msgtype", "m.file").put("body", "plan").put("url", "mxc://x/y"));
    assertEquals(
        List.of("from Kim"),
        bodies(joined(kim.syncFrom("", timeline("\"not_senders\":[\"" + jo.id + "\"]")), room)));
    assertEquals(
        List.of("plan"), bodies(joined(kim.syncFrom("", timeline("\"contains_url\":true")), room)));
    assertEquals(
        List.of("from Jo"),
        bodies(
            joined(
                kim.syncFrom(
                    "", timeline("\"contains_url\":false,\"senders\":[\"" + jo.id + "\"]")),
                room)));
  }

  @Test
  void roomsAreLeftOut() {
    String other = jo.roomWith(kim);
    JsonNode answer = kim.syncFrom("", filter("{\"room\":{\"rooms\":[\"" + room + "\"]}}"));
    assertTrue(answer.path("rooms").path("join").has(room));
    assertFalse(answer.path("rooms").path("join").has(other));
    answer = kim.syncFrom("", filter("{\"room\":{\"not_rooms\":[\"" + room + "\"]}}"));
    assertFalse(answer.path("rooms").path("join").has(room));
    assertTrue(answer.path("rooms").path("join").has(other));
  }

  @Test
  void someFieldsOnly() {
    jo.say(room, "short");
    JsonNode section =
        joined(
            kim.syncFrom(
                "",
                filter(
                    "{\"event_fields\":[\"type\",\"content.body\"],"
                        + "\"room\":{\"timeline\":{\"limit\":1}}}")),
            room);
    JsonNode event = section.path("timeline").path("events").get(0);
    assertEquals(
        Json.parse("{\"type\":\"m.room.message\",\"content\":{\"body\":\"short\"}}"), event);
  }

  @Test
  void theFederationFormat() {
    jo.say(room, "signed");
    JsonNode section =
        joined(
            kim.syncFrom(
                "",
                filter("{\"event_format\":\"federation\",\"room\":{\"timeline\":{\"limit\":1}}}")),
            room);
    JsonNode event = section.path("timeline").path("events").get(0);
    assertTrue(event.has("signatures"));
    assertTrue(event.has("hashes"));
  }

  @Test
  void accountDataAndEphemeralTypes() {
    kim.put("/user/" + kim.id + "/account_data/org.example.a", Json.object().put("x", 1));
    kim.put("/user/" + kim.id + "/account_data/org.example.b", Json.object().put("x", 2));
    JsonNode answer =
        kim.syncFrom("", filter("{\"account_data\":{\"types\":[\"org.example.a\"]}}"));
    assertEquals(List.of("org.example.a"), types(answer.path("account_data").path("events")));
    jo.read(room, jo.say(room, "read"));
    jo.put("/rooms/" + room + "/typing/" + jo.id, Json.parse("{\"typing\":true,\"timeout\":9000}"));
    JsonNode section =
        joined(
            kim.syncFrom("", filter("{\"room\":{\"ephemeral\":{\"not_types\":[\"m.receipt\"]}}}")),
            room);
    assertEquals(List.of("m.typing"), types(section.path("ephemeral").path("events")));
  }

  // ---- Lazy loading of members ----

  private static final String LAZY = "{\"room\":{\"state\":{\"lazy_load_members\":true}%s}}";

  private static String lazy(String more) {
    return filter(String.format(LAZY, more));
  }

  @Test
  void onlyMembersThatAreCalledForAreLoaded() {
    Person quiet = Person.called(caseroom, "quiet");
    String big = jo.roomWith(kim, quiet);
    jo.name(big, "named, so without heroes");
    jo.say(big, "hello");
    JsonNode section = joined(kim.syncFrom("", lazy(",\"timeline\":{\"limit\":1}")), big);
    Map<String, JsonNode> state = byKey(section.path("state").path("events"));
    assertTrue(state.containsKey("m.room.member|" + jo.id), "the sender");
    assertTrue(state.containsKey("m.room.member|" + kim.id), "oneself");
    assertFalse(state.containsKey("m.room.member|" + quiet.id));
  }

  @Test
  void heroesAreLoaded() {
    String unnamed = jo.roomWith(kim);
    jo.say(unnamed, "hello");
    JsonNode section = joined(kim.syncFrom("", lazy(",\"timeline\":{\"limit\":1}")), unnamed);
    assertEquals(jo.id, section.path("summary").path("m.heroes").get(0).asText());
    assertTrue(byKey(section.path("state").path("events")).containsKey("m.room.member|" + jo.id));
  }

  @Test
  void aMemberIsLoadedOnceUnlessAskedForAgain() {
    kim.sync(lazy(",\"timeline\":{\"limit\":1}"));
    jo.say(room, "one");
    Set<String> first = stateKeys(kim.sync(lazy("")));
    assertTrue(first.contains("m.room.member|" + jo.id) || first.isEmpty());
    jo.say(room, "two");
    assertEquals(Set.of(), stateKeys(kim.sync(lazy(""))));
    jo.say(room, "three");
    String again =
        filter(
            "{\"room\":{\"state\":{\"lazy_load_members\":true,"
                + "\"include_redundant_members\":true}}}");
    assertEquals(Set.of("m.room.member|" + jo.id), stateKeys(kim.sync(again)));
  }

  @Test
  void aMemberWhoseAnswerWasLostIsLoadedAgain() {
    Person quiet = Person.called(caseroom, "quiet");
    String big = jo.roomWith(kim, quiet);
    jo.name(big, "named, so without heroes");
    kim.sync(lazy(",\"timeline\":{\"limit\":1}"));
    String before = kim.since();
    quiet.say(big, "one");
    String key = "m.room.member|" + quiet.id;
    assertTrue(keys(kim.syncFrom(before, lazy("")), big).contains(key));
    assertTrue(keys(kim.syncFrom(before, lazy("")), big).contains(key), "it was not acknowledged");
  }

  @Test
  void membersThatChangeInAGapAreTold() {
    kim.sync(lazy(""));
    Person late = Person.called(caseroom, "late");
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", late.id));
    late.join(room);
    for (int i = 0; i < 4; i++) {
      jo.say(room, "m" + i);
    }
    JsonNode answer = kim.sync(lazy(",\"timeline\":{\"limit\":2}"));
    assertTrue(stateKeys(answer).contains("m.room.member|" + late.id));
  }

  private Set<String> stateKeys(JsonNode answer) {
    return keys(answer, room);
  }

  private static Set<String> keys(JsonNode answer, String room) {
    return byKey(joined(answer, room).path("state").path("events")).keySet();
  }

  private static String timeline(String fields) {
    return filter("{\"room\":{\"timeline\":{\"types\":[\"m.room.message\"]," + fields + "}}}");
  }
}
