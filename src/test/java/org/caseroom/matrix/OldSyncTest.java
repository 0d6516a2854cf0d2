package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;

/** What clients had before sync: the event stream and initial syncs. */
class OldSyncTest extends MatrixTest {
  private JsonNode events(String token, String query) {
    return http().get(V3 + "/events?" + query, token).ok();
  }

  private static List<String> types(JsonNode chunk) {
    return chunk.findValuesAsText("type");
  }

  @Test
  void theStreamGoesOnWhereItEnded() {
    String room = roomOfAmyAndJo();
    String now = events(jo, "timeout=0").path("end").asText();
    String one = send(amy, room, "one");
    String two = send(amy, room, "two");
    JsonNode answer = events(jo, "timeout=0&from=" + now);
    assertEquals(List.of(one, two), answer.path("chunk").findValuesAsText("event_id"));
    assertEquals(now, answer.path("start").asText());
    assertEquals(room, answer.path("chunk").path(0).path("room_id").asText());
    String end = answer.path("end").asText();
    assertEquals(0, events(jo, "timeout=0&from=" + end).path("chunk").size());
    assertEquals(0, events(sam, "timeout=0&from=" + now).path("chunk").size());
    refused(400, "M_INVALID_PARAM", http().get(V3 + "/events?from=nonsense", jo));
  }

  @Test
  void aWaitingStreamIsWokenByAnEventOrAnInvitation() {
    String room = roomOfAmyAndJo();
    String from = events(jo, "timeout=0").path("end").asText();
    CompletableFuture<Http.Response> waiting =
        http().later("GET", V3 + "/events?timeout=20000&from=" + from, jo, null);
    CompletableFuture<Http.Response> invited =
        http().later("GET", V3 + "/events?timeout=20000&from=" + from, sam, null);
    String id = send(amy, room, "hello");
    assertEquals(id, waiting.join().ok().path("chunk").path(0).path("event_id").asText());
    room(amy, room, "/invite", "{'user_id': '" + id("sam") + "'}").ok();
    JsonNode invitation = invited.join().ok().path("chunk").path(0);
    assertEquals("invite", invitation.path("content").path("membership").asText());
    assertEquals(id("sam"), invitation.path("state_key").asText());
  }

  @Test
  void aRoomThatIsOpenToTheWorldMayBePeekedInto() {
    String room =
        createRoom(
            amy,
            """
            {'initial_state': [{'type': 'm.room.history_visibility',
              'content': {'history_visibility': 'world_readable'}}]}""");
    String from = events(sam, "timeout=0&room_id=" + enc(room)).path("end").asText();
    String id = send(amy, room, "for all");
    JsonNode answer = events(sam, "timeout=0&room_id=" + enc(room) + "&from=" + from);
    assertEquals(id, answer.path("chunk").path(0).path("event_id").asText());
    JsonNode initial = get(sam, room, "/initialSync?limit=2");
    assertEquals(room, initial.path("room_id").asText());
    assertFalse(initial.has("membership"));
    assertEquals("private", initial.path("visibility").asText());
    assertEquals(id, initial.path("messages").path("chunk").path(1).path("event_id").asText());
    assertTrue(types(initial.path("state")).contains("m.room.create"));
    String start = initial.path("messages").path("start").asText();
    assertFalse(
        get(sam, room, "/messages?dir=b&from=" + start).path("chunk").toString().contains(id));
    String closed = roomOfAmyAndJo();
    refused(403, "M_FORBIDDEN", http().get(V3 + "/events?timeout=0&room_id=" + enc(closed), sam));
    refused(403, "M_FORBIDDEN", http().get(V3 + "/rooms/" + enc(closed) + "/initialSync", sam));
  }

