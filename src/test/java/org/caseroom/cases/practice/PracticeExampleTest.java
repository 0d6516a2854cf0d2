package org.caseroom.cases.practice;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An example that names nobody leaves the house when everybody concerned has agreed. */
class PracticeExampleTest {
  private static final String EXPORT = "/api/cases/REF-1/practice-example/export";
  private static final String TEXT =
      "A child of four was seen at home by two services together. The family told its story once.";

  private final CasePlay play = new CasePlay();

  @BeforeEach
  void aTeamOfThreeAgencies() {
    play.upToConsent();
    for (String person : List.of("clara", "nina")) {
      play.add("priya", person, "Helps", "family", "professionals").ok();
      play.act(person, "/join", Json.object()).ok();
    }
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private Http.Response write(String who, String text) {
    return play.write(who, "/practice-example", body("title", "One visit", "text", text));
  }

  private Http.Response answer(String who, String answer) {
    ObjectNode body = body("answer", answer);
    JsonNode now = play.get("priya", "/api/cases/REF-1/practice-example").ok();
    return play.act(
        who, "/practice-example/answer", body.put("version", now.path("version").asInt()));
  }

  private void allApprove() {
    for (String who : List.of("tess", "clara", "nina", "jo")) {
      answer(who, "approve").ok();
    }
  }

  private String refused() {
    Http.Response answer = play.get("priya", EXPORT);
    assertEquals(409, answer.status(), answer.text());
    return answer.text();
  }

  @Test
  void noExportWithOneMissing() {
    write("priya", TEXT).ok();
    assertTrue(refused().contains("The family"));
    answer("tess", "approve").ok();
    answer("clara", "approve").ok();
    answer("jo", "approve").ok();
    String refusal = refused();
    assertTrue(refusal.contains("not yet approved by Acorn Nursery."), refusal);
    assertTrue(refusal.contains("\"missing\":\"acorn-nursery\""), refusal);
    JsonNode ready = answer("nina", "approve").ok();
    assertTrue(ready.path("ready").asBoolean(), ready.toString());
    Http.Response export = play.get("priya", EXPORT);
    assertEquals(Json.object().put("title", "One visit").put("text", TEXT), export.ok());
    assertTrue(
        play.caseroom().recorded(AuditEntry.Kind.EXPORT).toString().contains("practice-example"));
    for (String who : List.of("clara", "jo")) {
      assertEquals(403, play.get(who, EXPORT).status(), who);
    }
    assertEquals(404, play.get("stranger", EXPORT).status());
    // Who joins later has to agree too.
    play.add("priya", "vera", "Advises", "family").ok();
    assertTrue(refused().contains("not yet approved by Virtual School."));
  }

  @Test
  void whatCouldIdentifyIsHeldByItsKindAndNothingIsKept() {
    Map.of(
            "Then Robin sat still.", "the child's name",
            "The Ash-down family was tired.", "a surname",
            "His father Sam helped.", "a name of the family",
            "Ms Priya came at once.", "a professional's name",
            "Together4Children paid.", "an agency's name",
            "At the Acorn they saw it first.", "a school",
            "It was in Stoke on Trent.", "a hub",
            "They met on the 3rd of March.", "a date",
            "Write to help@example.org or ring 01782 234 567.",
                "a telephone number,an e-mail address",
            "It is known as REF-1.", "a reference")
        .forEach(
            (text, kinds) -> {
              Http.Response held = write("priya", text);
              assertEquals(409, held.status(), text);
              String names = Json.parse(held.text()).path("names").asText();
              for (String kind : kinds.split(",")) {
                assertTrue(names.contains(kind), text + " -> " + names);
              }
            });
    assertEquals(404, play.get("priya", "/api/cases/REF-1/practice-example").status());
    String room = play.room("priya", "professionals");
    ObjectNode named = body("title", "Robin", "text", TEXT);
    Http.Response raw = play.state("priya", room, PracticeEvents.EXAMPLE, "", named);
    assertEquals(409, raw.status());
    assertEquals(
        Json.parse(play.write("priya", "/practice-example", named).text()).path("detail"),
        Json.parse(raw.text()).path("error"));
  }

  @Test
  void anAgencyWithdrawsAfterApprovalAndTheExportIsRefusedFromThenOn() {
    write("priya", TEXT).ok();
    allApprove();
    play.get("priya", EXPORT).ok();
    answer("clara", "withdraw").ok();
    String refusal = refused();
    assertTrue(refusal.contains("withdrawn by North Staffordshire Health"), refusal);
    assertTrue(
        play.texts("priya", play.room("priya", "family")).get(0).contains("withdrew"),
        "the others are told");
    answer("clara", "approve").ok();
    play.get("priya", EXPORT).ok();
  }

  @Test
  void aParentsNoOutlivesTheVersionAndTheOthersYes() {
    write("priya", TEXT).ok();
    allApprove();
    play.act("sam", "/practice-example/answer", body("answer", "withdraw")).ok();
    assertTrue(refused().contains("withdrawn by The family"));
    write("priya", TEXT + " It helped.").ok();
    assertEquals(
        409,
        play.act("jo", "/practice-example/answer", body("answer", "approve").put("version", 1))
            .status(),
        "an old version");
    allApprove();
    assertTrue(refused().contains("withdrawn by The family"));
    answer("sam", "approve").ok();
    play.get("priya", EXPORT).ok();
  }

  @Test
  void whoWritesDoesNotApproveAndOthersDoNotWrite() {
    assertEquals(403, write("clara", TEXT).status());
    assertEquals(403, write("jo", TEXT).status());
    write("priya", TEXT).ok();
    Http.Response own = answer("priya", "approve");
    assertEquals(409, own.status());
    assertTrue(own.text().contains("a colleague or a manager"), own.text());
    assertEquals(
        404, play.act("stranger", "/practice-example/answer", body("answer", "withdraw")).status());
    String space = play.view("jo").at("/summary/space").asText();
    ObjectNode yes = body("answer", "approve").put("version", 1);
    play.send("jo", space, PracticeEvents.ANSWER, yes).ok();
    assertEquals(
        409, play.send("jo", space, PracticeEvents.ANSWER, yes.put("version", 2)).status());
    assertFalse(refused().contains("The family"));
  }

  @Test
  void anAgencyThatHasLeftAnswersInWriting() {
    write("priya", TEXT).ok();
    for (String who : List.of("tess", "clara", "jo")) {
      answer(who, "approve").ok();
    }
    ObjectNode paper =
        body("agency", "acorn-nursery", "said_by", "The head, by letter", "answer", "approve")
            .put("version", 1);
    assertEquals(409, play.act("tess", "/practice-example/written-answer", paper).status());
    play.caseroom()
        .http()
        .delete(
            "/api/cases/REF-1/team/" + CasePlay.encode(play.id("nina").value()) + "?why=Moved",
            play.token("priya"))
        .ok();
    assertTrue(refused().contains("not yet approved by Acorn Nursery"));
    assertEquals(403, play.act("priya", "/practice-example/written-answer", paper).status());
    play.act("tess", "/practice-example/written-answer", paper).ok();
    play.get("priya", EXPORT).ok();
    play.act("tess", "/practice-example/written-answer", paper.put("answer", "withdraw")).ok();
    assertTrue(refused().contains("withdrawn by Acorn Nursery"));
  }

  @Test
  void aNameThatBecomesKnownLaterHoldsTheExport() {
    write("priya", TEXT + " Then Zelda came.").ok();
    allApprove();
    play.get("priya", EXPORT).ok();
    ObjectNode account = body("user_name", "zelda", "display_name", "Zelda", "agency", "nscht");
    account.putArray("roles").add("psychologist");
    play.post("admin", "/api/accounts", account).ok();
    play.add("priya", "zelda", "Takes over", "family").ok();
    assertTrue(refused().contains("a professional's name"));
  }
}
