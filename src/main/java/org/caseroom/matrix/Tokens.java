package org.caseroom.matrix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;

/**
 * The tokens that page through a timeline. A token stands between two events: behind the event at
 * its position. Clients also page from where a sync began or ended, so a sync's token, {@code
 * s<position>_...}, is good here too.
 */
public final class Tokens {
  private static final Pattern FORM = Pattern.compile("(?:t|s)(\\d{1,18})(?:_\\d{1,18}[pc]?)*");

  private Tokens() {}

  /** The token behind the event at a position. */
  public static String of(long position) {
    return "t" + position;
  }

  /**
   * The position that a token stands behind.
   *
   * @throws Problem {@code M_INVALID_PARAM} when this server never gave out such a token
   */
  public static long position(String token) {
    Matcher matcher = FORM.matcher(token);
    if (!matcher.matches()) {
      throw Problem.invalidParam("The paging token is not one that this server gave out.");
    }
    return Long.parseLong(matcher.group(1));
  }

  /** As {@link #position(String)}, for a parameter that may be absent or empty. */
  static Optional<Long> position(Optional<String> token) {
    return token.filter(text -> !text.isEmpty()).map(Tokens::position);
  }
}
