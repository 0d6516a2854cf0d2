package org.caseroom.cases.directory;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;

/** The virtual school is that of the area of the child's school (5.1); its queue and training. */
class VirtualSchoolTest {
  private static void virtualSchool(CasePlay play, String id, String name, String area) {
    play.put(
            "admin",
            "/api/agencies/" + id,
            with(body("name", name, "kind", "virtual-school"), "areas", List.of(area)))
        .ok();
  }

  private static void adviser(CasePlay play, String user, String agency) {
    play.post(
            "admin",
            "/api/accounts",
            with(
                body("user_name", user, "display_name", user, "agency", agency),
                "roles",
                List.of(Role.VIRTUAL_SCHOOL_ADVISER.word())))
        .ok();
  }

  /** Two virtual schools with an adviser each, and a case up to consent. */
  private static void twoSchools(CasePlay play) {
    play.upToConsent();
    virtualSchool(play, "stoke-virtual-school", "Virtual School", "Stoke-on-Trent");
    virtualSchool(play, "westmoor-virtual-school", "Westmoor Virtual School", "westmoor");
    adviser(play, "wanda", "westmoor-virtual-school");
  }

  private static ObjectNode westmoor() {
    return body("name", "Harbour Primary", "area", "Westmoor", "phase", "primary");
  }

  private static void agree(CasePlay play) {
    ObjectNode form =
        with(body("form_version", "2025-1"), "signed_by", List.of(play.id("jo"), play.id("sam")));
    form.putArray("lines")
        .addObject()
        .put("id", "westmoor-virtual-school")
        .put("purpose", "share")
        .put("agency", "westmoor-virtual-school")
        .put("given", true)
        .putArray("rooms")
        .add("family");
    play.act("priya", "/consents", form).ok();
  }

  /** Imani row 7. */
  @Test
  void theVirtualSchoolOfTheSchoolsAreaIsInvitedOnceTheFamilyAgrees() {
    try (CasePlay play = new CasePlay()) {
      twoSchools(play);
      play.act("priya", "/school", westmoor()).ok();
      JsonNode school = play.get("priya", "/api/cases/REF-1/school").ok();
      assertEquals("westmoor", school.path("area").asText());
      assertEquals("Harbour Primary", school.path("name").asText());
      assertEquals(
          "westmoor-virtual-school", school.path("virtual_school").path("user_id").asText());
      assertFalse(school.path("agreed").asBoolean());
      Http.Response early = play.act("priya", "/school/invite", Json.object());
      assertEquals(409, early.status(), "consent is still needed: " + early.text());
      assertEquals("8.2", early.json().path("clause").asText());
      agree(play);
      school = play.get("priya", "/api/cases/REF-1/school").ok();
      assertEquals("wanda", school.path("invited").get(0).path("name").asText());
      play.act("wanda", "/join", Json.object()).ok();
      assertEquals("Harbour Primary", school.path("name").asText());
      List<String> told = play.texts("jo", play.room("jo", "family"));
      assertTrue(
          told.stream()
              .anyMatch(text -> text.startsWith("Westmoor Virtual School is invited to advise")),
          told.toString());
      for (String kind : List.of("family", "professionals")) {
        assertFalse(
            play.texts("priya", play.room("priya", kind)).stream()
                .anyMatch(text -> text.contains("Harbour")),
            "no notice names the school");
      }
      assertEquals(404, play.get("stranger", "/api/cases/REF-1/school").status());
    }
  }

  @Test
  void theHomeAgencysVirtualSchoolIsRefusedWithTheRule() {
    try (CasePlay play = new CasePlay()) {
      twoSchools(play);
      play.act("priya", "/school", westmoor()).ok();
      Http.Response refused = play.add("priya", "vera", "Advice on school", "family");
      assertEquals(409, refused.status(), refused.text());
      assertEquals("5.1", refused.json().path("clause").asText());
      assertEquals("westmoor-virtual-school", refused.json().path("virtual_school").asText());
      assertTrue(
          refused.text().contains("invite Westmoor Virtual School, not Virtual School"),
          refused.text());
      Http.Response raw =
          play.post(
              "priya",
              "/_matrix/client/v3/rooms/"
                  + CasePlay.encode(play.room("priya", "family"))
                  + "/invite",
              body("user_id", play.id("vera").value()));
      assertEquals(409, raw.status(), "nor by an invitation: " + raw.text());
      play.add("priya", "edda", "Screening", "professionals").ok();
      play.act("priya", "/school", westmoor().put("area", "nowhere-known")).ok();
      play.add("priya", "vera", "Advice on school", "family").ok();
    }
  }

