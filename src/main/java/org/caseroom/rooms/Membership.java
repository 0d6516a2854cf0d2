package org.caseroom.rooms;

import java.util.Locale;
import org.caseroom.base.Problem;

/** The values of {@code membership} in {@code m.room.member}. */
public enum Membership {
  INVITE,
  JOIN,
  KNOCK,
  LEAVE,
  BAN;

  /**
   * Reads the JSON value.
   *
   * @throws Problem {@code M_BAD_JSON} when it is none of the five
   */
  public static Membership of(String value) {
    for (Membership membership : values()) {
      if (membership.json().equals(value)) {
        return membership;
      }
    }
    throw Problem.badJson("A membership is one of join, invite, leave, ban or knock.");
  }

  /** The JSON value. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
