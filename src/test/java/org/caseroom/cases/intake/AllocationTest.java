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

/** The allocated worker, the form before the visit, and where the family is on its way. */
class AllocationTest {
  private final CasePlay play = new CasePlay();

  @AfterEach
  void stop() {
    play.close();
  }

  @BeforeEach
  void signedReferral() {
    play.at("2025-03-03T09:12");
    play.refer();
    play.at("2025-03-04T11:40");
    play.screen();
    play.at("2025-03-06T15:05");
    play.form("dana");
  }

  private void sign() {
    play.at("2025-03-12T10:20");
    play.act(
            "tess",
            "/signatures",
            body("document", "referral-form", "decided", "Agreed.", "reasons", "Sound."))
        .ok();
  }

  private JsonNode intake(String who) {
    return play.get(who, "/api/cases/REF-1/intake").ok();
  }

  private JsonNode step(String who, String id) {
    for (JsonNode step : play.get(who, "/api/cases/REF-1/map").ok().path("steps")) {
      if (step.path("id").asText().equals(id)) {
        return step;
      }
    }
    throw new AssertionError("no step " + id);
  }

  @Test
  void theManagerAllocatesAndTheWorkerLeadsFromThen() {
    ObjectNode allocation = body("worker", play.id("priya").value(), "why", "Knows early years.");
    Http.Response early = play.act("tess", "/allocation", allocation);
    assertEquals(409, early.status(), early.text());
    assertEquals("7.11", early.json().path("clause").asText());
    sign();
    assertEquals(403, play.act("dana", "/allocation", allocation).status());
    ObjectNode other = body("worker", play.id("clara").value(), "why", "x");
    assertEquals(400, play.act("tess", "/allocation", other).status());
    String room = play.room("tess", "professionals");
    play.send("tess", room, IntakeEvents.ALLOCATION, allocation).ok();
    assertEquals("Priya", intake("priya").at("/allocated/worker").asText());
    assertEquals("Tess", intake("jo").at("/allocated/by").asText());
    assertEquals("Priya", play.view("jo").at("/summary/lead").asText());
    play.act("priya", "/rooms", body("kind", "family")).ok();
  }

  @Test
  void theVisitWarnsUntilEverybodyHasReadTheForm() {
    sign();
    play.act("tess", "/allocation", body("worker", play.id("priya").value(), "why", "Free.")).ok();
    play.add("priya", "sam", "Robin's other parent", "family").ok();
    play.openFamilyRoom();
    ObjectNode needs = with(body("contact_by", "text"), "formats", List.of("easy-read"));
    play.write("jo", "/needs/" + CasePlay.encode(play.id("jo").value()), needs).ok();
    String read = "/forms/agreement/read";
    assertEquals(409, play.act("jo", read, body("version", "2025-1")).status());
    ObjectNode form =
        with(body("version", "2025-1"), "with", List.of(play.id("jo"), play.id("sam")));
    with(form, "formats", List.of("bsl-video"));
    assertEquals(400, play.act("priya", "/forms/other/send", form).status());
    play.act("priya", "/forms/agreement/send", form).ok();
    String room = play.room("jo", "family");
    assertTrue(
        play.texts("jo", room).get(0).contains("jo needs easy read"),
        play.texts("jo", room).get(0));
    play.act("jo", read, body("version", "2025-1")).ok();
    assertEquals(400, play.act("sam", read, body("version", "2024-9")).status());
    JsonNode sent = intake("priya").path("forms").get(0);
    assertFalse(sent.path("read_by_all").asBoolean());
    assertTrue(sent.at("/to/1/read").isNull(), sent.toString());
    play.at("2025-03-25T14:00");
    play.visit();
    assertTrue(
        play.texts("jo", room).stream().anyMatch(text -> text.contains("Not everybody has said")),
        play.texts("jo", room).toString());
    ObjectNode raw = body("form", "agreement", "version", "2025-1");
    play.send("sam", room, IntakeEvents.FORM_READ, raw).ok();
    assertTrue(intake("jo").at("/forms/0/read_by_all").asBoolean());
  }

  @Test
  void theMapSaysWhatIsDoneAndNextInPlainWordsWithTheViewsHeard() {
    assertEquals("now", step("jo", "agreeing").path("status").asText());
    assertEquals("2025-03-13", step("jo", "agreeing").path("due").asText());
    assertEquals("done", step("jo", "asked").path("status").asText());
    assertEquals("2025-03-03T09:12", step("jo", "asked").path("reached").asText().substring(0, 16));
    assertEquals("next", step("jo", "meeting").path("status").asText());
    assertTrue(step("jo", "meeting").path("reached").isNull());
    assertFalse(step("jo", "agreeing").path("heard").asBoolean());
    assertEquals(400, play.act("jo", "/views", body("of", "dog", "words", "x")).status());
    play.act("jo", "/views", body("of", "family", "words", "We want one person.")).ok();
    JsonNode heard = step("jo", "agreeing");
    assertTrue(heard.path("heard").asBoolean());
    assertEquals("We want one person.", heard.at("/views/0/words").asText());
    assertEquals(404, play.get("stranger", "/api/cases/REF-1/map").status());
    sign();
    assertEquals("done", step("tess", "agreeing").path("status").asText());
    assertEquals("We want one person.", step("tess", "agreeing").at("/views/0/words").asText());
  }

  @Test
  void aYearBeforeAdulthoodIsWatched() {
    play.write("dana", "/facts", body("born", "2008-05-10", "why", "Birth certificate.")).ok();
    JsonNode clock = play.clock("dana", "ADULTHOOD");
    assertEquals("2026-05-10", clock.path("due").asText());
    JsonNode reminder = play.get("dana", "/api/cases/REF-1/clocks/ADULTHOOD/reminders").ok().get(0);
    assertTrue(reminder.path("at").asText().startsWith("2025-05-0"), reminder.toString());
  }
}
