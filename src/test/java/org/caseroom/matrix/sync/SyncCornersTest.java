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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Coming, going and coming back, gaps and filters: what public conformance suites look for. */
class SyncCornersTest {
  private static final String LEFT_TOO = filter("{\"room\":{\"include_leave\":true}}");

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

  // ---- Coming and going ----

  @Test
  void aFirstSyncTellsOfRoomsThatOneWasSentAwayFrom() {
    String banned = jo.roomWith(kim);
    String kicked = jo.roomWith(kim);
    String left = jo.roomWith(kim);
    jo.post("/rooms/" + banned + "/ban", Json.object().put("user_id", kim.id));
    jo.post("/rooms/" + kicked + "/kick", Json.object().put("user_id", kim.id));
    kim.leave(left);
    assertEquals(Set.of(banned, kicked), leave(kim.syncFrom("")));
    assertEquals(Set.of(banned, kicked, left), leave(kim.syncFrom("", LEFT_TOO)));
    kim.post("/rooms/" + kicked + "/forget", Json.object());
    assertEquals(Set.of(banned, left), leave(kim.syncFrom("", LEFT_TOO)));
  }

  @Test
  void leavingIsToldOnceAlsoInAGap() {
    String room = jo.roomWith(kim);
    String busy = jo.roomWith(kim);
    kim.sync();
    kim.leave(room);
    for (int i = 0; i < 25; i++) {
      jo.say(busy, "m" + i);
    }
    JsonNode answer = kim.sync(filter("{\"room\":{\"timeline\":{\"limit\":1}}}"));
    assertEquals(Set.of(room), leave(answer));
    JsonNode section = answer.path("rooms").path("leave").path(room);
    assertTrue(section.path("state").path("events").isEmpty());
    assertEquals(
        "leave",
        section.path("timeline").path("events").get(0).path("content").path("membership").asText());
    jo.setState(room, "m.room.topic", "", Json.object().put("topic", "without Kim"));
    assertEquals(Set.of(), leave(kim.sync(LEFT_TOO)));
  }

  @Test
  void whoJoinedLeftAndJoinedAgainHasNotLeft() {
    String room = openRoom();
    kim.sync();
    kim.join(room);
    kim.leave(room);
    kim.join(room);
    JsonNode answer = kim.sync();
    assertEquals(Set.of(), leave(answer));
    assertTrue(answer.path("rooms").path("join").has(room));
  }

  @Test
  void aRoomJoinedAndLeftInOneGapComesWithItsState() {
    String room = openRoom();
    jo.setState(room, "org.example.state", "", Json.object().put("x", 1));
    kim.sync();
    kim.join(room);
    kim.leave(room);
    JsonNode section =
        kim.sync(filter("{\"room\":{\"timeline\":{\"types\":[]}}}"))
            .path("rooms")
            .path("leave")
            .path(room);
    assertTrue(byKey(section.path("state").path("events")).containsKey("org.example.state|"));
  }

  @Test
  void aRejectedInvitationIsLeftAndMayBeFollowedByAJoin() {
    String room = openRoom();
    kim.sync();
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", kim.id));
    assertTrue(kim.sync().path("rooms").path("invite").has(room));
    String invited = kim.since();
    kim.leave(room);
    assertEquals(Set.of(room), leave(kim.syncFrom(invited, "full_state=true")));
    kim.sync();
    kim.join(room);
    assertEquals(Set.of(), leave(kim.sync("full_state=true")));
  }

  @Test
  void aFormerMemberSeesNothingOfWhatCameAfter() {
    String room = jo.roomWith(kim);
    String only =
        filter(
            "{\"room\":{\"timeline\":{\"types\":[\"m.room.message\",\"org.example.state\"]},"
                + "\"state\":{\"types\":[\"org.example.state\"]},\"include_leave\":true}}");
    kim.sync(only);
    String before = kim.since();
    jo.say(room, "before");
    jo.setState(room, "org.example.state", "", Json.object().put("x", "before"));
    kim.leave(room);
    jo.say(room, "after");
    jo.setState(room, "org.example.state", "", Json.object().put("x", "after"));
    for (JsonNode answer : List.of(kim.syncFrom("", only), kim.syncFrom(before, only))) {
      JsonNode section = answer.path("rooms").path("leave").path(room);
      assertEquals(List.of("before"), bodies(section));
      assertEquals(2, section.path("timeline").path("events").size());
      assertTrue(section.path("state").path("events").isEmpty());
    }
  }

