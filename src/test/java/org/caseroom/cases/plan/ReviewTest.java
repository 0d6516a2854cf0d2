package org.caseroom.cases.plan;

import static org.caseroom.cases.CasePlay.body;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reviews of the plan: whole, signed by three parties, shared in time. */
class ReviewTest {
  private CasePlay play;

  @BeforeEach
  void aCaseWithAPlan() {
    play = new CasePlay();
    play.upToConsent();
    play.at("2025-05-29T17:20");
    play.assess();
    play.at("2025-05-30T11:05");
    play.signAndShareAssessment();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private static void gate(Http.Response response, String clause, String says) {
    assertEquals(409, response.status(), response.text());
    String told =
        response.json().path("clause").asText(response.json().path("org.caseroom.clause").asText());
    assertEquals(clause, told, response.text());
    assertTrue(response.text().contains(says), response.text());
  }

  private JsonNode reviews(String who) {
    return play.get(who, "/api/cases/REF-1/reviews").ok();
  }

  private Http.Response sign() {
    return play.act(
        "tess",
        "/signatures",
        body("document", "review", "decided", "Goes on", "reasons", "Sound"));
  }

  private Http.Response share(String late) {
    ObjectNode share = with(body("document", "review"), "with", List.of(play.id("jo")));
    if (late != null) {
      share.put("late_reason", late);
    }
    return play.act("priya", "/shares", share);
  }

  @Test
  void aBlankPartIsRefusedWithItsClauseAtBothDoors() {
    play.at("2026-05-19T15:00");
    ObjectNode whole = play.reviewBody("phone", "2026-05-19");
    for (String part : List.of("progress", "impact", "changes")) {
      ObjectNode blank = whole.deepCopy().put(part, " ");
      gate(play.write("priya", "/review", blank), "10.3", "'" + part + "'");
    }
    gate(play.write("priya", "/review", whole.deepCopy().without("peer_support")), "8.5", "peer");
    ObjectNode nobody = whole.deepCopy();
    nobody.putArray("attended");
    gate(play.write("priya", "/review", nobody), "10.2", "took part");
    assertEquals(400, play.write("priya", "/review", whole.deepCopy().put("mode", "fax")).status());
    assertEquals(
        400, play.write("priya", "/review", whole.deepCopy().put("held", "2026-06-01")).status());
    String room = play.room("priya", "professionals");
    ObjectNode raw = whole.deepCopy().put("impact", "");
    gate(play.state("priya", room, CaseEvents.REVIEW, "", raw), "10.3", "'impact'");
    play.state("priya", room, CaseEvents.REVIEW, "", whole).ok();
    assertEquals("phone", reviews("priya").path("reviews").get(0).path("mode").asText());
  }

  @Test
  void eachItemOfThePlanHasItsThreeParts() {
    play.write("priya", "/plan/ot", body("title", "Diet", "kind", "stability", "status", "started"))
        .ok();
    play.at("2026-05-19T15:00");
    ObjectNode review = play.reviewBody("video", "2026-05-19");
    ObjectNode missing = review.deepCopy();
    missing.withArray("actions").remove(1);
    gate(play.write("priya", "/review", missing), "10.3", "Not told yet: ot");
    ObjectNode blank = review.deepCopy();
    ((ObjectNode) blank.path("actions").get(0)).put("changes", "");
    gate(play.write("priya", "/review", blank), "10.3", "'changes' of 'peers'");
    play.write("priya", "/review", review).ok();
  }

  @Test
  void threePartiesSignOrItIsSaidWhyNot() {
    play.at("2026-05-19T15:00");
    assertEquals(
        409, play.act("jo", "/review/parties/parents", Json.object().put("signed", true)).status());
    play.write("priya", "/review", play.reviewBody("video", "2026-05-19")).ok();
    gate(sign(), "10.2", "not signed yet by: the child, the parents, the practitioners");
    ObjectNode yes = Json.object().put("signed", true);
    ObjectNode no = Json.object().put("signed", false);
    assertEquals(403, play.act("jo", "/review/parties/practitioners", yes).status());
    assertEquals(403, play.act("priya", "/review/parties/parents", yes).status());
    assertEquals(403, play.act("jo", "/review/parties/child", no).status());
    assertEquals(400, play.act("jo", "/review/parties/school", yes).status());
    gate(play.act("priya", "/review/parties/child", no), "10.2", "Say why");
    // By the Matrix API, in the family's own room.
    play.send(
            "jo",
            play.room("jo", "family"),
            PlanEvents.REVIEW_PARTY,
            body("party", "parents", "views", "It helps.").put("signed", true))
        .ok();
    play.act("priya", "/review/parties/practitioners", yes).ok();
    gate(sign(), "10.2", "not signed yet by: the child.");
    play.act(
            "priya",
            "/review/parties/child",
            no.deepCopy().put("reason", "Robin is five; he drew a picture."))
        .ok();
    // Another day is another review: it is signed again.
    play.write("priya", "/review", play.reviewBody("video", "2026-05-18")).ok();
    gate(sign(), "10.2", "the parents");
    play.reviewParties();
    sign().ok();
    JsonNode review = reviews("jo").path("reviews").get(0);
    assertEquals("signed", review.path("status").asText());
    assertEquals("Goes on", review.path("decided").asText());
    assertTrue(review.path("text").isNull(), "the family reads it once it is shared");
    assertEquals(
        List.of("not-signed", "signed", "signed"),
        review.path("parties").findValuesAsText("status"));
    assertEquals("jo", review.path("parties").get(1).path("by").asText());
    play.at("2026-05-20T09:00");
    share(null).ok();
    assertEquals("Calmer.", reviews("jo").path("reviews").get(0).at("/text/progress").asText());
  }

  @Test
  void dayEightOfSevenIsABreachWithAReason() {
    play.at("2026-05-19T15:00");
    play.write("priya", "/review", play.reviewBody("video", "2026-05-19")).ok();
    play.reviewParties();
    play.at("2026-05-22T14:00");
    sign().ok();
    assertEquals("2026-06-03", play.clock("jo", "SHARE").path("due").asText());
    assertEquals("2027-05-22", play.clock("jo", "REVIEW").path("due").asText(), "moved by it");
    play.at("2026-06-04T09:00");
    gate(share(null), "10.4", "late_reason");
    share("Priya was ill.").ok();
    JsonNode clock = play.clock("jo", "SHARE");
    assertEquals("breached", clock.path("status").asText());
    assertEquals(8, clock.path("day_finished").asInt());
    assertEquals("Priya was ill.", reviews("jo").at("/reviews/0/late_reason").asText());
    assertEquals("shared", reviews("jo").at("/reviews/0/status").asText());
  }

  @Test
  void anEarlyReviewSaysWhichNeedsRequireIt() {
    play.at("2025-10-06T10:00");
    ObjectNode early = play.reviewBody("in-person", "2025-10-06");
    gate(play.write("priya", "/review", early), "10.1", "'early_reason'");
    play.write("priya", "/review", early.put("early_reason", "Suspended from school.")).ok();
    assertEquals("Suspended from school.", reviews("jo").at("/reviews/0/early_reason").asText());
  }

  @Test
  void aReviewThatIsCalledEarlierMovesTheClockForwardOnly() {
    play.at("2025-10-06T10:00");
    ObjectNode call = body("by", "2025-10-31", "reason", "Suspended from school twice.");
    assertEquals(403, play.act("jo", "/review/earlier", call).status());
    assertEquals(
        400,
        play.act("priya", "/review/earlier", call.deepCopy().put("by", "2026-06-30")).status());
    assertEquals(
        400,
        play.act("priya", "/review/earlier", call.deepCopy().put("by", "2025-10-06")).status());
    assertEquals(
        400,
        play.act("priya", "/review/earlier", call.deepCopy().put("by", "2026-02-30")).status());
    play.act("priya", "/review/earlier", call).ok();
    assertEquals("2025-10-31", reviews("jo").at("/next/due").asText());
    JsonNode reminders = play.get("priya", "/api/cases/REF-1/clocks/REVIEW/reminders").ok();
    assertTrue(reminders.toString().contains("2025-10-17"), reminders.toString());
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("by Fri 31 Oct 2025")));
    play.at("2025-10-29T10:00");
    play.write("priya", "/review", play.reviewBody("in-person", "2025-10-29")).ok();
  }

  @Test
  void theClockBelongsToTheCaseWhoeverTheWorkerIs() {
    ObjectNode paula =
        body("user_name", "paula", "display_name", "Paula", "agency", "together4children");
    with(paula.put("hub", "stoke-on-trent"), "roles", List.of("permanency-support-social-worker"));
    play.post("admin", "/api/accounts", paula).ok();
    play.at("2026-01-12T10:00");
    play.add("tess", "paula", "Takes over", "family", "professionals").ok();
    play.write("tess", "/lead", body("person", play.id("paula").value(), "why", "Takes over")).ok();
    assertEquals("2026-05-30", play.clock("paula", "REVIEW").path("due").asText());
    play.at("2026-05-19T15:00");
    play.write("paula", "/review", play.reviewBody("video", "2026-05-19")).ok();
    assertEquals("Paula", reviews("jo").at("/reviews/0/author").asText());
  }

  @Test
  void othersReadNoReviews() {
    play.at("2026-05-19T15:00");
    play.write("priya", "/review", play.reviewBody("video", "2026-05-19")).ok();
    assertEquals(404, play.get("stranger", "/api/cases/REF-1/reviews").status());
    play.add("priya", "clara", "Advises", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    assertEquals(0, reviews("clara").path("reviews").size(), "not of the family's room");
  }
}
