package org.caseroom.matrix.sync;

import static org.caseroom.matrix.sync.Person.bodies;
import static org.caseroom.matrix.sync.Person.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.Consents;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.intake.Referral;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consent given and withdrawn, as the client of the agency that it concerns sees it. */
class ConsentSyncTest {
  private TestCaseroom caseroom;
  private Person jo;
  private Person sara;
  private Person vera;
  private String space;
  private String family;

  @BeforeEach
  void aCaseWithTheVirtualSchool() {
    caseroom = TestCaseroom.start();
    agency("t4c", "regional-adoption-agency", new Agency.Hub("stoke", "Stoke", "s@x.org", "01"));
    agency("virtual-school", "virtual-school");
    UserId joId = account("jo", Role.ADOPTER, null, null);
    UserId dee = account("dee", Role.DUTY_WORKER, "t4c", "stoke");
    UserId saraId = account("sara", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, "t4c", "stoke");
    UserId mo = account("mo", Role.TEAM_MANAGER, "t4c", "stoke");
    UserId veraId = account("vera", Role.VIRTUAL_SCHOOL_ADVISER, "virtual-school", null);
    CaseWork cases = caseroom.caseroom().cases();
    String reference =
        cases
            .intake()
            .referrals()
            .refer(
                new Referral(
                    "t4c",
                    "stoke",
                    "website",
                    "Robin",
                    "Ashdown",
                    null,
                    null,
                    "Screams.",
                    "Jo",
                    "text",
                    null),
                joId)
            .reference();
    cases.intake().screening().screen(dee, reference, "detailed-referral", "Emerging need.", null);
    cases
        .intake()
        .screening()
        .detailedReferral(dee, reference, "Noise.", "Two adopters.", List.of("Assess"));
    for (UserId worker : List.of(saraId, mo)) {
      cases.team().add(dee, reference, worker, null, "Team", Set.of(RoomKind.PROFESSIONALS));
      cases.team().join(worker, reference);
    }
    cases
        .decisions()
        .sign(mo, reference, "referral-form", new Decisions.Signature("Agreed.", "It fits.", null));
    cases.team().openRoom(saraId, reference, RoomKind.FAMILY);
    cases.team().join(joId, reference);
    cases.team().join(saraId, reference);
    cases
        .consents()
        .sign(
            joId,
            reference,
            List.of(
                new Consents.Line(
                    "school", "share", "virtual-school", null, Set.of(RoomKind.FAMILY), true)),
            List.of(joId),
            "1");
    cases.team().add(saraId, reference, veraId, null, "School", Set.of(RoomKind.FAMILY));
    cases.team().join(veraId, reference);
    var place = cases.cases().view(joId, reference, "test");
    family =
        place.rooms().stream()
            .filter(room -> room.kind() == RoomKind.FAMILY)
            .findFirst()
            .orElseThrow()
            .id()
            .value();
    jo = Person.of(caseroom, joId);
    sara = Person.of(caseroom, saraId);
    vera = Person.of(caseroom, veraId);
    space = spaceOf(jo.syncFrom(""));
  }

  @AfterEach
  void stop() {
    caseroom.close();
  }

  @Test
  void withdrawalEndsReadingAtOnceAndConsentOpensTheRoomAgain() {
    jo.say(family, "hello school");
    assertTrue(bodies(joined(vera.sync(), family)).contains("hello school"));
    String open = vera.since();

    consent("withdrawn");
    JsonNode closed = vera.syncUntil(answer -> answer.path("rooms").path("leave").has(family));
    JsonNode section = closed.path("rooms").path("leave").path(family);
    assertTrue(section.path("timeline").path("events").isEmpty());
    assertTrue(section.path("state").path("events").isEmpty());
    assertFalse(closed.toString().contains("withdrawn"), "nor is told why");

    jo.say(family, "not for school");
    assertFalse(vera.sync().toString().contains("not for school"));
    assertFalse(vera.syncFrom(open).toString().contains("not for school"));
    assertFalse(vera.syncFrom("").toString().contains("not for school"));
    assertTrue(vera.syncFrom("").path("rooms").path("join").path(family).isMissingNode());
    assertFalse(vera.sync().path("rooms").path("leave").has(family), "it is told once");

    consent("given");
    JsonNode again = joined(vera.sync(), family);
    assertTrue(bodies(again).contains("not for school"), "now it is");
    assertTrue(again.path("summary").has("m.joined_member_count"), "the room comes whole");
    jo.say(family, "welcome back");
    assertTrue(bodies(joined(vera.sync(), family)).contains("welcome back"));
  }