  @Test
  void aRoomThatWasLeftBringsItsAccountData() {
    String room = jo.roomWith(kim);
    kim.put(
        "/user/" + kim.id + "/rooms/" + room + "/account_data/org.example.x",
        Json.object().put("x", 1));
    kim.leave(room);
    JsonNode section = kim.syncFrom("", LEFT_TOO).path("rooms").path("leave").path(room);
    assertEquals(List.of("org.example.x"), types(section.path("account_data").path("events")));
  }

  // ---- Timelines ----

  @Test
  void aNewlyJoinedRoomIsWholeAndLimited() {
    String room = openRoom();
    jo.say(room, "before");
    kim.sync();
    kim.join(room);
    JsonNode section = joined(kim.sync(), room);
    assertEquals(List.of("before"), bodies(section));
    assertTrue(section.path("timeline").path("limited").asBoolean());
    assertFalse(
        joined(kim.syncFrom(""), room).path("timeline").path("limited").asBoolean(),
        "a first sync has nothing to join up with");
  }

  @Test
  void eachEventSaysWhatItsReaderWasThen() {
    String room = openRoom();
    jo.say(room, "before");
    kim.join(room);
    jo.say(room, "after");
    boolean inside = false;
    for (JsonNode event : joined(kim.syncFrom(""), room).path("timeline").path("events")) {
      inside |= event.path("state_key").asText().equals(kim.id);
      assertEquals(
          inside ? "join" : "leave",
          event.path("unsigned").path("membership").asText(),
          event.toString());
    }
    assertTrue(inside);
  }

  @Test
  void whatAStateEventReplacedIsToldAlsoAfterARestart() {
    try (TestCaseroom own = TestCaseroom.startOnFile()) {
      Person lee = Person.called(own, "lee");
      String room = lee.createRoom();
      lee.name(room, "first");
      lee.say(room, "between");
      lee.name(room, "second");
      lee.setState(room, "m.room.topic", "", Json.object().put("topic", "new"));
      own.restart();
      JsonNode events = joined(lee.sync(), room).path("timeline").path("events");
      JsonNode topic = events.get(events.size() - 1).path("unsigned");
      assertFalse(topic.has("prev_content"), topic.toString());
      JsonNode name = events.get(events.size() - 2).path("unsigned");
      assertEquals("first", name.path("prev_content").path("name").asText());
      assertEquals(
          events.get(events.size() - 4).path("event_id").asText(),
          name.path("replaces_state").asText());
      assertEquals(lee.id, name.path("prev_sender").asText());
    }
  }

  @Test
  void theTransactionIdIsForTheDeviceThatSent() {
    String room = jo.roomWith(kim);
    jo.say(room, "hello");
    JsonNode own = lastEvent(joined(jo.syncFrom(""), room));
    assertTrue(own.path("unsigned").has("transaction_id"), own.toString());
    JsonNode elsewhere = lastEvent(joined(jo.onAnotherDevice().syncFrom(""), room));
    assertFalse(elsewhere.path("unsigned").has("transaction_id"));
  }

  @Test
  void stateThatWasSetWhileOneWasAwayIsInTheTimeline() {
    Person lee = Person.called(caseroom, "lee");
    String room = openRoom();
    kim.join(room);
    jo.setState(
        room, "m.room.history_visibility", "", Json.object().put("history_visibility", "joined"));
    kim.sync();
    kim.leave(room);
    lee.join(room);
    jo.say(room, "not for Kim");
    kim.join(room);
    JsonNode section = joined(kim.sync(), room);
    assertTrue(
        byKey(section.path("timeline").path("events")).containsKey("m.room.member|" + lee.id));
    assertEquals(List.of(), bodies(section));
  }

