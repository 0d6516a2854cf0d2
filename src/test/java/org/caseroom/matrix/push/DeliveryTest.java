package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What push gateways are told, over HTTP. */
class DeliveryTest extends PushTest {
  private TestGateway gateway;
  private Person jo;
  private Person amy;
  private String room;

  @BeforeEach
  void twoInARoom() {
    gateway = new TestGateway();
    jo = person("jo");
    amy = person("amy");
    room = room(amy, jo);
  }

  @AfterEach
  void stopGateway() {
    gateway.close();
  }

  private ObjectNode pusher(String key) {
    ObjectNode pusher =
        json(
            "{'app_id': 'org.x', 'kind': 'http', 'app_display_name': 'A', 'lang': 'en',"
                + " 'device_display_name': 'D'}");
    pusher.put("pushkey", key).putObject("data").put("url", gateway.url()).put("own", "kept");
    return pusher;
  }

  private void set(Person person, ObjectNode pusher) {
    http().post(V3 + "/pushers/set", person.token(), pusher).ok();
  }

  private int pushers(Person person) {
    return http().get(V3 + "/pushers", person.token()).ok().path("pushers").size();
  }

  @Test
  void aGatewayIsToldAllThatTheSpecificationNames() {
    set(jo, pusher("key"));
    String event = say(amy, room, "Good morning");
    JsonNode told = gateway.next();
    assertEquals(event, told.path("event_id").asText());
    assertEquals(room, told.path("room_id").asText());
    assertEquals("m.room.message", told.path("type").asText());
    assertEquals(amy.name(), told.path("sender").asText());
    assertEquals(amy.id().localpart(), told.path("sender_display_name").asText());
    assertEquals("Lamps", told.path("room_name").asText());
    assertEquals("high", told.path("prio").asText());
    assertEquals("Good morning", told.path("content").path("body").asText());
    assertEquals(json("{'unread': 1}"), told.path("counts"));
    assertFalse(told.has("user_is_target"));
    JsonNode device = told.path("devices").path(0);
    assertEquals("org.x", device.path("app_id").asText());
    assertEquals("key", device.path("pushkey").asText());
    assertEquals(
        caseroom.clock().instant().getEpochSecond(), device.path("pushkey_ts").asLong(), 60);
    assertEquals(json("{'own': 'kept'}"), device.path("data"));
    assertEquals(json("{'sound': 'default'}"), device.path("tweaks"));
  }

  @Test
  void whoWantsTheIdAloneIsToldNoMore() {
    ObjectNode pusher = pusher("key");
    pusher.withObjectProperty("data").put("format", "event_id_only");
    set(jo, pusher);
    String event = say(amy, room, "Between us");
    JsonNode told = gateway.next();
    assertFalse(told.toString().contains("Between us"));
    assertEquals(event, told.path("event_id").asText());
    assertEquals(5, told.size(), told.toString());
    assertEquals(json("{'unread': 1}"), told.path("counts"));
    assertFalse(told.path("devices").path(0).has("tweaks"));
    assertEquals(
        "event_id_only", told.path("devices").path(0).path("data").path("format").asText());
  }

  @Test
  void aFormatOfNullIsNone() {
    ObjectNode pusher = pusher("key");
    pusher.withObjectProperty("data").putNull("format");
    set(jo, pusher);
    JsonNode kept = http().get(V3 + "/pushers", jo.token()).ok().path("pushers").path(0);
    assertFalse(kept.path("data").has("format"), kept::toString);
  }

  @Test
  void anInvitationIsToldToWhomItIsFor() {
    set(jo, pusher("key"));
    ObjectNode body = Json.object().put("name", "Sheds");
    body.putArray("invite").add(jo.name());
    http().post(V3 + "/createRoom", amy.token(), body).ok();
    JsonNode told = gateway.next();
    assertEquals("m.room.member", told.path("type").asText());
    assertTrue(told.path("user_is_target").asBoolean());
    assertEquals(1, told.path("counts").path("unread").asInt());
  }

  @Test
  void callsThatWereMissedAreCounted() {
    set(jo, pusher("key"));
    send(amy, room, "m.call.invite", json("{'call_id': 'c', 'version': '1', 'lifetime': 9}"));
    assertEquals(json("{'unread': 1, 'missed_calls': 1}"), gateway.next().path("counts"));
  }

  @Test
  void eachEventComesOnceAndInOrderWhateverTheGatewayDoes() {
    set(jo, pusher("key"));
    gateway.answers(503, "");
    say(amy, room, "one");
    say(amy, room, "two");
    assertEquals("one", gateway.next().path("content").path("body").asText());
    caseroom.clock().advance(Duration.ofSeconds(1));
    assertEquals("one", gateway.next().path("content").path("body").asText());
    // The next try waits for two seconds: what is due earlier is not.
    caseroom.clock().advance(Duration.ofMillis(1_500));
    gateway.answers(200, "");
    assertTrue(gateway.isQuiet());
    caseroom.clock().advance(Duration.ofSeconds(1));
    assertEquals("one", gateway.next().path("content").path("body").asText());
    assertEquals("two", gateway.next().path("content").path("body").asText());
    say(amy, room, "three");
    assertEquals("three", gateway.next().path("content").path("body").asText());
  }

