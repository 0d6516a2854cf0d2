package org.caseroom.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A Matrix event id. Opaque: apart from the sigil nothing is read out of it, since ids from room
 * version 3 on are hashes (Matrix specification, appendices).
 *
 * @param value the whole id, at most 255 bytes
 */
public record EventId(@JsonValue String value) implements Comparable<EventId> {
  public EventId {
    Identifiers.checkOpaque(value, '$', "event id");
  }

  /**
   * Reads an id that came from outside.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is not one
   */
  @JsonCreator
  public static EventId of(String value) {
    return new EventId(value);
  }

  /** Whether this is a well-formed event id. */
  public static boolean isValid(String value) {
    try {
      new EventId(value);
      return true;
    } catch (Problem notAnId) {
      return false;
    }
  }

  @Override
  public int compareTo(EventId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
