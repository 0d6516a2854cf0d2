package org.caseroom.cases.reports;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Set;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a service knows and records about itself, by HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceReportsTest {
  private final ReportPlay play = new ReportPlay();
  private final CasePlay cases = play.cases;

  @BeforeAll
  void playCases() {
    cases.upToConsent();
    for (int i = 0; i < 8; i++) {
      play.refer("together4children", "stoke-on-trent", "Kit", "2020-0" + (1 + i) + "-05");
    }
    play.refer("together4children", "staffordshire", "Uma", "2019-02-02");
    play.refer("westmoor", "west", "Wren", "2018-02-02");
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private static void valid(JsonNode schema, JsonNode answer) {
    List<?> wrong =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.write(schema), InputFormat.JSON)
            .validate(Json.write(answer), InputFormat.JSON);
    assertTrue(wrong.isEmpty(), wrong.toString());
  }

  @Test
  void theAggregatedSetHidesSmallCountsAndHoldsToItsSchema() {
    JsonNode schema = cases.get("tess", "/api/reports/data-set/schema").ok();
    JsonNode set = cases.get("lena", "/api/reports/data-set").ok();
    valid(schema, set);
    assertEquals(6, set.path("hide_below").asInt());
    for (JsonNode count : set.path("counts")) {
      int shown = count.path("count").asInt();
      assertTrue(shown == 0 || shown >= 6, count.toString());
    }
    // 9 cases of Stoke and 1 of Staffordshire: the one is hidden, and so is what would tell it.
    assertEquals("", shown(set, "channel", "total", "staffordshire"));
    assertEquals("", shown(set, "channel", "total", "stoke-on-trent"));
    assertEquals("10", shown(set, "channel", "total", "all"));
    // Whose hub it is sees that hub's part, as hidden as in the whole.
    JsonNode own = cases.get("tess", "/api/reports/data-set").ok();
    assertEquals("", shown(own, "channel", "total", "stoke-on-trent"));
    assertFalse(own.toString().contains("staffordshire"));
    JsonNode needs = cases.get("lena", "/api/reports/needs-by-area").ok();
    for (JsonNode count : needs.path("counts")) {
      assertEquals("need", count.path("group").asText());
    }
    assertEquals(403, cases.get("priya", "/api/reports/data-set").status());
  }

  private List<String> recorded(AuditEntry.Kind kind) {
    return cases.caseroom().recorded(kind).stream().map(ObjectNode::toString).toList();
  }

  private static String shown(JsonNode set, String field, String value, String hub) {
    for (JsonNode count : set.path("counts")) {
      if (count.path("field").asText().equals(field)
          && count.path("value").asText().equals(value)
          && count.path("hub").asText().equals(hub)) {
        return count.path("hidden").asBoolean() ? "" : count.path("count").asText();
      }
    }
    throw new AssertionError("No count " + field + " " + value + " " + hub + ": " + set);
  }

  @Test
  void onlyADataManagerTakesChildrenAlongAndUnderPseudonyms() {
    for (String who : List.of("tess", "lena", "audra", "priya", "admin", "jo", "wes")) {
      assertEquals(403, cases.get(who, "/api/reports/data-set/children").status(), who);
    }
    JsonNode set = cases.get("datta", "/api/reports/data-set/children").ok();
    valid(cases.get("datta", "/api/reports/data-set/schema").ok(), set);
    assertEquals(10, set.path("children").size());
    String text = set.toString();
    for (String telling : List.of("Robin", "Kit", "REF-", "2020-01-05", "caseroom.localhost")) {
      assertFalse(text.contains(telling), telling);
    }
    assertTrue(text.contains("\"screening\"") || text.contains("detailed-referral"), text);
    Http.Response csv = cases.get("datta", "/api/reports/data-set/children?format=csv");
    assertTrue(csv.text().startsWith("pseudonym,age,"), csv.text());
    assertEquals(11, csv.text().split("\r\n").length);
    List<String> exports = recorded(AuditEntry.Kind.EXPORT);
    assertTrue(
        exports.stream()
            .anyMatch(
                entry ->
                    entry.contains("data-set child-level together4children")
                        && entry.contains("@datta:")),
        exports.toString());
  }

  @Test
  void readinessSaysWhatIsMissingAndWhoCanSupplyIt() {
    JsonNode readiness = cases.get("tess", "/api/reports/readiness?size=500").ok();
    JsonNode age = readiness.path("fields").get(0);
    assertEquals("age", age.path("field").asText());
    assertEquals(8, age.path("known").asInt());
    assertEquals(9, age.path("cases").asInt());
    assertEquals(89, age.path("share").asInt());
    JsonNode first = readiness.path("missing").path("rows").get(0);
    assertEquals("REF-1", first.path("reference").asText());
    assertEquals("age", first.path("field").asText());
    assertEquals("Dana", first.path("ask").asText());
    assertTrue(
        cases
            .get("tess", "/api/reports/readiness?format=csv")
            .text()
            .startsWith("reference,hub,field,title,ask\r\nREF-1,stoke-on-trent,age,"));
  }

  @Test
  void measuresAndStandardsAreCounted() {
    JsonNode measures = cases.get("tess", "/api/reports/measures").ok().path("rows");
    assertEquals("signoff-in-time", measures.get(0).path("id").asText());
    assertEquals(1, measures.get(0).path("count").asInt());
    assertEquals(1, measures.get(0).path("out_of").asInt());
    assertEquals(100, measures.get(0).path("share").asInt());
    JsonNode standards = cases.get("audra", "/api/reports/standards").ok().path("rows");
    Set<String> named = new java.util.TreeSet<>(standards.findValuesAsText("standard"));
    assertEquals(Set.of("NMS 15.5", "NMS 5.4", "NMS 7.3", "NMS 7.4"), named);
    assertEquals(403, cases.get("priya", "/api/reports/standards").status());
  }

  @Test
  void theServiceReviewHasSeventeenRows() {
    JsonNode review = cases.get("lena", "/api/reports/service-review").ok();
    assertEquals(17, review.path("rows").size());
    assertEquals("12", review.path("facts").path("agencies").asText());
    assertEquals("3", review.path("facts").path("consultants").asText());
    ObjectNode rating =
        body("evidence", "Both hubs have peer groups.", "owner", cases.id("tess").value())
            .put("rating", 1);
    assertEquals(403, cases.put("audra", "/api/reports/service-review/8", rating).status());
    assertEquals(404, cases.put("lena", "/api/reports/service-review/18", rating).status());
    assertEquals(
        400,
        cases
            .put("lena", "/api/reports/service-review/8", rating.deepCopy().put("rating", 9))
            .status());
    assertEquals(
        400,
        cases
            .put(
                "lena",
                "/api/reports/service-review/8",
                rating.deepCopy().put("owner", cases.id("wes").value()))
            .status());
    JsonNode rated = cases.put("lena", "/api/reports/service-review/8", rating).ok();
    JsonNode row = rated.path("rows").get(7);
    assertEquals("Partially present", row.path("rating_title").asText());
    assertEquals("Tess", row.path("owner").asText());
    assertEquals("2025-03-25", row.path("on").asText());
    assertEquals("signoff-in-time", row.path("figures").get(0).path("id").asText());
    assertEquals(0, cases.get("wes", "/api/reports/service-review").ok().path("rated").asInt());
    assertTrue(
        recorded(AuditEntry.Kind.SERVICE).stream()
            .anyMatch(entry -> entry.contains("service-review-rated")));
  }

  @Test
  void aSampleIsDrawnByChanceAndCanBeDrawnAgain() {
    ObjectNode draw = body("of", "cases").put("size", 4).put("seed", 7);
    JsonNode sample = cases.post("audra", "/api/reports/audit-samples", draw).ok();
    JsonNode again = cases.post("audra", "/api/reports/audit-samples", draw).ok();
    assertEquals(sample.path("items"), again.path("items"));
    assertEquals(4, sample.path("items").size());
    assertEquals(10, sample.path("drawn_from").asInt());
    assertTrue(sample.path("drawn_again").asBoolean());
    JsonNode other =
        cases.post("audra", "/api/reports/audit-samples", draw.deepCopy().put("seed", 8)).ok();
    assertNotEquals(sample.path("items"), other.path("items"));
    JsonNode decisions =
        cases
            .post("audra", "/api/reports/audit-samples", body("of", "decisions").put("size", 9))
            .ok();
    assertEquals("REF-1/D1", decisions.path("items").get(0).path("item").asText());
    String path = "/api/reports/audit-samples/" + sample.path("number").asInt();
    ObjectNode found = body("result", "Sound.");
    var answers = found.putArray("answers");
    assertEquals(400, cases.put("audra", path + "/items/1", found).status());
    sample
        .path("form")
        .forEach(
            question ->
                answers.add(body("question", question.path("id").asText(), "answer", "yes")));
    assertEquals(404, cases.put("audra", path + "/items/9", found).status());
    JsonNode recorded = cases.put("audra", path + "/items/1", found).ok();
    assertEquals("Audra", recorded.path("items").get(0).path("auditor").asText());
    assertEquals(1, recorded.path("audited").asInt());
    assertEquals(409, cases.put("audra", path + "/items/1", found).status());
    assertEquals(404, cases.get("wes", path).status());
    assertEquals(403, cases.get("priya", "/api/reports/audit-samples").status());
    assertEquals(
        400,
        cases
            .post("audra", "/api/reports/audit-samples", body("of", "cases").put("size", 0))
            .status());
  }

  @Test
  void whoHasNotReadTheProcedureIsListed() {
    JsonNode before = cases.get("tess", "/api/reports/policy-receipts").ok();
    String version = before.path("version").asText();
    assertEquals(
        409, cases.post("priya", "/api/reports/policy-receipts", body("version", "old")).status());
    cases.post("priya", "/api/reports/policy-receipts", body("version", version)).ok();
    JsonNode after = cases.get("tess", "/api/reports/policy-receipts").ok();
    assertEquals(before.path("missing").asInt() - 1, after.path("missing").asInt());
    JsonNode last = after.path("readers").get(after.path("readers").size() - 1);
    assertEquals("Priya", last.path("name").asText());
    assertFalse(last.path("read_at").isNull());
    assertFalse(after.toString().contains("\"Lena\""), "Tess sees her hub");
    assertEquals(1, cases.get("priya", "/api/reports/policy-receipts").ok().path("readers").size());
    assertEquals(403, cases.get("jo", "/api/reports/policy-receipts").status());
  }
}
