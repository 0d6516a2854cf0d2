package org.caseroom.cases.assessment;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One assessment, many contributors, one due date; late only with the reason in the document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContributionTest {
  private static final String BLOCKERS = "/assessment/blockers";

  private final CasePlay play = new CasePlay();

  @AfterAll
  void stop() {
    play.close();
  }

  private Http.Response ask(String section, String who) {
    return play.act(
        "priya",
        "/assessment/contributions",
        body("section", section, "contributor", play.id(who).value()));
  }

  private JsonNode assessment(String who) {
    return play.get(who, "/api/cases/REF-1/assessment").ok();
  }

  private JsonNode section(String id) {
    for (JsonNode section : assessment("priya").path("sections")) {
      if (section.path("id").asText().equals(id)) {
        return section;
      }
    }
    return Json.object();
  }

  private Http.Response write(String who, String section, boolean done) {
    return play.write(
        who, "/assessment/sections/" + section, body("text", "Written.").put("done", done));
  }

  @Test
  @Order(10)
  void aContributorIsAskedWithConsentAndIsOfTheTeam() {
    play.at("2025-02-06T11:00");
    play.refer();
    play.screen();
    play.form("dana");
    play.signReferral();
    play.openFamilyRoom();
    play.visit();
    gate(ask("attachment", "clara"), "8.2", "agency takes part");
    gate(ask("history", "priya"), "8.2", "before the family has signed");
    play.consent();
    assertEquals(400, ask("attachment", "clara").status(), "not in the room yet");
    for (String who : List.of("clara", "vera")) {
      play.add("priya", who, "Contributes", "professionals").ok();
      play.act(who, "/join", Json.object()).ok();
    }
    assertEquals(400, ask("attachment", "vera").status(), "a section has its professions");
    assertEquals(400, ask("nothing", "clara").status());
    assertEquals(400, ask("attachment", "jo").status(), "no professional");
  }

  @Test
  @Order(20)
  void sectionsOnRequestAreOwedOnceAskedForAndFiveDomainsAreCovered() {
    assertEquals(5, assessment("jo").path("domains").size());
    assertEquals(0, assessment("jo").path("sections").size(), "text is for professionals");
    assertEquals(6, assessment("priya").path("sections").size());
    play.act("priya", "/assessment/start", Json.object()).ok();
    ObjectNode late = body("section", "attachment", "contributor", play.id("clara").value());
    late.put("due", "2025-04-11");
    gate(play.act("priya", "/assessment/contributions", late), "8.4", "one due date");
    late.put("due", "2025-02-30");
    assertEquals(400, play.act("priya", "/assessment/contributions", late).status());
    late.put("due", "2025-03-28").put("what", "What helps at bedtime.");
    play.send("priya", play.room("priya", "professionals"), AssessmentEvents.ASK, late).ok();
    ask("education", "vera").ok();
    assertEquals(7, assessment("priya").path("sections").size());
    JsonNode asked = section("attachment");
    assertEquals(play.id("clara").value(), asked.path("owner").asText());
    assertEquals("North Staffordshire Health", asked.path("contributor_agency").asText());
    assertEquals("2025-03-28", asked.path("due").asText());
    assertEquals("2025-04-10", section("education").path("due").asText());
    assertEquals("attachment", asked.path("domains").get(0).asText());
    assertTrue(
        play.texts("clara", play.room("clara", "professionals")).stream()
            .anyMatch(text -> text.contains("by Fri 28 Mar 2025. What helps at bedtime.")));
  }

  @Test
  @Order(30)
  void otherAgenciesWriteWhatTheyWereAskedFor() {
    gate(write("vera", "attachment", false), "8.4", "was not asked");
    gate(
        play.state(
            "vera",
            play.room("vera", "professionals"),
            CaseEvents.ASSESSMENT_SECTION,
            "history",
            body("text", "x").put("done", true)),
        "8.4",
        "was not asked");
    write("vera", "education", true).ok();
    assertEquals("done", section("education").path("status").asText());
    assertTrue(assessment("jo").path("domains").get(4).path("covered").asBoolean());
    assertEquals(
        400,
        play.state(
                "priya",
                play.room("priya", "professionals"),
                CaseEvents.ASSESSMENT_SECTION,
                "history",
                body("text", " ").put("done", true))
            .status(),
        "a finished section says something");
  }

  @Test
  @Order(40)
  void whatBlocksASectionIsNamedWithWhomItWaitsFor() {
    assertEquals(
        400, play.act("priya", BLOCKERS, body("section", "sensory", "reason", "x")).status());
    ObjectNode blocked = body("section", "attachment", "reason", "No report from psychology");
    blocked.put("waiting_for", play.id("clara").value());
    play.act("priya", BLOCKERS, blocked).ok();
    JsonNode blocker = section("attachment").path("blocker");
    assertEquals("Clara", blocker.path("waiting_for_name").asText());
    for (String section : List.of("history", "development", "family", "views", "analysis")) {
      write("priya", section, true).ok();
    }
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    play.act("priya", "/voice", body("reason", "Ill twice.").put("seen", false)).ok();
    play.write("priya", "/plan/peers", body("title", "G", "kind", "peer", "status", "started"))
        .ok();
    Http.Response open = play.act("priya", "/assessment/complete", Json.object());
    gate(open, "8.4", "Attachment profile and strategies (with Clara, blocked: No report");
    gate(open, "8.4", "(waiting for Clara)");
  }

  /** Imani's row 15: day 51 of 45. */
  @Test
  @Order(50)
  void aLateAssessmentIsSignedAndSharedOnceTheReasonStandsInIt() {
    ObjectNode why = body("late_reason", "Waiting for the psychology report.");
    gate(play.act("tess", "/assessment/late-reason", why), "8.4", "not late");
    play.at("2025-04-22T16:30");
    assertTrue(section("attachment").path("overdue").asBoolean());
    write("clara", "attachment", true).ok();
    assertTrue(section("attachment").path("blocker").isNull(), "finished is not blocked");
    play.act("priya", "/assessment/complete", Json.object()).ok();
    ObjectNode sign = body("document", "assessment", "decided", "Agreed", "reasons", "Sound");
    gate(play.act("tess", "/signatures", sign), "8.4", "has to stand in the document");
    assertEquals(403, play.act("priya", "/assessment/late-reason", why).status());
    play.send("tess", play.room("tess", "professionals"), AssessmentEvents.LATE, why).ok();
    play.act("tess", "/signatures", sign).ok();
    play.act(
            "tess", "/shares", with(body("document", "assessment"), "with", List.of(play.id("jo"))))
        .ok();
    JsonNode due = assessment("priya").path("due");
    assertEquals("breached", due.path("status").asText());
    assertEquals(51, due.path("used").asInt());
    assertEquals(45, due.path("length").asInt());
    assertEquals(51, play.clock("jo", "ASSESS").path("day_finished").asInt());
    JsonNode reason = due.path("late_reason");
    assertEquals("Waiting for the psychology report.", reason.path("text").asText());
    assertEquals("Tess", reason.path("by_name").asText());
    assertEquals(51, reason.path("day").asInt());
    assertEquals("signed", assessment("priya").path("status").asText());
    assertFalse(assessment("jo").toString().contains("psychology report"));
    assertEquals(409, ask("cognition", "clara").status(), "signed and final");
  }

  @Test
  @Order(60)
  void withoutConsentForTheirAgencyNobodyContributesAnyMore() {
    play.act("jo", "/consents/nscht/withdraw", body("reason", "Enough.")).ok();
    assertEquals(404, write("clara", "attachment", false).status());
    assertEquals(404, play.get("clara", "/api/cases/REF-1/assessment").status());
  }
}
