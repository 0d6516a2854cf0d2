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
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The corners of making rooms, finding them, and asking people in. */
class RoomsInFullTest extends MatrixTest {
  private static final String V1 = "/_matrix/client/v1";

  private List<String> types(String room) {
    List<String> types = new ArrayList<>();
    get(amy, room, "/messages?dir=f&limit=100")
        .path("chunk")
        .forEach(event -> types.add(event.path("type").asText().replace("m.room.", "")));
    return types;
  }

  @Test
  void aRoomBeginsInTheOrderOfTheSpecification() {
    String room =
        createRoom(
            amy,
            """
            {'name': 'N', 'topic': 'T', 'room_alias_name': 'ordered', 'invite': ['%s'],
             'initial_state': [{'type': 'org.example.b', 'content': {}},
                               {'type': 'org.example.a', 'content': {}}]}"""
                .formatted(id("jo")));
    assertEquals(
        List.of(
            "create",
            "member",
            "power_levels",
            "canonical_alias",
            "join_rules",
            "history_visibility",
            "guest_access",
            "org.example.b",
            "org.example.a",
            "name",
            "topic",
            "member"),
        types(room));
    JsonNode topic = state(amy, room, "m.room.topic");
    assertEquals("T", topic.path("topic").asText());
    JsonNode text = topic.path("m.topic").path("m.text");
    assertEquals(
        "T text/plain",
        text.path(0).path("body").asText() + " " + text.path(0).path("mimetype").asText());
  }

  @Test
  void whatIsAskedForByNameGoesBeforeInitialStateAndThatBeforeThePreset() {
    String room =
        createRoom(
            amy,
            """
            {'name': 'N', 'topic': 'T', 'preset': 'public_chat', 'initial_state': [
               {'type': 'm.room.topic', 'content': {'topic': 'shadowed'}},
               {'type': 'm.room.name', 'state_key': '', 'content': {'name': 'shadowed'}},
               {'type': 'm.room.guest_access', 'content': {'guest_access': 'can_join'}},
               {'type': 'm.room.power_levels', 'content': {'users': {'%s': 100}, 'invite': 77}},
               {'type': 'm.room.join_rules', 'content': {'join_rule': 'knock'}}]}"""
                .formatted(id("amy")));
    assertEquals("N", state(amy, room, "m.room.name").path("name").asText());
    assertEquals("T", state(amy, room, "m.room.topic").path("topic").asText());
    assertEquals("knock", state(amy, room, "m.room.join_rules").path("join_rule").asText());
    assertEquals(77, state(amy, room, "m.room.power_levels").path("invite").asInt());
    List<String> types = types(room);
    for (String once : List.of("name", "topic", "guest_access", "join_rules", "power_levels")) {
      assertEquals(types.indexOf(once), types.lastIndexOf(once), once);
    }
  }

  @ParameterizedTest
  @CsvSource({"public_chat, 50", "private_chat, 0", "trusted_private_chat, 0"})
  void whoMayInviteFollowsFromThePreset(String preset, int level) {
    String room = createRoom(amy, "{'preset': '" + preset + "'}");
    assertEquals(level, state(amy, room, "m.room.power_levels").path("invite").asInt(-1));
  }

