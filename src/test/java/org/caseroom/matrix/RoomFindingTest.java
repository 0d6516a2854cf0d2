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

/** Finding rooms: the directory, summaries, spaces, rooms that two people share. */
class RoomFindingTest extends MatrixTest {
  private static final String V1 = "/_matrix/client/v1";

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
}
