package org.caseroom.base;

import java.nio.charset.StandardCharsets;

/** What the Matrix identifiers have in common: a sigil, a colon, and 255 bytes at most. */
final class Identifiers {
  static final int MAX_BYTES = 255;
  private static final int SHOWN = 60;
  private static final int MOST_BYTES_OF_A_CHAR = 3;

  private Identifiers() {}

  static void check(String value, char sigil, String what) {
    checkOpaque(value, sigil, what);
    int colon = value.indexOf(':');
    if (colon < 1 || !ServerName.isValid(value.substring(colon + 1))) {
      throw Problem.invalidParam(
          "'" + shown(value) + "' is not a " + what + ": it lacks the server name after a colon.");
    }
  }

  static void checkOpaque(String value, char sigil, String what) {
    if (value.length() < 2
        || value.charAt(0) != sigil
        || (value.length() > MAX_BYTES / MOST_BYTES_OF_A_CHAR
            && value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
        || value.indexOf('\0') >= 0) {
      throw Problem.invalidParam(
          "'" + shown(value) + "' is not a " + what + ": it should start with '" + sigil + "'.");
    }
  }

  /** The value, shortened and without control characters, as an error message may show it. */
  static String shown(String value) {
    String clean = value.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
  }
}
