package org.caseroom.matrix.push;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * A glob: {@code *} for any text, {@code ?} for one character, without regard to case. Matched by
 * following all partial matches at once, so that no pattern can take more than its length times the
 * text's.
 */
final class Glob {
  private final String pattern;
  private final boolean literal;

  Glob(String pattern) {
    this.pattern = pattern.toLowerCase(Locale.ROOT);
    this.literal = pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  /** Whether the whole text matches. */
  boolean matches(String text) {
    if (literal) {
      return text.toLowerCase(Locale.ROOT).equals(pattern);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return run(lower, start -> start == 0, end -> end == lower.length());
  }

  /** Whether some part of the text matches that starts and ends at a word boundary. */
  boolean occursAsWordsIn(String text) {
    if (pattern.isEmpty()) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (literal) {
      return literalOccurs(pattern, lower);
    }
    return run(lower, at -> boundary(lower, at), at -> boundary(lower, at));
  }

  static boolean literalOccursAsWordsIn(String literal, String text) {
    return !literal.isEmpty()
        && literalOccurs(literal.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }

  private static boolean literalOccurs(String literal, String lower) {
    for (int at = lower.indexOf(literal); at >= 0; at = lower.indexOf(literal, at + 1)) {
      if (boundary(lower, at) && boundary(lower, at + literal.length())) {
        return true;
      }
    }
    return false;
  }

  /** Between two characters of which one at least is no part of a word. */
  private static boolean boundary(String text, int at) {
    return at == 0
        || at == text.length()
        || !wordCharacter(text.charAt(at - 1))
        || !wordCharacter(text.charAt(at));
  }

  private static boolean wordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c >= 'A' && c <= 'Z');
  }

  private boolean run(String text, IntPredicate mayStart, IntPredicate mayEnd) {
    // reached[p]: the first p characters of the pattern match some text that ends here.
    boolean[] reached = new boolean[pattern.length() + 1];
    for (int at = 0; at <= text.length(); at++) {
      if (mayStart.test(at)) {
        reached[0] = true;
      }
      for (int p = 0; p < pattern.length(); p++) {
        if (reached[p] && pattern.charAt(p) == '*') {
          reached[p + 1] = true;
        }
      }
      if (reached[pattern.length()] && mayEnd.test(at)) {
        return true;
      }
      if (at < text.length()) {
        step(reached, text.charAt(at));
      }
    }
    return false;
  }

  private void step(boolean[] reached, char c) {
    for (int p = pattern.length(); p > 0; p--) {
      char wanted = pattern.charAt(p - 1);
      boolean advanced = reached[p - 1] && (wanted == '?' || wanted == '*' || wanted == c);
      boolean stays = p < pattern.length() && pattern.charAt(p) == '*' && reached[p];
      reached[p] = advanced || stays;
    }
    reached[0] = !pattern.isEmpty() && pattern.charAt(0) == '*' && reached[0];
  }
}