  @Test
  void aLimitedTimelineComesWithItsAggregations() {
    String room = jo.roomWith(kim);
    for (int i = 0; i < 5; i++) {
      jo.say(room, "filler");
    }
    String root = jo.say(room, "root");
    ObjectNode reply = Json.object().put("msgtype", "m.text").put("body", "in the thread");
    reply.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    jo.send(room, "m.room.message", reply);
    JsonNode event =
        joined(kim.syncFrom("", filter("{\"room\":{\"timeline\":{\"limit\":2}}}")), room)
            .path("timeline")
            .path("events")
            .get(0);
    assertEquals(root, event.path("event_id").asText());
    assertEquals(
        1,
        event.path("unsigned").path("m.relations").path("m.thread").path("count").asInt(),
        event.toString());
  }

  @Test
  void filtersAskHowEventsRelate() {
    String room = jo.roomWith(kim);
    jo.say(room, "alone");
    String root = jo.say(room, "root");
    relate(kim, room, "threaded", "m.thread", root);
    relate(jo, room, "referring", "m.reference", root);
    assertRelated(room, List.of("root"), "\"related_by_rel_types\":[\"m.thread\"]");
    assertRelated(room, List.of("root"), "\"related_by_senders\":[\"" + kim.id + "\"]");
    assertRelated(
        room,
        List.of(),
        "\"related_by_senders\":[\"" + kim.id + "\"],\"related_by_rel_types\":[\"m.reference\"]");
    assertRelated(room, List.of(), "\"related_by_senders\":[]");
    assertRelated(room, List.of("threaded"), "\"org.matrix.msc3874.rel_types\":[\"m.thread\"]");
    assertRelated(
        room,
        List.of("alone", "root", "referring"),
        "\"org.matrix.msc3874.not_rel_types\":[\"m.thread\"]");
  }

  private void assertRelated(String room, List<String> expected, String fields) {
    String json = "{\"types\":[\"m.room.message\"]," + fields + "}";
    assertEquals(
        expected,
        bodies(joined(kim.syncFrom("", filter("{\"room\":{\"timeline\":" + json + "}}")), room)),
        fields);
    List<String> paged = new ArrayList<>();
    for (JsonNode event :
        kim.get("/rooms/" + room + "/messages?dir=f&" + filter(json)).path("chunk")) {
      paged.add(event.path("content").path("body").asText());
    }
    assertEquals(expected, paged, fields);
  }

  private static void relate(Person who, String room, String body, String how, String target) {
    ObjectNode content = Json.object().put("msgtype", "m.text").put("body", body);
    content.putObject("m.relates_to").put("rel_type", how).put("event_id", target);
    who.send(room, "m.room.message", content);
  }

  @Test
  void aLimitOfNothingGivesNothing() {
    String room = jo.roomWith(kim);
    jo.name(room, "before");
    String none = filter("{\"room\":{\"timeline\":{\"limit\":0}}}");
    JsonNode section = joined(kim.sync(none), room);
    assertTrue(section.path("timeline").path("events").isEmpty());
    assertTrue(section.path("timeline").path("limited").asBoolean());
    assertTrue(byKey(section.path("state").path("events")).containsKey("m.room.name|"));
    jo.name(room, "after");
    section = joined(kim.sync(none), room);
    assertEquals(List.of("m.room.name"), types(section.path("state").path("events")));
  }

  @Test
  void stateOfATimelineThatIsNotWantedIsToldAsState() {
    String room = jo.roomWith(kim);
    String without = filter("{\"room\":{\"timeline\":{\"not_rooms\":[\"" + room + "\"]}}}");
    kim.sync(without);
    jo.name(room, "Robin");
    JsonNode section = joined(kim.sync(without), room);
    assertTrue(section.path("timeline").path("events").isEmpty());
    assertEquals(List.of("m.room.name"), types(section.path("state").path("events")));
  }

  @Test
  void stateIsNeverCutShort() {
    String room = jo.roomWith(kim);
    jo.name(room, "Robin");
    JsonNode section =
        joined(
            kim.syncFrom(
                "", filter("{\"room\":{\"state\":{\"limit\":1},\"timeline\":{\"limit\":1}}}")),
            room);
    assertTrue(section.path("state").path("events").size() > 5);
  }

  // ---- Members ----

  @Test
  void whoseJoinIsInTheTimelineIsNotLoadedBesides() {
    String room = openRoom();
    jo.name(room, "named, so without heroes");
    String lazy = filter("{\"room\":{\"state\":{\"lazy_load_members\":true}}}");
    jo.sync(lazy);
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", kim.id));
    jo.sync(lazy);
    kim.join(room);
    kim.say(room, "hello");
    assertEquals(
        Set.of(), byKey(joined(jo.sync(lazy), room).path("state").path("events")).keySet());
  }

