package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rooms that are replaced by rooms of another version. */
class UpgradeApiTest extends MatrixTest {
  private Http.Response upgrade(String token, String room, String version) {
    return room(token, room, "/upgrade", "{'new_version': '" + version + "'}");
  }

  private String upgraded(String room, String version) {
    return upgrade(amy, room, version).ok().path("replacement_room").asText();
  }

  @ParameterizedTest
  @CsvSource({"10, 11", "11, 11", "10, 12", "12, 12", "12, 11"})
  void theNewRoomTakesOverWhatTheOldOneWas(String from, String to) {
    String old =
        createRoom(
            amy,
            """
            {'room_version': '%s', 'name': 'Robin', 'topic': 'The team', 'preset': 'public_chat',
             'creation_content': {'type': 'm.space', 'm.federate': false},
             'power_level_content_override': {'invite': 10, 'events': {'m.room.name': 90}},
             'initial_state': [
               {'type': 'm.room.history_visibility', 'content': {'history_visibility': 'joined'}},
               {'type': 'm.room.server_acl', 'content': {'allow': ['*']}},
               {'type': 'm.room.avatar', 'content': {'url': 'mxc://a/b'}},
               {'type': 'm.space.child', 'state_key': '!x:y', 'content': {'via': ['y']}},
               {'type': 'org.example.own', 'content': {'a': 1}}]}"""
                .formatted(from));
    room(amy, old, "/ban", "{'user_id': '%s', 'reason': 'x'}".formatted(id("sam"))).ok();
    String room = upgraded(old, to);

    JsonNode create = state(amy, room, "m.room.create");
    assertEquals(to, create.path("room_version").asText());
    assertEquals("m.space", create.path("type").asText());
    assertFalse(create.path("m.federate").asBoolean(true));
    assertEquals(old, create.path("predecessor").path("room_id").asText());
    JsonNode tombstone = get(amy, old, "/state/m.room.tombstone/?format=event");
    assertEquals(room, tombstone.path("content").path("replacement_room").asText());
    if (to.equals("12")) {
      assertFalse(create.path("predecessor").has("event_id"));
    } else {
      assertEquals(tombstone.path("event_id"), create.path("predecessor").path("event_id"));
    }
    assertEquals("Robin", state(amy, room, "m.room.name").path("name").asText());
    assertEquals("The team", state(amy, room, "m.room.topic").path("topic").asText());
    assertEquals("public", state(amy, room, "m.room.join_rules").path("join_rule").asText());
    assertEquals("mxc://a/b", state(amy, room, "m.room.avatar").path("url").asText());
    assertEquals("*", state(amy, room, "m.room.server_acl").path("allow").path(0).asText());
    assertEquals("y", state(amy, room, "m.space.child/!x:y").path("via").path(0).asText());
    assertEquals(
        "joined",
        state(amy, room, "m.room.history_visibility").path("history_visibility").asText());
    JsonNode ban = state(amy, room, "m.room.member/" + id("sam"));
    assertEquals("ban x", ban.path("membership").asText() + " " + ban.path("reason").asText());
    refused(
        404, "M_NOT_FOUND", http().get(V3 + "/rooms/" + enc(room) + "/state/org.example.own", amy));
    JsonNode levels = state(amy, room, "m.room.power_levels");
    assertEquals(10, levels.path("invite").asInt());
    assertEquals(90, levels.path("events").path("m.room.name").asInt());
    assertEquals(to.equals("12"), levels.path("users").path(id("amy")).isMissingNode());
    http()
        .put(V3 + "/rooms/" + enc(room) + "/state/m.room.name", amy, json("{'name': 'New'}"))
        .ok();
  }

  @Test
  void theOldRoomFallsSilent() {
    String old = roomOfAmyAndJo();
    upgraded(old, "11");
    JsonNode levels = state(amy, old, "m.room.power_levels");
    assertEquals(50, levels.path("events_default").asInt());
    assertEquals(50, levels.path("invite").asInt());
    refused(
        403,
        "M_FORBIDDEN",
        http().put(V3 + "/rooms/" + enc(old) + "/send/m.room.message/x1", jo, json("{}")));
    String unusual = createRoom(amy, "{'power_level_content_override': {'users_default': 80}}");
    upgraded(unusual, "11");
    assertEquals(81, state(amy, unusual, "m.room.power_levels").path("events_default").asInt());
  }

