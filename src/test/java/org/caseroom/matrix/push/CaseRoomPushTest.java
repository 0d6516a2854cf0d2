package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.junit.jupiter.api.Test;

/** What is said in a case's room, and the names in it, do not leave the house. */
class CaseRoomPushTest {
  private static final String V3 = "/_matrix/client/v3";

  private static String familyRoom(TestCaseroom caseroom) {
    RoomView view = caseroom.caseroom().rooms().log().view();
    return view.rooms(caseroom.user("jo"), Membership.JOIN).stream()
        .filter(room -> CaseFile.kind(view, room).filter(RoomKind.FAMILY::equals).isPresent())
        .map(RoomId::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGatewayGetsTheIdsOfACaseRoomAlone() {
    try (TestGateway gateway = new TestGateway();
        TestCaseroom caseroom =
            TestCaseroom.start(
                settings -> settings.withDemo(true).with("push.closedNetwork", true))) {
      String jo = caseroom.issueToken(caseroom.user("jo"));
      String sara = caseroom.issueToken(caseroom.user("sara"));
      ObjectNode pusher = Json.object().put("app_id", "a").put("pushkey", "k").put("kind", "http");
      pusher.put("app_display_name", "A").put("device_display_name", "D").put("lang", "en");
      pusher.putObject("data").put("url", gateway.url());
      caseroom.http().post(V3 + "/pushers/set", jo, pusher).ok();
      String room = familyRoom(caseroom);
      String event =
          caseroom
              .http()
              .put(
                  V3 + "/rooms/" + room + "/send/m.room.message/t1",
                  sara,
                  Json.object().put("msgtype", "m.text").put("body", "About the nights"))
              .ok()
              .path("event_id")
              .asText();
      caseroom.clock().advance(Duration.ofSeconds(1));
      JsonNode told = gateway.nextEvent();
      while (!told.path("event_id").asText().equals(event)) {
        told = gateway.nextEvent();
      }
      assertEquals(room, told.path("room_id").asText());
      assertEquals(5, told.size(), told.toString());
      assertFalse(told.toString().contains("nights"));
      assertFalse(told.toString().contains("Robin"));
    }
  }
}
