package org.caseroom.cases.complaints;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.junit.jupiter.api.Test;

/** Two ways to complain, always open, and a record that who is complained of never learns of. */
class ComplaintTest {
  private static JsonNode ways(CasePlay play, String who) {
    return play.get(who, "/api/cases/REF-1/complaints").ok();
  }

  private static void lineManager(CasePlay play, String name) {
    ObjectNode body = body("user_name", name, "display_name", name, "agency", "together4children");
    body.putArray("roles").add("line-manager");
    play.post("admin", "/api/accounts", body).ok();
  }

  @Test
  void askingHowToComplainBringsBothWaysAndOpensARecordOutsideTheCase() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      String family = play.room("jo", "family");
      play.send(
              "jo",
              family,
              "m.room.message",
              body("msgtype", "m.text", "body", "How do I complain about the wait?"))
          .ok();
      play.caseroom().caseroom().bots().settle();
      String answer = play.texts("priya", family).get(0);
      assertTrue(answer.contains("Ombudsman") && answer.contains("council"), answer);
      assertFalse(answer.contains("CMP-"), "the team reads this too");
      JsonNode ways = ways(play, "jo");
      assertEquals("4.2", ways.path("clause").asText());
      assertEquals(2, ways.path("routes").size());
      assertEquals("started", ways.at("/complaints/0/status").asText());
      assertEquals(0, ways(play, "priya").path("complaints").size());
      assertEquals(0, ways(play, "sam").path("complaints").size());
    }
  }

  @Test
  void whoIsComplainedOfLearnsOfItAtNoDoor() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      lineManager(play, "lena");
      ObjectNode complaint =
          with(
              body("words", "Xylophone: we waited eleven weeks."),
              "complained_of",
              List.of(play.id("priya"), play.id("tess")));
      JsonNode made = play.act("jo", "/complaints", complaint).ok();
      assertEquals("lena", made.path("handler").asText());
      String number = made.path("number").asText();
      String room = made.path("room").asText();
      assertEquals(1, play.get("lena", "/api/complaints").ok().size());
      String state = "/_matrix/client/v3/rooms/" + encode(room) + "/state";
      assertEquals(200, play.get("lena", state).status());
      String space = play.view("jo").at("/summary/space").asText();
      JsonNode message = play.messages("jo", room).get(0);
      for (String who : List.of("priya", "tess", "sam", "dana", "admin")) {
        assertEquals(0, play.get(who, "/api/complaints").ok().size(), who);
        assertEquals(404, play.get(who, "/api/complaints/" + number).status(), who);
        assertEquals(403, play.get(who, state).status(), who);
        String sync = play.get(who, "/_matrix/client/v3/sync").ok().toString();
        assertFalse(sync.contains(room) || sync.contains("Xylophone"), who);
        ObjectNode search = Json.object();
        search
            .putObject("search_categories")
            .putObject("room_events")
            .put("search_term", "Xylophone");
        assertEquals(
            0,
            play.post(who, "/_matrix/client/v3/search", search)
                .ok()
                .at("/search_categories/room_events/count")
                .asInt(),
            who);
        String readers =
            "/api/audit/readers?item="
                + encode(message.path("event_id").asText())
                + "&at=2025-03-25T14:00";
        assertFalse(play.get(who, readers).text().contains(play.id("lena").value()), who);
      }
      String children =
          play.get("priya", "/_matrix/client/v1/rooms/" + encode(space) + "/hierarchy").text();
      assertFalse(children.contains(room), children);
      assertFalse(play.view("priya").toString().contains(room));
      assertFalse(play.view("priya").toString().contains(number));
    }
  }

  @Test
  void itIsAnsweredGoesToStageTwoAndIsClosed() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      lineManager(play, "lena");
      JsonNode made =
          play.act(
                  "jo",
                  "/complaints",
                  with(body("words", "The wait."), "complained_of", List.of(play.id("priya"))))
              .ok();
      String at = "/api/complaints/" + made.path("number").asText();
      assertEquals("received", made.path("status").asText());
      assertEquals(409, play.post("jo", at + "/stage-2", body("reason", "No")).status());
      assertEquals(
          403, play.post("jo", at + "/answer", body("outcome", "upheld", "text", "Yes")).status());
      var toPriya = body("to", play.id("priya").value(), "reason", "She knows.");
      assertEquals(409, play.post("lena", at + "/handler", toPriya).status());
      JsonNode answered =
          play.post("lena", at + "/answer", body("outcome", "partly-upheld", "text", "Sorry."))
              .ok();
      assertEquals("answered", answered.path("status").asText());
      JsonNode second = play.post("jo", at + "/stage-2", body("reason", "Why so long?")).ok();
      assertEquals("stage-2", second.path("status").asText());
      assertEquals("Tess", second.path("handler").asText(), "not who answered before");
      assertEquals(404, play.get("lena", at).status());
      var raw =
          play.send(
              "tess",
              made.path("room").asText(),
              "org.caseroom.complaint.answer",
              body("outcome", "upheld", "text", "You are right."));
      raw.ok();
      JsonNode closed = play.post("jo", at + "/close", body("reason", "Settled.")).ok();
      assertEquals("closed", closed.path("status").asText());
      assertEquals(2, closed.path("stage").asInt());
      assertEquals(409, play.post("jo", at + "/stage-2", body("reason", "No")).status());
    }
  }

  @Test
  void theWaysAreOpenInAClosedCaseToo() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:12");
      play.refer();
      play.act(
              "dana",
              "/screening",
              with(
                  body("outcome", "signpost", "reason", "Advice is enough."),
                  "advised",
                  List.of("Early Help")))
          .ok();
      assertEquals("CLOSED_NFA", play.view("jo").at("/summary/stage").asText());
      assertEquals(2, ways(play, "jo").path("routes").size());
      JsonNode made = play.act("jo", "/complaints", body("words", "Nobody rang.")).ok();
      assertEquals("received", made.path("status").asText());
      assertEquals(403, play.act("dana", "/complaints", body("words", "x")).status());
      assertEquals(404, play.get("stranger", "/api/cases/REF-1/complaints").status());
    }
  }
}
