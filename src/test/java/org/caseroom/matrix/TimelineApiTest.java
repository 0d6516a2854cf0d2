package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sending, and reading back. */
class TimelineApiTest extends MatrixTest {
  private static List<String> bodies(JsonNode chunk) {
    List<String> bodies = new ArrayList<>();
    chunk.forEach(event -> bodies.add(event.path("content").path("body").asText("-")));
    return bodies;
  }

  private static ObjectNode relation(String type, String target) {
    ObjectNode content = json("{'msgtype': 'm.text', 'body': 'related'}");
    content.putObject("m.relates_to").put("rel_type", type).put("event_id", target);
    if (type.equals("m.replace")) {
      content.putObject("m.new_content").put("msgtype", "m.text").put("body", "changed");
    }
    return content;
  }

  @Test
  void aRepeatedTransactionGetsTheSameEvent() {
    String room = roomOfAmyAndJo();
    String path = V3 + "/rooms/" + enc(room) + "/send/m.room.message/once";
    ObjectNode hello = json("{'msgtype': 'm.text', 'body': 'hello'}");
    String first = http().put(path, jo, hello).ok().path("event_id").asText();
    assertEquals(first, http().put(path, jo, hello).ok().path("event_id").asText());
    assertNotEquals(first, http().put(path, amy, hello).ok().path("event_id").asText());
    JsonNode mine = get(jo, room, "/event/" + enc(first)).path("unsigned");
    assertEquals("once", mine.path("transaction_id").asText());
    String tablet = caseroom.issueToken(caseroom.user("jo"));
    assertFalse(get(tablet, room, "/event/" + enc(first)).path("unsigned").has("transaction_id"));
    assertFalse(get(amy, room, "/event/" + enc(first)).path("unsigned").has("transaction_id"));
  }

  @Test
  void anEventHasTheClientFormat() {
    String room = roomOfAmyAndJo();
    JsonNode event = get(amy, room, "/event/" + enc(send(jo, room, "hello")));
    assertEquals(room, event.path("room_id").asText());
    assertEquals(id("jo"), event.path("sender").asText());
    assertEquals("m.room.message", event.path("type").asText());
    assertTrue(event.path("origin_server_ts").asLong() > 0);
    assertEquals("join", event.path("unsigned").path("membership").asText());
    assertTrue(event.path("unsigned").path("age").isIntegralNumber());
    for (String inner : List.of("hashes", "signatures", "prev_events", "auth_events", "depth")) {
      assertFalse(event.has(inner), inner);
    }
  }

  @Test
  void stateSaysWhatItReplaced() {
    String room = roomOfAmyAndJo();
    String path = V3 + "/rooms/" + enc(room) + "/state/m.room.name";
    String id = http().put(path, amy, json("{'name': 'New'}")).ok().path("event_id").asText();
    JsonNode unsigned = get(jo, room, "/event/" + enc(id)).path("unsigned");
    assertEquals("Robin", unsigned.path("prev_content").path("name").asText());
    assertTrue(unsigned.path("replaces_state").asText().startsWith("$"));
    assertEquals(
        "New", state(jo, room, "m.room.name/?format=event").path("content").path("name").asText());
    refused(403, "M_FORBIDDEN", http().put(path, jo, json("{'name': 'Mine'}")));
    refused(
        404, "M_NOT_FOUND", http().get(V3 + "/rooms/" + enc(room) + "/state/m.room.avatar", jo));
  }

