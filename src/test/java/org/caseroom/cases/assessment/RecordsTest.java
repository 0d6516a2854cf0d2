package org.caseroom.cases.assessment;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.assessment.VisitTest.gate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Records of health and education, what is asked of others, consultation and supervision. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordsTest {
  private final CasePlay play = new CasePlay();
  private String professionals;

  @BeforeAll
  void start() {
    play.upToConsent();
    for (String who : List.of("clara", "oti", "nina")) {
      play.add("priya", who, "Works with Robin", "professionals").ok();
      play.act(who, "/join", Json.object()).ok();
    }
    professionals = play.room("priya", "professionals");
    play.at("2025-04-14T16:40");
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private JsonNode records(String who) {
    return play.get(who, "/api/cases/REF-1/records").ok();
  }

  @Test
  void aConditionHasAStatusByWhomAndWhen() {
    ObjectNode condition =
        body("condition", "asd", "status", "suspected", "by", "Dr Lowe", "on", "2025-03-20");
    assertEquals(403, play.act("jo", "/conditions", condition).status());
    play.act("clara", "/conditions", condition).ok();
    condition.put("status", "confirmed").put("on", "2025-04-10");
    play.send("clara", professionals, AssessmentEvents.CONDITION, condition).ok();
    condition.put("condition", "measles");
    assertEquals(400, play.act("clara", "/conditions", condition).status());
    condition.put("condition", "adhd").put("on", "2025-04-15");
    assertEquals(400, play.act("clara", "/conditions", condition).status(), "in the future");
    condition.put("on", "2025-02-30");
    assertEquals(
        400,
        play.send("clara", professionals, AssessmentEvents.CONDITION, condition).status(),
        "no such day");
    JsonNode asd = records("priya").path("conditions").get(0);
    assertEquals("confirmed", asd.path("status").asText());
    assertEquals("2025-04-10", asd.path("on").asText());
    assertEquals("2025-03-20", asd.path("first_on").asText());
    assertEquals("Dr Lowe", asd.path("by").asText());
    assertEquals(1, records("priya").path("conditions").size());
  }

  @Test
  void anEmergingNeedKeepsWhoNoticedItFirst() {
    ObjectNode need = body("kind", "autism", "noticed_on", "2025-02-20", "noticed_by", "nursery");
    need.putArray("links").add(body("to", "health", "with", "Community paediatrics"));
    play.act("priya", "/emerging-needs", need).ok();
    ObjectNode more = body("what", "Seen by the SEN team.");
    more.putArray("links").add(body("to", "send", "with", "Early years SEN team"));
    play.act("priya", "/emerging-needs/N1", more).ok();
    assertEquals(404, play.act("priya", "/emerging-needs/N7", more).status());
    assertEquals(400, play.act("priya", "/emerging-needs/N1", Json.object()).status());
    assertEquals(
        400,
        play.send(
                "priya",
                professionals,
                AssessmentEvents.EMERGING_NEED,
                more.put("number", "N1").put("noticed_by", "me"))
            .status());
    JsonNode kept = records("priya").path("emerging_needs").get(0);
    assertEquals("nursery", kept.path("noticed_by").asText());
    assertEquals("2025-02-20", kept.path("noticed_on").asText());
    assertEquals(2, kept.path("links").size());
    assertTrue(kept.path("age_months").isNull(), "the birthday is not known");
  }

  /** Imani's row 10. */
  @Test
  void aSuspensionAsksTheManagerWhetherThePlanNeedsAnEarlyLook() {
    ObjectNode event = body("kind", "EDUCATION_SUSPENSION", "on", "2025-04-10");
    assertEquals(400, play.act("nina", "/education", event).status(), "for how many days?");
    event.put("days", 2).put("note", "Wants a plan before return.");
    play.send("nina", professionals, AssessmentEvents.EDUCATION, event).ok();
    JsonNode recorded = records("nina").path("education").get(0);
    assertEquals("E1", recorded.path("number").asText());
    assertEquals(2, recorded.path("days").asInt());
    JsonNode question = play.view("tess").path("questions").get(0);
    assertEquals("Does the plan need an early look? (E1)", question.path("text").asText());
    assertEquals(play.id("tess").value(), question.path("owner").asText());
    assertEquals("2025-04-16", question.path("due").asText());
    assertEquals(0, play.view("jo").path("questions").size(), "asked among professionals");
    String number = question.path("number").asText();
    play.act("tess", "/questions/" + number + "/answer", body("text", "Yes, on Friday.")).ok();
    ObjectNode send = body("kind", "EDUCATION_SEND_SUPPORT", "on", "2025-04-11");
    assertEquals(400, play.act("nina", "/education", send.put("days", 1)).status());
    send.remove("days");
    play.act("nina", "/education", send).ok();
    assertEquals(1, play.view("tess").path("questions").size(), "not all of it asks");
  }

  @Test
  void aRequestHasAnOwnerAndIsChased() {
    ObjectNode request =
        body("kind", "camhs", "recipient", "CAMHS", "what", "Anxiety", "agency", "nowhere");
    assertEquals(400, play.act("priya", "/requests", request).status());
    play.put("admin", "/api/agencies/other", body("name", "Other Trust", "kind", "health")).ok();
    gate(play.act("priya", "/requests", request.put("agency", "other")), "8.2", "Other Trust");
    play.act("priya", "/requests", request.put("agency", "nscht")).ok();
    JsonNode sent = records("priya").path("requests").get(0);
    assertEquals("T1", sent.path("number").asText());
    assertEquals("Priya", sent.path("owner_name").asText());
    assertEquals("2025-05-15", sent.path("chase_on").asText());
    assertFalse(sent.path("chase").asBoolean());
    ObjectNode outcome = body("status", "declined", "what", "Below the threshold.");
    play.act("priya", "/requests/T1/outcome", outcome).ok();
    assertEquals(409, play.act("priya", "/requests/T1/outcome", outcome).status());
    assertEquals(404, play.act("priya", "/requests/T8/outcome", outcome).status());
    JsonNode ended = records("priya").path("requests").get(0);
    assertEquals("Below the threshold.", ended.path("answers").get(0).path("what").asText());
  }

  /** Robin's row 13. */
  @Test
  void theSensoryScreenIsFilledInByWhoIsTrainedAndStaysWithProfessionals() {
    ObjectNode form = body("form", "buss-sensory", "observations", "Hyporesponsive.");
    ObjectNode answers = form.putObject("answers");
    for (String item : List.of("posture", "movement", "touch", "sound", "mouth")) {
      answers.put(item, "often");
    }
    assertEquals(403, play.act("clara", "/forms", form).status(), "not trained for it");
    assertTrue(play.act("oti", "/forms", form).text().contains("missing: regulate"));
    answers.put("regulate", "very");
    assertEquals(400, play.act("oti", "/forms", form).status());
    answers.put("regulate", "always").put("shoes", "often");
    assertEquals(400, play.act("oti", "/forms", form).status());
    answers.remove("shoes");
    JsonNode filled = play.send("oti", professionals, AssessmentEvents.FORM, form).ok();
    JsonNode kept = records("priya").path("forms").get(0);
    assertEquals("always", kept.path("answers").path("regulate").asText());
    assertEquals(filled.path("event_id").asText(), kept.path("event").asText());
    assertFalse(play.texts("jo", play.room("jo", "family")).toString().contains("Hypo"));
    assertEquals(403, play.get("jo", "/api/cases/REF-1/records").status());
    assertEquals(404, play.get("stranger", "/api/cases/REF-1/records").status());
  }

  @Test
  void aConsultationComesBeforeTheClinician() {
    String service = "/services/adoption-psychology";
    ObjectNode pair = body("main_contact", play.id("priya").value());
    pair.put("clinician", play.id("clara").value());
    gate(play.write("priya", service, pair), "ours", "holds a consultation before");
    gate(
        play.send(
            "priya",
            professionals,
            AssessmentEvents.SERVICE_PAIR,
            pair.deepCopy().put("service", "adoption-psychology")),
        "ours",
        "Its main contact books one");
    ObjectNode slot = body("at", "2025-04-14T15:00", "about", "What helps", "service", "x");
    slot.put("clinician", play.id("clara").value());
    assertEquals(400, play.act("priya", "/consultations", slot).status());
    slot.put("service", "adoption-psychology").put("clinician", play.id("oti").value());
    assertEquals(400, play.act("priya", "/consultations", slot).status(), "no psychologist");
    play.act("priya", "/consultations", slot.put("clinician", play.id("clara").value())).ok();
    gate(play.write("priya", service, pair), "ours", "records that it was held");
    ObjectNode note = body("note", "Sensory need first.").put("held", true);
    String path = "/consultations/" + booked("adoption-psychology") + "/note";
    play.act("clara", path, note).ok();
    assertEquals(409, play.act("clara", path, note).status());
    play.write("priya", service, pair).ok();
    assertEquals(
        400, play.write("priya", "/services/agency-psychology", pair).status(), "not employed");
    JsonNode given = records("oti").path("services").get(0);
    assertEquals("commissioned", given.path("model").asText());
    assertEquals("Clara", given.path("clinician_name").asText());
  }

  /** Imani's row 11, for records: what consent leaves out is not read in any form. */
  @Test
  void whatConsentLeavesOutIsNotReadInRecordsEither() {
    ObjectNode slot = body("at", "2025-04-14T15:30", "about", "Nightmares after contact");
    slot.put("clinician", play.id("clara").value());
    String number = play.act("priya", "/consultations", slot).ok().path("event_id").asText();
    assertTrue(records("nina").path("consultations").toString().contains("Nightmares"));
    play.act(
            "jo",
            "/consents/acorn-nursery/topics",
            CasePlay.with(body("reason", "Not for school."), "without", List.of("therapy")))
        .ok();
    assertEquals(0, records("nina").path("consultations").size());
    assertEquals(403, event("nina", number).status());
    assertFalse(play.messages("nina", professionals).toString().contains("Nightmares"));
    assertTrue(records("oti").path("consultations").toString().contains("Nightmares"));
  }

  @Test
  void supervisionIsReadByItsAuthorAndTheSupervisorAlone() {
    ObjectNode note = body("supervisor", play.id("priya").value(), "text", "I find it hard.");
    assertEquals(400, play.act("priya", "/supervision", note).status(), "not by oneself");
    String event = play.act("clara", "/supervision", note).ok().path("event_id").asText();
    for (String who : List.of("clara", "priya")) {
      assertEquals(
          "I find it hard.", records(who).path("supervision").get(0).path("text").asText());
      assertEquals(200, event(who, event).status());
    }
    for (String who : List.of("oti", "tess", "nina")) {
      assertEquals(0, records(who).path("supervision").size(), who);
      assertEquals(404, event(who, event).status(), who);
      assertFalse(play.messages(who, professionals).toString().contains("find it hard"), who);
      Http.Response state =
          play.get(who, "/_matrix/client/v3/rooms/" + encode(professionals) + "/state");
      assertFalse(state.text().contains(CaseEvents.SUPERVISION_RECORD), who);
    }
    assertFalse(play.texts("tess", professionals).toString().toLowerCase().contains("supervision"));
  }

  private String booked(String service) {
    for (JsonNode each : records("priya").path("consultations")) {
      if (each.path("service").asText().equals(service)) {
        return each.path("number").asText();
      }
    }
    throw new AssertionError("no consultation of " + service);
  }

  private Http.Response event(String who, String event) {
    return play.get(
        who, "/_matrix/client/v3/rooms/" + encode(professionals) + "/event/" + encode(event));
  }
}
