package org.caseroom.cases;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.cases.procedure.ProcedureFile;
import org.caseroom.cases.procedure.ProcedureLint;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A case under another procedure: nothing of the first one's stages, clauses or papers is needed.
 */
class SecondProcedureTest {
  private CasePlay play;

  @BeforeEach
  void anAgencyWithItsOwnProcedure() {
    play = new CasePlay();
    var agency =
        Json.object().put("name", "Early Permanence").put("kind", "regional-adoption-agency");
    agency.putArray("hubs").addObject().put("id", "north").put("name", "North");
    play.put("admin", "/api/agencies/early-permanence", agency).ok();
    staff("dora", Role.DUTY_WORKER);
    staff("tom", Role.TEAM_MANAGER);
    staff("pia", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
    play.at("2025-03-03T09:12");
  }

  private void staff(String name, Role role) {
    play.post(
            "admin",
            "/api/accounts",
            with(
                body(
                    "user_name",
                    name,
                    "display_name",
                    name,
                    "agency",
                    "early-permanence",
                    "hub",
                    "north"),
                "roles",
                List.of(role.word())))
        .ok();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private void refer() {
    play.post(
            "jo",
            "/api/referrals",
            body(
                "agency", "early-permanence",
                "hub", "north",
                "child", "Wren",
                "surname", "Hale",
                "words", "Wren is 2 and does not turn to sounds.",
                "referrer_name", "Jo",
                "reply_by", "text"))
        .ok();
  }

  private String stage() {
    return play.view("dora").path("summary").path("stage").asText();
  }

  @Test
  void aCaseRunsFromReferralToItsEnd() {
    refer();
    assertEquals("PLACED", stage());
    play.act("dora", "/screening", body("outcome", "need-noticed", "reason", "Hearing.")).ok();
    assertEquals("NOTICED", stage());
    assertEquals("2025-03-17", play.clock("dora", "SEEN").path("due").asText());
    play.act("dora", "/rooms", body("kind", "family")).ok();
    play.act("jo", "/join", Json.object()).ok();
    play.at("2025-03-12T10:00");
    play.act(
            "dora",
            "/visits",
            with(body("mode", "in-person"), "present", List.of(play.id("jo"))).put("first", true))
        .ok();
    assertEquals("SUPPORTED", stage());
    assertEquals("met", play.clock("dora", "SEEN").path("status").asText());
    play.act("tom", "/join", Json.object());
    play.add("tom", "pia", "Allocated worker", "family", "professionals").ok();
    play.write(
            "pia",
            "/closure",
            body("closure", "full", "point", "no-longer-needed", "reason", "Hearing aids help."))
        .ok();
    play.act(
            "tom",
            "/signatures",
            body("document", "closure", "decided", "End", "reasons", "Helped"))
        .ok();
    assertEquals("ENDED", stage());
    Set<String> clauses =
        play.view("tom").findValuesAsText("clause").stream()
            .filter(clause -> !clause.isEmpty())
            .collect(Collectors.toSet());
    assertTrue(Set.of("Scope", "Why", "Who", "Use").containsAll(clauses), clauses.toString());
  }

  @Test
  void aNeedThatShowsAfterPlacementIsRecordedFromItsOwnLists() {
    refer();
    play.write("dora", "/case-type", body("case_type", "early-permanence", "why", "Placed.")).ok();
    play.act("dora", "/screening", body("outcome", "need-noticed", "reason", "Hearing.")).ok();
    var need = body("kind", "sensory", "noticed_on", "2025-02-20", "noticed_by", "Jo");
    Http.Response unknown = play.act("dora", "/emerging-needs", need);
    assertEquals(400, unknown.status(), unknown.text());
    assertTrue(unknown.text().contains("learning-disability, autism, other"), unknown.text());
    play.act("dora", "/emerging-needs", need.put("kind", "other")).ok();
    var request =
        body("kind", "medical-assessment", "recipient", "Dr Lowe", "what", "Hearing test");
    play.act("dora", "/requests", request).ok();
    var records = play.get("dora", "/api/cases/REF-1/records").ok();
    assertEquals("Another need", records.path("emerging_needs").get(0).path("title").asText());
    assertEquals("2025-03-31", records.path("requests").get(0).path("chase_on").asText());
    var condition = body("condition", "asd", "status", "suspected", "by", "x", "on", "2025-02-20");
    Http.Response none = play.act("dora", "/conditions", condition);
    assertTrue(none.text().contains("has no list for 'condition'"), none.text());
  }

  @Test
  void refusalsNameItsOwnClausesAndOutcomes() {
    refer();
    Http.Response unknown =
        play.act("dora", "/screening", body("outcome", "detailed-referral", "reason", "Need."));
    assertEquals(400, unknown.status(), unknown.text());
    assertTrue(unknown.text().contains("need-noticed, local-offer"), unknown.text());
    play.act("dora", "/screening", body("outcome", "need-noticed", "reason", "Hearing.")).ok();
    Http.Response uncovered = play.add("dora", "clara", "Psychologist", "professionals");
    assertEquals(409, uncovered.status(), uncovered.text());
    assertEquals("Use", uncovered.json().path("clause").asText());
  }

  @Test
  void aClockStandsStillWhereTheProcedureAllowsItAndNowhereElse() {
    refer();
    play.act("dora", "/screening", body("outcome", "need-noticed", "reason", "Hearing.")).ok();
    play.at("2025-03-06T10:00");
    var away = body("reason", "Wren is in hospital.");
    assertEquals(403, play.act("dora", "/clocks/SEEN/pause", away).status());
    assertEquals(404, play.act("tom", "/clocks/NOTHING/pause", away).status());
    assertEquals(409, play.act("tom", "/clocks/SEEN/resume", away).status());
    assertEquals(400, play.act("tom", "/clocks/SEEN/pause", Json.object()).status());
    play.act("tom", "/clocks/SEEN/pause", away).ok();
    assertEquals("paused", play.clock("tom", "SEEN").path("status").asText());
    assertEquals(409, play.act("tom", "/clocks/SEEN/pause", away).status());
    play.at("2025-04-01T10:00");
    play.act("tom", "/clocks/SEEN/resume", body("reason", "Wren is home.")).ok();
    JsonNode clock = play.clock("tom", "SEEN");
    assertEquals("running", clock.path("status").asText());
    assertEquals("2025-04-10", clock.path("due").asText());
    assertEquals("2025-04-01", clock.path("pauses").get(0).path("to").asText());
    assertTrue(
        play.texts("tom", play.room("tom", "professionals")).stream()
            .anyMatch(text -> text.contains("go on; it is due on Thu 10 Apr 2025")));
  }

  @Test
  void theUsualProcedureLetsNoClockStandStill() {
    play.refer();
    play.screen();
    play.form("dana");
    Http.Response refused = play.act("tess", "/clocks/SIGNOFF/pause", body("reason", "Leave"));
    assertEquals(409, refused.status(), refused.text());
    assertEquals("7.10", refused.json().path("clause").asText());
  }

  @Test
  void otherAgenciesKeepTheUsualProcedure() {
    play.refer();
    assertEquals("REFERRED", stageOf("dana"));
    JsonNode all = play.get("dana", "/api/procedures").ok();
    assertEquals(
        List.of("early-permanence", "together4children"),
        List.of(all.get(0).path("id").asText(), all.get(1).path("id").asText()));
  }

  private String stageOf(String who) {
    return play.view(who).path("summary").path("stage").asText();
  }

  @Test
  void itsLintAsksOnlyWhatTheSourceLeavesOpen() {
    ProcedureFile file = ProcedureFile.read(Path.of("config/procedures/early-permanence.yaml"));
    assertEquals(
        List.of("left-open Why", "left-open Use"),
        ProcedureLint.of(file).stream()
            .map(finding -> finding.kind().word() + " " + finding.where())
            .toList());
  }
}
