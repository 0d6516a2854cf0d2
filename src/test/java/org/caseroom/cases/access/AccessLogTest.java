package org.caseroom.cases.access;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The family reads who has looked, when and why, and nobody's confidence is broken by it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessLogTest {
  private static final String WHY = "The night team rang: Robin has run away from home.";

  private final CasePlay play = new CasePlay();
  private String family;
  private String voice;

  @BeforeAll
  void threeMonthsOfLooking() {
    play.caseroom().createAccount("imani", Role.YOUNG_PERSON);
    account("nora", "permanency-support-social-worker", "together4children");
    account("lena", "line-manager", "together4children");
    account("audrey", "auditor", "together4children");
    account("otto", "auditor", "nscht");
    play.upToConsent();
    family = play.room("jo", "family");
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    play.add("priya", "imani", "Her own case", "family", "voice").ok();
    play.act("imani", "/join", Json.object()).ok();
    voice = play.room("imani", "voice");
    play.add("priya", "clara", "Therapist", "family").ok();
    play.act("clara", "/join", Json.object()).ok();
    play.write(
            "imani",
            "/voice/readers/" + encode(play.id("clara").value()),
            Json.object().put("chosen", true))
        .ok();
    play.act("clara", "/join", Json.object()).ok();
    for (int hour : new int[] {9, 10, 15}) {
      play.at("2025-04-07T%02d:30".formatted(hour));
      play.texts("priya", family);
    }
    play.get("clara", "/_matrix/client/v3/rooms/" + encode(voice) + "/messages?dir=b").ok();
    play.texts("imani", family);
    play.at("2025-04-08T02:10");
    play.act("nora", "/break-glass", body("reason", WHY)).ok();
    play.texts("nora", family);
    play.act("jo", "/complaints", complaint()).ok();
  }

  private ObjectNode complaint() {
    return with(body("words", "We waited."), "complained_of", List.of(play.id("tess")));
  }

  private void account(String name, String role, String agency) {
    ObjectNode body = body("user_name", name, "display_name", name, "agency", agency);
    body.putArray("roles").add(role);
    play.post("admin", "/api/accounts", body).ok();
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private JsonNode log(String who, String month) {
    return play.get(who, "/api/cases/REF-1/access?size=500&month=" + month).ok();
  }

  private static List<String> says(JsonNode log, String name) {
    List<String> says = new ArrayList<>();
    for (JsonNode row : log.path("rows")) {
      if (row.path("name").asText().equals(name)) {
        says.add(row.path("says").asText());
      }
    }
    return says;
  }

  @Test
  void manyTimesOnADayAreOneLineWithCountTimeAndWhy() {
    JsonNode april = log("jo", "2025-04");
    List<String> priya = says(april, "Priya");
    assertEquals(1, priya.size(), april.toString());
    assertTrue(
        priya
            .get(0)
            .startsWith(
                "Priya (Permanency Support Social Worker, Together4Children) looked at this on Mon 7"
                    + " Apr 2025 between 09:30 and 15:30:"),
        priya.get(0));
    assertTrue(priya.get(0).contains("the family room. 3 times that day."), priya.get(0));
    assertTrue(priya.get(0).endsWith("In the team: Allocated worker."), priya.get(0));
    assertEquals("2025-03", april.path("previous").asText());
    assertEquals(2, april.path("total").asInt(), april.toString());
    JsonNode paged = play.get("jo", "/api/cases/REF-1/access?month=2025-04&size=1&page=2").ok();
    assertEquals(1, paged.path("rows").size());
    assertEquals(400, play.get("jo", "/api/cases/REF-1/access?month=April").status());
  }

  @Test
  void breakingTheGlassIsThereAtOnceWithItsReason() {
    List<String> nora = says(log("jo", "2025-04"), "nora");
    assertEquals(1, nora.size());
    assertTrue(nora.get(0).contains(WHY) && nora.get(0).contains("BG-1"), nora.get(0));
    assertTrue(nora.get(0).contains("the family room"), nora.get(0));
  }

  @Test
  void aManagerHidesItWithAReasonAndShowsItAgain() {
    String hide = "/break-glass/BG-1/hide";
    ObjectNode reason = body("reason", "The strategy meeting asked not to warn the household.");
    for (String who : List.of("priya", "nora")) {
      assertEquals(403, play.act(who, hide, reason).status(), who);
    }
    assertEquals(404, play.act("jo", hide, reason).status());
    play.act("lena", hide, reason).ok();
    for (String who : List.of("jo", "sam", "imani", "priya", "clara")) {
      assertFalse(log(who, "2025-04").toString().contains("BG-1"), who);
      assertEquals(List.of(), says(log(who, "2025-04"), "nora"), who);
      assertFalse(play.get(who, "/_matrix/client/v3/sync").text().contains("strategy"), who);
    }
    for (String who : List.of("tess", "lena", "audrey")) {
      assertTrue(log(who, "2025-04").toString().contains("\"hidden\":true"), who);
    }
    assertTrue(play.get("audrey", "/api/cases/REF-1/break-glass").text().contains("strategy"));
    assertEquals(409, play.act("lena", hide, reason).status());
    play.act("tess", "/break-glass/BG-1/show", body("reason", "The enquiry has ended.")).ok();
    assertEquals(1, says(log("jo", "2025-04"), "nora").size());
  }

  @Test
  void nobodysConfidenceIsBroken() {
    String ofJo = log("jo", "2025-04").toString() + log("jo", "2025-03");
    assertFalse(ofJo.contains("imani"), "a young person's reading is her own");
    assertFalse(ofJo.contains("\"sam\""), "and so is another parent's");
    assertFalse(ofJo.contains("child's own room"), "whom she chose");
    assertTrue(says(log("imani", "2025-04"), "Clara").toString().contains("child's own room"));
    assertFalse(log("priya", "2025-04").toString().contains("child's own room"));
    assertFalse(log("priya", "2025-04").toString().contains("imani"));
    String auditors = log("audrey", "2025-04").toString();
    assertTrue(auditors.contains("imani") && auditors.contains("child's own room"));
    for (String who : List.of("jo", "priya", "tess", "audrey", "lena")) {
      assertFalse(log(who, "2025-04").toString().toLowerCase().contains("complain"), who);
    }
  }

  @Test
  void itIsForThoseOfTheCaseAndItsAuditorsAlone() {
    for (String who : List.of("stranger", "otto", "oti", "admin")) {
      assertEquals(404, play.get(who, "/api/cases/REF-1/access").status(), who);
    }
    assertEquals(404, play.get("jo", "/api/cases/REF-9/access").status());
  }

  @Test
  void copiesAndQuestionsToTheLogAreInItToo() {
    play.at("2025-05-06T10:00");
    JsonNode message = play.messages("jo", family).get(0);
    play.get(
            "audrey",
            "/api/audit/readers?item="
                + encode(message.path("event_id").asText())
                + "&at=2025-05-06T09:00")
        .ok();
    assertTrue(
        says(log("jo", "2025-05"), "audrey").toString().contains("asked who could read something"));
    assertTrue(says(log("jo", "2025-05"), "audrey").toString().contains("Auditor"));
  }

  @Test
  void asAFileAndInEasyRead() {
    String csv = play.get("jo", "/api/cases/REF-1/access?month=2025-04&format=csv").text();
    assertTrue(csv.startsWith("day,from,last,name,role,agency,things,times,break_glass"), csv);
    assertTrue(csv.contains("Priya,Permanency Support Social Worker"), csv);
    play.write(
            "sam",
            "/needs/" + encode(play.id("sam").value()),
            with(body(), "formats", List.of("easy-read")))
        .ok();
    JsonNode easy = log("sam", "2025-04");
    assertTrue(easy.path("easy_read").asBoolean(), easy.toString());
    assertEquals(
        "Priya looked on Mon 7 Apr 2025. This is what it was: the family room. It was 3 times that"
            + " day. This person is in your team.",
        says(easy, "Priya").get(0));
    assertFalse(log("jo", "2025-04").path("easy_read").asBoolean());
  }
}
