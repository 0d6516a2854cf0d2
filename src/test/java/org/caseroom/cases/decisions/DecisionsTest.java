package org.caseroom.cases.decisions;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Decisions from the proposal to what the family says of them, at the doors that people use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionsTest {
  private final CasePlay play = new CasePlay();
  private String professionals;
  private String family;

  @BeforeAll
  void start() {
    play.upToConsent();
    professionals = play.room("priya", "professionals");
    family = play.room("jo", "family");
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private static ObjectNode decision(String title) {
    return body("title", title, "decided", "Two days a month", "reasons", "They are tired");
  }

  private String propose(ObjectNode decision) {
    return play.act("priya", "/decisions", decision).ok().path("state_key").asText();
  }

  private int sign(String number) {
    play.act(
            "tess",
            "/signatures",
            body("document", "decision/" + number, "decided", "Agreed", "reasons", "Yes"))
        .ok();
    return proposal(number).path("record").asInt();
  }

  private JsonNode all(String who) {
    return play.get(who, "/api/cases/REF-1/decisions").ok();
  }

  private JsonNode proposal(String number) {
    for (JsonNode each : all("tess").path("proposals")) {
      if (each.path("number").asText().equals(number)) {
        return each;
      }
    }
    throw new AssertionError(number);
  }

  private JsonNode record(int number) {
    return all("tess").path("records").get(number - 1);
  }

  private static void refused(Http.Response answer, int status, String... words) {
    assertEquals(status, answer.status(), answer.text());
    for (String word : words) {
      assertTrue(answer.text().contains(word), word + ": " + answer.text());
    }
  }

  @Test
  void aProposalIsMadeAndTakenBackWhereProfessionalsReadWhicheverClientSendsIt() {
    String number = propose(decision("Breaks"));
    ObjectNode withdrawal = body("number", number, "reason", "Not now");
    assertEquals(
        403, play.state("priya", family, CaseEvents.DECISION, "D9", decision("Breaks")).status());
    assertEquals(403, play.send("priya", family, DecisionEvents.WITHDRAW, withdrawal).status());
    play.send("priya", professionals, DecisionEvents.WITHDRAW, withdrawal).ok();
  }

  @Test
  void aKindAsksForWhatBelongsToItAndSaysWhoHasIt() {
    ObjectNode sharing = decision("Tell the school").put("kind", "sharing");
    Http.Response api = play.act("priya", "/decisions", sharing);
    refused(
        api,
        409,
        "Risk of not sharing (the author says it)",
        "Lawful basis (the author asks the agency's data protection officer)",
        "Family told");
    assertEquals("8.2", api.json().path("clause").asText());
    assertEquals(4, api.json().path("missing").size());
    int next = play.view("tess").path("documents").size();
    Http.Response matrix =
        play.state(
            "priya",
            professionals,
            CaseEvents.DECISION,
            "D" + (all("tess").path("proposals").size() + 1),
            sharing);
    assertEquals(409, matrix.status());
    assertEquals(api.json().path("detail").asText(), matrix.json().path("error").asText());
    assertEquals(next, play.view("tess").path("documents").size(), "nothing was written");

    sharing.put("lawful_basis", "Article 6(1)(e)").put("family_told", "no");
    sharing.putObject("answers").put("shared_with", "School").put("risk", "Robin is not safe");
    refused(play.act("priya", "/decisions", sharing), 409, "Why the family was not told");
    sharing.put("not_told_reason", "It would put Robin at risk");
    String number = propose(sharing);
    JsonNode says = proposal(number).path("says");
    assertTrue(
        says.findValuesAsText("text").contains("It would put Robin at risk"), says.toString());
  }

  @Test
  void whatIsNoKindNoFieldAndNoChoiceIsBadInput() {
    refused(
        play.act("priya", "/decisions", decision("A").put("kind", "holiday")),
        400,
        "'kind' is one of other, threshold");
    ObjectNode unknown = decision("A");
    unknown.putObject("answers").put("colour", "blue");
    refused(play.act("priya", "/decisions", unknown), 400, "'answers' has no such field");
    ObjectNode limb = decision("A").put("kind", "threshold").put("family_told", "yes");
    limb.put("options", "None").put("views", "They agree");
    limb.putObject("answers").put("limb", "sixth");
    refused(play.act("priya", "/decisions", limb), 400, "'limb' is one of significant-harm");
    refused(
        play.act("priya", "/decisions", decision("A").put("corrects", 900)),
        404,
        "no decision 900");
  }

  @Test
  void aProposalIsTalkedOverChangedByItsAuthorAndSignedByAnother() {
    String number = propose(decision("Short breaks"));
    String paper = proposal(number).path("event").asText();
    ObjectNode reply = body("msgtype", "m.text", "body", "Could it be three days?");
    reply.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", paper);
    play.send("tess", professionals, "m.room.message", reply).ok();
    play.send("tess", professionals, "m.room.message", body("msgtype", "m.text", "body", "Hello"))
        .ok();
    JsonNode replies = proposal(number).path("replies");
    assertEquals(1, replies.size(), replies.toString());
    assertEquals("Could it be three days?", replies.get(0).path("text").asText());

    ObjectNode changed = decision("Short breaks").put("decided", "Three days a month");
    refused(play.write("priya", "/decisions/" + number, changed), 400, "amended");
    changed.put("amended", "Three days, as Tess asks.");
    refused(play.write("tess", "/decisions/" + number, changed), 403, "changed by its author");
    play.write("priya", "/decisions/" + number, changed).ok();
    // A reply to the house's words about the changed version belongs to it as well.
    String notice =
        play.messages("tess", professionals).findParents("org.caseroom.about").stream()
            .filter(content -> content.path("body").asText().contains("changed the proposal"))
            .map(content -> content.path("org.caseroom.about").asText())
            .findFirst()
            .orElseThrow();
    assertEquals(proposal(number).path("event").asText(), notice);
    refused(
        play.act(
            "priya",
            "/signatures",
            body("document", "decision/" + number, "decided", "Agreed", "reasons", "Yes")),
        403);
    JsonNode record = record(sign(number));
    assertEquals("Three days a month", record.path("decided").asText());
    assertEquals(number, record.path("proposal").asText());
    assertEquals(1, proposal(number).path("replies").size(), "what was said stays with it");
  }

  @Test
  void aWithdrawnProposalIsNotSigned() {
    String number = propose(decision("Holiday club"));
    refused(play.act("clara", "/decisions/" + number + "/withdraw", body("reason", "No.")), 404);
    play.act("priya", "/decisions/" + number + "/withdraw", body("reason", "The club is full."))
        .ok();
    assertEquals("withdrawn", proposal(number).path("status").asText());
    refused(
        play.act(
            "tess",
            "/signatures",
            body("document", "decision/" + number, "decided", "Agreed", "reasons", "Yes")),
        409,
        "was withdrawn: The club is full.");
    refused(
        play.write(
            "priya",
            "/decisions/" + number,
            decision("Holiday club").put("amended", "Another club")),
        409,
        "was withdrawn");
    assertTrue(
        play.view("tess").path("documents").findValuesAsText("id").stream()
            .noneMatch(("decision/" + number)::equals),
        "it waits for nobody");
  }

  @Test
  void aCorrectionIsANewDecisionAndTheOldOneStays() {
    int old = sign(propose(decision("Respite")));
    int newer = sign(propose(decision("Respite, corrected").put("corrects", old)));
    assertEquals(newer, record(old).path("corrected_by").asInt());
    assertEquals("Respite", record(old).path("title").asText());
    assertEquals(old, record(newer).path("corrects").asInt());
    refused(
        play.act("priya", "/decisions", decision("Again").put("corrects", old)),
        409,
        "was corrected already, by decision " + newer);
  }

  @Test
  void aKindIsSignedByWhomItNames() {
    play.caseroom().createAccount("lin", Role.LINE_MANAGER);
    ObjectNode refusal =
        decision("CHaD said no").put("kind", "not-accepted").put("family_told", "yes");
    refusal.put("options", "Ask again");
    refusal.putObject("answers").put("service_reply", "Below our threshold.");
    String number = propose(refusal);
    refused(
        play.act(
            "tess",
            "/signatures",
            body("document", "decision/" + number, "decided", "Agreed", "reasons", "Yes")),
        403,
        "signed by: Line manager");
  }

  @Test
  void theFamilyIsToldAndSaysWhatItThinksAndIsAnswered() {
    play.at("2025-06-02T10:00");
    int number = sign(propose(decision("Fewer sessions")));
    ObjectNode notice =
        body("decided", "The sessions are every two weeks.", "reasons", "Robin is tired after.");
    refused(
        play.act("priya", "/decisions/900/notice", notice), 409, "the record has no decision 900");
    refused(
        play.act("jo", "/decisions/" + number + "/representations", body("text", "No.")),
        409,
        "was given no notice of decision " + number);
    play.act("priya", "/decisions/" + number + "/notice", notice).ok();
    refused(play.act("tess", "/decisions/" + number + "/notice", notice), 409, "already");
    String told = play.texts("jo", family).get(0);
    assertTrue(told.contains("Reasons: Robin is tired after."), told);
    assertTrue(told.contains("turn to Priya"), told);
    assertTrue(told.contains("until the end of Mon 30 Jun 2025"), told);
    assertFalse(told.contains("They are tired"), "the professionals' words stay with them");
    assertEquals("2025-06-30", play.clock("tess", "REPRESENTATIONS").path("due").asText());

    JsonNode seen = all("jo");
    assertEquals(0, seen.path("records").size());
    assertEquals(0, seen.path("proposals").size());
    refused(
        play.act("priya", "/decisions/" + number + "/reply", body("text", "We hear you.")),
        409,
        "said nothing of decision");
    play.at("2025-06-05T20:00");
    play.act("jo", "/decisions/" + number + "/representations", body("text", "Weekly is better."))
        .ok();
    assertEquals("2025-06-12", play.clock("tess", "REPLY").path("due").asText());
    play.at("2025-06-10T09:00");
    play.act("priya", "/decisions/" + number + "/reply", body("text", "We try it until July."))
        .ok();
    assertEquals("met", play.clock("tess", "REPLY").path("status").asText());

    play.at("2025-06-30T23:00");
    play.caseroom().caseroom().bots().settle();
    assertEquals("open", noticeOf(number).path("status").asText());
    play.at("2025-07-01T08:00");
    play.caseroom().caseroom().bots().nudge();
    play.caseroom().caseroom().bots().settle();
    assertEquals("ended", noticeOf(number).path("status").asText());
    assertEquals("stopped", play.clock("tess", "REPRESENTATIONS").path("status").asText());
    play.act("sam", "/decisions/" + number + "/representations", body("text", "Still too few."))
        .ok();
    JsonNode said = noticeOf(number).path("representations");
    assertEquals(
        List.of("Weekly is better.", "Still too few."),
        List.of(said.get(0).path("text").asText(), said.get(1).path("text").asText()));
    assertEquals("We try it until July.", said.get(0).path("answer").asText());
    assertFalse(said.get(0).path("after_time").asBoolean());
    assertTrue(said.get(1).path("after_time").asBoolean());
  }

  private JsonNode noticeOf(int number) {
    for (JsonNode each : all("jo").path("notices")) {
      if (each.path("number").asInt() == number) {
        return each;
      }
    }
    throw new AssertionError("no notice of " + number);
  }
}
