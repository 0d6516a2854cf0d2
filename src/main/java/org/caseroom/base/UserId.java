package org.caseroom.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A Matrix user id, {@code @localpart:server} (Matrix specification, appendices, "User
 * Identifiers").
 *
 * @param value the whole id, at most 255 bytes
 */
public record UserId(@JsonValue String value) implements Comparable<UserId> {
  private static final Pattern LOCALPART = Pattern.compile("[a-z0-9._=/+-]+");

  public UserId {
    Identifiers.check(value, '@', "user id");
    // The historical grammar: all visible ASCII but the colon that ends it.
    for (int i = 1; value.charAt(i) != ':'; i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        throw Problem.invalidParam("'" + Identifiers.shown(value) + "' is not a user id.");
      }
    }
  }

  /**
   * Reads an id that came from outside.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is not one
   */
  @JsonCreator
  public static UserId of(String value) {
    return new UserId(value);
  }

  /**
   * Makes the id of a user of this server.
   *
   * @throws Problem {@code M_INVALID_USERNAME} when the localpart breaks the grammar for new ids
   */
  public static UserId local(String localpart, ServerName server) {
    if (!LOCALPART.matcher(localpart).matches()) {
      throw Problem.of(
          400,
          "M_INVALID_USERNAME",
          "A user name may only hold a-z, 0-9 and the signs . _ = - / +. Choose another.");
    }
    return new UserId("@" + localpart + ":" + server.value());
  }

  /** Whether the text has the form of a user id. */
  public static boolean isValid(String value) {
    try {
      new UserId(value);
      return true;
    } catch (Problem notAnId) {
      return false;
    }
  }

  /** The part between {@code @} and the first colon. */
  public String localpart() {
    return value.substring(1, value.indexOf(':'));
  }

  /** The server that the user belongs to. */
  public ServerName server() {
    return new ServerName(value.substring(value.indexOf(':') + 1));
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
