package org.caseroom.cases.assessment;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Visits say how the family was met, and the child is heard where they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VisitTest {
  private final CasePlay play = new CasePlay();

  @AfterAll
  void stop() {
    play.close();
  }

  static void gate(Http.Response response, String clause, String says) {
    assertEquals(409, response.status(), response.text());
    JsonNode json = response.json();
    assertEquals(
        clause,
        json.path("clause").asText(json.path("org.caseroom.clause").asText()),
        response.text());
    String told = json.path("detail").asText(json.path("error").asText());
    assertTrue(told.contains(says), told);
  }

  private ObjectNode visit() {
    ObjectNode visit = with(body("mode", "video"), "present", List.of(play.id("sam")));
    return visit.put("first", true);
  }

  @Test
  @Order(10)
  void outOfAreaTheRecordSaysHowItWasAssessed() {
    play.at("2025-01-13T13:25");
    play.refer();
    // Known at the front door already, before there is a room.
    ObjectNode early = body("case_type", "early-permanence", "why", "Placed in March.");
    play.write("dana", "/case-type", early).ok();
    play.screen();
    play.at("2025-01-17T16:00");
    play.form("dana");
    play.signReferral();
    play.openFamilyRoom();
    assertEquals(403, play.write("jo", "/case-type", early).status());
    assertEquals(400, play.write("priya", "/case-type", early.put("case_type", "x")).status());
    play.act("priya", "/address", body("area", "westmoor")).ok();
    JsonNode seen = play.get("jo", "/api/cases/REF-1/assessment").ok();
    assertEquals("westmoor", seen.path("area").asText());
    assertTrue(seen.path("out_of_area").asBoolean());
    assertEquals("early-permanence", seen.path("case_type").asText());
    gate(play.act("priya", "/visits", visit()), "8.1", "how_assessed");
    gate(
        play.send("priya", play.room("priya", "family"), CaseEvents.VISIT, visit()),
        "8.1",
        "Whoever visits writes it");
    assertEquals(404, play.get("stranger", "/api/cases/REF-1/assessment").status());
  }

  @Test
  @Order(20)
  void whoNeedsAnInterpreterHasOneOrAReason() {
    play.put(
            "admin",
            "/api/agencies/westmoor",
            body("name", "Westmoor Council", "kind", "local-authority"))
        .ok();
    play.at("2025-02-06T11:00");
    ObjectNode visit = visit().put("how_assessed", "By video, a Westmoor worker in the home.");
    ObjectNode grandmother = body("name", "Nasreen", "who", "grandmother");
    grandmother.put("needs", "spoken-interpreter:Urdu");
    visit.putArray("also_present").add(grandmother);
    gate(play.act("priya", "/visits", visit), "Preface", "Nasreen (spoken interpreter: Urdu)");
    visit.put("no_interpreter_reason", "  ");
    gate(play.act("priya", "/visits", visit), "Preface", "no_interpreter_reason");
    visit.put("interpreter", "Urdu interpreter");
    assertEquals(400, play.act("priya", "/visits", visit.put("joint_with", "nowhere")).status());
    visit.put("joint_with", "westmoor");
    visit
        .withArrayProperty("also_present")
        .add(body("name", "Wes", "who", "worker in the home", "agency", "westmoor"));
    play.act("priya", "/visits", visit).ok();
    JsonNode record = play.get("sam", "/api/cases/REF-1/assessment").ok();
    assertEquals("2025-04-10", record.path("due").path("due").asText());
    assertEquals(0, record.path("due").path("used").asInt());
    JsonNode first = record.path("visits").get(0);
    assertEquals("V1", first.path("number").asText());
    assertEquals("westmoor", first.path("joint_with").asText());
    assertEquals("Wes", first.path("also_present").get(1).path("name").asText());
    assertTrue(
        play.texts("sam", play.room("sam", "family")).get(0).contains("Jointly with Westmoor"),
        play.texts("sam", play.room("sam", "family")).get(0));
    gate(play.act("priya", "/visits", visit), "8.4", "recorded already");
  }

  @Test
  @Order(21)
  void theNeedsOfWhoHasAnAccountCountToo() {
    ObjectNode needs = with(Json.object(), "communication", List.of("bsl-interpreter"));
    play.write("jo", "/needs/" + encode(play.id("jo").value()), needs).ok();
    ObjectNode visit =
        with(
            body("mode", "in-person", "how_assessed", "At their home."),
            "present",
            List.of(play.id("jo")));
    visit.put("first", false);
    gate(play.act("priya", "/visits", visit), "Preface", "jo (bsl interpreter)");
    play.act("priya", "/visits", visit.put("no_interpreter_reason", "Jo asked for none.")).ok();
    JsonNode visits = play.get("jo", "/api/cases/REF-1/assessment").ok().path("visits");
    assertEquals("Jo asked for none.", visits.get(1).path("no_interpreter_reason").asText());
    // Who is not in the family's room sees that there is an assessment, and no visits.
    assertEquals(0, play.get("dana", "/api/cases/REF-1/assessment").ok().path("visits").size());
  }

  @Test
  @Order(30)
  void theChildIsSeenAtNurseryWithConsentOfParents() {
    play.at("2025-02-07T09:00");
    ObjectNode appointment =
        with(
            body("at", "2025-02-12T10:30", "place", "Acorn Nursery", "agency", "acorn-nursery"),
            "with",
            List.of(play.id("priya")));
    gate(play.act("priya", "/appointments", appointment), "8.2", "Acorn Nursery");
    appointment.remove("agency");
    gate(play.act("priya", "/appointments", appointment), "8.3", "A parent can give it");
    play.consent();
    appointment.put("agency", "acorn-nursery");
    assertEquals(400, play.act("priya", "/appointments", appointment.put("at", "soon")).status());
    assertEquals(
        400,
        play.act("priya", "/appointments", appointment.put("at", "2025-02-06T10:00")).status());
    appointment.put("at", "2025-02-12T10:30");
    play.send(
            "priya", play.room("priya", "professionals"), AssessmentEvents.APPOINTMENT, appointment)
        .ok();
    JsonNode planned =
        play.get("priya", "/api/cases/REF-1/assessment").ok().path("appointments").get(0);
    assertEquals("A1", planned.path("number").asText());
    assertEquals("planned", planned.path("status").asText());
    assertEquals("2025-02-12T10:30:00Z", planned.path("at").asText());
    play.at("2025-02-12T11:30");
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    ObjectNode voice =
        body("method", "picture cards", "words", "quiet tent = good", "place", "at nursery");
    voice.put("seen", true);
    assertEquals(404, play.act("priya", "/voice", voice.put("appointment", "A9")).status());
    play.act("priya", "/voice", voice.put("appointment", "A1")).ok();
    assertEquals(409, play.act("priya", "/voice", voice).status(), "kept only once");
    JsonNode after = play.get("priya", "/api/cases/REF-1/assessment").ok();
    assertEquals("kept", after.path("appointments").get(0).path("status").asText());
    assertTrue(after.path("voice").path("seen").asBoolean());
    assertTrue(!after.toString().contains("quiet tent"), "what the child said stays theirs");
  }
}
