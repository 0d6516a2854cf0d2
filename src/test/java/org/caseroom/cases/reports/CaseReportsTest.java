package org.caseroom.cases.reports;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Reports over several cases of two agencies, by HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaseReportsTest {
  private final ReportPlay play = new ReportPlay();
  private final CasePlay cases = play.cases;

  /**
   * REF-1 is signed off in time and visited; its assessment runs out. REF-2 waits for a signature.
   */
  @BeforeAll
  void playCases() {
    cases.upToConsent();
    play.refer("together4children", "stoke-on-trent", "Kit", "2021-05-05");
    cases
        .post(
            "dana",
            "/api/cases/REF-2/screening",
            body("outcome", "detailed-referral", "reason", "Need"))
        .ok();
    ObjectNode form =
        CasePlay.with(
            body("needs", "Sleep.", "situation", "Tired."), "proposed_actions", List.of("visit"));
    cases.put("dana", "/api/cases/REF-2/referral-form", form).ok();
    play.refer("together4children", "staffordshire", "Uma", "2019-02-02");
    play.refer("westmoor", "west", "Wren", "2018-02-02");
    cases.act("jo", "/questions", Json.object().put("text", "Is there a school place?")).ok();
    cases.at("2025-06-04T10:00");
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private JsonNode report(String who, String path) {
    return cases.get(who, "/api/reports/" + path).ok().path("rows");
  }

  private static List<String> texts(JsonNode rows, String field) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.path(field).asText()));
    return texts;
  }

  @Test
  void lateIsToldByManagerWithItsDays() {
    JsonNode late = report("tess", "late");
    assertEquals(List.of("REF-2", "REF-1"), texts(late, "reference"));
    assertEquals(List.of("Tess", "Tess"), texts(late, "managers"));
    assertEquals("SIGNOFF", late.get(0).path("clock").asText());
    assertEquals("8.4", late.get(1).path("clause").asText());
    // Due Mon 2 Jun 2025, today is Wed 4 Jun.
    assertEquals("2025-06-02", late.get(1).path("due").asText());
    assertEquals(2, late.get(1).path("days").asInt());
    assertEquals("Priya", late.get(1).path("lead").asText());
    assertFalse(late.toString().contains("Robin"), "no names of children in reports");
  }

  @Test
  void aBreachStaysOnTheBoardWithItsReasonOnceItIsMetLate() {
    try (ReportPlay other = new ReportPlay()) {
      CasePlay robin = other.cases;
      robin.at("2025-03-03T09:12");
      robin.refer();
      robin.screen();
      robin.form("dana");
      robin.at("2025-03-12T10:20");
      robin
          .act(
              "tess",
              "/signatures",
              body(
                  "document", "referral-form",
                  "decided", "Assess",
                  "reasons", "Need",
                  "late_reason", "=manager was ill, no deputy set"))
          .ok();
      JsonNode late = robin.get("lena", "/api/reports/late").ok().path("rows");
      assertEquals(1, late.size());
      assertEquals("breached", late.get(0).path("status").asText());
      assertEquals(2, late.get(0).path("days").asInt());
      assertEquals("=manager was ill, no deputy set", late.get(0).path("reason").asText());
      assertEquals(
          0, robin.get("lena", "/api/reports/late?status=running").ok().path("rows").size());
      Http.Response csv = robin.get("lena", "/api/reports/late?format=csv");
      assertEquals(200, csv.status());
      assertTrue(csv.header("Content-Type").startsWith("text/csv"));
      String[] lines = csv.text().split("\r\n");
      assertTrue(lines[0].startsWith("managers,reference,hub,stage,clock,clause,"), lines[0]);
      assertTrue(lines[1].endsWith(",\"'=manager was ill, no deputy set\""), lines[1]);
      JsonNode kept = robin.get("lena", "/api/reports/timeliness").ok().path("rows").get(0);
      assertEquals("7.10", kept.path("clause").asText());
      assertEquals(1, kept.path("late").asInt());
      assertEquals(7, kept.path("worst_days").asInt());
    }
  }

  @Test
  void soonLateLooksAsFarAsItIsAsked() {
    assertEquals(0, report("tess", "soon-late?days=7").size());
    cases.at("2025-05-28T10:00");
    assertEquals(List.of("REF-1"), texts(report("tess", "soon-late"), "reference"));
    assertEquals(3, report("tess", "soon-late").get(0).path("days").asInt());
    cases.at("2025-06-04T10:00");
    assertEquals(400, cases.get("tess", "/api/reports/soon-late?days=-1").status());
    assertEquals(400, cases.get("tess", "/api/reports/soon-late?format=pdf").status());
    assertEquals(400, cases.get("tess", "/api/reports/soon-late?page=0").status());
  }

  @Test
  void unansweredNamesTheOwnerAndNotTheWords() {
    JsonNode row = report("tess", "unanswered").get(0);
    assertEquals("REF-1", row.path("reference").asText());
    assertEquals("Q1", row.path("number").asText());
    assertTrue(row.path("late").asBoolean());
    assertFalse(row.toString().contains("school place"));
  }

  @Test
  void caseloadIsByWorker() {
    JsonNode rows = report("lena", "caseload");
    JsonNode priya = rows.get(1);
    assertEquals("Priya", priya.path("name").asText());
    assertEquals(1, priya.path("open").asInt());
    assertEquals(1, priya.path("late").asInt());
    assertEquals("No lead yet", rows.get(0).path("name").asText());
    assertEquals(2, rows.get(0).path("open").asInt());
  }

  @Test
  void timesAreToldClauseByClause() {
    JsonNode rows = report("tess", "timeliness");
    JsonNode signoff = null;
    for (JsonNode row : rows) {
      signoff = row.path("clause").asText().equals("7.10") ? row : signoff;
    }
    assertNotNull(signoff, rows.toString());
    assertEquals(2, signoff.path("started").asInt());
    assertEquals(1, signoff.path("met").asInt());
    assertEquals(1, signoff.path("late").asInt());
    assertEquals(4.0, signoff.path("median_days").asDouble());
    assertEquals(4, signoff.path("worst_days").asInt());
    assertEquals("working-days", signoff.path("days_unit").asText());
  }

  @Test
  void everybodySeesTheirOwnHubAgencyOrCases() {
    assertEquals(
        3,
        report("lena", "caseload").findValuesAsText("open").stream()
            .mapToInt(Integer::parseInt)
            .sum());
    assertEquals(
        2,
        report("lena", "caseload?hub=stoke-on-trent").findValuesAsText("open").stream()
            .mapToInt(Integer::parseInt)
            .sum());
    // An auditor sees the agency, whatever hub they sit at; a worker what they lead.
    assertEquals(
        3,
        report("audra", "caseload").findValuesAsText("open").stream()
            .mapToInt(Integer::parseInt)
            .sum());
    assertEquals(List.of("REF-1"), texts(report("priya", "late"), "reference"));
    // Nothing of the policy is late there, but our own target for the screening is.
    assertEquals(List.of("SCREENING"), texts(report("stan", "late"), "clock"));
    assertEquals(1, report("wes", "caseload").get(0).path("open").asInt());
    assertFalse(cases.get("wes", "/api/reports/late").text().contains("REF-1"));
    assertEquals(403, cases.get("tess", "/api/reports/late?hub=staffordshire").status());
    assertEquals(List.of("SCREENING"), texts(report("wes", "late?hub=west"), "clock"));
    for (String who : List.of("jo", "admin", "clara", "vera")) {
      assertEquals(403, cases.get(who, "/api/reports/late").status(), who);
    }
    assertEquals(401, cases.caseroom().http().get("/api/reports/late", null).status());
  }

  @Test
  void theBoardShowsWhatIsLateUnansweredAndToSign() {
    JsonNode board = cases.get("tess", "/api/reports/board?size=1").ok();
    assertEquals(2, board.path("board").path("late").path("total").asInt());
    assertEquals(1, board.path("board").path("unanswered").path("total").asInt());
    JsonNode paper = board.path("board").path("unsigned").path("rows").get(0);
    assertEquals("REF-2", paper.path("reference").asText());
    assertEquals("referral-form", paper.path("document").asText());
    assertTrue(paper.path("late").asBoolean());
    assertEquals(2, board.path("cases").path("total").asInt());
    assertEquals("REF-2", board.path("cases").path("rows").get(0).path("reference").asText());
    JsonNode second = cases.get("tess", "/api/reports/board?size=1&page=2").ok();
    assertEquals("REF-1", second.path("cases").path("rows").get(0).path("reference").asText());
    // The duty worker wrote the form, and may not sign at all.
    assertEquals(
        0,
        cases
            .get("dana", "/api/reports/board")
            .ok()
            .path("board")
            .path("unsigned")
            .path("total")
            .asInt());
    assertEquals(403, cases.get("jo", "/api/reports/board").status());
    assertEquals(
        1, cases.get("wes", "/api/reports/board").ok().path("cases").path("total").asInt());
  }

  @Test
  void aListOfCasesSaysWhatTheCaseItselfSays() {
    for (String who : List.of("tess", "dana", "priya", "jo")) {
      for (JsonNode summary : cases.get(who, "/api/cases").ok()) {
        String reference = summary.path("reference").asText();
        assertEquals(
            cases.get(who, "/api/cases/" + reference).ok().path("summary"), summary, reference);
      }
    }
    assertEquals(2, cases.get("tess", "/api/cases").ok().size());
    assertNotEquals(0, cases.get("sam", "/api/cases").ok().size());
    assertEquals(0, cases.get("stranger", "/api/cases").ok().size());
  }
}
