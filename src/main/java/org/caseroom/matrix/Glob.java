package org.caseroom.matrix;

/**
 * Glob-style matching (Matrix specification, appendices, "Glob-style matching"): {@code *} for any
 * text and, where asked for, {@code ?} for one character.
 */
final class Glob {
  private Glob() {}

  /** Whether a text is like a pattern of {@code *} and {@code ?}. */
  static boolean matches(String pattern, String text) {
    return matches(pattern, text, true);
  }

  /** Whether a text is like a pattern in which only {@code *} has a meaning. */
  static boolean matchesStars(String pattern, String text) {
    return matches(pattern, text, false);
  }

  // Greedy matching with one step back at a time is linear enough: no regular expression, whose
  // time a hostile pattern could blow up.
  private static boolean matches(String pattern, String text, boolean questionMarks) {
    int p = 0;
    int t = 0;
    int lastStar = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        lastStar = p++;
        mark = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == text.charAt(t) || (questionMarks && pattern.charAt(p) == '?'))) {
        p++;
        t++;
      } else if (lastStar >= 0) {
        p = lastStar + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
