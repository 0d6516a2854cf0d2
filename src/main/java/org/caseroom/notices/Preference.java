package org.caseroom.notices;

import java.util.Arrays;
import java.util.Locale;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to be told.
 *
 * @param channel which way; null for what their needs say
 * @param often how often
 * @param language {@code en} or {@code cy}; null for what their needs say
 * @param easyRead whether in easy read; null for what their needs say
 */
public record Preference(
    @Nullable Channel channel, Often often, @Nullable String language, @Nullable Boolean easyRead) {
  /** Of who has not said: as their needs have it, at once. */
  public static final Preference USUAL = new Preference(null, Often.AT_ONCE, null, null);

  /** Refuses languages that there are no words in. */
  public Preference {
    if (language != null && !language.equals("en") && !language.equals("cy")) {
      throw Problem.invalidParam("'language' is en or cy.");
    }
  }

  /** Whether they are not to be told at all. */
  boolean isSilent() {
    return channel == Channel.NONE || often == Often.NEVER;
  }

  /** How often somebody is told. */
  public enum Often {
    AT_ONCE,
    DAILY,
    NEVER;

    /** The word used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the word used in JSON.
     *
     * @throws Problem 400 when there is no such word
     */
    public static Often of(String word) {
      return Arrays.stream(values())
          .filter(each -> each.word().equals(word))
          .findFirst()
          .orElseThrow(() -> Problem.invalidParam("'often' is at-once, daily or never."));
    }
  }
}
