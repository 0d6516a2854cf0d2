package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.caseroom.identity.Role;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;

/** Two whole services on one PostgreSQL: people at one of them hear those at the other. */
class TwoNodesTest {
  private static final String SYNC = "/_matrix/client/v3/sync?timeout=20000&since=";

  private static JsonNode sync(Http http, String token, String since) {
    return http.get(SYNC + since, token).ok();
  }

  /** Syncs until something is told, which one held request should do. */
  private static JsonNode until(Http http, String token, String since, String told) {
    JsonNode answer = sync(http, token, since);
    for (int tries = 0; tries < 5 && !answer.toString().contains(told); tries++) {
      answer = sync(http, token, answer.path("next_batch").asText());
    }
    assertTrue(answer.toString().contains(told), answer.toString());
    return answer;
  }

  @Test
  void hearEachOther() {
    try (TestCaseroom one = TestCaseroom.start(Databases.POSTGRESQL);
        TestCaseroom other = one.another()) {
      one.createAccount("alice", Role.PSYCHOLOGIST);
      String alice = one.signIn("alice");
      other.createAccount("bob", Role.PSYCHOLOGIST);
      String bob = other.signIn("bob");
      Http here = one.http();
      Http there = other.http();
      // A token is good at both, whoever gave it out.
      assertEquals(
          one.user("alice").value(),
          there.get("/_matrix/client/v3/account/whoami", alice).ok().path("user_id").asText());

      String since = there.get("/_matrix/client/v3/sync", bob).ok().path("next_batch").asText();
      CompletableFuture<Http.Response> held = there.later("GET", SYNC + since, bob, null);
      String room =
          here.post(
                  "/_matrix/client/v3/createRoom",
                  alice,
                  Map.of("preset", "public_chat", "invite", List.of(one.user("bob").value())))
              .ok()
              .path("room_id")
              .asText();
      JsonNode invited = held.join().ok();
      assertTrue(invited.path("rooms").path("invite").has(room), invited.toString());
      there.post("/_matrix/client/v3/join/" + room, bob, Map.of()).ok();

      String bobsPlace = there.get("/_matrix/client/v3/sync", bob).ok().path("next_batch").asText();
      CompletableFuture<Http.Response> waiting = there.later("GET", SYNC + bobsPlace, bob, null);
      String event =
          here.put(
                  "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/1",
                  alice,
                  Map.of("msgtype", "m.text", "body", "from node to node"))
              .ok()
              .path("event_id")
              .asText();
      JsonNode heard = waiting.join().ok();
      if (!heard.toString().contains(event)) {
        heard = until(there, bob, heard.path("next_batch").asText(), event);
      }
      assertTrue(heard.toString().contains("from node to node"));

      String alicesPlace =
          here.get("/_matrix/client/v3/sync", alice).ok().path("next_batch").asText();
      there
          .post("/_matrix/client/v3/rooms/" + room + "/receipt/m.read/" + event, bob, Map.of())
          .ok();
      until(here, alice, alicesPlace, "m.receipt");
      here.put(
              "/_matrix/client/v3/user/" + one.user("alice") + "/account_data/m.test",
              alice,
              Map.of("n", 1))
          .ok();
      until(there, alice, alicesPlace, "m.test");
    }
  }
}
