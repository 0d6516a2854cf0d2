package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;

/** Who is there: said, asked, synced, and ended by time. */
class PresenceApiTest extends MatrixTest {
  private String status(String user) {
    return V3 + "/presence/" + enc(id(user)) + "/status";
  }

  /** Somebody new, in a room with Amy; their token. */
  private String inARoomWithAmy(String name) {
    caseroom.createAccount(name, Role.ADOPTER);
    String token = caseroom.signIn(name);
    String room = createRoom(amy, "{'preset': 'public_chat'}");
    http().post(V3 + "/join/" + enc(room), token, json("{}")).ok();
    return token;
  }

  private JsonNode sync(String token, String query) {
    return http().get(V3 + "/sync?timeout=0" + query, token).ok();
  }

  private static List<JsonNode> of(JsonNode sync, String sender) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode event : sync.path("presence").path("events")) {
      assertEquals("m.presence", event.path("type").asText());
      if (event.path("sender").asText().equals(sender)) {
        found.add(event.path("content"));
      }
    }
    return found;
  }

  /** Syncs on until somebody's presence is as expected. */
  private String until(String token, String since, String sender, Predicate<JsonNode> expected) {
    String at = since;
    for (int i = 0; i < 20; i++) {
      JsonNode answer =
          http().get(V3 + "/sync?timeout=3000&set_presence=offline&since=" + at, token).ok();
      at = answer.path("next_batch").asText();
      if (of(answer, sender).stream().anyMatch(expected)) {
        return at;
      }
    }
    throw new AssertionError("It never came to that with " + sender);
  }

  private static Predicate<JsonNode> is(String presence) {
    return content -> content.path("presence").asText().equals(presence);
  }

  @Test
  void whatOneSaysReachesOneselfAndThoseInARoomWithOne() {
    roomOfAmyAndJo();
    String since = sync(amy, "").path("next_batch").asText();
    String mine = sync(jo, "").path("next_batch").asText();
    String hers = sync(sam, "").path("next_batch").asText();
    http().put(status("jo"), jo, json("{'presence': 'online', 'status_msg': 'here'}")).ok();
    since =
        until(
            amy,
            since,
            id("jo"),
            content ->
                content.path("presence").asText().equals("online")
                    && content.path("status_msg").asText().equals("here")
                    && content.path("currently_active").asBoolean()
                    && content.path("last_active_ago").isIntegralNumber());
    until(jo, mine, id("jo"), content -> content.path("status_msg").asText().equals("here"));
    JsonNode asked = http().get(status("jo"), amy).ok();
    assertEquals("here", asked.path("status_msg").asText());
    http().put(status("jo"), jo, json("{'presence': 'unavailable'}")).ok();
    until(
        amy,
        since,
        id("jo"),
        content ->
            content.path("presence").asText().equals("unavailable") && !content.has("status_msg"));
    assertEquals(
        List.of(), of(sync(sam, "&since=" + hers), id("jo")), "another family learns nothing");
    assertEquals(List.of(), of(sync(sam, ""), id("jo")));
    refused(404, "M_NOT_FOUND", http().get(status("jo"), sam));
    refused(403, "M_FORBIDDEN", http().put(status("jo"), amy, json("{'presence': 'online'}")));
    refused(400, "M_INVALID_PARAM", http().put(status("jo"), jo, json("{'presence': 'asleep'}")));
    refused(400, "M_MISSING_PARAM", http().put(status("jo"), jo, json("{'status_msg': 'x'}")));
    refused(
        400,
        "M_BAD_JSON",
        http().put(status("jo"), jo, json("{'presence': 'online', 'status_msg': 1}")));
  }

  @Test
  void syncingMakesPresentUnlessToldOtherwise() {
    String pat = inARoomWithAmy("pat");
    caseroom.createAccount("lou", Role.ADOPTER);
    String lou = caseroom.signIn("lou");
    assertEquals(
        List.of(),
        of(sync(lou, "&set_presence=offline"), id("lou")).stream()
            .filter(is("offline").negate())
            .toList());
    assertEquals("online", of(sync(lou, ""), id("lou")).get(0).path("presence").asText());
    String since = sync(amy, "").path("next_batch").asText();
    sync(pat, "&set_presence=unavailable");
    since = until(amy, since, id("pat"), is("unavailable"));
    sync(pat, "&set_presence=online");
    since = until(amy, since, id("pat"), is("online"));
    for (int i = 0; i < 5; i++) {
      sync(pat, "&set_presence=online");
      sync(pat, "");
    }
    JsonNode quiet = sync(amy, "&set_presence=offline&since=" + since);
    assertEquals(List.of(), of(quiet, id("pat")), "said again, it is no news");
    assertEquals(
        List.of(), of(sync(amy, "&filter=" + enc("{\"presence\":{\"types\":[]}}")), id("pat")));
    refused(400, "M_INVALID_PARAM", http().get(V3 + "/sync?set_presence=asleep", jo));
  }

  @Test
  void whoComesIntoTheRoomIsSeen() {
    String room = createRoom(amy, "{'preset': 'public_chat'}");
    caseroom.createAccount("ned", Role.ADOPTER);
    String ned = caseroom.signIn("ned");
    sync(ned, "");
    String since = sync(amy, "").path("next_batch").asText();
    assertEquals(List.of(), of(sync(amy, ""), id("ned")));
    http().post(V3 + "/join/" + enc(room), ned, json("{}")).ok();
    JsonNode after = sync(amy, "&since=" + since);
    assertEquals("online", of(after, id("ned")).get(0).path("presence").asText());
  }

  @Test
  void timeTakesPresenceAway() {
    try (TestCaseroom service = TestCaseroom.start()) {
      service.createAccount("kim", Role.ADOPTER);
      String kim = service.signIn("kim");
      Http http = service.http();
      String path = V3 + "/presence/" + enc(service.user("kim").value()) + "/status";
      http.put(path, kim, json("{'presence': 'online', 'status_msg': 'x'}")).ok();
      http.get(V3 + "/sync?timeout=0", kim).ok();
      assertEquals("online", http.get(path, kim).ok().path("presence").asText());
      service.clock().set(service.clock().instant().plus(Duration.ofMinutes(2)));
      JsonNode gone = await(http, path, kim, "offline");
      assertEquals("x", gone.path("status_msg").asText());
      assertTrue(gone.path("last_active_ago").asLong() >= 120_000, gone.toString());
      assertFalse(gone.path("currently_active").asBoolean());
      http.get(V3 + "/sync?timeout=0", kim).ok();
      service.restart();
      JsonNode back = service.http().get(path, kim).ok();
      assertEquals("online", back.path("presence").asText(), "a restart is no absence");
      assertEquals("x", back.path("status_msg").asText());
      service.clock().set(service.clock().instant().plus(Duration.ofMinutes(2)));
      await(service.http(), path, kim, "offline");
    }
  }

  private static JsonNode await(Http http, String path, String token, String presence) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    JsonNode last;
    do {
      last = http.get(path, token).ok();
    } while (!last.path("presence").asText().equals(presence) && System.nanoTime() < deadline);
    assertEquals(presence, last.path("presence").asText());
    return last;
  }

  @Test
  void signingOutIsGoing() {
    String eve = inARoomWithAmy("eve");
    String other = caseroom.signInAgain("eve", TestCaseroom.PASSWORD).path("access_token").asText();
    http().put(status("eve"), eve, json("{'presence': 'unavailable'}")).ok();
    String since = sync(amy, "").path("next_batch").asText();
    sync(other, "");
    since = until(amy, since, id("eve"), is("online"));
    http().post(V3 + "/logout", other, json("{}")).ok();
    until(amy, since, id("eve"), is("unavailable"));
  }

  @Test
  void whoSendsIsBack() {
    String tom = inARoomWithAmy("tom");
    String room = createRoom(tom, "{}");
    sync(tom, "&set_presence=unavailable");
    String since = sync(amy, "").path("next_batch").asText();
    send(tom, room, "here again");
    until(amy, since, id("tom"), is("online"));
  }

  @Test
  void aDeploymentCanDoWithout() {
    try (TestCaseroom service =
        TestCaseroom.start(settings -> settings.with("matrix.presence", false))) {
      service.createAccount("kim", Role.ADOPTER);
      String kim = service.signIn("kim");
      String path = V3 + "/presence/" + enc(service.user("kim").value()) + "/status";
      service.http().put(path, kim, json("{'presence': 'online'}")).ok();
      assertEquals(json("{'presence': 'offline'}"), service.http().get(path, kim).ok());
      assertEquals(
          0, service.http().get(V3 + "/sync", kim).ok().path("presence").path("events").size());
    }
  }

  @Test
  void theOldInitialSyncsTellPresenceAndReceipts() {
    String uma = inARoomWithAmy("uma");
    String room = createRoom(uma, "{}");
    String event = send(uma, room, "read me");
    room(uma, room, "/receipt/m.read/" + enc(event), "{}").ok();
    for (String path : List.of(V3 + "/initialSync", V3 + "/rooms/" + enc(room) + "/initialSync")) {
      JsonNode answer = http().get(path, uma).ok();
      JsonNode own =
          StreamSupport.stream(answer.path("presence").spliterator(), false)
              .map(shown -> shown.path("content"))
              .filter(content -> content.path("user_id").asText().equals(id("uma")))
              .findFirst()
              .orElseThrow();
      assertEquals("online", own.path("presence").asText());
      assertTrue(own.path("last_active_ago").isIntegralNumber());
      JsonNode receipt = answer.path("receipts").path(0);
      assertEquals(room, receipt.path("room_id").asText());
      assertTrue(receipt.path("content").path(event).path("m.read").has(id("uma")));
    }
  }

  @Test
  void manyReceiptsInALargeRoomComeTogether() {
    String room = createRoom(amy, "{'preset': 'public_chat'}");
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 22; i++) {
      String token = caseroom.issueToken(caseroom.createAccount("many" + i, Role.ADOPTER));
      http().post(V3 + "/join/" + enc(room), token, json("{}")).ok();
      sync(token, "&set_presence=offline");
      tokens.add(token);
    }
    String event = send(amy, room, "read me");
    String since = sync(amy, "").path("next_batch").asText();
    for (String token : tokens) {
      room(token, room, "/receipt/m.read/" + enc(event), "{}").ok();
    }
    Set<String> seen = new HashSet<>();
    int answers = 0;
    while (seen.size() < tokens.size() && answers++ < tokens.size()) {
      JsonNode answer = http().get(V3 + "/sync?timeout=5000&since=" + since, amy).ok();
      since = answer.path("next_batch").asText();
      for (JsonNode passing :
          answer.path("rooms").path("join").path(room).path("ephemeral").path("events")) {
        passing.path("content").path(event).path("m.read").fieldNames().forEachRemaining(seen::add);
      }
    }
    assertEquals(tokens.size(), seen.size());
    assertTrue(answers < tokens.size() / 2, answers + " answers");
  }
}
