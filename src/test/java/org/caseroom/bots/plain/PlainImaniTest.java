package org.caseroom.bots.plain;

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
import org.caseroom.cases.ImaniCast;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What bots do in the acceptance case IMANI, and what people answer them, with plain Matrix
 * clients. What is no bot's business in between is done as in {@code ImaniTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlainImaniTest {
  private final CasePlay play = new CasePlay();
  private final PlainClient client = new PlainClient(play);
  private String hub = "";
  private String professionals = "";
  private String family = "";

  @AfterAll
  void stop() {
    play.close();
  }

  @BeforeAll
  void westmoorAndTheFamily() {
    play.put(
            "admin",
            "/api/agencies/together4children",
            with(
                body("name", "Together4Children", "kind", "regional-adoption-agency"),
                "areas",
                List.of("stoke-on-trent")))
        .ok();
    ImaniCast.join(play);
    play.at("2025-01-13T12:00");
    // A hub's room is made with its first referral, here somebody else's.
    play.refer();
    client.settle();
    hub = client.room("dana", "hub");
  }

  private Http.Response act(String who, String path, Object content) {
    return play.post(who, "/api/cases/REF-2" + path, content);
  }

  private Http.Response write(String who, String path, Object content) {
    return play.put(who, "/api/cases/REF-2" + path, content);
  }

  private JsonNode view(String who) {
    return play.get(who, "/api/cases/REF-2").ok();
  }

  @Test
  @Order(1)
  void row1TheDutyWorkerWritesTheCallDownOnce() {
    play.at("2025-01-13T13:25");
    client.done(
        "dana",
        hub,
        "!call Denise | Imani | We moved in January. Imani, 11, won't go to school. I've told six"
            + " people already. | surname Achieng | area westmoor | born 2013-06-01 | reply phone");
    JsonNode first = play.get("dana", "/api/cases/REF-2/intake").ok();
    assertEquals("telephone", first.findValue("channel").asText());
    assertTrue(first.findValue("words").asText().contains("six people"));
    String prompt =
        client.said("dana", hub, "front-door", "REF-2 waits").at("/content/body").asText();
    assertTrue(prompt.contains("2. Detailed referral for an assessment of need (7.2(b))"), prompt);
    assertTrue(prompt.contains("by Wednesday 15 January 2025"), prompt);
    assertTrue(client.ask("dana", hub, "!call Denise | Imani").contains("!call"));
    assertTrue(
        client
            .ask("dana", hub, "!call Denise | Imani | Words | reply pigeon")
            .contains("reply_by"));
  }

  @Test
  @Order(2)
  void row3TheScreeningIsAnsweredInTheHubsRoom() {
    play.at("2025-01-14T09:00");
    client.settle();
    JsonNode waiting = client.said("dana", hub, "front-door", "wait for a screening");
    assertTrue(waiting.at("/content/body").asText().contains("REF-1"), waiting.toString());
    assertTrue(waiting.at("/content/body").asText().contains("REF-2"), waiting.toString());
    play.at("2025-01-15T10:15");
    assertTrue(client.ask("dana", hub, "!screen REF-2 7 | Why").contains("exactly one outcome"));
    assertTrue(client.ask("dana", hub, "!screen REF-2 2").contains("exactly one outcome"));
    assertTrue(
        client.ask("dana", hub, "!screen REF-2 1 | Advice is enough").contains("advised"),
        "the door's own refusal");
    client.done("dana", hub, "!screen REF-2 2 | Assessment threshold met.");
    assertEquals("SCREENED", view("dana").at("/summary/stage").asText());
    assertTrue(client.ask("dana", hub, "!screen REF-2 3 | Once more").contains("screened already"));
    professionals = client.room("dana", "professionals");
    client.settle();
    assertEquals(
        2,
        client.texts("dana", hub).stream()
            .filter(text -> text.contains("wait for a screening"))
            .count(),
        "once a day, and one message for all");
  }

  @Test
  @Order(3)
  void row2TheCardSaysWhoIsResponsibleAndWhatIsMissing() {
    String unknown = client.ask("dana", professionals, "!transfer");
    assertTrue(unknown.contains("!order"), unknown);
    client.done("dana", professionals, "!order 2022-09-09");
    String card = client.ask("dana", professionals, "!transfer");
    assertTrue(card.contains("until Tuesday 9 September 2025"), card);
    assertTrue(card.contains("From that day it is Westmoor"), card);
    assertTrue(card.contains("The rule (Transfer): For three years after"), card);
    assertTrue(card.contains("1. ✅ The family lives in westmoor."), card);
    assertTrue(card.contains("3. ⬜ No manager's view is recorded: a team manager gives it."), card);
    write(
            "dana",
            "/team/" + CasePlay.encode(play.id("denise").value()),
            with(body("why", "Imani's mother"), "rooms", List.of("family")))
        .ok();
    client.acceptAll("denise");
    act("dana", "/rooms", body("kind", "family"));
  }

  @Test
  @Order(5)
  void row5TheDeputyPromptComesOnTheLastDay() {
    play.at("2025-01-17T16:00");
    write(
            "dana",
            "/referral-form",
            with(
                body("needs", "School.", "situation", "Moved."),
                "proposed_actions",
                List.of("assessment")))
        .ok();
    play.at("2025-01-24T17:00");
    client.settle();
    client.said("tess", professionals, "review-reminder", "Nobody is named to stand in");
  }

  /** Rows 5 and 6: staff's own work, as in the case. */
  @Test
  @Order(6)
  void theCaseGoesOnToConsent() {
    act(
            "tess",
            "/signatures",
            body("document", "referral-form", "decided", "Agreed.", "reasons", "Sound."))
        .ok();
    write(
            "tess",
            "/team/" + CasePlay.encode(play.id("priya").value()),
            with(body("why", "Allocated worker"), "rooms", List.of("family", "professionals")))
        .ok();
    play.at("2025-02-06T11:00");
    act("priya", "/rooms", body("kind", "family")).ok();
    client.acceptAll("denise");
    client.settle();
    family = client.room("denise", "family");
    assertTrue(
        client.texts("denise", family).stream()
            .anyMatch(text -> text.contains("Together4Children supports your family until")),
        "row 2: sent to Denise in plain words");
    act(
            "priya",
            "/visits",
            with(
                    body("mode", "video", "how_assessed", "By video.", "joint_with", "westmoor"),
                    "present",
                    List.of(play.id("denise")))
                .put("first", true))
        .ok();
    ObjectNode form = with(body("form_version", "2025-1"), "signed_by", List.of(play.id("denise")));
    var lines = form.putArray("lines");
    lines.addObject().put("id", "assessment").put("purpose", "assessment").put("given", true);
    for (String agency : List.of("westmoor-virtual-school", "westmoor")) {
      var line = lines.addObject().put("id", agency).put("purpose", "share");
      line.put("agency", agency).put("given", true);
      line.putArray("rooms").add("family").add("professionals");
    }
    act("priya", "/consents", form).ok();
    act("priya", "/assessment/start", Json.object()).ok();
  }

  @Test
  @Order(7)
  void row7TheVirtualSchoolOfTheSchoolsAreaIsInvited() {
    play.at("2025-02-10T09:30");
    assertTrue(client.ask("priya", professionals, "!school Hillside").contains("!school"));
    client.done("priya", professionals, "!school Hillside School | Westmoor | secondary");
    client.acceptAll("vic");
    assertEquals(professionals, client.room("vic", "professionals"));
    String told =
        client.texts("priya", professionals).stream()
            .filter(text -> text.contains("Westmoor Virtual School"))
            .findFirst()
            .orElseThrow();
    assertFalse(told.contains("Hillside"), told);
    Http.Response wrong =
        play.post(
            "priya",
            "/_matrix/client/v3/rooms/" + CasePlay.encode(professionals) + "/invite",
            body("user_id", play.id("vera").value()));
    assertEquals(409, wrong.status(), wrong.text());
  }

  @Test
  @Order(8)
  void row8AQuestionGoesToTheVirtualSchoolAndNamesAreWarnedOf() {
    play.at("2025-02-12T20:05");
    client.say(
        "denise",
        family,
        "!question School want to know what happened to her before. Do I have to say?");
    JsonNode question = view("denise").path("questions").get(0);
    assertEquals(play.id("vic").value(), question.path("owner").asText(), question.toString());
    assertTrue(
        client.texts("denise", family).stream()
            .anyMatch(text -> text.contains("no names of the birth family")));
  }

  @Test
  @Order(9)
  void row9TheVirtualSchoolAnswersAndDeniseCloses() {
    play.at("2025-02-13T11:30");
    client.say("vic", family, "!answer Q1 No. Here is what school needs: what helps.");
    client.say("denise", family, "!answered Q1");
    assertEquals("closed", view("denise").path("questions").get(0).path("status").asText());
  }

  @Test
  @Order(14)
  void row14TheFortiethDayNamesTheBlocker() {
    for (String section : List.of("history", "development", "education", "family", "views")) {
      write("priya", "/assessment/sections/" + section, body("text", "Written.").put("done", true))
          .ok();
    }
    play.at("2025-04-03T09:00");
    client.settle();
    JsonNode told = client.said("tess", professionals, "review-reminder", "Working days used: 40");
    assertTrue(told.at("/content/body").asText().contains("Analysis and needs"), told.toString());
    client.react("priya", professionals, told.path("event_id").asText(), "✅");
    JsonNode seen =
        client.events("tess", professionals).stream()
            .filter(event -> event.path("type").asText().equals(CaseEvents.CLOCK_ACKNOWLEDGE))
            .findFirst()
            .orElseThrow();
    assertEquals(play.id("priya").value(), seen.path("sender").asText(), "in her own name");
    assertEquals("day-40", seen.at("/content/reminder").asText());
    // Nobody stands in: the manager would have heard on the next working day.
    for (String later : List.of("2025-04-04T09:01", "2025-04-07T13:01")) {
      play.at(later);
      client.settle();
    }
    assertFalse(
        client.texts("tess", professionals).toString().contains("has answered"), "acknowledged");
  }

  /** Row 15: the assessment, late and with its reason, as in the case. */
  @Test
  @Order(15)
  void theAssessmentIsSigned() {
    play.at("2025-04-22T16:30");
    write("priya", "/assessment/sections/analysis", body("text", "One person.").put("done", true))
        .ok();
    act("priya", "/rooms", body("kind", "voice")).ok();
    act("priya", "/voice", body("reason", "Imani wrote instead.").put("seen", false)).ok();
    write("priya", "/plan/peers", body("title", "Group", "kind", "peer", "status", "started")).ok();
    act("priya", "/assessment/complete", Json.object()).ok();
    act(
            "tess",
            "/signatures",
            body(
                "document", "assessment",
                "decided", "Agreed.",
                "reasons", "Clear.",
                "late_reason", "Waiting for psychology report."))
        .ok();
    act("tess", "/shares", with(body("document", "assessment"), "with", List.of(play.id("denise"))))
        .ok();
  }

  @Test
  @Order(16)
  void row16BothRoutesOfComplaintAreGiven() {
    play.at("2025-04-24T20:40");
    client.say("denise", family, "How do I complain about the wait?");
    assertTrue(
        client
            .said("denise", family, "question", "Ombudsman")
            .at("/content/body")
            .asText()
            .contains("council"));
  }

  @Test
  @Order(17)
  void urgentWordsShowWhomToCallBeforeTheyAreSent() {
    play.at("2025-05-01T22:10");
    Http.Response held = client.trySay("denise", family, "She says she wants to die.");
    assertEquals(409, held.status(), held.text());
    assertTrue(held.text().contains("999"), held.text());
    assertFalse(client.texts("denise", family).toString().contains("wants to die"));
    client.acceptAll("denise");
    String direct = client.direct("denise", "front-door");
    String hint = client.said("denise", direct, "front-door", "999").at("/content/body").asText();
    assertTrue(hint.contains("116 123") && hint.contains("Send your message again"), hint);
    String page = client.said("dana", hub, "caseroom", "URGENT U1").at("/content/body").asText();
    assertTrue(page.contains("REF-2") && !page.contains("die"), page);
    assertTrue(page.contains("have sent nothing yet"), page);
    client.say("denise", family, "She says she wants to die.");
    client.say("denise", family, "I cannot go on like this, it is not safe.");
    assertEquals(
        1,
        client.texts("dana", hub).stream().filter(text -> text.startsWith("URGENT U")).count(),
        "one concern, paged once");
    client.done("dana", hub, "!take REF-2 U1");
    assertTrue(client.ask("dana", hub, "!take REF-2 U1").contains("acknowledged already"));
    client.done(
        "dana", hub, "!concern REF-2 U1 | not-urgent | Rang Denise: safe with her tonight.");
    client.say("denise", family, "It is not safe again.");
    client.done("dana", hub, "!take ref-2 u2");
    play.at("2025-05-03T09:00");
    client.done("dana", hub, "!concern REF-2 U2 | not-urgent | Rang again.");
    assertEquals(
        409,
        client.trySay("denise", family, "He may hurt her.").status(),
        "another day, read once more");
  }

  @Test
  @Order(18)
  void row17TheTransferIsPromptedThreeMonthsBefore() {
    play.at("2025-06-09T09:00");
    client.settle();
    client.said("priya", professionals, "review-reminder", "9 September 2025");
  }

  @Test
  @Order(19)
  void row18TheTransferFormIsRefusedAsTheDoorSays() {
    play.at("2025-08-04T10:00");
    String refused =
        client.ask(
            "priya",
            professionals,
            "!transfer-form Adopted 2022 | School | Therapy goes on | Wants one worker | January"
                + " 2023");
    assertTrue(refused.contains("review"), refused);
    String shown = client.ask("priya", professionals, "!transfer");
    assertTrue(shown.contains("4. ⬜ The last assessment is of Tue 22 Apr 2025"), shown);
    assertTrue(shown.contains("Do a review: the social worker writes it"), shown);
  }

  /** Row 19: the review that opens the way, as in the case. */
  @Test
  @Order(20)
  void theReviewIsSigned() {
    play.at("2025-08-14T12:00");
    ObjectNode review =
        body(
            "mode", "video",
            "held", "2025-08-14",
            "early_reason", "The hand-over wants a review of the last three months.",
            "progress", "At school three days a week.",
            "impact", "Mornings are calmer.",
            "changes", "Westmoor takes over.",
            "peer_support", "The group goes on.");
    with(review, "attended", List.of(play.id("denise"), play.id("priya")));
    review
        .withArray("actions")
        .addObject()
        .put("item", "peers")
        .put("progress", "Goes on.")
        .put("impact", "Calmer.")
        .put("changes", "None.");
    write("priya", "/review", review).ok();
    act("priya", "/review/parties/practitioners", Json.object().put("signed", true)).ok();
    act("denise", "/review/parties/parents", Json.object().put("signed", true)).ok();
    act(
            "priya",
            "/review/parties/child",
            body("reason", "Imani told her worker.").put("signed", false))
        .ok();
    play.at("2025-08-15T12:00");
    act(
            "tess",
            "/signatures",
            body("document", "review", "decided", "Agreed.", "reasons", "Clear."))
        .ok();
  }

  @Test
  @Order(21)
  void row20TheGatesTurnGreenAndTheCaseIsOffered() {
    play.at("2025-08-18T09:30");
    assertTrue(
        client
            .ask("priya", professionals, "!consult yes | Settled in Westmoor.")
            .contains("Your role may not do this"),
        "a manager's own act");
    client.done("tess", professionals, "!consult Ie | Settled in Westmoor.");
    String shown = client.ask("priya", professionals, "!transfer");
    assertFalse(shown.contains("⬜"), shown);
    assertTrue(shown.contains("!transfer-form"), shown);
    assertTrue(
        client.ask("priya", professionals, "!offer westmoor").contains("Transfer Form is not"));
    client.done(
        "priya",
        professionals,
        "!transfer-form Adopted 2022 | School | Therapy goes on | Wants one worker | January 2023");
    assertTrue(client.ask("priya", professionals, "!transfer").contains("!offer westmoor"));
    assertTrue(client.ask("priya", professionals, "!offer nowhere").contains("no agency called"));
    client.done("priya", professionals, "!offer Westmoor | Can we speak?");
    assertEquals("offered", transfer().path("status").asText());
    assertTrue(transfer().path("manifest").asText().length() >= 40);
  }

  private JsonNode transfer() {
    return play.get("priya", "/api/cases/REF-2/transfer").ok();
  }

  @Test
  @Order(22)
  void row21WestmoorAsksThenAccepts() {
    play.at("2025-08-27T10:00");
    client.acceptAll("wanda");
    String room = client.room("wanda", "transfer");
    assertTrue(
        client.texts("wanda", room).stream().anyMatch(text -> text.contains("!clarify")),
        "the room says how an offer is answered");
    client.done("wanda", room, "!clarify Who pays for therapy?");
    String waits = client.ask("priya", professionals, "!transfer");
    assertTrue(waits.contains("They ask: Who pays for therapy?"), waits);
    client.done("priya", room, "!clarified The fund, until March.");
    play.at("2025-09-01T15:10");
    assertTrue(client.ask("wanda", room, "!accept Nobody").contains("nobody of that agency"));
    assertTrue(
        client.ask("priya", room, "!accept Will").contains("for: Line manager, Team manager"));
    client.done("wanda", room, "!accept Will | I ring you on Friday.");
    assertTrue(
        client.texts("denise", family).stream().anyMatch(text -> text.contains("I ring you")));
    String card = client.ask("denise", family, "!transfer");
    assertTrue(card.contains("Westmoor has agreed to support the family"), card);
    assertTrue(card.contains("Their worker there: Will"), card);
    client.done("wanda", room, "!check 1");
  }

  @Test
  @Order(23)
  void row22TheFamilyReadsWhoIsWhoOnTheDayOfTheMove() {
    play.at("2025-09-09T00:01");
    client.settle();
    assertEquals("TRANSFERRED", view("denise").at("/summary/stage").asText());
    JsonNode told = client.said("denise", family, "transfer", "Who is who now");
    String words = told.at("/content/body").asText();
    assertTrue(words.contains("- Will, Permanency Support Social Worker, Westmoor"), words);
    assertTrue(words.contains("Together4Children can read here for a while"), words);
    client.react("denise", family, told.path("event_id").asText(), "✅");
    JsonNode check = transfer().path("checks").get(1);
    assertEquals("knows-who-supports", check.path("id").asText());
    assertTrue(check.path("done").asBoolean(), check.toString());
    assertEquals(409, client.trySay("priya", family, "Hello").status(), "they write no more");
    JsonNode state =
        client.state("denise", client.room("denise", "case"), CaseEvents.CASE, "").ok();
    assertEquals("westmoor", state.path("agency").asText());
  }
}
