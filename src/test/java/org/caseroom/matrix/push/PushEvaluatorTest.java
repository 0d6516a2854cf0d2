package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushEvaluatorTest {
  @ParameterizedTest
  @CsvSource({
    "lunc?*, Lunch plans, true",
    "lunc?*, LUNCH, true",
    "lunc?*, ' lunch', false",
    "lunc?*, lunc, false",
    "*, '', true",
    "?, '', false",
    "a*b*c, aXbXbc, true",
    "a*b*c, aXbXb, false",
    "m.room.member, m.room.member, true",
    "m.room.member, mXroom.member, false",
  })
  void aGlobMatchesTheWholeText(String pattern, String text, boolean matches) {
    assertEquals(matches, new Glob(pattern).matches(text));
  }

  @ParameterizedTest
  @CsvSource({
    "ex*ple, An example event., true",
    "ex*ple, exple, true",
    "ex*ple, An exciting triple-whammy, true",
    "ex*ple, An examplex, false",
    "jo, hello Jo!, true",
    "jo, hello join, false",
    "jo, banjo, false",
    "jo, jo_ann, false",
    "jo, über-jo, true",
    "@room, look @room please, true",
    "'', anything, false",
  })
  void aBodyIsMatchedByWholeWords(String pattern, String body, boolean matches) {
    assertEquals(matches, new Glob(pattern).occursAsWordsIn(body));
  }

  /** Against the obvious way to do it, which hostile patterns make slow. */
  @Test
  void globsAgreeWithRegularExpressions() {
    Random random = new Random(20260105);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*?", 6);
      String text = text(random, "ab", 8);
      String expression =
          pattern
              .chars()
              .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + (char) c))
              .reduce("", String::concat);
      assertEquals(
          Pattern.matches(expression, text),
          new Glob(pattern).matches(text),
          () -> pattern + " on " + text);
    }
  }

  /** With backtracking this would not end within a lifetime. */
  @Test
  void noPatternIsSlow() {
    String pattern = "a*".repeat(100) + "b";
    assertFalse(new Glob(pattern).occursAsWordsIn("a".repeat(20_000)));
  }

  @Test
  void pathsSplitAtDotsThatAreNotEscaped() {
    assertEquals(List.of("content", "body"), PushEvaluator.path("content.body"));
    assertEquals(
        List.of("content", "m.mentions", "room"), PushEvaluator.path("content.m\\.mentions.room"));
    assertEquals(List.of("a\\b"), PushEvaluator.path("a\\\\b"));
    assertEquals(List.of("a\\x"), PushEvaluator.path("a\\x"));
  }

  private static String text(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
