package org.caseroom.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A Matrix room id. Opaque: apart from the sigil nothing is read out of it, since room version 12
 * ids have no server name (Matrix specification, appendices).
 *
 * @param value the whole id, at most 255 bytes
 */
public record RoomId(@JsonValue String value) implements Comparable<RoomId> {
  public RoomId {
    Identifiers.checkOpaque(value, '!', "room id");
  }

  /**
   * Reads an id that came from outside.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is not one
   */
  @JsonCreator
  public static RoomId of(String value) {
    return new RoomId(value);
  }

  @Override
  public int compareTo(RoomId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
