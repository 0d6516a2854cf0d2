package org.caseroom.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the specification (appendices, "Canonical JSON"), and what holds in general. */
class CanonicalJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | {}",
        "{ \"one\": 1, \"two\": \"Two\" } | {\"one\":1,\"two\":\"Two\"}",
        "{ \"b\": \"2\", \"a\": \"1\" } | {\"a\":\"1\",\"b\":\"2\"}",
        "{\"b\":\"2\",\"a\":\"1\"} | {\"a\":\"1\",\"b\":\"2\"}",
        "{\"auth\":{\"success\":true,\"mxid\":\"@john.doe:example.com\",\"profile\":{\"display_name\":\"John"
            + " Doe\",\"three_pids\":[{\"medium\":\"email\",\"address\":\"john.doe@example.org\"},{\"medium\":\"msisdn\",\"address\":\"123456789\"}]}}}"
            + " | {\"auth\":{\"mxid\":\"@john.doe:example.com\",\"profile\":{\"display_name\":\"John"
            + " Doe\",\"three_pids\":[{\"address\":\"john.doe@example.org\",\"medium\":\"email\"},"
            + "{\"address\":\"123456789\",\"medium\":\"msisdn\"}]},\"success\":true}}",
        "{ \"a\": \"日本語\" } | {\"a\":\"日本語\"}",
        "{ \"本\": 2, \"日\": 1 } | {\"日\":1,\"本\":2}",
        "{ \"a\": \"\\u65E5\" } | {\"a\":\"日\"}",
        "{ \"a\": null } | {\"a\":null}",
        "{ \"a\": -0, \"b\": 1e10 } | {\"a\":0,\"b\":10000000000}",
      })
  void writesTheExamplesOfTheSpecification(String given, String canonical) {
    assertEquals(canonical, CanonicalJson.encodeToString(Json.parse(given)));
  }

  @Test
  void sortsByCodePointAndNotByUtf16Unit() {
    // U+FF5E is one unit above the surrogates; U+1F600 is a pair of surrogates, and the larger.
    ObjectNode object = Json.object().put("\uD83D\uDE00", 2).put("\uFF5E", 1);
    assertEquals("{\"\uFF5E\":1,\"\uD83D\uDE00\":2}", CanonicalJson.encodeToString(object));
  }

  @Test
  void escapesAsLittleAsJsonAllows() {
    ObjectNode object = Json.object().put("a", "\b\t\n\f\r\"\\/\u0000\u001f\u007f\u0080\u2028é€😀");
    assertEquals(
        "{\"a\":\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\u007f\u0080\u2028é€😀\"}",
        CanonicalJson.encodeToString(object));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "9007199254740992",
        "-9007199254740992",
        "1e400",
        "1e17",
        "123456789012345678901234567890",
        "\"\\ud800\"",
        "\"\\udc00 \"",
        "\"\\ud800\\ud800\""
      })
  void refusesWhatHasNoCanonicalForm(String json) {
    Problem refused =
        assertThrows(Problem.class, () -> CanonicalJson.encode(Json.parse("[" + json + "]")));
    assertEquals("M_BAD_JSON", refused.errcode());
  }

  @Test
  void refusesHalfACharacterInAKey() {
    ObjectNode object = Json.object().put("\udfff", 1);
    assertThrows(Problem.class, () -> CanonicalJson.encode(object));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9007199254740991", "-9007199254740991", "0", "-1"})
  void keepsTheLargestIntegers(String number) {
    assertEquals(number, CanonicalJson.encodeToString(Json.parse(number)));
  }

  @Test
  void leavesOutKeysAtTheTopOnly() {
    ObjectNode object = Json.object().put("b", 1).put("a", 2);
    object.putObject("c").put("a", 3);
    assertEquals(
        "{\"b\":1,\"c\":{\"a\":3}}",
        new String(
            CanonicalJson.encodeWithout(object, Set.of("a")),
            java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void isTheSameForEveryOrderOfKeysAndReadsBackAsItself() {
    Random random = new Random(20250101);
    for (int round = 0; round < 2_000; round++) {
      JsonNode value = value(random, 4);
      byte[] canonical = CanonicalJson.encode(value);
      assertArrayEquals(canonical, CanonicalJson.encode(shuffled(value, random)));
      JsonNode back = Json.parse(canonical);
      assertArrayEquals(canonical, CanonicalJson.encode(back));
      assertEquals(Json.parse(Json.writeBytes(value)), back);
    }
  }

  private static JsonNode value(Random random, int depth) {
    switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0:
        return Json.array().numberNode(random.nextLong() >> 11);
      case 1:
        return Json.array().numberNode(random.nextInt());
      case 2:
        return Json.array().booleanNode(random.nextBoolean());
      case 3:
        return Json.array().nullNode();
      case 4:
        return Json.array().textNode(text(random));
      case 5:
        ArrayNode array = Json.array();
        for (int i = random.nextInt(5); i > 0; i--) {
          array.add(value(random, depth - 1));
        }
        return array;
      default:
        ObjectNode object = Json.object();
        for (int i = random.nextInt(6); i > 0; i--) {
          object.set(text(random), value(random, depth - 1));
        }
        return object;
    }
  }

  private static String text(Random random) {
    int[] alphabet = {
      0, 7, 9, 'a', 'b', '"', '\\', 0x7f, 0xe9, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int pick = random.nextInt(alphabet.length + 3);
      text.appendCodePoint(
          pick < alphabet.length ? alphabet[pick] : 0x10000 + random.nextInt(0x100000));
    }
    return text.toString();
  }

  private static JsonNode shuffled(JsonNode value, Random random) {
    if (value.isArray()) {
      ArrayNode array = Json.array();
      value.forEach(item -> array.add(shuffled(item, random)));
      return array;
    }
    if (!value.isObject()) {
      return value;
    }
    List<String> names = new ArrayList<>();
    value.fieldNames().forEachRemaining(names::add);
    Collections.shuffle(names, random);
    ObjectNode object = Json.object();
    names.forEach(name -> object.set(name, shuffled(value.get(name), random)));
    return object;
  }
}
