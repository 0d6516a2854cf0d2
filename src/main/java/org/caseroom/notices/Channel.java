package org.caseroom.notices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.caseroom.base.Problem;

/** What way a notice goes. */
public enum Channel {
  EMAIL,
  TEXT,
  /** Nowhere. */
  NONE;

  /** The word used in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the word used in JSON.
   *
   * @throws Problem 400 when there is no such channel
   */
  public static Channel of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() -> Problem.invalidParam("'channel' is email, text or none."));
  }
}
