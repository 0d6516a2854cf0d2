package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.junit.jupiter.api.Test;

/** Which types and senders a filter lets pass. */
class EventFilterTest {
  private static EventFilter filter(String json) {
    return EventFilter.read(Fields.of(Json.asObject(Json.parse(json.replace('\'', '"')))));
  }

  @Test
  void anEmptyFilterLetsAllPass() {
    assertEquals(EventFilter.ALL, filter("{}"));
    assertTrue(EventFilter.ALL.matches("m.x", "@a:b"));
  }

  @Test
  void unwantedWinsOverWanted() {
    EventFilter filter = filter("{'types': ['m.*'], 'not_types': ['m.room.*']}");
    assertTrue(filter.matches("m.reaction", "@a:b"));
    assertFalse(filter.matches("m.room.name", "@a:b"));
    assertFalse(filter.matches("org.x", "@a:b"));
    assertFalse(filter("{'types': []}").matches("m.x", "@a:b"));
    assertFalse(filter("{'senders': ['@a:b'], 'not_senders': ['@a:b']}").matches("m.x", "@a:b"));
  }

  @Test
  void whatIsNoFilterIsRefused() {
    assertThrows(Problem.class, () -> filter("{'types': 'm.x'}"));
    assertThrows(Problem.class, () -> filter("{'senders': ['jo']}"));
    assertThrows(Problem.class, () -> filter("{'limit': 'many'}"));
    assertThrows(Problem.class, () -> filter("{'lazy_load_members': 1}"));
  }

  @Test
  void starsMatchAsTheyDoInARegularExpression() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String pattern =
          random
              .ints(random.nextInt(6), 0, 3)
              .mapToObj("ab*"::charAt)
              .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
              .toString();
      String type =
          random
              .ints(random.nextInt(7), 0, 2)
              .mapToObj("ab"::charAt)
              .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
              .toString();
      boolean expected = Pattern.matches(pattern.replace("*", ".*"), type);
      assertEquals(
          expected,
          filter("{'types': ['" + pattern + "']}").matches(type, "@a:b"),
          pattern + " on " + type);
    }
  }

  @Test
  void aHostilePatternTakesNoTime() {
    String pattern = "*a".repeat(2000) + "b";
    assertFalse(filter("{'types': ['" + pattern + "']}").matches("a".repeat(4000), "@a:b"));
  }
}
