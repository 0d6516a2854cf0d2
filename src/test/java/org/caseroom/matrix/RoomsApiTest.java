package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.caseroom.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making rooms, and coming and going in them. */
class RoomsApiTest extends MatrixTest {
  @ParameterizedTest
  @CsvSource({
    "private_chat, invite, can_join",
    "trusted_private_chat, invite, can_join",
    "public_chat, public, forbidden"
  })
  void eachPresetGivesItsState(String preset, String joinRule, String guests) {
    String room = createRoom(amy, "{'preset': '" + preset + "', 'invite': ['" + id("jo") + "']}");
    assertEquals(joinRule, state(amy, room, "m.room.join_rules").path("join_rule").asText());
    assertEquals(guests, state(amy, room, "m.room.guest_access").path("guest_access").asText());
    assertEquals(
        "shared",
        state(amy, room, "m.room.history_visibility").path("history_visibility").asText());
    JsonNode users = state(amy, room, "m.room.power_levels").path("users");
    assertEquals(100, users.path(id("amy")).asInt());
    assertEquals(preset.startsWith("trusted") ? 100 : 0, users.path(id("jo")).asInt(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void eachVersionMakesARoomOfIt(String version) {
    String room =
        createRoom(
            amy,
            "{'room_version': '"
                + version
                + "', 'preset': 'trusted_private_chat', 'invite': ['"
                + id("jo")
                + "']}");
    JsonNode create = state(amy, room, "m.room.create");
    assertEquals(version, create.path("room_version").asText());
    assertEquals(version.equals("10"), create.has("creator"));
    assertEquals(version.equals("12"), create.path("additional_creators").size() == 1);
    assertEquals(version.equals("12"), !room.contains(":"));
    http().post(V3 + "/join/" + enc(room), jo, Json.object()).ok();
    send(jo, room, "hello");
  }

  @Test
  void everyOptionIsTaken() {
    String room =
        createRoom(
            amy,
            """
            {'name': 'Robin', 'topic': 'The team', 'room_alias_name': 'robin',
             'creation_content': {'type': 'm.space', 'm.federate': false, 'creator': '@no:where'},
             'initial_state': [{'type': 'org.example.x', 'state_key': 'k', 'content': {'a': 1}},
                               {'type': 'm.room.history_visibility',
                                'content': {'history_visibility': 'joined'}}],
             'power_level_content_override': {'events_default': 50}, 'is_direct': true,
             'invite': ['%s']}\
            """
                .formatted(id("jo")));
    assertEquals("Robin", state(amy, room, "m.room.name").path("name").asText());
    assertEquals("The team", state(amy, room, "m.room.topic").path("topic").asText());
    JsonNode create = state(amy, room, "m.room.create/");
    assertEquals("m.space", create.path("type").asText());
    assertFalse(create.has("creator"));
    assertEquals(1, state(amy, room, "org.example.x/k").path("a").asInt());
    assertEquals(
        "joined",
        state(amy, room, "m.room.history_visibility").path("history_visibility").asText());
    JsonNode levels = state(amy, room, "m.room.power_levels");
    assertEquals(50, levels.path("events_default").asInt());
    assertEquals(100, levels.path("users").path(id("amy")).asInt());
    String alias = state(amy, room, "m.room.canonical_alias").path("alias").asText();
    assertTrue(alias.startsWith("#robin:"));
    JsonNode invite = state(amy, room, "m.room.member/" + id("jo"));
    assertTrue(invite.path("is_direct").asBoolean());
    assertEquals("jo", invite.path("displayname").asText());
    assertEquals(
        room, http().get(V3 + "/directory/room/" + enc(alias), amy).ok().path("room_id").asText());
    refused(
        400,
        "M_ROOM_IN_USE",
        http().post(V3 + "/createRoom", amy, json("{'room_alias_name': 'robin'}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'room_version': '9'} | 400 | M_UNSUPPORTED_ROOM_VERSION",
        "{'room_version': 11} | 400 | M_BAD_JSON",
        "{'preset': 'cosy'} | 400 | M_INVALID_PARAM",
        "{'visibility': 'hidden'} | 400 | M_INVALID_PARAM",
        "{'invite': 'jo'} | 400 | M_BAD_JSON",
        "{'invite': ['jo']} | 400 | M_INVALID_PARAM",
        "{'invite': ['@nobody:caseroom.localhost']} | 404 | M_NOT_FOUND",
        "{'invite': ['@x:elsewhere.example']} | 403 | M_FORBIDDEN",
        "{'room_alias_name': '#a:b'} | 400 | M_INVALID_PARAM",
        "{'initial_state': [{'content': {}}]} | 400 | M_MISSING_PARAM",
        "{'power_level_content_override': {'users': {}}, 'name': 'x'} | 400 | M_INVALID_ROOM_STATE",
        "{'name': 3} | 400 | M_BAD_JSON"
      })
  void whatCannotBeIsRefusedAndNothingIsLeft(String options, int status, String errcode) {
    int before = http().get(V3 + "/joined_rooms", sam).ok().path("joined_rooms").size();
    refused(status, errcode, http().post(V3 + "/createRoom", sam, json(options)));
    assertEquals(before, http().get(V3 + "/joined_rooms", sam).ok().path("joined_rooms").size());
  }

  @Test
  void peopleComeAndGo() {
    String room = createRoom(amy, "{}");
    refused(403, "M_FORBIDDEN", http().post(V3 + "/join/" + enc(room), jo, Json.object()));
    room(amy, room, "/invite", "{'user_id': '" + id("jo") + "', 'reason': 'welcome'}").ok();
    assertEquals("welcome", state(amy, room, "m.room.member/" + id("jo")).path("reason").asText());
    assertEquals(room, room(jo, room, "/join", "{}").ok().path("room_id").asText());
    room(jo, room, "/join", "{}").ok();
    refused(403, "M_FORBIDDEN", room(amy, room, "/invite", "{'user_id': '" + id("jo") + "'}"));
    refused(403, "M_FORBIDDEN", room(jo, room, "/kick", "{'user_id': '" + id("amy") + "'}"));
    room(amy, room, "/kick", "{'user_id': '" + id("jo") + "', 'reason': 'a mistake'}").ok();
    refused(403, "M_FORBIDDEN", room(amy, room, "/kick", "{'user_id': '" + id("jo") + "'}"));
    room(amy, room, "/ban", "{'user_id': '" + id("jo") + "'}").ok();
    refused(403, "M_FORBIDDEN", room(amy, room, "/invite", "{'user_id': '" + id("jo") + "'}"));
    refused(403, "M_FORBIDDEN", room(amy, room, "/unban", "{'user_id': '" + id("sam") + "'}"));
    room(amy, room, "/unban", "{'user_id': '" + id("jo") + "'}").ok();
    room(amy, room, "/invite", "{'user_id': '" + id("jo") + "'}").ok();
    room(jo, room, "/leave", "{}").ok();
    room(jo, room, "/leave", "{}").ok();
    room(jo, room, "/forget", "{}").ok();
    refused(403, "M_FORBIDDEN", http().get(V3 + "/rooms/" + enc(room) + "/messages?dir=b", jo));
  }

  @Test
  void aMemberHasToLeaveBeforeForgetting() {
    refused(400, "M_UNKNOWN", room(amy, createRoom(amy, "{}"), "/forget", "{}"));
  }

  @Test
  void knockingAsksForAnInvitation() {
    String room =
        createRoom(
            amy,
            "{'initial_state': [{'type': 'm.room.join_rules', 'content': {'join_rule':"
                + " 'knock'}}]}");
    http().post(V3 + "/knock/" + enc(room), sam, json("{'reason': 'me too'}")).ok();
    JsonNode knock = state(amy, room, "m.room.member/" + id("sam"));
    assertEquals("knock", knock.path("membership").asText());
    room(amy, room, "/invite", "{'user_id': '" + id("sam") + "'}").ok();
    room(sam, room, "/join", "{}").ok();
  }

  @Test
  void aRestrictedRoomLetsInTheMembersOfAnother() {
    String team = roomOfAmyAndJo();
    String room =
        createRoom(
            amy,
            "{'initial_state': [{'type': 'm.room.join_rules', 'content': {'join_rule':"
                + " 'restricted', 'allow': [{'type': 'm.room_membership', 'room_id': '"
                + team
                + "'}]}}]}");
    refused(403, "M_FORBIDDEN", room(sam, room, "/join", "{}"));
    room(jo, room, "/join", "{}").ok();
    assertEquals(
        id("amy"),
        state(amy, room, "m.room.member/" + id("jo"))
            .path("join_authorised_via_users_server")
            .asText());
  }

  @Test
  void roomsThatAreNotThereAreNotFound() {
    String nowhere = "!nowhere:caseroom.localhost";
    refused(404, "M_NOT_FOUND", http().post(V3 + "/join/" + enc(nowhere), jo, Json.object()));
    refused(
        404,
        "M_NOT_FOUND",
        http().post(V3 + "/join/" + enc("#no:caseroom.localhost"), jo, Json.object()));
    refused(400, "M_INVALID_PARAM", http().post(V3 + "/join/nowhere", jo, Json.object()));
    refused(403, "M_FORBIDDEN", http().get(V3 + "/rooms/" + enc(nowhere) + "/state", jo));
    refused(404, "M_NOT_FOUND", room(jo, nowhere, "/invite", "{'user_id': '" + id("sam") + "'}"));
  }

  @Test
  void nobodyOfAnotherServerGetsIn() {
    String room = createRoom(amy, "{}");
    String stranger = "@x:elsewhere.example";
    refused(403, "M_FORBIDDEN", room(amy, room, "/invite", "{'user_id': '" + stranger + "'}"));
    // There is no harm in keeping somebody out.
    room(amy, room, "/ban", "{'user_id': '" + stranger + "'}").ok();
    room(amy, room, "/unban", "{'user_id': '" + stranger + "'}").ok();
    String member = V3 + "/rooms/" + enc(room) + "/state/m.room.member/";
    refused(
        403,
        "M_FORBIDDEN",
        http().put(member + enc(stranger), amy, json("{'membership': 'invite'}")));
    refused(
        404,
        "M_NOT_FOUND",
        http().put(member + enc(id("nobody")), amy, json("{'membership': 'invite'}")));
    refused(
        400,
        "M_BAD_JSON",
        http().put(member + enc(id("jo")), amy, json("{'membership': 'guest'}")));
    refused(
        403,
        "M_FORBIDDEN",
        http()
            .post(
                V3 + "/createRoom",
                amy,
                json(
                    "{'initial_state': [{'type': 'm.room.member', 'state_key': '"
                        + stranger
                        + "', 'content': {'membership': 'invite'}}]}")));
    refused(
        400,
        "M_BAD_JSON",
        http()
            .put(
                V3 + "/rooms/" + enc(room) + "/state/m.room.create",
                amy,
                json("{'room_version': '11', 'more': 1}")));
  }

  @Test
  void aliasesAreGivenAndTakenAway() {
    String room = roomOfAmyAndJo();
    String alias = V3 + "/directory/room/" + enc("#team:caseroom.localhost");
    refused(404, "M_NOT_FOUND", http().get(alias, jo));
    refused(403, "M_FORBIDDEN", http().put(alias, sam, Json.object().put("room_id", room)));
    http().put(alias, jo, Json.object().put("room_id", room)).ok();
    refused(409, "M_UNKNOWN", http().put(alias, jo, Json.object().put("room_id", room)));
    assertEquals(room, http().get(alias, sam).ok().path("room_id").asText());
    assertEquals(1, get(amy, room, "/aliases").path("aliases").size());
    refused(
        400,
        "M_BAD_ALIAS",
        http()
            .put(
                V3 + "/rooms/" + enc(room) + "/state/m.room.canonical_alias",
                amy,
                json("{'alias': '#other:caseroom.localhost'}")));
    http()
        .put(
            V3 + "/rooms/" + enc(room) + "/state/m.room.canonical_alias/",
            amy,
            json("{'alias': '#team:caseroom.localhost'}"))
        .ok();
    refused(403, "M_FORBIDDEN", http().delete(alias, sam));
    http().delete(alias, amy).ok();
    refused(404, "M_NOT_FOUND", http().get(alias, jo));
    // The room does not call itself by it any more.
    assertTrue(state(amy, room, "m.room.canonical_alias").isEmpty());
    refused(
        403,
        "M_FORBIDDEN",
        http()
            .put(
                V3 + "/directory/room/" + enc("#team:elsewhere.example"),
                jo,
                Json.object().put("room_id", room)));
  }

  @Test
  void theDirectoryListsPublicRooms() {
    String room = createRoom(amy, "{'visibility': 'public', 'name': 'Coffee morning'}");
    JsonNode found =
        http()
            .post(
                V3 + "/publicRooms",
                jo,
                json("{'filter': {'generic_search_term': 'COFFEE'}, 'limit': 1}"))
            .ok();
    assertEquals(room, found.path("chunk").path(0).path("room_id").asText());
    assertEquals(1, found.path("chunk").path(0).path("num_joined_members").asInt());
    String listed = V3 + "/directory/list/room/" + enc(room);
    refused(403, "M_FORBIDDEN", http().put(listed, jo, json("{'visibility': 'private'}")));
    http().put(listed, amy, json("{'visibility': 'private'}")).ok();
    assertEquals(0, http().get(V3 + "/publicRooms", jo).ok().path("chunk").size());
  }

  @Test
  void aSpaceShowsTheRoomsThatOneMayKnow() {
    String open = createRoom(amy, "{'preset': 'public_chat', 'name': 'Open'}");
    String closed = createRoom(amy, "{'name': 'Closed'}");
    String space =
        createRoom(
            amy,
            "{'creation_content': {'type': 'm.space'}, 'preset': 'public_chat', 'initial_state': ["
                + "{'type': 'm.space.child', 'state_key': '"
                + closed
                + "', 'content': {'via': ['x'], 'order': 'a'}},"
                + "{'type': 'm.space.child', 'state_key': '"
                + open
                + "', 'content': {'via': ['x'], 'order': 'b', 'suggested': true}}]}");
    String hierarchy = "/_matrix/client/v1/rooms/" + enc(space) + "/hierarchy";
    JsonNode amys = http().get(hierarchy, amy).ok().path("rooms");
    assertEquals(3, amys.size());
    assertEquals(closed, amys.path(1).path("room_id").asText());
    assertEquals(2, amys.path(0).path("children_state").size());
    JsonNode jos = http().get(hierarchy + "?limit=1", jo).ok();
    String next = "?from=" + jos.path("next_batch").asText();
    JsonNode rest = http().get(hierarchy + next, jo).ok();
    refused(400, "M_INVALID_PARAM", http().get(hierarchy + next + "&suggested_only=true", jo));
    refused(400, "M_INVALID_PARAM", http().get(hierarchy + next + "&max_depth=1", jo));
    refused(400, "M_INVALID_PARAM", http().get(hierarchy + "?limit=0", jo));
    refused(400, "M_INVALID_PARAM", http().get(hierarchy + "?max_depth=-1", jo));
    assertEquals(1, http().get(hierarchy + "?max_depth=0", amy).ok().path("rooms").size());
    assertEquals("Open", rest.path("rooms").path(0).path("name").asText());
    assertEquals(1, rest.path("rooms").size());
    assertEquals(2, http().get(hierarchy + "?suggested_only=true", amy).ok().path("rooms").size());
    refused(
        403,
        "M_FORBIDDEN",
        http().get("/_matrix/client/v1/rooms/" + enc(closed) + "/hierarchy", jo));
    assertEquals(
        "Open",
        http().get("/_matrix/client/v1/room_summary/" + enc(open), jo).ok().path("name").asText());
  }
}
