package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caseroom.base.Json;
import org.junit.jupiter.api.Test;

/** Events that relate to others, and events that stand near others or near a time. */
class RelatedEventsTest extends MatrixTest {
  private static final String V1 = "/_matrix/client/v1";

  private void prefers(String token, String type, String content) {
    http().put(V3 + "/user/" + enc(id("jo")) + "/account_data/" + type, token, json(content)).ok();
  }

  @Test
  void aMessageNeedsNoTransactionWhereAClientKnowsNone() {
    String room = roomOfAmyAndJo();
    String base = V3 + "/rooms/" + enc(room);
    ObjectNode hello = json("{'msgtype': 'm.text', 'body': 'hello'}");
    String one =
        http().post(base + "/send/m.room.message", jo, hello).ok().path("event_id").asText();
    String two =
        http().post(base + "/send/m.room.message", jo, hello).ok().path("event_id").asText();
    assertFalse(one.equals(two));
    http().post(base + "/redact/" + enc(one), jo, Json.object()).ok();
    assertTrue(get(amy, room, "/event/" + enc(one)).path("content").isEmpty());
  }

  @Test
  void theSameReactionIsNotSentTwice() {
    String room = roomOfAmyAndJo();
    String target = send(amy, room, "hello");
    String path = V3 + "/rooms/" + enc(room) + "/send/m.reaction/";
    String sent = http().put(path + "r1", jo, reaction(target, "👍")).ok().toString();
    assertEquals(sent, http().put(path + "r1", jo, reaction(target, "👍")).ok().toString());
    refused(400, "M_DUPLICATE_ANNOTATION", http().put(path + "r2", jo, reaction(target, "👍")));
    http().put(path + "r3", jo, reaction(target, "👎")).ok();
    http().put(path + "r4", amy, reaction(target, "👍")).ok();
    String id = Json.parse(sent).path("event_id").asText();
    http().put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(id) + "/x", jo, Json.object()).ok();
    http().put(path + "r5", jo, reaction(target, "👍")).ok();
  }

  private static ObjectNode reaction(String target, String key) {
    ObjectNode content = Json.object();
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", target)
        .put("key", key);
    return content;
  }

  @Test
  void threadsDoNotNest() {
    String room = roomOfAmyAndJo();
    String root = send(amy, room, "root");
    ObjectNode inThread = json("{'msgtype': 'm.text', 'body': 'in'}");
    inThread.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    String reply = send(jo, room, "m.room.message", inThread);
    ObjectNode nested = json("{'msgtype': 'm.text', 'body': 'nested'}");
    nested.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", reply);
    refused(
        400,
        "M_UNKNOWN",
        http().put(V3 + "/rooms/" + enc(room) + "/send/m.room.message/n1", jo, nested));
  }

  private String reply(String token, String room, String root, String text) {
    ObjectNode content = json("{'msgtype': 'm.text', 'body': '" + text + "'}");
    content.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    return send(token, room, "m.room.message", content);
  }

  private JsonNode threads(String token, String room, String query) {
    return http().get(V1 + "/rooms/" + enc(room) + "/threads" + query, token).ok();
  }

  private JsonNode thread(String token, String room, String root) {
    return get(token, room, "/event/" + enc(root))
        .path("unsigned")
        .path("m.relations")
        .path("m.thread");
  }

  @Test
  void threadsAreListedForWhoTakesPartAndWithoutThoseWhoAreIgnored() {
    String room = createRoom(amy, "{'preset': 'public_chat'}");
    room(jo, room, "/join", "{}").ok();
    room(sam, room, "/join", "{}").ok();
    String mine = send(jo, room, "Jo's");
    String answered = send(amy, room, "answered by Jo");
    String other = send(amy, room, "of others");
    String sams = send(sam, room, "Sam's");
    reply(amy, room, other, "1");
    reply(jo, room, answered, "2");
    reply(amy, room, mine, "3");
    reply(amy, room, sams, "4");
    String last = reply(amy, room, other, "5");
    reply(sam, room, other, "6");
    assertEquals(List.of(other, sams, mine, answered), roots(threads(jo, room, "")));
    assertEquals(List.of(mine, answered), roots(threads(jo, room, "?include=participated")));
    JsonNode first = threads(jo, room, "?include=participated&limit=1");
    assertEquals(List.of(mine), roots(first));
    String next = "&from=" + first.path("next_batch").asText();
    JsonNode second = threads(jo, room, "?include=participated&limit=1" + next);
    assertEquals(List.of(answered), roots(second));
    JsonNode rest =
        threads(
            jo,
            room,
            "?limit=2" + "&from=" + threads(jo, room, "?limit=2").path("next_batch").asText());
    assertEquals(List.of(mine, answered), roots(rest));
    assertFalse(rest.has("next_batch"));
    assertTrue(thread(jo, room, mine).path("current_user_participated").asBoolean());
    assertFalse(thread(jo, room, other).path("current_user_participated").asBoolean(true));
    assertEquals(3, thread(jo, room, other).path("count").asInt());

    prefers(jo, "m.ignored_user_list", "{'ignored_users': {'" + id("sam") + "': {}}}");
    assertEquals(2, thread(jo, room, other).path("count").asInt());
    assertEquals(last, thread(jo, room, other).path("latest_event").path("event_id").asText());
    JsonNode ignored = threads(jo, room, "").path("chunk").path(1);
    assertEquals(sams, ignored.path("event_id").asText());
    assertTrue(ignored.path("content").isEmpty());
    prefers(jo, "m.ignored_user_list", "{}");

    http().put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(other) + "/t", amy, "{}").ok();
    assertEquals(3, thread(jo, room, other).path("count").asInt());
    refused(
        403, "M_FORBIDDEN", http().get(V1 + "/rooms/" + enc(roomOfAmyAndJo()) + "/threads", sam));
    refused(
        400,
        "M_INVALID_PARAM",
        http().get(V1 + "/rooms/" + enc(room) + "/threads?include=none", jo));
  }

  private static List<String> roots(JsonNode threads) {
    List<String> ids = new ArrayList<>();
    threads.path("chunk").forEach(root -> ids.add(root.path("event_id").asText()));
    return ids;
  }

  private String related(String token, String room, String type, String relType, String target) {
    ObjectNode content = json("{'msgtype': 'm.text', 'body': 'related', 'm.new_content': {}}");
    content
        .putObject("m.relates_to")
        .put("rel_type", relType)
        .put("event_id", target)
        .put("key", "+");
    return send(token, room, type, content);
  }

  @Test
  void whatRelatesToRelatedEventsIsFoundToo() {
    String room = roomOfAmyAndJo();
    String root = send(amy, room, "root");
    String reply = related(jo, room, "m.room.message", "m.thread", root);
    String edit = related(jo, room, "m.room.message", "m.replace", reply);
    String reaction = related(amy, room, "m.reaction", "m.annotation", reply);
    String third = related(amy, room, "m.room.message", "m.reference", edit);
    String fourth = related(amy, room, "m.room.message", "m.reference", third);
    String base = V1 + "/rooms/" + enc(room) + "/relations/" + enc(root);
    assertEquals(List.of(reply), ids(base));
    JsonNode deep = http().get(base + "?recurse=true", jo).ok();
    assertEquals(List.of(third, reaction, edit, reply), ids(deep));
    assertEquals(3, deep.path("recursion_depth").asInt());
    assertFalse(ids(deep).contains(fourth));
    assertEquals(List.of(edit), ids(base + "/m.replace?recurse=true"));
    assertEquals(List.of(reaction), ids(base + "/m.annotation/m.reaction?recurse=true"));
    assertEquals(List.of(reply, edit), ids(base + "?recurse=true&dir=f&limit=2"));
    JsonNode page = http().get(base + "?recurse=true&dir=f&limit=2", jo).ok();
    String next = page.path("next_batch").asText();
    assertEquals(List.of(reaction, third), ids(base + "?recurse=true&dir=f&from=" + next));
    assertEquals(List.of(reply, edit), ids(base + "?recurse=true&dir=f&to=" + next));
    assertEquals(List.of(third, reaction), ids(base + "?recurse=true&to=" + next));
    // What is redacted relates to nothing, and what related to it stays where it is.
    http().put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(reply) + "/r", jo, "{}").ok();
    assertEquals(List.of(), ids(base + "?recurse=true"));
    assertEquals(
        List.of(reaction, edit), ids(V1 + "/rooms/" + enc(room) + "/relations/" + enc(reply)));
    refused(404, "M_NOT_FOUND", http().get(V1 + "/rooms/" + enc(room) + "/relations/$none", jo));
  }

  private List<String> ids(String path) {
    return ids(http().get(path, jo).ok());
  }

  private static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.path("chunk").forEach(event -> ids.add(event.path("event_id").asText()));
    return ids;
  }

  @Test
  void referencesAreGatheredWithTheirEvent() {
    String room = roomOfAmyAndJo();
    String target = send(amy, room, "poll");
    String one = related(jo, room, "m.poll.response", "m.reference", target);
    String two = related(amy, room, "m.poll.end", "m.reference", target);
    JsonNode chunk =
        get(jo, room, "/event/" + enc(target))
            .path("unsigned")
            .path("m.relations")
            .path("m.reference")
            .path("chunk");
    assertEquals(List.of(one, two), chunk.findValuesAsText("event_id"));
    assertTrue(
        get(jo, room, "/context/" + enc(target))
            .path("event")
            .path("unsigned")
            .path("m.relations")
            .has("m.reference"));
  }

  private List<String> messages(String token, String room, String filter) {
    List<String> found = new ArrayList<>();
    get(token, room, "/messages?dir=f&filter=" + enc(filter.replace('\'', '"')))
        .path("chunk")
        .forEach(event -> found.add(event.path("event_id").asText()));
    return found;
  }

  @Test
  void aFilterAsksHowEventsRelate() {
    String room = roomOfAmyAndJo();
    String root = send(amy, room, "root");
    String thread = related(amy, room, "m.room.message", "m.thread", root);
    String reference = related(jo, room, "m.room.message", "m.reference", thread);
    String text = "{'types': ['m.room.message'], ";
    assertEquals(
        List.of(thread), messages(jo, room, "{'org.matrix.msc3874.rel_types': ['m.thread']}"));
    assertEquals(
        List.of(thread, reference),
        messages(jo, room, "{'rel_types': ['m.thread', 'm.reference']}"));
    assertEquals(
        List.of(root, reference), messages(jo, room, text + "'not_rel_types': ['m.thread']}"));
    assertEquals(List.of(root), messages(jo, room, "{'related_by_rel_types': ['m.thread']}"));
    assertEquals(
        List.of(thread), messages(jo, room, "{'related_by_senders': ['" + id("jo") + "']}"));
    assertEquals(
        List.of(),
        messages(
            jo,
            room,
            "{'io.element.relation_types': ['m.thread'],"
                + " 'io.element.relation_senders': ['"
                + id("jo")
                + "']}"));
    assertEquals(List.of(), messages(jo, room, "{'related_by_rel_types': []}"));
    JsonNode synced =
        http()
            .get(
                V3
                    + "/sync?filter="
                    + enc("{\"room\":{\"timeline\":{\"related_by_rel_types\":[\"m.thread\"]}}}"),
                jo)
            .ok();
    assertEquals(
        List.of(root),
        synced
            .path("rooms")
            .path("join")
            .path(room)
            .path("timeline")
            .path("events")
            .findValuesAsText("event_id")
            .stream()
            .filter(root::equals)
            .toList());
    assertEquals(
        1,
        synced.path("rooms").path("join").path(room).path("timeline").path("events").size(),
        synced.toString());
    refused(
        400,
        "M_BAD_JSON",
        http()
            .get(
                V3 + "/rooms/" + enc(room) + "/messages?dir=f&filter=" + enc("{\"rel_types\":3}"),
                jo));
  }

  @Test
  void whatIgnoredUsersSayIsLeftOutOfThePastToo() {
    String room = roomOfAmyAndJo();
    String mine = send(jo, room, "Jo's");
    String hers = send(amy, room, "Amy's");
    related(amy, room, "m.room.message", "m.reference", mine);
    http().put(V3 + "/rooms/" + enc(room) + "/state/m.room.topic", amy, "{}").ok();
    String last = send(jo, room, "Jo's again");
    prefers(jo, "m.ignored_user_list", "{'ignored_users': {'" + id("amy") + "': {}}}");
    List<String> seen = messages(jo, room, "{'types': ['m.room.message', 'm.room.topic']}");
    assertEquals(3, seen.size(), "two messages and the topic");
    assertEquals(List.of(mine, last), List.of(seen.get(0), seen.get(2)));
    String context = get(jo, room, "/context/" + enc(last)).path("events_before").toString();
    assertFalse(context.contains(hers));
    String relations = V1 + "/rooms/" + enc(room) + "/relations/" + enc(mine);
    assertTrue(http().get(relations, jo).ok().path("chunk").isEmpty());
    assertEquals(1, http().get(relations, amy).ok().path("chunk").size());
    prefers(jo, "m.ignored_user_list", "{}");
  }

  @Test
  void oldMessagesComeWithTheNamesOfTheirTime() {
    String room = roomOfAmyAndJo();
    send(jo, room, "as I was called");
    http()
        .put(
            V3 + "/rooms/" + enc(room) + "/state/m.room.member/" + enc(id("jo")),
            jo,
            json("{'membership': 'join', 'displayname': 'Joanna'}"))
        .ok();
    send(jo, room, "as I am called");
    String lazy = "&filter=" + enc("{\"types\":[\"m.room.message\"],\"lazy_load_members\":true}");
    assertEquals(List.of("Joanna"), names(get(amy, room, "/messages?dir=b&limit=1" + lazy)));
    assertFalse(
        names(get(amy, room, "/messages?dir=f&limit=1" + lazy)).contains("Joanna"),
        "the oldest message is by Jo of another name");
  }

  private static List<String> names(JsonNode page) {
    return page.path("state").findValuesAsText("displayname");
  }

  @Test
  void aFilterHoldsForWhatStandsAround() {
    String room = roomOfAmyAndJo();
    send(jo, room, "Jo's");
    String target = send(amy, room, "Amy's");
    http()
        .put(V3 + "/rooms/" + enc(room) + "/state/m.room.topic", amy, json("{'topic': 'x'}"))
        .ok();
    send(jo, room, "Jo's again");
    JsonNode context =
        get(
            jo,
            room,
            "/context/"
                + enc(target)
                + "?filter="
                + enc("{\"types\":[\"m.room.message\"],\"lazy_load_members\":true}"));
    assertEquals(List.of("m.room.message"), context.path("events_before").findValuesAsText("type"));
    assertEquals(List.of("m.room.message"), context.path("events_after").findValuesAsText("type"));
    List<String> members = new ArrayList<>();
    context
        .path("state")
        .forEach(
            event -> {
              if (event.path("type").asText().equals("m.room.member")) {
                members.add(event.path("state_key").asText());
              }
            });
    assertEquals(List.of(id("amy"), id("jo")), members.stream().sorted().toList());
    JsonNode alone =
        get(
            jo,
            room,
            "/context/" + enc(target) + "?limit=0&filter=" + enc("{\"lazy_load_members\":true}"));
    assertFalse(alone.path("state").toString().contains(id("jo") + "\",\"content"));
  }

  @Test
  void aRedactedEventIsNotReplacedAnyMore() {
    String room = roomOfAmyAndJo();
    String target = send(jo, room, "first");
    ObjectNode edit = json("{'body': '* x', 'm.new_content': {'body': 'x'}}");
    edit.putObject("m.relates_to").put("rel_type", "m.replace").put("event_id", target);
    send(jo, room, "m.room.message", edit);
    http().put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(target) + "/e", jo, "{}").ok();
    assertFalse(get(amy, room, "/event/" + enc(target)).path("unsigned").has("m.relations"));
  }

  @Test
  void onlyAnEditWithNewContentReplaces() {
    String room = roomOfAmyAndJo();
    String target = send(jo, room, "first");
    ObjectNode edit = json("{'msgtype': 'm.text', 'body': '* second'}");
    edit.putObject("m.relates_to").put("rel_type", "m.replace").put("event_id", target);
    send(jo, room, "m.room.message", edit.deepCopy());
    assertFalse(get(amy, room, "/event/" + enc(target)).path("unsigned").has("m.relations"));
    edit.putObject("m.new_content").put("msgtype", "m.text").put("body", "second");
    String good = send(jo, room, "m.room.message", edit.deepCopy());
    send(amy, room, "m.room.message", edit.deepCopy());
    send(jo, room, "org.example.other", edit.deepCopy());
    assertEquals(
        good,
        get(amy, room, "/event/" + enc(target))
            .path("unsigned")
            .path("m.relations")
            .path("m.replace")
            .path("event_id")
            .asText());
  }

  @Test
  void aTimeIsFoundBehindWhatOneMayNotSee() {
    String room =
        createRoom(
            amy,
            """
            {'preset': 'public_chat', 'initial_state': [{'type': 'm.room.history_visibility',
              'content': {'history_visibility': 'joined'}}]}""");
    long early = caseroom.clock().millis();
    for (int i = 0; i < 40; i++) {
      send(amy, room, "before");
    }
    caseroom.clock().set(caseroom.clock().instant().plusSeconds(60));
    room(jo, room, "/join", "{}").ok();
    caseroom.clock().set(caseroom.clock().instant().plusSeconds(60));
    String said = send(amy, room, "after");
    String path = V1 + "/rooms/" + enc(room) + "/timestamp_to_event?ts=";
    JsonNode found = http().get(path + early + "&dir=f", jo).ok();
    assertEquals(
        "m.room.create m.room.member".contains(typeOf(jo, room, found)), true, found.toString());
    assertEquals(
        said,
        http().get(path + caseroom.clock().millis() + "&dir=b", jo).ok().path("event_id").asText());
    refused(
        404, "M_NOT_FOUND", http().get(path + (caseroom.clock().millis() + 1000) + "&dir=f", jo));
  }

  @Test
  void ofEventsOfOneTimeTheNearestInTheRoomIsFound() {
    String room = roomOfAmyAndJo();
    caseroom.clock().set(caseroom.clock().instant().plusSeconds(60));
    String first = send(amy, room, "first");
    send(amy, room, "second");
    String third = send(amy, room, "third");
    String path = V1 + "/rooms/" + enc(room) + "/timestamp_to_event?ts=";
    assertEquals(
        first, http().get(path + time(room, first) + "&dir=f", jo).ok().path("event_id").asText());
    assertEquals(
        third, http().get(path + time(room, third) + "&dir=b", jo).ok().path("event_id").asText());
    assertEquals(
        third, http().get(path + Long.MAX_VALUE + "&dir=b", jo).ok().path("event_id").asText());
  }

  private long time(String room, String event) {
    return get(amy, room, "/event/" + enc(event)).path("origin_server_ts").asLong();
  }

  private String typeOf(String token, String room, JsonNode found) {
    return get(token, room, "/event/" + enc(found.path("event_id").asText()))
        .path("type")
        .asText()
        .toLowerCase(Locale.ROOT);
  }

  @Test
  void contextGivesAsManyEventsAsAskedFor() {
    String room = roomOfAmyAndJo();
    for (int i = 0; i < 5; i++) {
      send(amy, room, "before " + i);
    }
    String middle = send(amy, room, "middle");
    for (int i = 0; i < 5; i++) {
      send(amy, room, "after " + i);
    }
    for (int limit : new int[] {0, 1, 2, 3, 6}) {
      JsonNode context = get(jo, room, "/context/" + enc(middle) + "?limit=" + limit);
      assertEquals(
          limit, context.path("events_before").size() + context.path("events_after").size());
      assertEquals(middle, context.path("event").path("event_id").asText());
    }
    JsonNode two = get(jo, room, "/context/" + enc(middle) + "?limit=2");
    assertEquals(
        "before 4", two.path("events_before").path(0).path("content").path("body").asText());
    assertEquals(
        "before 3",
        get(jo, room, "/messages?dir=b&limit=1&from=" + two.path("start").asText())
            .path("chunk")
            .path(0)
            .path("content")
            .path("body")
            .asText());
    assertEquals(
        "after 1",
        get(jo, room, "/messages?dir=f&limit=1&from=" + two.path("end").asText())
            .path("chunk")
            .path(0)
            .path("content")
            .path("body")
            .asText());
  }
}
