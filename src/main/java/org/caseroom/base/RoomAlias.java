package org.caseroom.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A Matrix room alias, {@code #localpart:server} (Matrix specification, appendices, "Room
 * Aliases").
 *
 * @param value the whole alias, at most 255 bytes
 */
public record RoomAlias(@JsonValue String value) {
  public RoomAlias {
    Identifiers.check(value, '#', "room alias");
  }

  /**
   * Reads an alias that came from outside.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is not one
   */
  @JsonCreator
  public static RoomAlias of(String value) {
    return new RoomAlias(value);
  }

  /** The server that keeps the alias. */
  public ServerName server() {
    return new ServerName(value.substring(value.indexOf(':') + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