  @Test
  void theSchoolIsRecordedAtTheDoorToo() {
    try (CasePlay play = new CasePlay()) {
      twoSchools(play);
      String space = play.view("priya").path("summary").path("space").asText();
      play.send(
              "priya",
              space,
              "org.caseroom.school",
              body("area", "Stoke on Trent", "phase", "early-years"))
          .ok();
      JsonNode school = play.get("jo", "/api/cases/REF-1/school").ok();
      assertEquals("stoke-on-trent", school.path("area").asText());
      assertEquals("vera", school.path("invited").get(0).path("name").asText().toLowerCase());
      Http.Response odd =
          play.send(
              "priya", space, "org.caseroom.school", body("area", "Stoke", "phase", "circus"));
      assertEquals(400, odd.status(), odd.text());
      assertEquals(
          403,
          play.send("jo", space, "org.caseroom.school", westmoor()).status(),
          "caseworkers do");
    }
  }

  @Test
  void questionsWaitInTheVirtualSchoolsQueueAndAreSorted() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      play.add("priya", "vera", "Advice on school", "family").ok();
      play.act("vera", "/join", Json.object()).ok();
      play.at("2025-03-27T21:15");
      play.act("jo", "/questions", body("text", "Does nursery get extra money?")).ok();
      String queue = "/api/virtual-schools/stoke-virtual-school/queue";
      JsonNode waiting = play.get("vera", queue).ok();
      assertEquals("Q1", waiting.get(0).path("number").asText());
      assertTrue(waiting.get(0).path("triage").isNull());
      assertEquals(403, play.get("priya", queue).status());
      assertEquals(0, play.get("edda", queue).ok().size(), "not the cases of others");
      ObjectNode signpost = body("outcome", "signpost");
      assertEquals(400, play.act("vera", "/questions/Q1/triage", signpost).status());
      signpost.put("service", "nowhere");
      assertEquals(400, play.act("vera", "/questions/Q1/triage", signpost).status());
      signpost.put("service", "send-local-offer");
      assertEquals(403, play.act("priya", "/questions/Q1/triage", signpost).status());
      play.act("vera", "/questions/Q1/triage", signpost).ok();
      JsonNode sorted = play.get("vera", queue).ok().get(0);
      assertEquals("signpost", sorted.path("triage").asText());
      assertEquals("send-local-offer", sorted.path("service").asText());
      assertTrue(
          play.texts("jo", play.room("jo", "family")).stream()
              .anyMatch(text -> text.contains("for Q1: SEND Local Offer")));
      play.at("2025-04-02T09:00");
      assertTrue(play.get("vera", queue).ok().get(0).path("overdue").asBoolean());
    }
  }

  /** R99: five virtual schools, each with a link and annual training. */
  @Test
  void annualTrainingIsKeptForEachOfFiveVirtualSchools() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:00");
      List<String> areas = List.of("bradford", "calderdale", "kirklees", "leeds", "wakefield");
      for (String area : areas) {
        virtualSchool(play, area + "-vs", area + " Virtual School", area);
        adviser(play, area + "-adviser", area + "-vs");
      }
      ObjectNode training =
          body(
              "held", "2025-03-01",
              "title", "Attachment awareness",
              "audience", "designated-teachers");
      training.put("attended", 24);
      String leeds = "/api/virtual-schools/leeds-vs";
      assertEquals(403, play.post("bradford-adviser", leeds + "/training", training).status());
      JsonNode held = play.post("leeds-adviser", leeds + "/training", training).ok();
      assertEquals("2026-03-01", held.path("due").asText());
      assertFalse(held.path("overdue").asBoolean());
      assertEquals(5, overdue(play).size(), "four that never did, and Stoke's");
      play.at("2026-03-01T09:00");
      assertFalse(overdue(play).contains("leeds-vs"), "the day itself is not late");
      play.at("2026-03-02T09:00");
      assertTrue(overdue(play).contains("leeds-vs"));
      training.put("held", "2026-03-03");
      assertEquals(
          400, play.post("leeds-adviser", leeds + "/training", training).status(), "not yet held");
      training.put("held", "2026-03-02").put("audience", "adoption-support");
      play.post("leeds-adviser", leeds + "/training", training).ok();
      assertTrue(overdue(play).contains("leeds-vs"), "other training does not count for it");
      ObjectNode link = body("person", play.id("priya").value(), "why", "A day a month in Leeds.");
      JsonNode linked = play.put("leeds-adviser", leeds + "/link", link).ok();
      assertEquals("Priya", linked.path("link").path("name").asText());
      assertEquals(403, play.put("jo", leeds + "/link", link).status());
    }
  }

  private static List<String> overdue(CasePlay play) {
    return play.get("priya", "/api/virtual-schools/overdue").ok().findValuesAsText("agency");
  }
}