  @Test
  void pagesLeadThroughTheWholeRoomBothWays() {
    String room = roomOfAmyAndJo();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      sent.add("m" + i);
      send(jo, room, "m" + i);
    }
    List<String> back = page(room, "b");
    List<String> forth = page(room, "f");
    assertEquals(sent, forth.stream().filter(body -> !body.equals("-")).toList());
    java.util.Collections.reverse(back);
    assertEquals(forth, back);
  }

  @Test
  void oneTurnsRoundAtTheBeginningOfARoom() {
    String room = roomOfAmyAndJo();
    send(jo, room, "hello");
    String beginning = get(jo, room, "/messages?dir=b&limit=100").path("end").asText();
    assertFalse(get(jo, room, "/messages?dir=b&from=" + beginning).has("end"));
    JsonNode all = get(jo, room, "/messages?dir=f&limit=100&from=" + beginning);
    assertEquals("m.room.create", all.path("chunk").path(0).path("type").asText());
    send(jo, room, "and again");
    assertEquals(
        List.of("and again"),
        bodies(get(jo, room, "/messages?dir=f&from=" + all.path("end").asText()).path("chunk")));
  }

  private List<String> page(String room, String direction) {
    List<String> all = new ArrayList<>();
    String from = "";
    while (true) {
      JsonNode page = get(amy, room, "/messages?limit=7&dir=" + direction + from);
      all.addAll(bodies(page.path("chunk")));
      assertEquals(page.path("chunk").isEmpty(), !page.has("end"), "only nothing is the end");
      if (!page.has("end")) {
        return all;
      }
      from = "&from=" + page.path("end").asText();
    }
  }

  @Test
  void aFilterFindsWhatItAsksFor() {
    String room = roomOfAmyAndJo();
    send(jo, room, "from jo");
    for (int i = 0; i < 30; i++) {
      send(amy, room, "noise " + i);
    }
    String filter =
        "{'senders': ['" + id("jo") + "'], 'types': ['m.room.m*age'], 'lazy_load_members': true}";
    JsonNode page =
        get(amy, room, "/messages?dir=b&limit=3&filter=" + enc(filter.replace('\'', '"')));
    assertEquals(List.of("from jo"), bodies(page.path("chunk")));
    assertEquals(1, page.path("state").size());
    assertEquals(id("jo"), page.path("state").path(0).path("state_key").asText());
    String none = enc("{\"not_types\":[\"*\"]}");
    assertEquals(0, get(amy, room, "/messages?dir=b&filter=" + none).path("chunk").size());
    String links = enc("{\"contains_url\":true}");
    assertEquals(0, get(amy, room, "/messages?dir=b&filter=" + links).path("chunk").size());
  }

  @ParameterizedTest
  @CsvSource({"b", "f"})
  void pagesThroughAFilterLeaveOutAndRepeatNothing(String direction) {
    String room = roomOfAmyAndJo();
    for (int i = 0; i < 5; i++) {
      send(jo, room, "jo " + i);
      send(amy, room, "amy " + i);
    }
    String filter = enc("{\"senders\":[\"" + id("jo") + "\"],\"types\":[\"m.room.message\"]}");
    List<String> found = new ArrayList<>();
    String from = "";
    for (int i = 0; i < 20; i++) {
      JsonNode page =
          get(amy, room, "/messages?limit=1&dir=" + direction + "&filter=" + filter + from);
      found.addAll(bodies(page.path("chunk")));
      if (!page.has("end")) {
        break;
      }
      from = "&from=" + page.path("end").asText();
    }
    if (direction.equals("b")) {
      java.util.Collections.reverse(found);
    }
    assertEquals(List.of("jo 0", "jo 1", "jo 2", "jo 3", "jo 4"), found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/messages | M_MISSING_PARAM",
        "/messages?dir=x | M_INVALID_PARAM",
        "/messages?dir=b&from=zzz | M_INVALID_PARAM",
        "/messages?dir=b&limit=x | M_INVALID_PARAM",
        "/messages?dir=b&limit=-1 | M_INVALID_PARAM",
        "/messages?dir=b&filter=x | M_NOT_JSON",
        "/messages?dir=b&filter=%5B%5D | M_BAD_JSON",
        "/members?membership=guest | M_INVALID_PARAM",
        "/state/m.room.name?format=xml | M_INVALID_PARAM",
        "/event/x | M_INVALID_PARAM"
      })
  void aBadQueryIsRefused(String rest, String errcode) {
    String room = roomOfAmyAndJo();
    refused(400, errcode, http().get(V3 + "/rooms/" + enc(room) + rest, jo));
  }

  @Test
  void strangersReadNothing() {
    String room = roomOfAmyAndJo();
    String event = send(jo, room, "between us");
    for (String rest :
        List.of(
            "/messages?dir=b",
            "/state",
            "/members",
            "/joined_members",
            "/context/" + event,
            "/state/m.room.name",
            "/aliases")) {
      refused(403, "M_FORBIDDEN", http().get(V3 + "/rooms/" + enc(room) + rest, sam));
    }
    refused(404, "M_NOT_FOUND", http().get(V3 + "/rooms/" + enc(room) + "/event/" + event, sam));
    refused(
        403,
        "M_FORBIDDEN",
        http().put(V3 + "/rooms/" + enc(room) + "/send/m.x/1", sam, Json.object()));
  }

  @Test
  void contextStandsAroundAnEvent() {
    String room = roomOfAmyAndJo();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(send(jo, room, "m" + i));
    }
    JsonNode context = get(amy, room, "/context/" + enc(ids.get(5)) + "?limit=4");
    assertEquals(List.of("m4", "m3"), bodies(context.path("events_before")));
    assertEquals("m5", context.path("event").path("content").path("body").asText());
    assertEquals(List.of("m6", "m7"), bodies(context.path("events_after")));
    JsonNode earlier =
        get(amy, room, "/messages?dir=b&limit=1&from=" + context.path("start").asText());
    assertEquals(List.of("m2"), bodies(earlier.path("chunk")));
    JsonNode later = get(amy, room, "/messages?dir=f&limit=1&from=" + context.path("end").asText());
    assertEquals(List.of("m8"), bodies(later.path("chunk")));
    assertTrue(context.path("state").size() > 5);
  }

  @Test
  void aRedactedEventIsEmptyAndSaysWhy() {
    String room = roomOfAmyAndJo();
    String event = send(jo, room, "too much");
    String path = V3 + "/rooms/" + enc(room) + "/redact/" + enc(event) + "/r1";
    refused(403, "M_FORBIDDEN", room(sam, room, "/leave", "{}"));
    String redaction =
        http().put(path, jo, json("{'reason': 'said too much'}")).ok().path("event_id").asText();
    assertEquals(redaction, http().put(path, jo, Json.object()).ok().path("event_id").asText());
    JsonNode left = get(amy, room, "/event/" + enc(event));
    assertEquals(0, left.path("content").size());
    JsonNode because = left.path("unsigned").path("redacted_because");
    assertEquals("said too much", because.path("content").path("reason").asText());
    assertEquals(event, because.path("redacts").asText());
    assertEquals(event, because.path("content").path("redacts").asText());
    String other = send(amy, room, "amy's");
    refused(
        403,
        "M_FORBIDDEN",
        http()
            .put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(other) + "/r2", jo, Json.object()));
    refused(
        404,
        "M_NOT_FOUND",
        http().put(V3 + "/rooms/" + enc(room) + "/redact/$nothing/r3", jo, Json.object()));
    http()
        .put(
            V3 + "/rooms/" + enc(room) + "/send/m.room.redaction/r4",
            amy,
            Json.object().put("redacts", other))
        .ok();
  }

  @Test
  void editsAndThreadsComeWithTheirEvent() {
    String room = roomOfAmyAndJo();
    String root = send(jo, room, "root");
    send(amy, room, "m.room.message", relation("m.thread", root));
    String last = send(jo, room, "m.room.message", relation("m.thread", root));
    send(amy, room, "m.room.message", relation("m.replace", root));
    String edit = send(jo, room, "m.room.message", relation("m.replace", root));
    send(amy, room, "m.room.message", relation("m.replace", root));
    JsonNode relations = get(amy, room, "/event/" + enc(root)).path("unsigned").path("m.relations");
    assertEquals(edit, relations.path("m.replace").path("event_id").asText());
    JsonNode thread = relations.path("m.thread");
    assertEquals(2, thread.path("count").asInt());
    assertEquals(last, thread.path("latest_event").path("event_id").asText());
    assertTrue(thread.path("current_user_participated").asBoolean());

    String base = "/_matrix/client/v1/rooms/" + enc(room) + "/relations/" + enc(root);
    assertEquals(5, http().get(base, jo).ok().path("chunk").size());
    assertEquals(2, http().get(base + "/m.thread", jo).ok().path("chunk").size());
    assertEquals(0, http().get(base + "/m.thread/m.reaction", jo).ok().path("chunk").size());
    JsonNode page = http().get(base + "?limit=3&dir=f", jo).ok();
    JsonNode rest = http().get(base + "?dir=f&from=" + page.path("next_batch").asText(), jo).ok();
    assertEquals(edit, rest.path("chunk").path(0).path("event_id").asText());
    JsonNode threads = http().get("/_matrix/client/v1/rooms/" + enc(room) + "/threads", jo).ok();
    assertEquals(root, threads.path("chunk").path(0).path("event_id").asText());

    http().put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(last) + "/x", jo, Json.object()).ok();
    assertEquals(1, http().get(base + "/m.thread", jo).ok().path("chunk").size());
    refused(403, "M_FORBIDDEN", http().get(base, sam));
  }

  @Test
  void aTimeLeadsToItsEvent() {
    String room = roomOfAmyAndJo();
    caseroom.clock().set(caseroom.clock().instant().plusSeconds(60));
    long middle = caseroom.clock().millis();
    String event = send(jo, room, "later");
    caseroom.clock().set(caseroom.clock().instant().plusSeconds(60));
    send(jo, room, "latest");
    String path = "/_matrix/client/v1/rooms/" + enc(room) + "/timestamp_to_event?ts=";
    assertEquals(
        event, http().get(path + (middle - 1000) + "&dir=f", amy).ok().path("event_id").asText());
    assertEquals(
        event, http().get(path + (middle + 30000) + "&dir=b", amy).ok().path("event_id").asText());
    refused(404, "M_NOT_FOUND", http().get(path + "1&dir=b", amy));
    refused(400, "M_MISSING_PARAM", http().get(path.replace("?ts=", ""), amy));
  }

  @Test
  void membersAreListedAsAsked() {
    String room = roomOfAmyAndJo();
    room(amy, room, "/invite", "{'user_id': '" + id("sam") + "'}").ok();
    assertEquals(3, get(jo, room, "/members").path("chunk").size());
    assertEquals(1, get(jo, room, "/members?membership=invite").path("chunk").size());
    assertEquals(2, get(jo, room, "/members?not_membership=invite").path("chunk").size());
    assertEquals(
        3, get(jo, room, "/members?membership=invite&not_membership=invite").path("chunk").size());
    JsonNode joined = get(jo, room, "/joined_members").path("joined");
    assertEquals("amy", joined.path(id("amy")).path("display_name").asText());
    assertTrue(joined.path(id("amy")).path("avatar_url").isNull());
    assertEquals(2, joined.size());
  }

  @Test
  void whatIsTooLargeOrNoEventIsRefused() {
    String room = roomOfAmyAndJo();
    String path = V3 + "/rooms/" + enc(room) + "/send/m.room.message/";
    refused(
        413,
        "M_TOO_LARGE",
        http().put(path + "1", jo, Json.object().put("body", "x".repeat(70_000))));
    refused(400, "M_BAD_JSON", http().put(path + "2", jo, "[1]"));
    refused(400, "M_NOT_JSON", http().put(path + "3", jo, "{"));
    refused(400, "M_BAD_JSON", http().put(path + "4", jo, "{\"a\": 1.5}"));
    refused(400, "M_BAD_JSON", http().put(path + "5", jo, "{\"a\": 9007199254740992}"));
  }
}
