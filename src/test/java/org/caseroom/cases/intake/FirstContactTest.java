package org.caseroom.cases.intake;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Referrals of every channel, their routing, the duty to inform, screening and coming back. */
class FirstContactTest {
  private final CasePlay play = new CasePlay();

  @BeforeEach
  void twoHubs() {
    ObjectNode agency = body("name", "Together4Children", "kind", "regional-adoption-agency");
    agency.putArray("areas").add("stoke-on-trent").add("staffordshire");
    var hubs = agency.putArray("hubs");
    with(
        hubs.addObject().put("id", "stoke-on-trent").put("name", "Stoke"),
        "areas",
        List.of("Stoke on Trent"));
    with(
        hubs.addObject().put("id", "stafford").put("name", "Stafford"),
        "areas",
        List.of("Stafford", "Cannock Chase"));
    play.put("admin", "/api/agencies/together4children", agency).ok();
    play.at("2025-01-13T13:25");
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private static ObjectNode call(String... more) {
    ObjectNode call =
        body(
            "agency", "together4children",
            "child", "Imani",
            "words",
                "We moved in January. Imani, 11, won't go to school. I've told six people already.",
            "referrer_name", "Denise");
    call.setAll(body(more));
    return call;
  }

  private JsonNode intake(String who, String reference) {
    return play.get(who, "/api/cases/" + reference + "/intake").ok();
  }

  @Test
  void everyChannelMakesTheSameRecordAndOnlyTheChannelDiffers() {
    String hub = "stoke-on-trent";
    play.post("dana", "/api/referrals", call("hub", hub, "channel", "telephone")).ok();
    play.post("dana", "/api/referrals", call("hub", hub, "channel", "email")).ok();
    play.post("jo", "/api/referrals", call("hub", hub)).ok();
    JsonNode first = intake("dana", "REF-1").path("contact");
    assertTrue(first.path("words").asText().endsWith("I've told six people already."));
    assertEquals("telephone", first.path("channel").asText());
    assertEquals("Dana", first.path("recorded_by").asText());
    assertEquals("email", intake("dana", "REF-2").at("/contact/channel").asText());
    assertEquals("website", intake("dana", "REF-3").at("/contact/channel").asText());
    assertTrue(intake("dana", "REF-3").at("/contact/recorded_by").isNull());
    for (String reference : List.of("REF-1", "REF-2", "REF-3")) {
      JsonNode summary = play.get("dana", "/api/cases/" + reference).ok().path("summary");
      assertEquals("REFERRED", summary.path("stage").asText());
      assertEquals("SCREENING", summary.at("/deadlines/0/id").asText());
      assertEquals("2025-01-15", summary.at("/deadlines/0/due").asText());
    }
    assertEquals(3, play.get("dana", "/api/cases").ok().size(), "one queue");
    Http.Response caller = play.post("jo", "/api/referrals", call("hub", hub, "channel", "email"));
    assertEquals(400, caller.status(), caller.text());
    assertEquals("We moved", intake("jo", "REF-3").at("/contact/words").asText().substring(0, 8));
    assertEquals(404, play.get("jo", "/api/cases/REF-1/intake").status());
  }

  @Test
  void theAreaFindsTheHubAndAnAreaOfNoHubGoesToTheFirstAsOutOfArea() {
    JsonNode near = play.post("dana", "/api/referrals", call("area", "cannock chase")).ok();
    assertEquals("stafford", near.path("hub").asText());
    assertFalse(near.path("out_of_area").asBoolean());
    JsonNode far = play.post("dana", "/api/referrals", call("area", "Westmoor")).ok();
    assertEquals("stoke-on-trent", far.path("hub").asText());
    assertTrue(far.path("out_of_area").asBoolean());
    assertTrue(intake("dana", "REF-2").at("/facts/out_of_area").asBoolean());
    assertEquals("westmoor", intake("dana", "REF-2").at("/facts/area").asText());
    Http.Response nowhere = play.post("dana", "/api/referrals", call());
    assertEquals(400, nowhere.status());
    assertTrue(nowhere.text().contains("where the family lives"), nowhere.text());
  }

  @Test
  void aCaseFromPlacementHasNoOrderAndOpensEarlySupport() {
    ObjectNode placed = call("area", "Stoke-on-Trent", "placement_date", "2024-11-04");
    play.post("dana", "/api/referrals", placed.put("school_area", "Westmoor")).ok();
    JsonNode facts = intake("dana", "REF-1").path("facts");
    assertEquals("2024-11-04", facts.path("placement_date").asText());
    assertTrue(facts.path("order_date").isNull());
    assertEquals("westmoor", facts.path("school_area").asText());
    JsonNode list = play.view("dana").path("checklists").get(0);
    assertEquals("early-support", list.path("id").asText());
    assertTrue(list.path("items").toString().contains("relatives"), list.toString());
    assertTrue(list.path("items").toString().contains("community"), list.toString());
    Http.Response odd =
        play.post(
            "dana", "/api/referrals", call("area", "Stafford", "placement_date", "2025-02-30"));
    assertEquals(400, odd.status(), odd.text());
    // The school changes later; the same fact by the Matrix door.
    String hub = hub("dana", "REF-1");
    ObjectNode school = body("reference", "REF-1", "school_area", "Stafford", "why", "A move");
    play.send("dana", hub, IntakeEvents.FACTS_SET, school).ok();
    assertEquals("stafford", intake("dana", "REF-1").at("/facts/school_area").asText());
    assertEquals("2024-11-04", intake("dana", "REF-1").at("/facts/placement_date").asText());
    school.put("born", "2025-02-30");
    assertEquals(400, play.send("dana", hub, IntakeEvents.FACTS_SET, school).status());
  }

  private String hub(String who, String reference) {
    ObjectNode facts = body("why", "Checked.");
    return play.put(who, "/api/cases/" + reference + "/facts", facts).ok().path("room_id").asText();
  }

  @Test
  void aCallAboutSenOpensTheDutyToInform() {
    ObjectNode call =
        call("area", "Stoke-on-Trent", "channel", "telephone", "trigger", "became-aware");
    play.post("dana", "/api/referrals", call).ok();
    JsonNode list = play.view("dana").path("checklists").get(0);
    assertEquals("duty-to-inform", list.path("id").asText());
    assertEquals(11, list.path("items").size());
    assertEquals(play.id("dana").value(), list.at("/items/0/owner").asText());
    JsonNode trigger = intake("dana", "REF-1").path("triggers").get(0);
    assertEquals("became-aware", trigger.path("trigger").asText());
    assertEquals("4.1", trigger.path("clause").asText());
    call.put("trigger", "curious");
    Http.Response unknown = play.post("dana", "/api/referrals", call);
    assertEquals(400, unknown.status());
    assertTrue(unknown.text().contains("wishes-to-adopt"), unknown.text());
  }

  @Test
  void aTriggerAfterTheReferralOpensItTooAndTheScreenerOwnsIt() {
    play.post("jo", "/api/referrals", call("hub", "stoke-on-trent", "trigger", "parent-asks")).ok();
    JsonNode unowned = play.view("dana").path("checklists").get(0);
    assertTrue(unowned.at("/items/0/owner").isNull(), unowned.toString());
    ObjectNode sen = body("trigger", "became-aware", "how", "A call about a SEN assessment.");
    play.act("dana", "/inform-triggers", sen).ok();
    assertEquals(2, intake("dana", "REF-1").path("triggers").size());
    assertEquals(403, play.act("jo", "/inform-triggers", sen).status());
    play.screen();
    JsonNode owned = play.view("dana").path("checklists").get(0);
    assertEquals(play.id("dana").value(), owned.at("/items/10/owner").asText());
    String room = play.room("dana", "professionals");
    sen.put("trigger", "wishes-to-adopt");
    play.send("dana", room, IntakeEvents.INFORM_TRIGGER, sen).ok();
    assertEquals(3, intake("tess", "REF-1").path("triggers").size());
    sen.put("trigger", "other");
    Http.Response unknown = play.send("dana", room, IntakeEvents.INFORM_TRIGGER, sen);
    assertEquals(400, unknown.status(), unknown.text());
    assertTrue(
        play.texts("tess", room).stream().anyMatch(text -> text.contains("wish to adopt")),
        play.texts("tess", room).toString());
  }

  @Test
  void aLateScreeningIsSaidAndIsNoBreach() {
    play.post("jo", "/api/referrals", call("hub", "stoke-on-trent")).ok();
    play.at("2025-01-17T09:00");
    play.screen();
    JsonNode clock = play.clock("dana", "SCREENING");
    assertEquals(4, clock.path("day_finished").asInt());
    assertFalse(clock.path("status").asText().equals("running"));
    assertFalse(clock.path("status").asText().equals("breached"), clock.toString());
  }

  @Test
  void noFurtherActionListsTheAdviceAndTheFamilyHasACopy() {
    play.post("jo", "/api/referrals", call("hub", "stoke-on-trent")).ok();
    ObjectNode outcome = body("outcome", "signpost", "reason", "A group is enough.");
    Http.Response bare = play.act("dana", "/screening", outcome);
    assertEquals(409, bare.status(), bare.text());
    assertEquals("7.2(a)", bare.json().path("clause").asText());
    String hub = hub("dana", "REF-1");
    outcome.put("reference", "REF-1");
    assertEquals(409, play.send("dana", hub, "org.caseroom.screening", outcome).status());
    with(outcome, "advised", List.of("Adopters' group in Stoke", "Early Help"));
    play.send("dana", hub, "org.caseroom.screening", outcome).ok();
    JsonNode copy = intake("jo", "REF-1").path("screening");
    assertEquals("Early Help", copy.at("/advised/1").asText());
    assertTrue(copy.path("reason").isNull(), "the reason is for the agency");
    assertEquals("A group is enough.", intake("dana", "REF-1").at("/screening/reason").asText());
    String space = play.view("jo").at("/summary/space").asText();
    assertTrue(
        play.texts("jo", space).stream().anyMatch(text -> text.contains("- Early Help")),
        "a plain client reads it too");
    assertEquals("CLOSED_NFA", play.view("jo").at("/summary/stage").asText());
  }

  @Test
  void whoComesBackGetsALinkedCaseAndTheEarlierOneStaysAsItWas() {
    play.post("jo", "/api/referrals", call("hub", "stoke-on-trent")).ok();
    ObjectNode again = call("hub", "stoke-on-trent", "earlier", "REF-1");
    Http.Response open = play.post("jo", "/api/referrals", again);
    assertEquals(409, open.status(), open.text());
    ObjectNode outcome = body("outcome", "signpost", "reason", "A group is enough.");
    play.act("dana", "/screening", outcome.put("advice", "Adopters' group")).ok();
    assertEquals(404, play.post("stranger", "/api/referrals", again).status());
    assertEquals(404, play.caseroom().http().post("/api/referrals", null, again).status());
    play.at("2025-06-02T10:00");
    assertEquals("REF-2", play.post("jo", "/api/referrals", again).ok().path("reference").asText());
    JsonNode earlier = intake("dana", "REF-2").path("earlier");
    assertEquals("REF-1", earlier.path("reference").asText());
    assertEquals("CLOSED_NFA", earlier.path("stage").asText());
    assertEquals("Adopters' group", earlier.at("/screening/advised/0").asText());
    assertTrue(earlier.at("/contact/words").asText().startsWith("We moved"));
    assertEquals("REF-2", intake("jo", "REF-1").path("later").asText());
    assertEquals("CLOSED_NFA", play.view("jo").at("/summary/stage").asText());
    assertEquals("signpost", intake("jo", "REF-1").at("/screening/outcome").asText());
    ObjectNode second = body("outcome", "detailed-referral", "reason", "Needs have grown.");
    play.post("dana", "/api/cases/REF-2/screening", second).ok();
    assertEquals("detailed-referral", intake("dana", "REF-2").at("/screening/outcome").asText());
  }
}
