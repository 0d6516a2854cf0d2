package org.caseroom.bots.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A person with a plain Matrix client can do every bot action of both acceptance cases: each row of
 * theirs in which a bot takes part names the test that shows it.
 */
class PlainClientTest {
  private static final int ROWS = 23;

  /** A row of the table. */
  private record Row(String acceptance, int number, String who, String part, String test) {
    static Row of(String line) {
      String[] cells = line.split("\t");
      assertEquals(5, cells.length, line);
      return new Row(cells[0], Integer.parseInt(cells[1]), cells[2], cells[3], cells[4]);
    }
  }

  private static List<Row> rows() throws IOException {
    try (InputStream in = PlainClientTest.class.getResourceAsStream("rows.tsv")) {
      assertNotNull(in);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(Row::of)
          .toList();
    }
  }

  @Test
  void bothCasesStandThereWithAllTheirRows() throws IOException {
    for (String each : List.of("robin", "imani")) {
      assertEquals(
          IntStream.rangeClosed(1, ROWS).boxed().toList(),
          rows().stream().filter(row -> row.acceptance().equals(each)).map(Row::number).toList(),
          each);
    }
  }

  @Test
  void everyRowWithABotInItNamesATestThatIsThere() throws IOException {
    for (Row row : rows()) {
      boolean bots = row.who().equals("Bot");
      assertEquals(bots, row.part().equals("bot"), row.toString());
      assertEquals(row.part().equals("-"), row.test().equals("-"), row.toString());
      if (!row.test().equals("-")) {
        assertTrue(isTest(row.test()), row + ": there is no such test");
      }
    }
  }

  @Test
  void everyTestOfARowIsInTheTable() throws IOException {
    List<String> named = rows().stream().map(Row::test).toList();
    for (Class<?> type : List.of(PlainRobinTest.class, PlainImaniTest.class)) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class) && method.getName().matches("row\\d.*")) {
          String name = type.getSimpleName() + "#" + method.getName();
          assertTrue(
              named.contains(name) || method.getName().startsWith("row2APhone"),
              name + " is not in rows.tsv");
        }
      }
    }
    assertFalse(named.isEmpty());
  }

  private static boolean isTest(String name) {
    String[] parts = name.split("#");
    for (String home : List.of("org.caseroom.bots.plain.", "org.caseroom.bots.")) {
      try {
        return Arrays.stream(Class.forName(home + parts[0]).getDeclaredMethods())
            .anyMatch(
                method ->
                    method.getName().equals(parts[1]) && method.isAnnotationPresent(Test.class));
      } catch (ClassNotFoundException elsewhere) {
        continue;
      }
    }
    return false;
  }
}
