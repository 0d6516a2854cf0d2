package org.caseroom.matrix.appservice;

import static org.caseroom.matrix.appservice.StandInService.AS_TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.identity.Role;
import org.caseroom.matrix.appservice.StandInService.Reply;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Other networks: what application services know of them, and the lists of rooms they keep. */
class NetworksTest {
  private static final String PROTOCOL =
      """
      {"user_fields": ["nick"], "location_fields": ["channel"], "icon": "mxc://a/b",
       "field_types": {"nick": {"regexp": ".+", "placeholder": "jo"}},
       "instances": [{"network_id": "tea", "desc": "Tea", "fields": {"network": "tea"}}]}
      """;

  private static StandInService service;
  private static TestCaseroom caseroom;
  private static String alice;

  @BeforeAll
  static void start() {
    service = StandInService.start();
    caseroom =
        TestCaseroom.start(
            settings ->
                settings.with(
                    "matrix.applicationServices",
                    List.of(service.registration("protocols: [irc, mute]"))));
    caseroom.createAccount("alice", Role.PSYCHOLOGIST);
    alice = caseroom.signIn("alice");
  }

  @AfterAll
  static void stop() {
    caseroom.close();
    service.close();
  }

  private static Http.Response get(String path) {
    return caseroom.http().get("/_matrix/client/" + path, alice);
  }

  private static void refused(int status, String errcode, Http.Response response) {
    assertEquals(status + " " + errcode, response.status() + " " + response.errcode());
  }

  @Test
  void networksAreDescribed() {
    service.answers(
        request ->
            request.path().endsWith("/protocol/irc")
                ? new Reply(200, PROTOCOL)
                : new Reply(404, "{\"errcode\":\"M_NOT_FOUND\"}"));
    for (String version : List.of("v3", "r0", "unstable")) {
      JsonNode all = get(version + "/thirdparty/protocols").ok();
      assertEquals(1, all.size(), all.toString());
      assertEquals(
          "bridge|tea", all.path("irc").path("instances").path(0).path("instance_id").asText());
    }
    assertEquals(
        "nick", get("v3/thirdparty/protocol/irc").ok().path("user_fields").path(0).asText());
    assertEquals(1, service.asked("/_matrix/app/v1/thirdparty/protocol/irc").size(), "asked once");
    refused(404, "M_NOT_FOUND", get("v3/thirdparty/protocol/mute"));
    refused(404, "M_NOT_FOUND", get("v3/thirdparty/protocol/other"));
    caseroom.clock().advance(Duration.ofHours(2));
    get("v3/thirdparty/protocol/irc").ok();
    assertEquals(2, service.asked("/_matrix/app/v1/thirdparty/protocol/irc").size(), "asked again");
  }

  @Test
  void peopleAndPlacesAreLookedUp() {
    String user =
        "{\"userid\":\"@_bridge_jo:x\",\"protocol\":\"irc\",\"fields\":{\"nick\":\"jo\"}}";
    String place =
        "{\"alias\":\"#_bridge_tea:x\",\"protocol\":\"irc\",\"fields\":{\"channel\":\"#tea\"}}";
    service.answers(
        request -> {
          if (request.path().contains("/thirdparty/user")) {
            return new Reply(200, "[" + user + ",{\"nonsense\":1}]");
          }
          if (request.path().contains("/thirdparty/location")) {
            return new Reply(200, "[" + place + "]");
          }
          return new Reply(200, "{}");
        });
    assertEquals("[" + user + "]", get("v3/thirdparty/user/irc?nick=jo&x=%26").ok().toString());
    assertEquals(
        "nick=jo&x=&", service.asked("/_matrix/app/v1/thirdparty/user/irc").get(0).query());
    assertEquals("[" + place + "]", get("v3/thirdparty/location/irc?channel=a").ok().toString());
    assertEquals("[" + user + "]", get("v3/thirdparty/user?userid=@_bridge_jo:x").ok().toString());
    assertEquals(
        "userid=@_bridge_jo:x", service.asked("/_matrix/app/v1/thirdparty/user").get(1).query());
    assertEquals(
        "[" + place + "]", get("v3/thirdparty/location?alias=%23_bridge_tea:x").ok().toString());
    refused(400, "M_MISSING_PARAM", get("v3/thirdparty/location"));
    refused(404, "M_NOT_FOUND", get("v3/thirdparty/user/other?nick=jo"));
    service.answers(request -> new Reply(200, "[]"));
    refused(404, "M_NOT_FOUND", get("v3/thirdparty/user/irc?nick=nobody"));
    service.answers(request -> new Reply(200, "not json"));
    refused(404, "M_NOT_FOUND", get("v3/thirdparty/user/irc?nick=nobody"));
  }

  private static List<String> listed(Map<String, Object> body) {
    Map<String, Object> whole = new HashMap<>(body);
    whole.put("limit", 100);
    List<String> rooms = new ArrayList<>();
    caseroom
        .http()
        .post("/_matrix/client/v3/publicRooms", alice, whole)
        .ok()
        .path("chunk")
        .forEach(room -> rooms.add(room.path("room_id").asText()));
    return rooms;
  }

  @Test
  void aNetworkHasAListOfRoomsOfItsOwn() {
    Http http = caseroom.http();
    String room =
        http.post("/_matrix/client/v3/createRoom", alice, Map.of("preset", "public_chat"))
            .ok()
            .path("room_id")
            .asText();
    String list = "/_matrix/client/v3/directory/list/appservice/tea/" + room;
    Map<String, Object> its = Map.of("third_party_instance_id", "bridge|tea");
    Map<String, Object> all = Map.of("include_all_networks", true);
    refused(403, "M_FORBIDDEN", http.put(list, alice, Map.of("visibility", "public")));
    refused(400, "M_MISSING_PARAM", http.put(list, AS_TOKEN, Map.of()));
    refused(400, "M_INVALID_PARAM", http.put(list, AS_TOKEN, Map.of("visibility", "some")));
    http.put(list, AS_TOKEN, Map.of("visibility", "public")).ok();
    assertFalse(listed(Map.of()).contains(room), "in the main list");
    assertEquals(List.of(room), listed(its));
    assertTrue(listed(all).contains(room));
    assertEquals(List.of(), listed(Map.of("third_party_instance_id", "bridge|coffee")));
    http.put(
            "/_matrix/client/v3/directory/list/room/" + room, alice, Map.of("visibility", "public"))
        .ok();
    assertTrue(listed(Map.of()).contains(room));
    http.delete(list, AS_TOKEN).ok();
    assertEquals(List.of(), listed(its));
    assertTrue(listed(all).contains(room));
    http.put(list, AS_TOKEN, Map.of("visibility", "public")).ok();
    http.put(list, AS_TOKEN, Map.of("visibility", "private")).ok();
    assertEquals(List.of(), listed(its));
    refused(
        400,
        "M_INVALID_PARAM",
        http.post(
            "/_matrix/client/v3/publicRooms",
            alice,
            Map.of("include_all_networks", true, "third_party_instance_id", "bridge|tea")));
  }
}
