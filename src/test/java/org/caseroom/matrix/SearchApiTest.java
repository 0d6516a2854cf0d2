package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searching what was said. */
class SearchApiTest extends MatrixTest {
  private Http.Response ask(String token, String query, ObjectNode body) {
    ObjectNode whole = Json.object();
    whole.putObject("search_categories").set("room_events", body);
    return http().post(V3 + "/search" + query, token, whole);
  }

  private JsonNode search(String token, ObjectNode body) {
    return ask(token, "", body).ok().path("search_categories").path("room_events");
  }

  private JsonNode search(String token, String term) {
    return search(token, Json.object().put("search_term", term));
  }

  private static ObjectNode in(String room, String term) {
    ObjectNode body = Json.object().put("search_term", term);
    body.putObject("filter").putArray("rooms").add(room);
    return body;
  }

  private static List<String> ids(JsonNode found) {
    List<String> ids = new ArrayList<>();
    found
        .path("results")
        .forEach(result -> ids.add(result.path("result").path("event_id").asText()));
    return ids;
  }

  @Test
  void wordsAreFoundAsPeopleTypeThem() {
    String room = roomOfAmyAndJo();
    String event = send(jo, room, "Our meetings with Zoë's grandmère, at 学校 (e-mail me)");
    send(jo, room, "nothing of the kind");
    for (String typed :
        List.of(
            "meetings",
            "MEETING zoe's",
            "grandmere",
            "grandmère meetings",
            "grandme\u0300re",
            "\"meetings with\"",
            "学校",
            "e-mail",
            "meetings -nothing")) {
      assertEquals(List.of(event), ids(search(jo, in(room, typed))), typed);
    }
    for (String typed :
        List.of(
            "meetings unicorn",
            "\"with meetings\"",
            "meetings -zoë's",
            "校学",
            "-nothing",
            "",
            "?")) {
      assertEquals(List.of(), ids(search(jo, in(room, typed))), typed);
    }
    JsonNode found = search(jo, in(room, "Meeting GRANDMERE"));
    assertEquals(1, found.path("count").asInt());
    assertTrue(found.path("results").path(0).path("rank").asDouble() > 0);
    JsonNode result = found.path("results").path(0).path("result");
    assertEquals(room, result.path("room_id").asText());
    assertEquals(id("jo"), result.path("sender").asText());
    assertEquals("[\"meetings\",\"grandmère\"]", found.path("highlights").toString());
  }

  @Test
  void formattedTextNamesAndTopicsAreSearchedByTheirKeys() {
    String room = createRoom(amy, "{'name': 'Walrus', 'topic': 'Pangolins'}");
    String bold =
        send(
            amy,
            room,
            "m.room.message",
            json(
                "{'msgtype':'m.text','body':'plain','format':'org.matrix.custom.html',"
                    + "'formatted_body':'<b title=\\'hidden\\'>otters &amp; more</b>'}"
                        .replace("\\'", "\\\"")));
    assertEquals(List.of(bold), ids(search(amy, "otters plain")));
    assertEquals(List.of(), ids(search(amy, in(room, "hidden"))));
    assertEquals("m.room.name", type(search(amy, in(room, "walrus"))));
    assertEquals("m.room.topic", type(search(amy, in(room, "pangolins"))));
    ObjectNode names = in(room, "pangolins");
    names.putArray("keys").add("content.name").add("content.body");
    assertEquals(List.of(), ids(search(amy, names)));
  }

  private static String type(JsonNode found) {
    return found.path("results").path(0).path("result").path("type").asText();
  }

