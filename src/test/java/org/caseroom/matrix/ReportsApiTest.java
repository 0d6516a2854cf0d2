package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reporting what is inappropriate. */
class ReportsApiTest extends MatrixTest {
  private Http.Response report(String token, String path, String body) {
    return http().post(V3 + path, token, json(body));
  }

  private JsonNode stored() {
    return http().get("/api/reports", administrator()).ok();
  }

  private String administrator() {
    if (caseroom.caseroom().identity().accounts().find(caseroom.user("root")).isEmpty()) {
      caseroom.createAccount("root", Role.ADMINISTRATOR);
    }
    return caseroom.signIn("root");
  }

  @Test
  void whatIsReportedIsKeptForTheAdministrators() {
    String room = roomOfAmyAndJo();
    String event = send(amy, room, "rude");
    String path = "/rooms/" + enc(room) + "/report";
    report(jo, path + "/" + enc(event), "{'reason': 'rude', 'score': -100}").ok();
    report(jo, path + "/" + enc(event), "{}").ok();
    report(sam, path, "{'reason': ''}").ok();
    report(sam, "/users/" + enc(id("amy")) + "/report", "{'reason': 'spam'}").ok();
    JsonNode stored = stored();
    assertEquals(id("amy"), stored.path(0).path("user").asText());
    assertEquals("spam", stored.path(0).path("reason").asText());
    assertEquals(room, stored.path(1).path("room").asText());
    assertTrue(stored.path(1).path("event").isNull());
    assertEquals(event, stored.path(3).path("event").asText());
    assertEquals(-100, stored.path(3).path("score").asInt());
    assertEquals(id("jo"), stored.path(3).path("by").asText());
    assertEquals(id("amy"), stored.path(3).path("user").asText());
    refused(403, "M_FORBIDDEN", http().get("/api/reports", jo));
  }

  @Test
  void whatOneMayNotSeeIsNotThere() {
    String room = roomOfAmyAndJo();
    String event = send(amy, room, "hello");
    int before = stored().size();
    String path = "/rooms/" + enc(room) + "/report";
    refused(404, "M_NOT_FOUND", report(sam, path + "/" + enc(event), "{'reason': 'x'}"));
    refused(404, "M_NOT_FOUND", report(jo, path + "/$nothing", "{'reason': 'x'}"));
    refused(404, "M_NOT_FOUND", report(jo, "/rooms/!none/report", "{'reason': 'x'}"));
    room(jo, room, "/leave", "{}").ok();
    refused(404, "M_NOT_FOUND", report(jo, path + "/" + enc(event), "{'reason': 'x'}"));
    // Whether there is such a person is not told.
    report(jo, "/users/" + enc("@nobody:" + id("jo").split(":")[1]) + "/report", "{'reason': 'x'}")
        .ok();
    assertEquals(before, stored().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'reason': 3}",
        "{'score': 'high'}",
        "{'score': 1}",
        "{'score': -101}",
        "{'score': 0.5}"
      })
  void aReportOfTheWrongShapeIsRefused(String body) {
    String room = roomOfAmyAndJo();
    String event = send(amy, room, "hello");
    Http.Response refusal = report(jo, "/rooms/" + enc(room) + "/report/" + enc(event), body);
    assertEquals(400, refusal.status(), refusal.text());
    refused(400, "M_MISSING_PARAM", report(jo, "/rooms/" + enc(room) + "/report", "{}"));
  }
}
