package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The corners of making rooms, finding them, and asking people in. */
class RoomsInFullTest extends MatrixTest {

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
}