  @Test
  void theOrderIsByRankOrByTime() {
    String room = roomOfAmyAndJo();
    String early = send(jo, room, "badger badger badger");
    String late = send(jo, room, "a badger and many other animals of the forest by the lake");
    String later = send(amy, room, "one badger and many other animals of the forest by the lake");
    assertEquals(List.of(early, late, later), ids(search(jo, in(room, "badger"))));
    assertEquals(
        List.of(later, late, early), ids(search(jo, in(room, "badger").put("order_by", "recent"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rank", "recent"})
  void pagesLeadThroughAllResults(String order) {
    String room = roomOfAmyAndJo();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add(send(jo, room, "Kestrel number " + i));
    }
    ObjectNode body = in(room, "kestrel").put("order_by", order);
    body.withObject("/filter").put("limit", 10);
    List<String> all = new ArrayList<>();
    String query = "";
    for (int page = 0; page < 2; page++) {
      JsonNode found = ask(jo, query, body).ok().path("search_categories").path("room_events");
      assertEquals(20, found.path("count").asInt());
      assertEquals(10, found.path("results").size());
      all.addAll(ids(found));
      // What comes meanwhile disturbs nobody.
      if (order.equals("recent") && page == 0) {
        redact(jo, room, send(jo, room, "Kestrel that goes again"));
      }
      query = "?next_batch=" + enc(found.path("next_batch").asText());
    }
    JsonNode end = ask(jo, query, body).ok().path("search_categories").path("room_events");
    assertEquals(20, end.path("count").asInt());
    assertEquals(0, end.path("results").size());
    assertFalse(end.has("next_batch"));
    if (order.equals("recent")) {
      java.util.Collections.reverse(all);
    }
    assertEquals(sent, all);
  }

  private void redact(String token, String room, String event) {
    http()
        .put(
            V3 + "/rooms/" + enc(room) + "/redact/" + enc(event) + "/r" + event.hashCode(),
            token,
            Json.object())
        .ok();
  }

  @Test
  void groupsHaveTheirOwnPages() {
    String first = roomOfAmyAndJo();
    String second = roomOfAmyAndJo();
    for (int i = 0; i < 3; i++) {
      send(jo, first, "heron " + i);
      send(amy, second, "heron " + i);
    }
    ObjectNode body = json("{'search_term':'heron','order_by':'recent','filter':{'limit':2}}");
    body.putObject("groupings").putArray("group_by").addObject().put("key", "room_id");
    body.withObject("/groupings").withArray("group_by").addObject().put("key", "sender");
    JsonNode found = search(jo, body);
    JsonNode rooms = found.path("groups").path("room_id");
    assertEquals(2, rooms.size());
    assertEquals(ids(found).get(0), rooms.path(second).path("results").path(0).asText());
    assertEquals(1, rooms.path(second).path("order").asInt());
    assertEquals(2, found.path("groups").path("sender").size());
    String ofFirst = rooms.path(first).path("next_batch").asText();
    JsonNode more =
        ask(jo, "?next_batch=" + enc(ofFirst), body)
            .ok()
            .path("search_categories")
            .path("room_events");
    assertEquals(2, more.path("results").size());
    more.path("results")
        .forEach(result -> assertEquals(first, result.path("result").path("room_id").asText()));
  }

  @Test
  void contextAndStateComeOnRequest() {
    String room = roomOfAmyAndJo();
    for (int i = 1; i <= 7; i++) {
      send(jo, room, "Lapwing number " + i);
    }
    ObjectNode body = in(room, "Lapwing 4").put("include_state", true);
    body.putObject("event_context")
        .put("before_limit", 2)
        .put("after_limit", 2)
        .put("include_profile", true);
    JsonNode found = search(jo, body);
    assertEquals(1, found.path("count").asInt());
    JsonNode context = found.path("results").path(0).path("context");
    assertEquals("Lapwing number 3", body(context.path("events_before").path(0)));
    assertEquals("Lapwing number 2", body(context.path("events_before").path(1)));
    assertEquals("Lapwing number 5", body(context.path("events_after").path(0)));
    assertEquals("Lapwing number 6", body(context.path("events_after").path(1)));
    assertEquals("jo", context.path("profile_info").path(id("jo")).path("displayname").asText());
    JsonNode before =
        get(jo, room, "/messages?dir=b&limit=1&from=" + context.path("start").asText());
    assertEquals("Lapwing number 1", body(before.path("chunk").path(0)));
    JsonNode after = get(jo, room, "/messages?dir=f&limit=1&from=" + context.path("end").asText());
    assertEquals("Lapwing number 7", body(after.path("chunk").path(0)));
    assertTrue(found.path("state").path(room).size() > 3);
    assertEquals(
        "{}", search(jo, in(room, "Lapwing 4")).path("results").path(0).path("context").toString());
  }

  private static String body(JsonNode event) {
    return event.path("content").path("body").asText();
  }

  @Test
  void filtersHold() {
    String room = roomOfAmyAndJo();
    String other = roomOfAmyAndJo();
    String mine = send(jo, room, "a curlew");
    String hers = send(amy, room, "a curlew");
    String link =
        send(
            amy,
            other,
            "m.room.message",
            json("{'msgtype':'m.file','body':'curlew.pdf','url':'mxc://x/y'}"));
    assertEquals(
        List.of(mine, hers),
        ids(search(jo, filtered("{'not_rooms':['" + other + "']}", "curlew"))));
    assertEquals(
        List.of(hers),
        ids(
            search(
                jo, filtered("{'senders':['" + id("amy") + "'],'contains_url':false}", "curlew"))));
    assertEquals(List.of(link), ids(search(jo, filtered("{'contains_url':true}", "curlew.pdf"))));
    assertEquals(List.of(), ids(search(jo, filtered("{'types':['m.room.name']}", "curlew"))));
  }

  private static ObjectNode filtered(String filter, String term) {
    ObjectNode body = Json.object().put("search_term", term);
    body.set("filter", json(filter));
    return body;
  }

  @Test
  void nobodyFindsWhatTheyMayNotSee() {
    String room = roomOfAmyAndJo();
    String seen = send(amy, room, "the dotterel came");
    room(jo, room, "/leave", "{}").ok();
    send(amy, room, "the dotterel left");
    JsonNode found = search(jo, "dotterel");
    assertEquals(List.of(seen), ids(found));
    assertEquals(1, found.path("count").asInt());
    assertEquals(List.of(), ids(search(sam, in(room, "dotterel"))));
    assertEquals(2, search(amy, "dotterel").path("count").asInt());

    http()
        .put(
            V3 + "/rooms/" + enc(room) + "/state/m.room.history_visibility",
            amy,
            json("{'history_visibility':'joined'}"))
        .ok();
    send(amy, room, "the dotterel slept");
    room(amy, room, "/invite", "{'user_id':'" + id("sam") + "'}").ok();
    assertEquals(List.of(), ids(search(sam, "dotterel")));
    http().post(V3 + "/join/" + enc(room), sam, Json.object()).ok();
    String now = send(amy, room, "the dotterel woke");
    assertFalse(ids(search(sam, "slept dotterel")).contains(now));
    assertEquals(List.of(now), ids(search(sam, "woke dotterel")));
    assertEquals(List.of(), ids(search(sam, "slept")));

    room(jo, room, "/forget", "{}").ok();
    assertEquals(List.of(), ids(search(jo, "dotterel")));
  }

  @Test
  void anEditedEventIsFoundByItsNewestText() {
    String room = roomOfAmyAndJo();
    String event = send(jo, room, "the first siskin");
    String second = edit(jo, room, event, "the second redpoll");
    assertEquals(List.of(), ids(search(jo, in(room, "siskin"))));
    JsonNode found = search(jo, in(room, "redpoll"));
    assertEquals(List.of(event), ids(found));
    assertEquals(
        second,
        found
            .path("results")
            .path(0)
            .path("result")
            .path("unsigned")
            .path("m.relations")
            .path("m.replace")
            .path("event_id")
            .asText());
    // Nobody edits what another wrote.
    edit(amy, room, event, "an imposter");
    assertEquals(List.of(), ids(search(jo, in(room, "imposter"))));
    String third = edit(jo, room, event, "the third linnet");
    assertEquals(List.of(), ids(search(jo, in(room, "redpoll"))));
    redact(jo, room, third);
    assertEquals(List.of(), ids(search(jo, in(room, "linnet"))));
    assertEquals(List.of(event), ids(search(jo, in(room, "redpoll"))));
    redact(jo, room, second);
    assertEquals(List.of(event), ids(search(jo, in(room, "siskin"))));
    redact(jo, room, event);
    assertEquals(List.of(), ids(search(jo, in(room, "siskin"))));
  }

  private String edit(String token, String room, String event, String text) {
    ObjectNode content = json("{'msgtype':'m.text','body':'* " + text + "'}");
    content.putObject("m.new_content").put("msgtype", "m.text").put("body", text);
    content.putObject("m.relates_to").put("rel_type", "m.replace").put("event_id", event);
    return send(token, room, "m.room.message", content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rank", "recent"})
  void whatWasRedactedIsGoneAtOnce(String order) {
    String room = roomOfAmyAndJo();
    String gone = send(jo, room, "This fulmar is going to be redacted");
    String stays = send(jo, room, "This fulmar is not going to be redacted");
    assertEquals(2, ids(search(jo, in(room, "fulmar"))).size());
    redact(jo, room, gone);
    JsonNode found = search(jo, in(room, "redacted").put("order_by", order));
    assertEquals(List.of(stays), ids(found));
    assertEquals(1, found.path("count").asInt());
  }

  @Test
  void aSearchOfARoomGoesBackIntoTheOneItReplaced() {
    String old = roomOfAmyAndJo();
    String before = send(amy, old, "Message before upgrade");
    String room =
        http()
            .post(V3 + "/rooms/" + enc(old) + "/upgrade", amy, json("{'new_version':'12'}"))
            .ok()
            .path("replacement_room")
            .asText();
    String after = send(amy, room, "Message after upgrade");
    assertEquals(List.of(before, after), ids(search(amy, in(room, "upgrade message"))));
    assertEquals(List.of(before), ids(search(amy, in(old, "upgrade message"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "M_MISSING_PARAM | {}",
        "M_BAD_JSON | {'search_term': 5}",
        "M_BAD_JSON | {'search_term': 'x', 'keys': 'content.body'}",
        "M_INVALID_PARAM | {'search_term': 'x', 'keys': ['content.url']}",
        "M_INVALID_PARAM | {'search_term': 'x', 'order_by': 'age'}",
        "M_INVALID_PARAM | {'search_term': 'x', 'groupings': {'group_by': [{'key': 'type'}]}}",
        "M_INVALID_PARAM | {'search_term': 'x', 'event_context': {'before_limit': -1}}",
        "M_BAD_JSON | {'search_term': 'x', 'event_context': 5}",
        "M_INVALID_PARAM | {'search_term': 'x', 'filter': {'rooms': ['jo']}}"
      })
  void whatIsAskedWronglyIsRefused(String errcode, String body) {
    refused(400, errcode, ask(jo, "", json(body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "YWxsCgoxCg", "YWxsCgoxMjM0NTY3ODkwMTIzNDU2Nzg5MAowCg", "%00", "YQ="})
  void aTokenOfNobodyIsRefused(String token) {
    refused(400, "M_INVALID_PARAM", ask(jo, "?next_batch=" + token, json("{'search_term':'x'}")));
  }

  @Test
  void peopleAreFoundWhateverTheirAccents() {
    String room = roomOfAmyAndJo();
    room(amy, room, "/invite", "{'user_id':'" + id("sam") + "'}").ok();
    http().post(V3 + "/join/" + enc(room), sam, Json.object()).ok();
    http()
        .put(
            V3 + "/profile/" + enc(id("amy")) + "/displayname",
            amy,
            json("{'displayname':'Amélie Østergård'}"))
        .ok();
    for (String typed :
        List.of("amelie", "AMÉLIE", "ame\u0301l", "ostergard amelie", "østerg", "@amy:", "amy")) {
      JsonNode found =
          http()
              .post(V3 + "/user_directory/search", jo, Json.object().put("search_term", typed))
              .ok();
      assertEquals(1, found.path("results").size(), typed);
      assertEquals(id("amy"), found.path("results").path(0).path("user_id").asText());
    }
    JsonNode cut =
        http().post(V3 + "/user_directory/search", jo, json("{'search_term':'','limit':1}")).ok();
    assertTrue(cut.path("limited").asBoolean());
    assertEquals(1, cut.path("results").size());
  }

  @Test
  void theBodyHasCategories() {
    refused(400, "M_MISSING_PARAM", http().post(V3 + "/search", jo, Json.object()));
    assertEquals(
        "{\"search_categories\":{}}",
        http().post(V3 + "/search", jo, json("{'search_categories':{}}")).ok().toString());
    refused(401, "M_MISSING_TOKEN", ask(null, "", json("{'search_term':'x'}")));
  }

  @Test
  void aRestartKeepsTheIndexAndADamagedOneIsMadeAgain() throws IOException {
    String room = roomOfAmyAndJo();
    String event = send(jo, room, "capercaillie");
    assertEquals(List.of(event), ids(search(jo, "capercaillie")));
    caseroom.restart();
    assertEquals(List.of(event), ids(search(jo, "capercaillie")));
    Path folder = caseroom.folder().resolve("search");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("capercailli"), file + " shows a word");
        if (!file.endsWith("write.lock")) {
          byte[] damaged = Files.readAllBytes(file);
          damaged[damaged.length / 2] ^= 1;
          Files.write(file, damaged);
        }
      }
    }
    caseroom.restart();
    assertEquals(List.of(event), ids(search(jo, "capercaillie")));
  }
}