  @Test
  void aVersion12RoomKeepsUpgradesToItsCreators() {
    String room =
        createRoom(
            amy,
            """
            {'room_version': '12', 'preset': 'trusted_private_chat', 'invite': ['%s'],
             'creation_content': {'additional_creators': ['%s', '%s']},
             'power_level_content_override': {'events': {'m.room.name': 10}}}"""
                .formatted(id("jo"), id("sam"), id("jo")));
    JsonNode creators = state(amy, room, "m.room.create").path("additional_creators");
    assertEquals(2, creators.size());
    JsonNode levels = state(amy, room, "m.room.power_levels");
    assertEquals(150, levels.path("events").path("m.room.tombstone").asInt());
    assertTrue(levels.path("users").isEmpty());
    refused(
        400,
        "M_BAD_JSON",
        http()
            .put(
                V3 + "/rooms/" + enc(room) + "/state/m.room.power_levels",
                amy,
                json("{'users': {'" + id("jo") + "': 50}}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400",
        "['@foo:example.com', 42] | 400",
        "['@foo:example.com', 'not-a-user-id'] | 400",
        "['@invalid:dom$ain$.com'] | 400",
        "['@foo:example.com', '@bar:baz.code'] | 200"
      })
  void furtherCreatorsAreAnyUserIds(String creators, int status) {
    String body =
        "{'room_version': '12', 'creation_content': {'additional_creators': " + creators + "}}";
    assertEquals(status, http().post(V3 + "/createRoom", amy, json(body)).status());
  }

  @Test
  void anAliasOfARoomThatCouldNotBeIsFreeAgain() {
    String bad =
        "{'room_alias_name': 'twice', 'power_level_content_override': {'users': {}}, 'name': 'x'}";
    refused(400, "M_INVALID_ROOM_STATE", http().post(V3 + "/createRoom", amy, json(bad)));
    createRoom(amy, "{'room_alias_name': 'twice'}");
    String named =
        "{'room_alias_name': '%s', 'initial_state': [{'type': 'm.room.canonical_alias',"
            + " 'content': {'alias': '#%s:caseroom.localhost'}}]}";
    refused(
        400,
        "M_BAD_ALIAS",
        http().post(V3 + "/createRoom", amy, json(named.formatted("one", "other"))));
    createRoom(amy, named.formatted("one", "one"));
    refused(
        404,
        "M_NOT_FOUND",
        http().put(V3 + "/directory/list/room/!none", amy, json("{'visibility': 'public'}")));
  }

  // ---- Membership ----

  @Test
  void joiningMayCarryFieldsOfItsOwn() {
    String room = createRoom(amy, "{'preset': 'public_chat'}");
    room(
            jo,
            room,
            "/join",
            "{'foo': 'bar', 'displayname': 'Mum', 'membership': 'ban', 'reason': 'hi',"
                + " 'third_party_signed': null, 'join_authorised_via_users_server': 3}")
        .ok();
    JsonNode member = state(amy, room, "m.room.member/" + id("jo"));
    assertEquals(
        "{\"displayname\":\"Mum\",\"foo\":\"bar\",\"membership\":\"join\",\"reason\":\"hi\"}",
        new String(
            org.caseroom.base.CanonicalJson.encode((ObjectNode) member),
            java.nio.charset.StandardCharsets.UTF_8));
    String own = V3 + "/rooms/" + enc(room) + "/state/m.room.member/" + enc(id("jo"));
    http().put(own, jo, json("{'membership': 'join', 'displayname': 'Jo here'}")).ok();
    assertEquals(
        "Jo here", state(amy, room, "m.room.member/" + id("jo")).path("displayname").asText());
    http().put(own, jo, json("{'membership': 'join'}")).ok();
    assertEquals("jo", state(amy, room, "m.room.member/" + id("jo")).path("displayname").asText());
  }

  @Test
  void stateLetsInTheMembersOfAnotherRoomToo() {
    String club = createRoom(amy, "{'preset': 'public_chat'}");
    String room =
        createRoom(
            amy,
            """
            {'initial_state': [{'type': 'm.room.join_rules', 'content': {'join_rule': 'restricted',
              'allow': [{'type': 'm.room_membership', 'room_id': '%s'}]}}]}"""
                .formatted(club));
    String own = V3 + "/rooms/" + enc(room) + "/state/m.room.member/" + enc(id("jo"));
    refused(403, "M_FORBIDDEN", http().put(own, jo, json("{'membership': 'join'}")));
    room(jo, club, "/join", "{}").ok();
    http().put(own, jo, json("{'membership': 'join'}")).ok();
    assertEquals(
        id("amy"),
        state(jo, room, "m.room.member/" + id("jo"))
            .path("join_authorised_via_users_server")
            .asText());
    // Who lets somebody in only the server says.
    http()
        .put(
            own,
            jo,
            json(
                "{'membership': 'join', 'displayname': 'J',"
                    + " 'join_authorised_via_users_server': 'unused'}"))
        .ok();
    assertFalse(
        state(jo, room, "m.room.member/" + id("jo")).has("join_authorised_via_users_server"));
  }

  private void prefers(String token, String type, String content) {
    http().put(V3 + "/user/" + enc(id("jo")) + "/account_data/" + type, token, json(content)).ok();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m.invite_permission_config | {'default_action': 'block'} | block",
        "m.invite_permission_config | {'default_action': 'nonsense'} | allow",
        "m.invite_permission_config | {'default_action': 3, 'blocked_users': 7} | allow",
        "org.matrix.msc4155.invite_permission_config | {'blocked_users': ['@am?:*']} | block",
        "org.matrix.msc4155.invite_permission_config | {'blocked_servers': ['*']} | block",
        "org.matrix.msc4155.invite_permission_config | {'ignored_users': ['@amy:*']} | ignore",
        "org.matrix.msc4155.invite_permission_config |"
            + " {'allowed_users': ['@amy:*'], 'blocked_servers': ['*']} | allow",
        "org.matrix.msc4155.invite_permission_config |"
            + " {'blocked_users': ['@amy:*'], 'allowed_servers': ['*']} | block",
        "m.ignored_user_list | {'ignored_users': {'@amy:caseroom.localhost': {}}} | ignore",
      })
  void somebodySaysWhoseInvitationsTheyTake(String line) {
    String[] parts = line.split(" \\| ");
    String room = createRoom(amy, "{}");
    String since = http().get(V3 + "/sync?timeout=0", jo).ok().path("next_batch").asText();
    prefers(jo, parts[0], parts[1]);
    try {
      Http.Response answer = room(amy, room, "/invite", "{'user_id': '" + id("jo") + "'}");
      if (parts[2].equals("block")) {
        refused(403, "M_INVITE_BLOCKED", answer);
        refused(
            403,
            "M_INVITE_BLOCKED",
            http().post(V3 + "/createRoom", amy, json("{'invite': ['" + id("jo") + "']}")));
        refused(
            403,
            "M_INVITE_BLOCKED",
            http()
                .put(
                    V3 + "/rooms/" + enc(room) + "/state/m.room.member/" + enc(id("jo")),
                    amy,
                    json("{'membership': 'invite'}")));
      } else {
        answer.ok();
      }
      boolean shown = parts[2].equals("allow");
      JsonNode sync = http().get(V3 + "/sync?timeout=0&since=" + since, jo).ok();
      assertEquals(shown, sync.path("rooms").path("invite").has(room));
      assertEquals(
          shown,
          http().get(V3 + "/sync?timeout=0", jo).ok().path("rooms").path("invite").has(room));
      assertEquals(shown, http().get(V3 + "/initialSync", jo).ok().toString().contains(room));
    } finally {
      prefers(jo, parts[0], "{}");
    }
  }

  @Test
  void aServerListIsTakenAndKept() {
    String room = roomOfAmyAndJo();
    String path = V3 + "/rooms/" + enc(room) + "/state/m.room.server_acl";
    ObjectNode acl = json("{'allow': ['*'], 'allow_ip_literals': false, 'deny': ['evil.com']}");
    refused(403, "M_FORBIDDEN", http().put(path, jo, acl));
    http().put(path, amy, acl).ok();
    assertEquals(acl, state(jo, room, "m.room.server_acl"));
    send(jo, room, "still here");
    // It would lock everyone out, who sends it too.
    refused(
        400,
        "M_INVALID_PARAM",
        http().put(path, amy, json("{'allow': ['*'], 'deny': ['caseroom.*']}")));
    refused(400, "M_INVALID_PARAM", http().put(path, amy, json("{'allow': []}")));
    refused(400, "M_BAD_JSON", http().put(path, amy, json("{'allow': 'all'}")));
  }

  // ---- Finding rooms ----

  @Test
  void theDirectoryIsPagedBothWaysAndFiltered() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(createRoom(amy, "{'visibility': 'public', 'name': 'Paged " + i + "'}"));
    }
    createRoom(
        amy,
        "{'visibility': 'public', 'name': 'Paged space', 'creation_content': {'type': 'm.space'}}");
    ObjectNode ask = json("{'limit': 2, 'filter': {'generic_search_term': 'paged'}}");
    ask.withObject("filter").putArray("room_types").addNull();
    JsonNode first = http().post(V3 + "/publicRooms", jo, ask).ok();
    assertEquals(5, first.path("total_room_count_estimate").asInt());
    assertFalse(first.has("prev_batch"));
    JsonNode second =
        http()
            .post(V3 + "/publicRooms", jo, ask.put("since", first.path("next_batch").asText()))
            .ok();
    JsonNode third =
        http()
            .post(V3 + "/publicRooms", jo, ask.put("since", second.path("next_batch").asText()))
            .ok();
    assertFalse(third.has("next_batch"));
    List<String> seen = new ArrayList<>();
    for (JsonNode page : List.of(first, second, third)) {
      seen.addAll(page.path("chunk").findValuesAsText("room_id"));
    }
    assertEquals(made.stream().sorted().toList(), seen.stream().sorted().toList());
    assertEquals(
        first.path("chunk"),
        http()
            .post(V3 + "/publicRooms", jo, ask.put("since", second.path("prev_batch").asText()))
            .ok()
            .path("chunk"));
    ask.remove("since");
    ask.withObject("filter").putArray("room_types").add("m.space");
    assertEquals(
        "Paged space",
        http().post(V3 + "/publicRooms", jo, ask).ok().path("chunk").path(0).path("name").asText());
    assertEquals(
        0,
        http()
            .post(V3 + "/publicRooms", jo, json("{'third_party_instance_id': 'irc'}"))
            .ok()
            .path("chunk")
            .size());
    assertTrue(http().get(V3 + "/publicRooms?limit=3", null).ok().path("chunk").size() == 3);
    http().get(V3 + "/publicRooms?server=caseroom.localhost", jo).ok();
    refused(404, "M_NOT_FOUND", http().get(V3 + "/publicRooms?server=elsewhere", jo));
    refused(400, "M_INVALID_PARAM", http().get(V3 + "/publicRooms?since=nonsense", jo));
  }

  @ParameterizedTest
  @CsvSource({
    "public, shared, 200, 200",
    "knock, shared, 200, 200",
    "invite, world_readable, 200, 200",
    "invite, shared, 404, 404",
    "restricted, shared, 404, 404",
    "restricted, world_readable, 200, 200",
    "knock_restricted, joined, 200, 200"
  })
  void aSummaryIsForWhoMayKnowTheRoom(String rule, String visibility, int signedIn, int anybody) {
    String room =
        createRoom(
            amy,
            """
            {'name': 'Known', 'initial_state': [
              {'type': 'm.room.join_rules', 'content': {'join_rule': '%s', 'allow': [
                 {'type': 'm.room_membership', 'room_id': '!none:caseroom.localhost'}]}},
              {'type': 'm.room.history_visibility', 'content': {'history_visibility': '%s'}}]}"""
                .formatted(rule, visibility));
    for (String path :
        List.of(
            V1 + "/room_summary/" + enc(room),
            "/_matrix/client/unstable/im.nheko.summary/summary/" + enc(room),
            "/_matrix/client/unstable/im.nheko.summary/rooms/" + enc(room) + "/summary")) {
      assertEquals(signedIn, http().get(path, jo).status());
      Http.Response answer = http().get(path, null);
      assertEquals(anybody, answer.status());
      assertFalse(answer.json().has("membership"));
      assertEquals("join", http().get(path, amy).ok().path("membership").asText());
    }
    assertEquals(
        signedIn == 200 ? 200 : 403,
        http().get(V1 + "/rooms/" + enc(room) + "/hierarchy", jo).status());
  }

  @Test
  void childrenOfASpaceComeInTheirOrder() {
    List<String> rooms = new ArrayList<>();
    for (String name : List.of("none", "b", "a", "bad", "no via", "late")) {
      rooms.add(createRoom(amy, "{'name': '" + name + "'}"));
    }
    String space = createRoom(amy, "{'creation_content': {'type': 'm.space'}, 'name': 'space'}");
    child(space, rooms.get(0), "{'via': ['x']}");
    child(space, rooms.get(1), "{'via': ['x'], 'order': 'b'}");
    child(space, rooms.get(2), "{'via': ['x'], 'order': 'a'}");
    caseroom.clock().set(caseroom.clock().instant().plusSeconds(1));
    child(space, rooms.get(3), "{'via': ['x'], 'order': '" + "x".repeat(51) + "'}");
    child(space, rooms.get(4), "{'via': []}");
    caseroom.clock().set(caseroom.clock().instant().plusSeconds(1));
    child(space, rooms.get(5), "{'via': ['x']}");
    JsonNode hierarchy = http().get(V1 + "/rooms/" + enc(space) + "/hierarchy", amy).ok();
    assertEquals(
        List.of("space", "a", "b", "none", "bad", "late"),
        hierarchy.path("rooms").findValuesAsText("name"));
  }

  private void child(String space, String room, String content) {
    http()
        .put(V3 + "/rooms/" + enc(space) + "/state/m.space.child/" + enc(room), amy, json(content))
        .ok();
  }

  @Test
  void sharedRoomsAreListed() {
    String both = roomOfAmyAndJo();
    String alone = createRoom(amy, "{'invite': ['" + id("jo") + "']}");
    JsonNode shared = http().get(V1 + "/mutual_rooms?user_id=" + enc(id("jo")), amy).ok();
    assertTrue(shared.path("joined").toString().contains(both));
    assertFalse(shared.path("joined").toString().contains(alone));
    assertEquals(shared.path("joined").size(), shared.path("count").asInt());
    assertEquals(
        shared,
        http()
            .get(
                "/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms?user_id="
                    + enc(id("jo")),
                amy)
            .ok());
    assertEquals(
        0,
        http()
            .get(V1 + "/mutual_rooms?user_id=" + enc("@nobody:caseroom.localhost"), amy)
            .ok()
            .path("count")
            .asInt(-1));
    refused(
        400, "M_INVALID_PARAM", http().get(V1 + "/mutual_rooms?user_id=" + enc(id("amy")), amy));
    refused(400, "M_MISSING_PARAM", http().get(V1 + "/mutual_rooms", amy));
    refused(
        400,
        "M_INVALID_PARAM",
        http().get(V1 + "/mutual_rooms?from=x&user_id=" + enc(id("jo")), amy));
  }

  // ---- Writing ----

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
