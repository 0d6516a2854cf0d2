package org.caseroom.cases.plan;

import static org.caseroom.cases.CasePlay.body;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The support plan: there is always an answer for the family, and its tiers come in order. */
class PlanTest {
  private CasePlay play;

  @BeforeEach
  void aCase() {
    play = new CasePlay();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private JsonNode plan(String who) {
    return play.get(who, "/api/cases/REF-1/plan").ok();
  }

  private static void gate(Http.Response response, String clause, String says) {
    assertEquals(409, response.status(), response.text());
    String told =
        response.json().path("clause").asText(response.json().path("org.caseroom.clause").asText());
    assertEquals(clause, told, response.text());
    assertTrue(response.text().contains(says), response.text());
  }

  private static ObjectNode item(String title, String kind, String status) {
    return body("title", title, "kind", kind, "status", status);
  }

  private Http.Response write(String who, String id, ObjectNode item) {
    return play.write(who, "/plan/" + id, item);
  }

  @Test
  void theFamilyIsAlwaysToldWhetherItHasAPlan() {
    play.at("2025-03-03T09:12");
    play.refer();
    assertEquals("none", plan("jo").path("have_plan").asText());
    assertTrue(plan("jo").path("says").asText().contains("no support plan yet"));
    assertEquals(404, play.get("stranger", "/api/cases/REF-1/plan").status());
    play.screen();
    Http.Response empty =
        play.write("dana", "/placement-plan", Json.object().put("has_plan", true));
    assertEquals(400, empty.status(), "a plan names needs");
    ObjectNode placed =
        body(
            "made_on", "2023-05-04",
            "needs_now", "Sleep.",
            "needs_later", "Help with school.",
            "source", "Adoption Placement Report");
    assertEquals(403, play.write("jo", "/placement-plan", placed.put("has_plan", true)).status());
    play.write("dana", "/placement-plan", placed).ok();
    JsonNode told = plan("jo");
    assertEquals("placement-only", told.path("have_plan").asText());
    assertEquals("Help with school.", told.path("placement").path("needs_later").asText());
    assertEquals("Dana", told.path("placement").path("recorded_by").asText());
  }

  @Test
  void specialistSupportIsHeldUntilItsTurn() {
    play.upToConsent();
    play.at("2025-05-29T17:20");
    ObjectNode therapy = item("Dyadic therapy", "specialist", "started");
    gate(write("priya", "therapy", therapy), "6.1", "once this is signed");
    play.assess();
    gate(write("priya", "therapy", therapy), "6.1", "A team manager who did not write it");
    play.signAndShareAssessment();
    write("priya", "therapy", item("Dyadic therapy", "specialist", "planned")).ok();
    Http.Response held = write("priya", "therapy", therapy);
    gate(held, "9.2", "is held");
    assertTrue(held.text().contains("Stability and security"), held.text());
    assertTrue(held.text().contains("a team manager gives the reason"), held.text());
    Http.Response raw =
        play.state(
            "priya",
            play.room("priya", "professionals"),
            CaseEvents.PLAN,
            "therapy",
            therapy.deepCopy().put("place", 1));
    gate(raw, "9.2", "is held");
    assertEquals("Waits for a start of 'Stability and security' (9.2).", tier("specialist"));
    ObjectNode excused = therapy.deepCopy().put("reason", "Imminent breakdown.");
    gate(write("priya", "therapy", excused), "9.2", "Only a team manager");
    gate(write("tess", "therapy", excused), "8.6", "delivery");
    write("tess", "therapy", excused.put("delivery", "external")).ok();
    // A reason that was given stays when the worker goes on with the item.
    write("priya", "therapy", therapy.put("status", "done")).ok();
    assertEquals("Imminent breakdown.", found("jo", "therapy").path("reason").asText());
  }

  private String tier(String id) {
    for (JsonNode tier : plan("priya").path("tiers")) {
      if (tier.path("id").asText().equals(id)) {
        return tier.path("held").asText(null);
      }
    }
    throw new AssertionError(id);
  }

  private JsonNode found(String who, String id) {
    for (JsonNode item : plan(who).path("items")) {
      if (item.path("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError(who + " sees no " + id + ": " + plan(who).path("items"));
  }

  @Test
  void earlierTiersOpenTheWayAndTheFamilySeesEachChange() {
    play.upToConsent();
    play.at("2025-05-29T17:20");
    play.assess();
    write("priya", "ot", item("Sensory diet", "stability", "started")).ok();
    assertEquals("being-written", plan("jo").path("have_plan").asText());
    assertEquals(0, plan("jo").path("items").size());
    play.signAndShareAssessment();
    assertEquals("yes", plan("jo").path("have_plan").asText());
    assertEquals(null, tier("specialist"));
    ObjectNode therapy = item("Dyadic therapy", "specialist", "started");
    therapy.put("delivery", "internal").put("service", "therapy").put("foundation", "second");
    therapy.put("funding_source", "joint").put("change", "Sleeps through");
    therapy.put("measure", "Sleep diary");
    write("priya", "therapy", therapy).ok();
    JsonNode seen = found("jo", "therapy");
    assertEquals("joint", seen.path("funding_source").asText());
    assertEquals("Sleep diary", seen.path("measure").asText());
    assertTrue(plan("jo").path("peer_support").asBoolean());
    JsonNode foundations = plan("jo").path("foundations");
    assertEquals(3, foundations.size());
    assertEquals("therapy", foundations.get(1).path("items").get(0).asText());
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("'Dyadic therapy', specialist support, started")));
    gate(write("priya", "therapy", therapy.put("status", "done")), "8.6", "'result'");
    write("priya", "therapy", therapy.put("result", "Five nights of seven")).ok();
    assertEquals("Five nights of seven", found("jo", "therapy").path("result").asText());
    assertEquals(
        400, write("priya", "x", item("X", "core", "planned").put("funding_source", "z")).status());
    assertEquals(
        400, write("priya", "x", item("X", "core", "planned").put("foundation", "third")).status());
  }

  @Test
  void theLeastOfferIsTheSameListForAll() {
    play.upToConsent();
    JsonNode before = plan("jo").path("offer");
    assertEquals(
        List.of(
            "passport",
            "local-groups",
            "training",
            "communication",
            "specialist-training",
            "therapy",
            "short-breaks"),
        before.findValuesAsText("id"));
    assertEquals("open", before.get(0).path("status").asText());
    assertEquals("2025-03-25", before.get(3).path("last_contact").asText(), "the visit");
    assertEquals("2025-04-24", before.get(3).path("next_due").asText());
    gate(
        play.act("priya", "/offer/training", body("status", "not-available", "source", "Hub")),
        "3.2",
        "'note'");
    assertEquals(
        400, play.act("priya", "/offer/tea", body("status", "given", "source", "x")).status());
    assertEquals(
        403, play.act("jo", "/offer/passport", body("status", "given", "source", "x")).status());
    play.act(
            "priya",
            "/offer/passport",
            body("status", "given", "source", "First4Adoption page", "on", "2025-03-12"))
        .ok();
    play.send(
            "priya",
            play.view("priya").path("summary").path("space").asText(),
            PlanEvents.OFFER_MARK,
            body("item", "local-groups", "status", "declined", "source", "Jo, at the visit"))
        .ok();
    JsonNode offer = plan("jo").path("offer");
    assertEquals(plan("priya").path("offer"), offer);
    assertEquals("given", offer.get(0).path("status").asText());
    assertEquals("2025-03-12", offer.get(0).path("on").asText());
    assertEquals("declined", offer.get(1).path("status").asText());
    assertFalse(offer.get(1).path("on").isNull());
    play.at("2025-04-10T10:00");
    contact("email");
    assertEquals("2025-05-13", plan("jo").path("offer").get(3).path("next_due").asText());
  }

  private void contact(String mode) {
    play.act(
            "priya",
            "/contacts",
            CasePlay.with(
                body("mode", mode, "what", "How are you?"), "with", List.of(play.id("sam"))))
        .ok();
  }
}
