package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.caseroom.base.Problem;

/** How a link was found when somebody last looked. */
public enum LinkStatus {
  /** It leads where it should. */
  WORKS,
  /** It works, under another name. */
  RENAMED,
  /** What it led to is no more. */
  CLOSED,
  /** It leads nowhere. */
  DEAD;

  /**
   * Reads the word used in JSON.
   *
   * @throws Problem {@code M_INVALID_PARAM} when there is no such word
   */
  @JsonCreator
  public static LinkStatus of(String word) {
    return Arrays.stream(values())
        .filter(status -> status.word().equals(word))
        .findFirst()
        .orElseThrow(() -> Problem.invalidParam("A link works, or it is renamed, closed or dead."));
  }

  /** The word used in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether families should not be sent there. */
  public boolean gone() {
    return this == CLOSED || this == DEAD;
  }
}
