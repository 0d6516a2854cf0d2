package org.caseroom.matrix.appservice;

import static org.caseroom.cases.file.RoomKind.FAMILY;
import static org.caseroom.matrix.appservice.StandInService.AS_TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.Consents;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.rooms.Membership;
import org.caseroom.web.RobinCase;
import org.junit.jupiter.api.Test;

/** An outside program and the rooms of a case: whatever it asks for, the family decides. */
class CaseRoomsTest {
  private static UserId ghost(TestCaseroom caseroom) {
    return UserId.of(
        caseroom
            .http()
            .post(
                "/_matrix/client/v3/register",
                AS_TOKEN,
                Map.of("type", "m.login.application_service", "username", "_bridge_ghost"))
            .ok()
            .path("user_id")
            .asText());
  }

  private static void say(TestCaseroom caseroom, UserId by, RoomId room, String text) {
    caseroom
        .http()
        .put(
            "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/" + text.hashCode(),
            caseroom.issueToken(by),
            Map.of("msgtype", "m.text", "body", text))
        .ok();
  }

  private static List<String> bodies(StandInService service) {
    return service.events().stream()
        .filter(event -> event.path("type").asText().equals("m.room.message"))
        .map(event -> event.path("content").path("body").asText())
        .toList();
  }

  @Test
  void hearsOfACaseOnlyAsAMemberWhomTheFamilyAgreedTo() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom =
            TestCaseroom.start(
                settings ->
                    settings.with(
                        "matrix.applicationServices", List.of(curious(service.port()))))) {
      UserId ghost = ghost(caseroom);
      RobinCase robin = new RobinCase(caseroom);
      RoomId family = robin.room(robin.jo, FAMILY);
      Http http = caseroom.http();
      say(caseroom, robin.jo, family, "not for outsiders");

      String alias = "/_matrix/client/v3/directory/room/%23_bridge_robin:" + ghost.server();
      assertEquals(403, http.put(alias, AS_TOKEN, Map.of("room_id", family.value())).status());
      assertEquals(
          403,
          http.put(
                  "/_matrix/client/v3/directory/list/appservice/tea/" + family,
                  AS_TOKEN,
                  Map.of("visibility", "public"))
              .status());

      CaseWork cases = caseroom.caseroom().cases();
      Map<String, String> invitation = Map.of("user_id", ghost.value());
      String invite = "/_matrix/client/v3/rooms/" + family + "/invite";
      String sara = caseroom.issueToken(robin.sara);
      assertEquals("ORG.CASEROOM_GATE", http.post(invite, sara, invitation).errcode());

      cases
          .consents()
          .sign(
              robin.jo,
              robin.reference,
              List.of(new Consents.Line("translator", "share", null, ghost, Set.of(FAMILY), true)),
              List.of(robin.jo),
              "3");
      http.post(invite, sara, invitation).ok();
      http.post("/_matrix/client/v3/rooms/" + family + "/join?user_id=" + ghost, AS_TOKEN, Map.of())
          .ok();
      say(caseroom, robin.jo, family, "for the translator too");
      service.awaitEvent(
          event -> event.path("content").path("body").asText().equals("for the translator too"));
      service.events().stream()
          .filter(event -> !event.path("state_key").asText().equals(ghost.value()))
          .forEach(
              event ->
                  assertEquals(family.value(), event.path("room_id").asText(), event.toString()));

      cases
          .consents()
          .sign(
              robin.jo,
              robin.reference,
              List.of(new Consents.Line("translator", "share", null, ghost, Set.of(FAMILY), false)),
              List.of(robin.jo),
              "3");
      say(caseroom, robin.jo, family, "no more");
      String open =
          http.post("/_matrix/client/v3/createRoom", AS_TOKEN, Map.of())
              .ok()
              .path("room_id")
              .asText();
      http.put(
              "/_matrix/client/v3/rooms/" + open + "/send/m.room.message/1",
              AS_TOKEN,
              Map.of("msgtype", "m.text", "body", "its own"))
          .ok();
      service.awaitEvent(event -> event.path("content").path("body").asText().equals("its own"));
      assertTrue(!bodies(service).contains("no more"), "told after the consent was taken back");
      assertTrue(!bodies(service).contains("not for outsiders"));
    }
  }

  /** Claims every room and every alias there is. */
  private static java.nio.file.Path curious(int port) {
    return StandInService.registrationAt(
        "http://127.0.0.1:" + port,
        text -> text.replace("rooms: []", "rooms: [{exclusive: false, regex: \"!.*\"}]"));
  }

  @Test
  void opensNoCaseWithOutsideBotsInIt() {
    try (StandInService service = StandInService.start();
        RobinCase robin =
            new RobinCase(
                TestCaseroom.start(
                    settings ->
                        settings.with(
                            "matrix.applicationServices", List.of(service.registration()))))) {
      RoomId family = robin.room(robin.jo, FAMILY);
      for (Membership membership : Membership.values()) {
        assertTrue(
            robin.caseroom().caseroom().rooms().log().view().members(family, membership).stream()
                .noneMatch(user -> user.localpart().startsWith("_bridge")));
      }
    }
  }

  @Test
  void actsAsNobodyWhoIsNotItsOwn() {
    try (StandInService service = StandInService.start();
        TestCaseroom caseroom =
            TestCaseroom.start(
                settings ->
                    settings.with(
                        "matrix.applicationServices",
                        List.of(
                            StandInService.registrationAt(
                                "http://127.0.0.1:" + service.port(),
                                text ->
                                    text.replace("@_bridge_.*", "@.*")
                                        .replace(
                                            "exclusive: true\n      regex: \"@",
                                            "exclusive: false\n      regex: \"@")))))) {
      caseroom.createAccount("mo", Role.TEAM_MANAGER);
      for (String name : List.of("mo", "caseroom", "review-reminder")) {
        Http.Response refused =
            caseroom
                .http()
                .get("/_matrix/client/v3/account/whoami?user_id=" + caseroom.user(name), AS_TOKEN);
        assertEquals("403 M_FORBIDDEN", refused.status() + " " + refused.errcode(), name);
      }
    }
  }

  @Test
  void doesNotStartWithSomebodyElsesAccountAsItsSender() {
    Problem refused =
        assertThrows(
            Problem.class,
            () ->
                TestCaseroom.start(
                    settings ->
                        settings.with(
                            "matrix.applicationServices",
                            List.of(
                                StandInService.registrationAt(
                                    "null",
                                    text -> text.replace("\"_bridge\"", "\"caseroom\""))))));
    assertTrue(refused.message().contains("sender_localpart"), refused.message());
  }
}