  @Test
  void aRoomWithoutANameAlwaysHasHeroes() {
    String alone = jo.createRoom();
    JsonNode summary = joined(jo.syncFrom(""), alone).path("summary");
    assertTrue(summary.path("m.heroes").isArray());
    jo.name(alone, "named");
    assertFalse(joined(jo.syncFrom(""), alone).path("summary").has("m.heroes"));
  }

  @Test
  void deviceListsFollowWhoSharesARoom() {
    String room = jo.roomWith(kim);
    jo.sync();
    kim.put("/profile/" + kim.id + "/displayname", Json.object().put("displayname", "Kimberly"));
    JsonNode lists = jo.sync().path("device_lists");
    assertTrue(lists.path("changed").isEmpty(), "a new name is no new device");
    Person lee = Person.called(caseroom, "lee");
    jo.post("/rooms/" + room + "/invite", Json.object().put("user_id", lee.id));
    lists = jo.sync().path("device_lists");
    assertTrue(lists.path("left").isEmpty(), "who is invited has not left");
    lee.sync();
    lee.leave(room);
    assertTrue(lee.sync().path("device_lists").path("left").isEmpty(), "never inside");
    String second = jo.roomWith(kim);
    assertEquals(kim.id, jo.sync().path("device_lists").path("changed").get(0).asText());
    jo.leave(room);
    assertTrue(jo.sync().path("device_lists").path("left").isEmpty(), "another room is shared");
    jo.leave(second);
    assertEquals(kim.id, jo.sync().path("device_lists").path("left").get(0).asText());
  }

  // ---- Ignoring ----

  @Test
  void invitationsOfIgnoredPeopleAreNotTold() {
    Person lee = Person.called(caseroom, "lee");
    ObjectNode ignored = Json.object();
    ignored.putObject("ignored_users").putObject(jo.id);
    kim.put("/user/" + kim.id + "/account_data/m.ignored_user_list", ignored);
    kim.sync();
    String unwanted = jo.createRoom(kim);
    String welcome = lee.createRoom(kim);
    JsonNode invited = kim.syncFrom(kim.since()).path("rooms").path("invite");
    assertTrue(invited.has(welcome));
    assertFalse(invited.has(unwanted));
    assertFalse(kim.syncFrom("").path("rooms").path("invite").has(unwanted));
  }

  @Test
  void nobodyIsHiddenFromThemselves() {
    String room = jo.roomWith(kim);
    ObjectNode ignored = Json.object();
    ignored.putObject("ignored_users").putObject(kim.id);
    kim.put("/user/" + kim.id + "/account_data/m.ignored_user_list", ignored);
    kim.sync();
    kim.say(room, "one's own");
    assertEquals(List.of("one's own"), bodies(joined(kim.sync(), room)));
  }

  // ---- Requests ----

  @Test
  void whatIsNoRequestIsRefused() {
    for (String query :
        List.of(
            "filter=none",
            "set_presence=busy",
            "timeout=soon",
            "full_state=maybe",
            "since=s1_2_3_4_x",
            filter("{\"room\":{\"state\":{\"lazy_load_members\":\"true\"}}}"),
            filter("{\"presence\":{\"types\":1}}"))) {
      var response = caseroom.http().get("/_matrix/client/v3/sync?" + query, kim.token);
      assertEquals(400, response.status(), query);
    }
    assertEquals(
        "M_INVALID_PARAM",
        caseroom.http().get("/_matrix/client/v3/sync?filter=none", kim.token).errcode());
  }

  /** A room that anyone may join and whose members see its history. */
  private String openRoom() {
    return jo.post("/createRoom", Json.object().put("preset", "public_chat"))
        .path("room_id")
        .asText();
  }

  private static Set<String> leave(JsonNode answer) {
    Set<String> rooms = new TreeSet<>();
    answer.path("rooms").path("leave").fieldNames().forEachRemaining(rooms::add);
    return rooms;
  }

  private static JsonNode lastEvent(JsonNode section) {
    JsonNode events = section.path("timeline").path("events");
    return events.get(events.size() - 1);
  }
}
