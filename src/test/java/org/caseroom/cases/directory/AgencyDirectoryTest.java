package org.caseroom.cases.directory;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;

/** Agencies with their kinds, hubs with areas, cards and agreements; roles and readiness. */
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
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
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
  void theKindOfAnAgencyIsOneOfAListInFiveGroups() {
    try (CasePlay play = new CasePlay()) {
      Http.Response refused =
          play.put("admin", "/api/agencies/odd", body("name", "Odd", "kind", "circus"));
      assertEquals(400, refused.status(), refused.text());
      assertTrue(refused.text().contains("virtual-school"), refused.text());
      play.put("admin", "/api/agencies/haven", body("name", "Haven", "kind", "therapy-provider"))
          .ok();
      JsonNode groups = play.get("priya", "/api/directory").ok();
      assertEquals(
          List.of("social-care", "health", "education-support", "schools", "therapy"),
          groups.findValuesAsText("group").stream().distinct().toList());
      assertEquals("haven", groups.get(4).path("agencies").get(0).path("id").asText());
      assertTrue(groups.get(1).path("agencies").get(0).path("people").isArray());
      JsonNode familys = play.get("jo", "/api/directory").ok();
      assertTrue(
          familys.get(1).path("agencies").get(0).path("people").isNull(), "families see no staff");
    }
  }

  /** R62: every role has a default view that opens, and is in a group of the permissions. */
  @Test
  void everyRoleHasADefaultViewThatOpens() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      JsonNode views = play.get("admin", "/api/directory/roles").ok();
      Set<String> seen = new TreeSet<>();
      for (JsonNode view : views) {
        String word = view.path("role").asText();
        seen.add(word);
        String name = "one-" + word;
        play.caseroom().createAccount(name, Role.of(word));
        String opens = view.path("opens").asText();
        assertEquals(200, play.get(name, opens).status(), word + " opens " + opens);
        assertFalse(view.path("sees").asText().isBlank(), word);
        boolean none = word.equals("administrator");
        assertEquals(none, view.path("permission_groups").isEmpty(), word + " has its groups");
      }
      for (Role role : Role.values()) {
        if (role.isStaff() || role.isFamily()) {
          assertTrue(seen.contains(role.word()), role.word());
        }
      }
      assertTrue(
          seen.containsAll(
              List.of(
                  "medical-adviser",
                  "independent-reviewing-officer",
                  "disabled-childrens-worker",
                  "sen-officer",
                  "voluntary-agency-worker",
                  "childrens-social-worker")));
    }
  }

  @Test
  void anAgencyWithoutAnAgreementIsNotAddedToACase() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      assertTrue(agency(play, "nscht").path("agreement").path("assumed").asBoolean());
      play.post("admin", "/api/agencies/nscht/agreement/end", body("ended", "2025-03-20")).ok();
      Http.Response refused = play.add("priya", "clara", "Psychology", "professionals");
      assertEquals(409, refused.status(), refused.text());
      assertEquals("2.1", refused.json().path("clause").asText());
      assertTrue(refused.text().contains("An administrator records it"), refused.text());
      ObjectNode member =
          with(
              body("role", "psychologist", "why", "Psychology", "agency", "nscht"),
              "rooms",
              List.of("professionals"));
      String space = play.view("priya").path("summary").path("space").asText();
      Http.Response raw =
          play.state("priya", space, "org.caseroom.member", play.key("clara"), member);
      assertEquals(409, raw.status(), "the same from a Matrix client: " + raw.text());
      Http.Response invited =
          play.post(
              "priya",
              "/_matrix/client/v3/rooms/"
                  + CasePlay.encode(play.room("priya", "professionals"))
                  + "/invite",
              body("user_id", play.id("clara").value()));
      assertEquals(409, invited.status(), "nor by an invitation: " + invited.text());
      play.put(
              "admin",
              "/api/agencies/nscht/agreement",
              body("signed", "2025-03-24", "review", "2026-03-24", "document", "No. 12"))
          .ok();
      play.add("priya", "clara", "Psychology", "professionals").ok();
    }
  }

  @Test
  void whatIsMissingBeforeAnAgencyGoesLive() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:00");
      JsonNode report = play.get("tess", "/api/directory/readiness").ok();
      assertFalse(report.path("ready").asBoolean());
      assertEquals(List.of("adviser-card"), words(report, "together4children", "blocks"));
      List<String> notes = words(report, "together4children", "warnings");
      assertTrue(
          notes.containsAll(List.of("deputy", "hub-areas", "agreement-assumed")), "" + notes);
      assertEquals(
          List.of(
              "agreement-assumed", "contact-card", "virtual-school-areas", "training", "link-role"),
          words(report, "stoke-virtual-school", "warnings"));
      play.put(
              "admin",
              "/api/agencies/together4children/adviser",
              body("name", "Asha", "address", "1 Market Street", "telephone", "01632 960150"))
          .ok();
      JsonNode after = play.get("tess", "/api/directory/readiness").ok();
      assertEquals(List.of(), words(after, "together4children", "blocks"));
      assertTrue(after.path("ready").asBoolean(), after.toString());
      play.put("admin", "/api/agencies/empty", body("name", "Empty", "kind", "local-authority"))
          .ok();
      assertEquals(
          List.of("adviser-card", "hub"),
          words(play.get("admin", "/api/directory/readiness").ok(), "empty", "blocks"));
      assertEquals(403, play.get("jo", "/api/directory/readiness").status());
      Http.Response half =
          play.put("admin", "/api/agencies/empty/adviser", body("name", "Asha", "address", "x"));
      assertEquals(400, half.status(), "a card without a number is none");
    }
  }

  private static List<String> words(JsonNode report, String agency, String field) {
    List<String> words = new ArrayList<>();
    for (JsonNode each : report.path("agencies")) {
      if (each.path("agency").asText().equals(agency)) {
        words.addAll(each.path(field).findValuesAsText("what"));
      }
    }
    return words;
  }
}
