package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people have been notified about, and how much of it they have not read. */
class NotificationsTest extends PushTest {
  private Person jo;
  private Person amy;
  private String room;

  @BeforeEach
  void twoInARoom() {
    jo = person("jo");
    amy = person("amy");
    room = room(amy, jo);
  }

  private static List<String> bodies(JsonNode page) {
    List<String> bodies = new ArrayList<>();
    page.path("notifications")
        .forEach(each -> bodies.add(each.path("event").path("content").path("body").asText()));
    return bodies;
  }

  private String inThread(String root, String text) {
    ObjectNode content = Json.object().put("msgtype", "m.text").put("body", text);
    content.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    return send(amy, room, "m.room.message", content);
  }

  private String counts() {
    JsonNode section =
        http()
            .get(
                V3
                    + "/sync?filter="
                    + enc("{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}"),
                jo.token())
            .ok()
            .path("rooms")
            .path("join")
            .path(room);
    StringBuilder counts =
        new StringBuilder(section.path("unread_notifications").path("notification_count").asText());
    section
        .path("unread_thread_notifications")
        .forEach(thread -> counts.append('+').append(thread.path("notification_count").asText()));
    return counts.toString();
  }

  @Test
  void theyAreListedNewestFirstByPages() {
    String second = room(amy, jo);
    for (int i = 0; i < 4; i++) {
      say(amy, i % 2 == 0 ? room : second, "m" + i);
    }
    say(amy, room, "hello " + jo.id().localpart());
    JsonNode first = notifications(jo, "?limit=2");
    assertEquals(List.of("hello " + jo.id().localpart(), "m3"), bodies(first));
    JsonNode newest = first.path("notifications").path(0);
    assertEquals(room, newest.path("room_id").asText());
    assertFalse(newest.path("read").asBoolean(true));
    assertTrue(newest.path("ts").isIntegralNumber());
    assertEquals("m.room.message", newest.path("event").path("type").asText());
    assertFalse(newest.path("event").has("room_id"));
    assertEquals(
        "[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"},{\"set_tweak\":\"highlight\"}]",
        newest.path("actions").toString());
    JsonNode rest = notifications(jo, "?limit=9&from=" + first.path("next_token").asText());
    assertEquals(List.of("m2", "m1", "m0"), bodies(rest));
    assertFalse(rest.has("next_token"));
    assertEquals(
        List.of("hello " + jo.id().localpart()), bodies(notifications(jo, "?only=highlight")));
    refused(400, "M_INVALID_PARAM", http().get(V3 + "/notifications?from=there", jo.token()));
    refused(400, "M_INVALID_PARAM", http().get(V3 + "/notifications?limit=0", jo.token()));
    assertEquals(List.of(), bodies(notifications(amy, "")));
  }

  @Test
  void whatIsReadGoesUnlessItStoodOut() {
    say(amy, room, "one");
    String hello = say(amy, room, "hello " + jo.id().localpart());
    say(amy, room, "three");
    read(jo, room, hello);
    JsonNode page = notifications(jo, "");
    assertEquals(List.of("three", "hello " + jo.id().localpart()), bodies(page));
    assertTrue(page.path("notifications").path(1).path("read").asBoolean());
    assertEquals("1", counts());
    caseroom.clock().advance(Duration.ofDays(31));
    assertEquals(List.of(), bodies(notifications(jo, "")));
  }

  @Test
  void anInvitationIsListed() {
    ObjectNode body = Json.object();
    body.putArray("invite").add(jo.name());
    String other = http().post(V3 + "/createRoom", amy.token(), body).ok().path("room_id").asText();
    JsonNode page = notifications(jo, "");
    assertEquals(other, page.path("notifications").path(0).path("room_id").asText());
    assertEquals(
        "invite",
        page.path("notifications")
            .path(0)
            .path("event")
            .path("content")
            .path("membership")
            .asText());
  }

  @Test
  void whatIsRedactedIsNoNotification() {
    String event = say(amy, room, "one");
    assertEquals("1", counts());
    http()
        .put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(event) + "/r1", amy.token(), json("{}"))
        .ok();
    assertEquals("0", counts());
    assertEquals(List.of(), bodies(notifications(jo, "")));
  }

  @Test
  void toSendIsToHaveRead() {
    String root = say(amy, room, "one");
    inThread(root, "two");
    assertEquals("1+1", counts());
    say(jo, room, "mine");
    assertEquals("0+1", counts());
    assertEquals(List.of("two"), bodies(notifications(jo, "")));
    say(amy, room, "three");
    assertEquals("1+1", counts());
  }

  @Test
  void whatRelatesToAThreadIsCountedWithIt() {
    String root = say(amy, room, "one");
    String two = inThread(root, "two");
    ObjectNode reference = Json.object().put("msgtype", "m.text").put("body", "three");
    reference.putObject("m.relates_to").put("rel_type", "m.reference").put("event_id", two);
    String three = send(amy, room, "m.room.message", reference);
    assertEquals("1+2", counts());
    http()
        .post(
            V3 + "/rooms/" + enc(room) + "/receipt/m.read/" + enc(three),
            jo.token(),
            Json.object().put("thread_id", root))
        .ok();
    assertEquals("1", counts());
    read(jo, room, three);
    assertEquals("0", counts());
  }

  @Test
  void countsAreTheSameAfterARestart() {
    String root = say(amy, room, "one");
    inThread(root, "two");
    say(amy, room, "hello " + jo.id().localpart());
    caseroom.restart();
    assertEquals("2+1", counts());
    assertEquals(3, notifications(jo, "").path("notifications").size());
  }
}
