package org.caseroom.cases.directory;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;

/** Agencies with their kinds, hubs with areas, cards and agreements. */
class AgencyDirectoryTest {
  @Test
  void hubsHaveTheAreasThatTheyAreNearestTo() {
    try (CasePlay play = new CasePlay()) {
      String hub = "/api/agencies/together4children/hubs/stoke-on-trent";
      play.put(
              "admin",
              hub,
              with(body("name", "Stoke"), "areas", List.of("Stoke-on-Trent", "Newcastle under")))
          .ok();
      assertEquals(
          List.of("stoke-on-trent", "newcastle-under"), areas(play), "areas are kept as words");
      play.put("admin", hub, body("name", "Stoke hub")).ok();
      assertEquals(2, areas(play).size(), "a new name leaves the areas");
    }
  }

  private static List<String> areas(CasePlay play) {
    return texts(agency(play, "together4children").path("hubs").get(0).path("areas"));
  }

  private static List<String> texts(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static JsonNode agency(CasePlay play, String id) {
    for (JsonNode agency : play.get("admin", "/api/agencies").ok()) {
      if (agency.path("id").asText().equals(id)) {
        return agency;
      }
    }
    throw new AssertionError("No agency " + id);
  }

  @Test
  void theKindOfAnAgencyIsOneOfAList() {
    try (CasePlay play = new CasePlay()) {
      Http.Response refused =
          play.put("admin", "/api/agencies/odd", body("name", "Odd", "kind", "circus"));
      assertEquals(400, refused.status(), refused.text());
      assertTrue(refused.text().contains("virtual-school"), refused.text());
    }
  }
}