  @Test
  void aSearchFindsAndCountsNothingOfAClosedRoom() {
    jo.say(family, "the pangolin came before");
    assertEquals(1, pangolins(vera));
    consent("withdrawn");
    jo.say(family, "the pangolin came after");
    assertEquals(0, pangolins(vera));
    assertEquals(2, pangolins(sara));
    consent("given");
    assertEquals(2, pangolins(vera));
  }

  private static int pangolins(Person person) {
    JsonNode found =
        person
            .post(
                "/search",
                "{\"search_categories\":{\"room_events\":{\"search_term\":\"pangolin\"}}}")
            .path("search_categories")
            .path("room_events");
    assertEquals(found.path("count").asInt(), found.path("results").size());
    return found.path("count").asInt();
  }

  @Test
  void othersGoOnReading() {
    sara.sync();
    consent("withdrawn");
    jo.say(family, "among us");
    assertTrue(bodies(joined(sara.sync(), family)).contains("among us"));
  }

  @Test
  void slidingSyncClosesAndOpensTheRoomToo() {
    jo.say(family, "hello school");
    JsonNode answer = slide("");
    assertTrue(answer.path("rooms").path(family).toString().contains("hello school"));

    consent("withdrawn");
    jo.say(family, "not for school");
    answer = slide(answer.path("pos").asText());
    JsonNode closed = answer.path("rooms").path(family);
    assertEquals("leave", closed.path("membership").asText());
    assertTrue(closed.path("timeline").isEmpty());
    assertFalse(answer.toString().contains("not for school"));
    answer = slide(answer.path("pos").asText());
    assertFalse(answer.path("rooms").has(family), "it is told once");

    consent("given");
    JsonNode again = slide(answer.path("pos").asText()).path("rooms").path(family);
    assertTrue(again.path("initial").asBoolean());
    assertTrue(again.toString().contains("not for school"), "now it is");

    consent("withdrawn");
    assertFalse(slide("").path("rooms").has(family), "nor to one that begins");
  }

  private JsonNode slide(String pos) {
    String path = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
    return caseroom
        .http()
        .post(
            pos.isEmpty() ? path : path + "?pos=" + pos,
            vera.token,
            "{\"lists\":{\"all\":{\"range\":[0,99],\"timeline_limit\":9,"
                + "\"required_state\":[]}},\"extensions\":{\"account_data\":{\"enabled\":true},"
                + "\"receipts\":{\"enabled\":true}}}")
        .ok();
  }

  private void consent(String status) {
    ObjectNode content =
        jo.get("/rooms/" + space + "/state/org.caseroom.consent/school").deepCopy();
    jo.setState(space, "org.caseroom.consent", "school", content.put("status", status));
  }

  private static String spaceOf(JsonNode answer) {
    var rooms = answer.path("rooms").path("join").properties();
    for (var room : rooms) {
      for (JsonNode event : room.getValue().path("state").path("events")) {
        if (event.path("content").path("type").asText().equals("m.space")) {
          return room.getKey();
        }
      }
      for (JsonNode event : room.getValue().path("timeline").path("events")) {
        if (event.path("content").path("type").asText().equals("m.space")) {
          return room.getKey();
        }
      }
    }
    throw new AssertionError("There is no space.");
  }

  private void agency(String id, String kind, Agency.Hub... hubs) {
    caseroom
        .caseroom()
        .identity()
        .agencies()
        .save(new Agency(id, id, kind, List.of("stoke"), List.of(hubs)), null);
  }

  private UserId account(String name, Role role, String agency, String hub) {
    return caseroom
        .caseroom()
        .identity()
        .accounts()
        .create(
            new Accounts.NewAccount(
                name, name, Set.of(role), agency, hub, Secret.of(TestCaseroom.PASSWORD)),
            null)
        .id();
  }
}
