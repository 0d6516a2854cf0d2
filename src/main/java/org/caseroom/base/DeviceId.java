package org.caseroom.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A client's device id: opaque, chosen by the client or by the server at sign-in.
 *
 * @param value 1 to 255 characters
 */
public record DeviceId(@JsonValue String value) {
  public DeviceId {
    if (value.isEmpty() || value.length() > Identifiers.MAX_BYTES || value.indexOf('\0') >= 0) {
      throw Problem.invalidParam("A device id has 1 to 255 characters.");
    }
  }

  /**
   * Reads an id that came from outside.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is empty or too long
   */
  @JsonCreator
  public static DeviceId of(String value) {
    return new DeviceId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