  @Test
  void whoUpgradesNeedNotHaveTheHighestLevel() {
    String old = roomOfAmyAndJo();
    JsonNode levels = state(amy, old, "m.room.power_levels");
    ((com.fasterxml.jackson.databind.node.ObjectNode) levels.path("users")).put(id("jo"), 60);
    ((com.fasterxml.jackson.databind.node.ObjectNode) levels.path("events"))
        .put("m.room.tombstone", 60)
        .put("m.room.name", 80);
    http().put(V3 + "/rooms/" + enc(old) + "/state/m.room.power_levels", amy, levels).ok();
    String room = upgrade(jo, old, "11").ok().path("replacement_room").asText();
    assertEquals("Robin", state(jo, room, "m.room.name").path("name").asText());
    assertEquals(levels, state(jo, room, "m.room.power_levels"));
    // Not theirs to change, so the old room stays as it was.
    assertEquals(levels, state(amy, old, "m.room.power_levels"));
  }

  @Test
  void aliasesAndThePlaceInTheDirectoryMove() {
    String old =
        createRoom(amy, "{'room_alias_name': 'moving', 'visibility': 'public', 'name': 'Moving'}");
    String alias = state(amy, old, "m.room.canonical_alias").path("alias").asText();
    String room = upgraded(old, "12");
    assertEquals(
        room, http().get(V3 + "/directory/room/" + enc(alias), amy).ok().path("room_id").asText());
    assertEquals(alias, state(amy, room, "m.room.canonical_alias").path("alias").asText());
    assertTrue(state(amy, old, "m.room.canonical_alias").isEmpty());
    String listed = V3 + "/directory/list/room/";
    assertEquals("public", http().get(listed + enc(room), amy).ok().path("visibility").asText());
    assertEquals("private", http().get(listed + enc(old), amy).ok().path("visibility").asText());
  }

  @Test
  void furtherCreatorsAreNamedWhereTheVersionHasThem() {
    String old = createRoom(amy, "{}");
    String asked = "{'new_version': '%s', 'additional_creators': ['%s']}";
    JsonNode create =
        state(
            amy,
            room(amy, old, "/upgrade", asked.formatted("12", id("jo")))
                .ok()
                .path("replacement_room")
                .asText(),
            "m.room.create");
    assertEquals(id("jo"), create.path("additional_creators").path(0).asText());
    String eleven =
        room(amy, createRoom(amy, "{}"), "/upgrade", asked.formatted("11", id("jo")))
            .ok()
            .path("replacement_room")
            .asText();
    assertFalse(state(amy, eleven, "m.room.create").has("additional_creators"));
    refused(
        400,
        "M_INVALID_PARAM",
        room(amy, createRoom(amy, "{}"), "/upgrade", asked.formatted("12", "nobody")));
  }

  @Test
  void whatSomebodyKeepsForARoomFollowsThem() {
    String old = createRoom(amy, "{'preset': 'public_chat'}");
    http().post(V3 + "/join/" + enc(old), jo, Json.object()).ok();
    for (String who : new String[] {"amy", "jo"}) {
      String token = caseroom.signIn(who);
      String user = V3 + "/user/" + enc(id(who));
      http().put(V3 + "/pushrules/global/room/" + enc(old), token, json("{'actions': []}")).ok();
      http().put(user + "/rooms/" + enc(old) + "/tags/u.work", token, json("{'order': 1}")).ok();
      http()
          .put(
              user + "/account_data/m.direct",
              token,
              json("{'%s': ['%s']}".formatted(id("sam"), old)))
          .ok();
    }
    String room = upgraded(old, "11");
    http().post(V3 + "/join/" + enc(room), jo, Json.object()).ok();
    for (String who : new String[] {"amy", "jo"}) {
      String token = caseroom.signIn(who);
      String user = V3 + "/user/" + enc(id(who));
      http().get(V3 + "/pushrules/global/room/" + enc(room), token).ok();
      http().get(V3 + "/pushrules/global/room/" + enc(old), token).ok();
      assertEquals(
          1,
          http()
              .get(user + "/rooms/" + enc(room) + "/tags", token)
              .ok()
              .path("tags")
              .path("u.work")
              .path("order")
              .asInt());
      assertEquals(
          room,
          http().get(user + "/account_data/m.direct", token).ok().path(id("sam")).path(1).asText());
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    String room = roomOfAmyAndJo();
    refused(400, "M_UNSUPPORTED_ROOM_VERSION", upgrade(amy, room, "my_bad_version"));
    refused(400, "M_MISSING_PARAM", room(amy, room, "/upgrade", "{}"));
    refused(403, "M_FORBIDDEN", upgrade(jo, room, "11"));
    refused(403, "M_FORBIDDEN", upgrade(sam, room, "11"));
    refused(404, "M_NOT_FOUND", upgrade(amy, "!fail:unknown", "11"));
    String itself = "{'replacement_room': '" + room + "'}";
    refused(
        400,
        "M_INVALID_PARAM",
        http().put(V3 + "/rooms/" + enc(room) + "/state/m.room.tombstone", amy, json(itself)));
    assertFalse(get(amy, room, "/state").findValuesAsText("type").contains("m.room.tombstone"));
  }
}
