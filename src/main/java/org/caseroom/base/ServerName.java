package org.caseroom.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a Matrix server: a host name or address with an optional port (Matrix specification,
 * appendices, "Server Name").
 *
 * @param value the name, at most 230 characters
 */
public record ServerName(@JsonValue String value) {
  private static final Pattern GRAMMAR =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[0-9A-Za-z.-]{1,230})(:[0-9]{1,5})?");

  public ServerName {
    if (!isValid(value)) {
      throw Problem.invalidParam("'" + Identifiers.shown(value) + "' is not a server name.");
    }
  }

  /**
   * Reads a name that came from outside.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is not one
   */
  @JsonCreator
  public static ServerName of(String value) {
    return new ServerName(value);
  }

  static boolean isValid(String value) {
    return value.length() <= 230 && (isHostName(value) || GRAMMAR.matcher(value).matches());
  }

  /** The usual case, without the expression: it is asked for every event that is read. */
  private static boolean isHostName(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && c != '.' && c != '-') {
        return false;
      }
    }
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return value;
  }
}
