package org.caseroom.cases.transfer;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.junit.jupiter.api.Test;

/** The family and the team see which agency is responsible, until when, and by which rule. */
class ResponsibilityTest {

  /** Imani's dates: order on 9 Sep 2022, moved to Westmoor. */
  static void movedToWestmoor(CasePlay play) {
    var westmoor = Json.object().put("name", "Westmoor").put("kind", "local-authority");
    westmoor.putArray("areas").add("Westmoor");
    westmoor.putArray("hubs").add(Json.object().put("id", "north").put("name", "Westmoor North"));
    play.put("admin", "/api/agencies/westmoor", westmoor).ok();
    play.at("2025-01-13T13:25");
    play.refer();
    play.at("2025-01-15T10:15");
    play.screen();
    play.act("dana", "/order-date", body("date", "2022-09-09")).ok();
    play.act("dana", "/address", body("area", "westmoor", "since", "2025-01-06")).ok();
  }

  @Test
  void namesBothAgenciesTheDateAndTheRule() {
    try (CasePlay play = new CasePlay()) {
      movedToWestmoor(play);
      for (String who : new String[] {"jo", "dana", "tess"}) {
        JsonNode card = play.get(who, "/api/cases/REF-1/responsibility").ok();
        assertTrue(card.path("out_of_area").asBoolean(), card.toString());
        assertEquals("Together4Children", card.at("/responsible/name").asText());
        assertEquals("2025-09-09", card.path("until").asText());
        assertEquals("westmoor", card.at("/next/id").asText());
        assertEquals("Transfer", card.path("clause").asText());
        assertTrue(card.path("source").asText().contains("SI 2005/691"));
        assertEquals(
            "Together4Children supports your family until Tue 9 Sept 2025, although you live in"
                + " westmoor. From that day it is Westmoor.",
            card.path("words").asText());
      }
      assertEquals(404, play.get("stranger", "/api/cases/REF-1/responsibility").status());
      assertTrue(play.view("jo").at("/summary/opened").asText().startsWith("2025-01-13T13:25"));
      assertTrue(
          play.texts("dana", play.room("dana", "professionals")).stream()
              .anyMatch(
                  text -> text.contains("until Tue 9 Sept 2025") && text.contains("The rule")));
      play.at("2025-01-16T10:00");
      play.form("dana");
      play.at("2025-01-17T10:00");
      play.signReferral();
      play.openFamilyRoom();
      assertTrue(
          play.texts("jo", play.room("jo", "family")).stream()
              .anyMatch(text -> text.contains("From that day it is Westmoor.")));
    }
  }

  @Test
  void isReckonedAnewWhenTheAddressOrTheOrderChanges() {
    try (CasePlay play = new CasePlay()) {
      movedToWestmoor(play);
      JsonNode clock = play.clock("dana", "TRANSFER");
      assertEquals("2025-09-09", clock.path("due").asText());
      assertEquals(
          "[\"2025-03-07T09:00:00Z\",\"2025-06-09T08:00:00Z\"]",
          Json.write(times(play.get("dana", "/api/cases/REF-1/clocks/TRANSFER/reminders").ok())));
      play.act("dana", "/order-date", body("date", "2023-01-20")).ok();
      assertEquals("2026-01-20", play.clock("dana", "TRANSFER").path("due").asText());
      String space = play.view("dana").at("/summary/space").asText();
      play.send("dana", space, "org.caseroom.address", body("area", "Stoke on Trent")).ok();
      JsonNode card = play.get("jo", "/api/cases/REF-1/responsibility").ok();
      assertFalse(card.path("out_of_area").asBoolean());
      assertTrue(card.path("until").isNull());
      assertEquals("stopped", play.clock("dana", "TRANSFER").path("status").asText());
    }
  }

  private static JsonNode times(JsonNode reminders) {
    var times = Json.array();
    reminders.forEach(each -> times.add(each.path("at").asText()));
    return times;
  }

  @Test
  void onlyCaseworkersRecordAnAddressAndOnlyRealDays() {
    try (CasePlay play = new CasePlay()) {
      movedToWestmoor(play);
      assertEquals(403, play.act("jo", "/address", body("area", "stoke-on-trent")).status());
      assertEquals(400, play.act("dana", "/address", Json.object()).status());
      String space = play.view("dana").at("/summary/space").asText();
      var raw = play.send("dana", space, "org.caseroom.order_date", body("date", "2022-02-30"));
      assertEquals(400, raw.status(), raw.text());
      assertEquals(
          403,
          play.send("jo", space, "org.caseroom.address", body("area", "stoke-on-trent")).status());
    }
  }
}