  @Test
  void aRestartLosesNothingAndRepeatsNothing() {
    set(jo, pusher("key"));
    say(amy, room, "one");
    assertEquals("one", gateway.next().path("content").path("body").asText());
    gateway.answers(500, "");
    say(amy, room, "two");
    assertEquals("two", gateway.next().path("content").path("body").asText());
    caseroom.restart();
    gateway.answers(200, "{}");
    String last = say(amy, room, "three");
    String before = "";
    JsonNode told = gateway.nextEvent();
    while (!told.path("event_id").asText().equals(last)) {
      before += told.path("content").path("body").asText() + " ";
      told = gateway.nextEvent();
    }
    assertTrue(before.strip().replace("two two", "two").equals("two"), before);
  }

  @Test
  void whatWasReadOrRefusedIsNotTold() {
    gateway.answers(500, "");
    set(jo, pusher("key"));
    String one = say(amy, room, "one");
    gateway.next();
    read(jo, room, one);
    http()
        .put(
            V3 + "/pushrules/global/override/quiet",
            jo.token(),
            json(
                "{'actions': [], 'conditions': [{'kind': 'event_match', 'key': 'content.body',"
                    + " 'pattern': 'hush'}]}"))
        .ok();
    say(amy, room, "hush now");
    say(jo, room, "my own");
    gateway.answers(200, "");
    caseroom.clock().advance(Duration.ofMinutes(1));
    say(amy, room, "loud");
    assertEquals("loud", gateway.nextEvent().path("content").path("body").asText());
  }

  @Test
  void whoIsLockedOutIsToldNothing() {
    set(jo, pusher("key"));
    UserId admin = caseroom.createAccount("admin" + jo.id().localpart(), Role.ADMINISTRATOR);
    caseroom.caseroom().identity().standings().lock(jo.id(), true, admin);
    say(amy, room, "one");
    set(amy, pusher("amys"));
    Person sam = person("sam");
    http().post(V3 + "/join/" + enc(room), sam.token(), Json.object()).ok();
    say(sam, room, "two");
    JsonNode told = gateway.next();
    assertEquals("amys", told.path("devices").path(0).path("pushkey").asText());
    assertTrue(gateway.isQuiet());
  }

  @Test
  void aBadgeFollowsWhatIsRead() {
    set(jo, pusher("key"));
    String event = say(amy, room, "one");
    assertEquals(1, gateway.next().path("counts").path("unread").asInt());
    read(jo, room, event);
    JsonNode badge = gateway.next();
    assertFalse(badge.has("event_id"));
    assertEquals(Json.object(), badge.path("counts"));
    assertEquals("key", badge.path("devices").path(0).path("pushkey").asText());
  }

  @Test
  void aRejectedKeyGoesAndTheOthersStay() {
    set(jo, pusher("old"));
    set(jo, pusher("new"));
    gateway.answers(200, "{\"rejected\": [\"old\"]}");
    say(amy, room, "one");
    gateway.next();
    gateway.next();
    await(() -> pushers(jo) == 1);
    gateway.answers(200, "{}");
    say(amy, room, "two");
    JsonNode told = gateway.next();
    assertEquals("two", told.path("content").path("body").asText());
    assertEquals("new", told.path("devices").path(0).path("pushkey").asText());
  }

  @Test
  void aPusherGoesWithItsDeviceAndWithItsKey() {
    Person elsewhere = new Person(jo.id(), caseroom.issueToken(jo.id()));
    set(elsewhere, pusher("gone"));
    set(jo, pusher("kept"));
    assertEquals(2, pushers(jo));
    http().post(V3 + "/logout", elsewhere.token(), Json.object()).ok();
    assertEquals(1, pushers(jo));
    set(amy, pusher("kept"));
    assertEquals(0, pushers(jo));
    ObjectNode both = pusher("kept").put("append", true);
    set(jo, both);
    assertEquals(1, pushers(jo));
    assertEquals(1, pushers(amy));
    set(jo, json("{'app_id': 'org.x', 'pushkey': 'kept', 'kind': null}"));
    assertEquals(0, pushers(jo));
    String event = say(jo, room, "to amy");
    JsonNode told = gateway.nextEvent();
    assertEquals(event, told.path("event_id").asText());
    assertTrue(gateway.isQuiet());
  }

  @Test
  void badPushersAreRefused() {
    String set = V3 + "/pushers/set";
    refused(400, "M_MISSING_PARAM", http().post(set, jo.token(), json("{'kind': 'http'}")));
    ObjectNode noKind = pusher("key");
    noKind.remove("kind");
    refused(400, "M_MISSING_PARAM", http().post(set, jo.token(), noKind));
    for (String field : new String[] {"lang", "app_display_name", "device_display_name", "data"}) {
      ObjectNode lacking = pusher("key");
      lacking.remove(field);
      refused(400, "M_MISSING_PARAM", http().post(set, jo.token(), lacking));
    }
    for (String url :
        new String[] {"", "ftp://x/_matrix/push/v1/notify", "https://x/", "https:///", "no url"}) {
      ObjectNode bad = pusher("key");
      bad.withObjectProperty("data").put("url", url);
      refused(400, "M_INVALID_PARAM", http().post(set, jo.token(), bad));
    }
    refused(
        400,
        "M_INVALID_PARAM",
        http().post(set, jo.token(), pusher("key").put("app_id", "x".repeat(65))));
    refused(400, "M_INVALID_PARAM", http().post(set, jo.token(), pusher("k".repeat(513))));
    refused(400, "M_INVALID_PARAM", http().post(set, jo.token(), pusher("k").put("kind", "email")));
    refused(400, "M_BAD_JSON", http().post(set, jo.token(), pusher("k").put("append", "yes")));
    assertEquals(0, pushers(jo));
  }
}
