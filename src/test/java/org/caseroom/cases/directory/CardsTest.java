package org.caseroom.cases.directory;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cards with source and age, links with an owner, services by area and need, the library. */
class CardsTest {
  private static JsonNode byId(JsonNode list, String id) {
    for (JsonNode each : list) {
      if (each.path("id").asText().equals(id)) {
        return each;
      }
    }
    throw new AssertionError("There is no " + id + " in " + list);
  }

  @Test
  void theAdoptionPassportIsThereAtTheFirstContactWithSourceAndAge() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:00");
      JsonNode cards = play.caseroom().http().get("/api/cards", null).ok();
      JsonNode pay = byId(cards, "adoption-pay");
      assertEquals("90%", pay.path("figures").get(0).path("value").asText());
      assertEquals("2015", pay.path("figures").get(0).path("since").asText());
      assertEquals("2012", pay.path("source").path("dated").asText());
      assertTrue(pay.path("source").path("old").asBoolean());
      assertEquals(
          "Source is 12 years old. Check that it still holds.",
          pay.path("source").path("badge").asText());
      assertTrue(
          byId(cards, "adoption-leave").path("figures").toString().contains("26 weeks removed"));
      JsonNode early = byId(cards, "early-education");
      assertEquals(2, early.path("from_age").asInt());
      assertEquals("September 2014", early.path("figures").get(0).path("since").asText());
      JsonNode gateway = byId(cards, "national-gateway");
      assertTrue(
          byId(gateway.path("links"), "first4adoption").path("flag").asText().contains("Closed"));
      JsonNode easy =
          play.caseroom().http().get("/api/cards/complaints?format=easy-read", null).ok();
      assertEquals(easy.path("easy_read").asText(), easy.path("text").asText());
      assertEquals(404, play.caseroom().http().get("/api/cards/nothing", null).status());
    }
  }

  @Test
  void anAgencyAddsWhatHoldsLocally() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:00");
      ObjectNode text =
          body(
              "text", "In Stoke the Sunday group meets monthly.",
              "easy_read", "A group each month.",
              "source", "Hub calendar",
              "as_of", "2025-02-01");
      String address = "/api/agencies/together4children/cards/";
      assertEquals(403, play.put("vera", address + "other-adopters", text).status());
      JsonNode card = play.put("tess", address + "other-adopters", text).ok();
      assertEquals("Together4Children", card.path("local").get(0).path("agency_name").asText());
      assertFalse(card.path("local").get(0).path("source").path("old").asBoolean());
      assertEquals(400, play.put("tess", address + "sunday", text).status(), "no title");
      JsonNode own = play.put("tess", address + "sunday", text.put("title", "Sunday group")).ok();
      assertEquals("together4children.sunday", own.path("id").asText());
      assertEquals(
          200, play.caseroom().http().get("/api/cards/together4children.sunday", null).status());
      text.put("as_of", "2025-03-04");
      assertEquals(400, play.put("tess", address + "sunday", text).status(), "a day to come");
    }
  }

  /** R80, Robin row 11: an answer names a card that the house knows, at every door. */
  @Test
  void anAnswerNamesAKnownCard() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      play.act("jo", "/questions", body("text", "When is the next visit?")).ok();
      ObjectNode answer = body("text", "Soon.", "card", "a leaflet I once saw");
      Http.Response refused = play.act("priya", "/questions/Q1/answer", answer);
      assertEquals(400, refused.status(), refused.text());
      assertTrue(refused.text().contains("/api/cards"), refused.text());
      Http.Response raw =
          play.send(
              "priya",
              play.room("priya", "family"),
              "org.caseroom.question.answer",
              answer.deepCopy().put("question", "Q1"));
      assertEquals(400, raw.status(), raw.text());
      play.act("priya", "/questions/Q1/answer", body("text", "Soon.", "card", "housing")).ok();
      play.act(
              "priya",
              "/questions/Q1/answer",
              body(
                  "text",
                  "Soon.",
                  "card",
                  "adoption passport:  Council housing and help with rent"))
          .ok();
    }
  }

  @Test
  void aLinkThatNobodyLookedAtForNinetyDaysIsWarnedAbout() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-05-30T09:00");
      assertFalse(link(play, "adoption-england").path("stale").asBoolean(), "day 90 is not yet");
      play.at("2025-05-31T09:00");
      JsonNode stale = link(play, "adoption-england");
      assertTrue(stale.path("stale").asBoolean(), "day 91 is");
      assertEquals("Nobody has looked for 91 days.", stale.path("flag").asText());
      assertTrue(
          play.get("tess", "/api/directory/readiness")
              .ok()
              .path("warnings")
              .toString()
              .contains("adoption-england"));
      assertEquals(
          403,
          play.post("jo", "/api/links/adoption-england/check", body("status", "works")).status());
      JsonNode now =
          play.post("priya", "/api/links/adoption-england/check", body("status", "works")).ok();
      assertFalse(now.path("stale").asBoolean());
      assertEquals("Priya", now.path("checked_by").asText());
      Http.Response silent =
          play.post("priya", "/api/links/adoption-england/check", body("status", "dead"));
      assertEquals(400, silent.status(), "what is dead wants a note");
      JsonNode dead =
          play.post(
                  "priya",
                  "/api/links/adoption-england/check",
                  body("status", "dead", "note", "No answer since Monday."))
              .ok();
      assertEquals("Dead: leads nowhere.", dead.path("flag").asText());
      ObjectNode own =
          body(
              "title",
              "Group",
              "address",
              "https://group.example.org/",
              "owner_role",
              "team-manager");
      play.put("tess", "/api/agencies/together4children/links/group", own).ok();
      assertEquals(
          "together4children", link(play, "group").path("owner_agency").asText(), "with an owner");
      assertEquals(
          409, play.put("vera", "/api/agencies/stoke-virtual-school/links/group", own).status());
    }
  }

  private static JsonNode link(CasePlay play, String id) {
    return byId(play.get("jo", "/api/links").ok(), id);
  }

  @Test
  void servicesAreFoundByAreaAndNeed() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:00");
      ObjectNode group =
          with(
              with(
                  body(
                      "kind", "groups",
                      "title", "Sunday group",
                      "summary", "Meets on the first Sunday of the month.",
                      "source", "Hub calendar",
                      "as_of", "2025-02-01"),
                  "areas",
                  List.of("Stoke on Trent")),
              "needs",
              List.of("Peer support"));
      String address = "/api/agencies/together4children/services/sunday-group";
      assertEquals(403, play.put("priya", address, group).status());
      play.put("tess", address, group).ok();
      assertEquals(List.of("sunday-group"), found(play, "area=stoke-on-trent&need=peers"));
      assertEquals(List.of(), found(play, "area=leeds&need=peers"));
      assertTrue(found(play, "area=leeds&need=autism").contains("send-local-offer"));
      assertEquals(List.of("early-help"), found(play, "kind=early-help"));
      assertEquals(400, play.get("jo", "/api/directory/services?kind=odd").status());
      play.post("tess", address + "/withdraw", body("reason", "It has ended.")).ok();
      assertEquals(List.of(), found(play, "area=stoke-on-trent&need=peers"));
      assertEquals(401, play.caseroom().http().get("/api/directory/services", null).status());
    }
  }

  private static List<String> found(CasePlay play, String query) {
    return play.get("jo", "/api/directory/services?" + query).ok().findValues("id").stream()
        .map(JsonNode::asText)
        .filter(id -> !id.equals("send-local-offer") || !query.contains("peer"))
        .distinct()
        .toList();
  }

  @Test
  void theLibraryIsByRoleAndNamesItsSources() {
    try (CasePlay play = new CasePlay()) {
      JsonNode psychologist = play.get("clara", "/api/directory/resources").ok();
      assertTrue(psychologist.toString().contains("nice-attachment"));
      JsonNode parent = play.get("jo", "/api/directory/resources").ok();
      assertFalse(parent.toString().contains("nice-attachment"));
      assertTrue(parent.toString().contains("adopters-e-learning"));
      JsonNode laws = play.caseroom().http().get("/api/directory/sources", null).ok();
      assertTrue(laws.toString().contains("Children and Families Act 2014"));
      assertTrue(laws.toString().contains("health and wellbeing of looked-after children"));
    }
  }

  @Test
  void aMistakeInTheFilesIsToldWithItsLine(@TempDir Path folder) throws IOException {
    try (var files = Files.list(Path.of("config/directory"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path cards = folder.resolve("cards.yaml");
    List<String> lines = Files.readAllLines(cards);
    int line = 0;
    while (!lines.get(line).contains("links: [school-admissions]")) {
      line++;
    }
    lines.set(line, "    links: [nowhere]");
    Files.write(cards, lines);
    Problem wrong = assertThrows(Problem.class, () -> Shelf.load(folder));
    assertTrue(wrong.message().contains("cards.yaml, line " + (line + 1)), wrong.message());
    assertTrue(wrong.message().contains("'nowhere'"), wrong.message());
  }
}
