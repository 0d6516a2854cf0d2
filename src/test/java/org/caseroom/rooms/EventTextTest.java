package org.caseroom.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Random;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event's text says the same as its tree. */
class EventTextTest {
  private static final String[] TEXTS = {
    "",
    "plain",
    "\"",
    "\\",
    "\\\"",
    "a\"}{][,:\\\\",
    "\u0007\n",
    "é",
    "日本",
    "😀",
    "type",
    "\"content\":{"
  };

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
  }

  private static ObjectNode content(Random random, int depth) {
    ObjectNode content = Json.object();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = text(random);
      switch (random.nextInt(depth > 3 ? 4 : 6)) {
        case 0 -> content.put(key, text(random));
        case 1 -> content.put(key, random.nextInt());
        case 2 -> content.put(key, random.nextBoolean());
        case 3 -> content.putNull(key);
        case 4 -> content.set(key, content(random, depth + 1));
        default -> {
          ArrayNode list = content.putArray(key);
          for (int j = random.nextInt(3); j > 0; j--) {
            list.add(text(random)).add(content(random, depth + 1));
          }
        }
      }
    }
    return content;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsInIt(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      ObjectNode pdu = Json.object();
      pdu.set("content", content(random, 0));
      pdu.putArray("auth_events").add("$a").add("$b");
      pdu.putObject("hashes").put("sha256", "abc");
      pdu.put("origin_server_ts", random.nextLong() >>> 12);
      pdu.put("sender", "@jo:example.org");
      pdu.put("type", "t" + text(random));
      if (random.nextBoolean()) {
        pdu.put("state_key", text(random));
      }
      EventId id = EventId.of("$event");
      RoomId room = new RoomId("!room");
      Event tree = new Event(7, room, id, pdu, null);
      String stored = CanonicalJson.encodeToString(pdu);
      Event text = Event.stored(7, room, id, stored, null, UserId::of);
      assertNotNull(EventText.scan(stored), stored);
      assertEquals(tree.type(), text.type());
      assertEquals(tree.stateKey(), text.stateKey());
      assertEquals(tree.sender(), text.sender());
      assertEquals(tree.originServerTs(), text.originServerTs());
      assertEquals(tree.content(), Json.parse(text.contentText().orElseThrow()));
      assertEquals(tree.content(), text.content());
      assertEquals(tree.pdu().size(), text.pdu().size());
      assertEquals(pdu.get("hashes"), text.pdu().get("hashes"));
    }
  }

  @Test
  void whatIsNotInTheUsualFormIsReadAsATree() {
    for (String text :
        new String[] {
          "{ \"type\": \"m.x\", \"sender\": \"@jo:example.org\", \"content\": {} }",
          "{\"type\":\"m.x\",\"sender\":\"@jo:example.org\",\"content\":[]}",
          "{\"type\":\"m.x\",\"sender\":\"@jo:example.org\"}",
          "{\"type\":\"m.x\",\"sender\":\"@jo:example.org\",\"content\":{},\"origin_server_ts\":1.5}"
        }) {
      assertNull(EventText.scan(text), text);
      Event event = Event.stored(1, new RoomId("!r"), EventId.of("$e"), text, null, UserId::of);
      assertEquals("m.x", event.type());
      assertEquals("@jo:example.org", Objects.requireNonNull(event.sender()).value());
      assertEquals(0, event.content().size());
    }
    assertNull(EventText.scan("{\"type"));
  }
}
