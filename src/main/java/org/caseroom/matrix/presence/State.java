package org.caseroom.matrix.presence;

import java.util.Locale;
import org.caseroom.base.Problem;

/** Whether somebody is there; later ones go before earlier ones where devices differ. */
enum State {
  OFFLINE,
  UNAVAILABLE,
  ONLINE;

  /**
   * Reads what a client says.
   *
   * @throws Problem {@code M_INVALID_PARAM} for any other word
   */
  static State of(String text) {
    for (State state : values()) {
      if (state.text().equals(text)) {
        return state;
      }
    }
    throw Problem.invalidParam("'presence' is online, offline or unavailable.");
  }

  /** The word in JSON. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
