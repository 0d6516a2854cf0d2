package org.caseroom.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caseroom.base.Json;

/** Makes input that no well-behaved client would send: the same for the same seed. */
final class Nonsense {
  private static final String[] TEXTS = {
    "",
    " ",
    "\0",
    "a\0b",
    "\u202e",
    "😀",
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "1e400",
    "9223372036854775808",
    "9".repeat(300),
    "x".repeat(256),
    "x".repeat(5_000),
    "../../etc/passwd",
    "'; DROP TABLE events; --",
    "<script>alert(1)</script>",
    "@",
    "!",
    "#",
    "$",
    ":",
    "@:",
    "@x",
    "@x:elsewhere.example",
    "@X Y:caseroom.localhost",
    "!x:elsewhere.example",
    "#x:elsewhere.example",
    "$x",
    "$x:elsewhere.example",
    "mxc://elsewhere.example/x",
    "mxc://",
    "s1_1",
    "s-1_-1_-1",
    "s99999999999999999999_1",
    "ed25519:1",
    "m.room.create",
    "m.room.member",
    "org.caseroom.case",
    "2025-02-30",
    "\uFEFF",
  };

  /** Parts of a path or query, as they go over the wire. */
  private static final String[] ENCODED = {
    "%00", "%FF", "%ED%A0%80", "%2F", "%2F..%2F..", "%25", "%20", "%0A", "..", ".", "%C3%28", ";a=b"
  };

  private static final String[] RAW_BODIES = {
    "",
    " ",
    "{",
    "}",
    "{}{}",
    "[]",
    "[{}]",
    "null",
    "true",
    "5",
    "\"x\"",
    "{\"a\":}",
    "{\"a\":1,}",
    "{'a':1}",
    "{a:1}",
    "{\"a\":NaN}",
    "{\"a\":01}",
    "{\"a\":1e999999}",
    "{\"a\":\"\\ud800\"}",
    "{\"\\udc00\":1}",
    "{\"a\":\"\\u0000\"}",
    "{\"a\":1,\"a\":2}",
    "\uFEFF{}",
    "{\"a\":\"\n\"}",
    "<xml/>",
    "a=b&c=d",
    "--x\r\n",
  };

  private final Random random;

  Nonsense(Random random) {
    this.random = random;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A text that fits nowhere in particular. */
  String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  /** A part of a path or query, encoded, often wrongly. */
  String encoded() {
    return chance(0.4) ? ENCODED[random.nextInt(ENCODED.length)] : encode(text());
  }

  static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  /** A body that is no JSON, or no object, or too much of one. */
  byte[] rawBody() {
    switch (random.nextInt(8)) {
      case 0:
        return "[".repeat(5_000).getBytes(StandardCharsets.UTF_8);
      case 1:
        return ("{\"a\":".repeat(150) + "1" + "}".repeat(150)).getBytes(StandardCharsets.UTF_8);
      case 2:
        ByteArrayOutputStream invalid = new ByteArrayOutputStream();
        invalid.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
        invalid.writeBytes(new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF});
        invalid.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        return invalid.toByteArray();
      case 3:
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
      default:
        return RAW_BODIES[random.nextInt(RAW_BODIES.length)].getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Any value. */
  JsonNode value(int depth) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    switch (random.nextInt(depth > 0 ? 11 : 9)) {
      case 0:
        return make.nullNode();
      case 1:
        return make.booleanNode(random.nextBoolean());
      case 2:
        return make.numberNode(random.nextInt(200) - 50);
      case 3:
        return make.numberNode(
            pick(List.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, -1L, 0L, 1L << 31)));
      case 4:
        return make.numberNode(pick(List.of(0.5, 1e300, -0.0, 1e18, 3.0)));
      case 5:
        return make.objectNode();
      case 6:
        return make.arrayNode();
      case 7, 8:
        return make.textNode(text());
      case 9:
        ArrayNode array = make.arrayNode();
        for (int i = random.nextInt(4); i >= 0; i--) {
          array.add(value(depth - 1));
        }
        return array;
      default:
        ObjectNode object = make.objectNode();
        for (int i = random.nextInt(4); i >= 0; i--) {
          object.set(text(), value(depth - 1));
        }
        return object;
    }
  }

  /** The same with one to three things in it wrong. */
  ObjectNode spoil(ObjectNode good) {
    ObjectNode spoilt = good.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      spoilOne(spoilt);
    }
    return spoilt;
  }

  private void spoilOne(ObjectNode root) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode place = pick(containers);
    if (place instanceof ArrayNode array) {
      if (array.isEmpty() || chance(0.3)) {
        array.add(value(2));
      } else if (chance(0.2)) {
        array.remove(random.nextInt(array.size()));
      } else {
        array.set(random.nextInt(array.size()), value(2));
      }
      return;
    }
    ObjectNode object = (ObjectNode) place;
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || chance(0.1)) {
      object.set(text(), value(2));
    } else if (chance(0.15)) {
      object.remove(pick(names));
    } else if (chance(0.1)) {
      String name = pick(names);
      object.set(text(), object.get(name));
      object.remove(name);
    } else {
      object.set(pick(names), value(2));
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  /** An object out of these names, with any values. */
  ObjectNode object(List<String> names) {
    ObjectNode object = Json.object();
    for (int i = random.nextInt(5); i >= 0; i--) {
      object.set(pick(names), value(3));
    }
    return object;
  }

  /** Query parameters, encoded, with a leading question mark; often none. */
  String query(Map<String, List<String>> known) {
    StringBuilder query = new StringBuilder();
    List<String> names = List.copyOf(known.keySet());
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = pick(names);
      query.append(query.isEmpty() ? '?' : '&').append(encode(name));
      if (chance(0.95)) {
        query.append('=').append(chance(0.5) ? encode(pick(known.get(name))) : encoded());
      }
    }
    return query.toString();
  }
}
