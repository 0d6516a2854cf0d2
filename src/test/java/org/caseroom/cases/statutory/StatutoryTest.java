package org.caseroom.cases.statutory;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;

/** A statutory service is asked for with a limb, a decision, a pack and a call on record. */
class StatutoryTest {
  private static final String T1 = "/statutory/T1";

  private static ObjectNode raise() {
    return with(body("reasons", "He may have to leave home."), "limbs", List.of("breakdown"));
  }

  private static ObjectNode call(String route) {
    return body(
        "route", route,
        "spoke_to", "Ms Hall",
        "asked", "Support before the weekend.",
        "advice", "Ring the duty desk at nine. Keep the log.");
  }

  private static void gate(String clause, Http.Response refused) {
    assertEquals(409, refused.status(), refused.text());
    assertEquals(clause, refused.json().path("clause").asText(), refused.text());
  }

  private static void upToCall(CasePlay play) {
    play.act("priya", "/statutory", raise()).ok();
    gate("12.3", play.act("priya", T1 + "/call", call("chad")));
    assertEquals(
        403,
        play.act("priya", T1 + "/decision", body("reasons", "Yes").put("agreed", true)).status());
    play.act("tess", T1 + "/decision", body("reasons", "Imminent.").put("agreed", true)).ok();
    gate("12.4", play.act("priya", T1 + "/call", call("chad")));
    ObjectNode pack = with(body("form_version", "2025-1"), "items", List.of("referral-form"));
    gate("12.4", play.act("priya", T1 + "/pack", pack));
    play.act(
            "priya",
            T1 + "/pack",
            with(body("form_version", "2025-1"), "items", List.of("referral-form", "chronology")))
        .ok();
  }

  private static JsonNode request(CasePlay play) {
    return play.get("tess", "/api/cases/REF-1/statutory").ok().at("/requests/0");
  }

  @Test
  void aRefusalStaysRedUntilALineManagerHasDecided() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      lena(play);
      assertEquals(
          400,
          play.act("priya", "/statutory", with(body("reasons", "x"), "limbs", List.of())).status());
      upToCall(play);
      play.act("priya", T1 + "/call", call("scass")).ok();
      JsonNode view = play.get("priya", "/api/cases/REF-1/statutory").ok();
      assertEquals("chad", view.at("/routes/0/id").asText(), "the route of the area first");
      assertEquals(5, view.path("limbs").size());
      assertTrue(request(play).at("/details/referral/warning").asText().contains("staffordshire"));
      assertEquals(
          "Ring the duty desk at nine. Keep the log.",
          request(play).at("/details/referral/advice").asText());
      play.act(
              "priya",
              T1 + "/outcome",
              body("outcome", "not-accepted", "reason", "Below threshold"))
          .ok();
      assertTrue(request(play).path("red").asBoolean());
      ObjectNode decision = body("decision", "challenge", "reasons", "We escalate.");
      assertEquals(403, play.act("tess", T1 + "/oversight", decision).status());
      play.act("lena", T1 + "/oversight", decision).ok();
      assertFalse(request(play).path("red").asBoolean());
      List<String> clauses = play.view("tess").path("decisions").findValuesAsText("clause");
      assertTrue(clauses.contains("12.3") && clauses.contains("12.7"), clauses.toString());
      assertEquals(0, play.get("jo", "/api/cases/REF-1/statutory").ok().path("requests").size());
    }
  }

  private static void lena(CasePlay play) {
    ObjectNode lena =
        body("user_name", "lena", "display_name", "Lena", "agency", "together4children");
    lena.putArray("roles").add("line-manager");
    play.post("admin", "/api/accounts", lena).ok();
    play.add("tess", "lena", "Line manager", "professionals").ok();
  }

  @Test
  void jointWorkIsLedByAnotherAgencyAndGivesTheTeamNoStatutoryTask() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      upToCall(play);
      play.act("priya", T1 + "/call", call("chad")).ok();
      ObjectNode accepted = body("outcome", "accepted", "reason", "Strategy meeting.");
      gate("12.8", play.act("priya", T1 + "/outcome", accepted));
      gate(
          "12.8",
          play.act(
              "priya",
              T1 + "/outcome",
              accepted.deepCopy().put("lead_agency", "Together4Children")));
      play.act(
              "priya",
              T1 + "/outcome",
              accepted.deepCopy().put("lead_agency", "Stoke Safeguarding"))
          .ok();
      String banner = play.get("jo", "/api/cases/REF-1/statutory").ok().at("/lead/banner").asText();
      assertTrue(banner.startsWith("Stoke Safeguarding leads"), banner);
      play.act("tess", T1 + "/lead", body("agency", "Westmoor MASH", "why", "They moved.")).ok();
      assertEquals(2, request(play).at("/details/leads").size());
      ObjectNode task = body("type", "S47", "text", "Visit", "agency", "together4children");
      gate("12.9", play.act("priya", T1 + "/tasks", task));
      Http.Response raw =
          play.send(
              "priya",
              play.room("priya", "professionals"),
              "org.caseroom.statutory.task",
              task.deepCopy().put("type", "S17").put("request", "T1"));
      assertEquals(409, raw.status(), raw.text());
      assertTrue(raw.text().contains("no duty under S17"), raw.text());
      play.act("priya", T1 + "/tasks", task.deepCopy().put("agency", "Westmoor MASH")).ok();
      play.act("priya", T1 + "/tasks", task.deepCopy().put("type", "joint")).ok();
    }
  }
}