  @Test
  void anEventIsFoundByItsIdAlone() {
    String room = roomOfAmyAndJo();
    String id = send(amy, room, "hello");
    JsonNode event = http().get(V3 + "/events/" + enc(id), jo).ok();
    assertEquals("hello", event.path("content").path("body").asText());
    assertEquals(room, event.path("room_id").asText());
    refused(404, "M_NOT_FOUND", http().get(V3 + "/events/" + enc(id), sam));
    refused(404, "M_NOT_FOUND", http().get(V3 + "/events/$none", jo));
  }

  @Test
  void anInitialSyncShowsAllOfOnesRooms() {
    String inIt = roomOfAmyAndJo();
    send(amy, inIt, "last");
    http()
        .put(
            V3 + "/user/" + enc(id("jo")) + "/rooms/" + enc(inIt) + "/tags/u.x",
            jo,
            json("{'order': 0.5}"))
        .ok();
    String left = roomOfAmyAndJo();
    room(jo, left, "/leave", "{}").ok();
    http().put(V3 + "/rooms/" + enc(left) + "/state/m.room.name", amy, json("{'name': 'Z'}")).ok();
    String forgotten = roomOfAmyAndJo();
    room(jo, forgotten, "/leave", "{}").ok();
    room(jo, forgotten, "/forget", "{}").ok();
    String asked = createRoom(amy, "{'invite': ['" + id("jo") + "']}");

    JsonNode now = http().get(V3 + "/initialSync?limit=1", jo).ok();
    JsonNode info = room(now, inIt);
    assertEquals("join", info.path("membership").asText());
    assertEquals(1, info.path("messages").path("chunk").size());
    assertEquals(
        "last", info.path("messages").path("chunk").path(0).path("content").path("body").asText());
    assertEquals("m.tag", info.path("account_data").path(0).path("type").asText());
    assertEquals("invite", room(now, asked).path("membership").asText());
    assertEquals(id("amy"), room(now, asked).path("invite").path("sender").asText());
    assertTrue(room(now, left).isMissingNode());
    assertEquals(0, events(jo, "timeout=0&from=" + now.path("end").asText()).path("chunk").size());

    JsonNode all = http().get(V3 + "/initialSync?archived=true", jo).ok();
    assertEquals("leave", room(all, left).path("membership").asText());
    assertFalse(room(all, left).toString().contains("\"Z\""));
    assertTrue(room(all, forgotten).isMissingNode());
  }

  private static JsonNode room(JsonNode initialSync, String id) {
    for (JsonNode room : initialSync.path("rooms")) {
      if (room.path("room_id").asText().equals(id)) {
        return room;
      }
    }
    return Json.object().path("none");
  }

  @Test
  void whoComesBackHasTheRoomInMindAgainAfterARestart() {
    String room = createRoom(amy, "{'preset': 'public_chat'}");
    room(jo, room, "/join", "{}").ok();
    room(jo, room, "/leave", "{}").ok();
    room(jo, room, "/forget", "{}").ok();
    refused(403, "M_FORBIDDEN", http().get(V3 + "/rooms/" + enc(room) + "/messages?dir=b", jo));
    room(jo, room, "/join", "{}").ok();
    caseroom.restart();
    assertTrue(get(jo, room, "/messages?dir=b").path("chunk").size() > 3);
  }

  @Test
  void whoLeftPagesThroughWhatTheySaw() {
    String room = roomOfAmyAndJo();
    String last = send(amy, room, "last");
    room(jo, room, "/leave", "{}").ok();
    for (int i = 0; i < 5; i++) {
      send(amy, room, "later");
    }
    JsonNode page = get(jo, room, "/messages?dir=b&limit=2");
    assertEquals(last, page.path("chunk").path(1).path("event_id").asText());
    String end = get(amy, room, "/messages?dir=b&limit=1").path("start").asText();
    String leave = page.path("chunk").path(0).path("event_id").asText();
    assertTrue(get(jo, room, "/messages?dir=f&limit=100&to=" + end).toString().contains(leave));
    assertFalse(get(jo, room, "/messages?dir=f&limit=100&to=" + end).toString().contains("later"));
  }
}
