package org.caseroom.matrix.sync;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;

/**
 * Where a client stands: {@code s<log>_<stream>_<typing>_<presence>p}, with the number of each room
 * that was closed to the user behind it. It holds all that the server needs to go on, so it is good
 * after a restart and on any node.
 *
 * @param log the position in the room log
 * @param stream the position beside the log: receipts, account data, devices
 * @param typing the count of typing changes
 * @param presence the count of presence changes
 * @param closed the numbers of joined rooms that the user could not read for lack of consent
 */
public record SyncToken(long log, long stream, long typing, long presence, Set<Long> closed) {
  private static final Pattern FORM =
      Pattern.compile(
          "s(\\d{1,18})(?:_(\\d{1,18})_(\\d{1,18})(?:_(\\d{1,18})p)?((?:_\\d{1,18})*))?");

  /** Eighteen digits at most, so that the paging endpoints can read the token too. */
  private static final long NUMBERS = 1L << 59;

  /**
   * Reads a token.
   *
   * @throws Problem {@code M_INVALID_PARAM} when this server never gave out such a token
   */
  public static SyncToken parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Problem.invalidParam(
          "'since' is not a token that this server gave out: leave it out to start afresh.");
    }
    Set<Long> closed = new TreeSet<>();
    String numbers = matcher.group(5);
    if (numbers != null && !numbers.isEmpty()) {
      for (String number : numbers.substring(1).split("_", -1)) {
        closed.add(Long.parseLong(number));
      }
    }
    return new SyncToken(
        Long.parseLong(matcher.group(1)),
        matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2)),
        matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3)),
        matcher.group(4) == null ? 0 : Long.parseLong(matcher.group(4)),
        closed);
  }

  /** The number that stands for a room in a token: FNV-1a of its id, cut to 59 bits. */
  static long number(RoomId room) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : room.value().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return (hash ^ (hash >>> 59)) & (NUMBERS - 1);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(40);
    text.append('s').append(log).append('_').append(stream).append('_').append(typing);
    if (presence > 0) {
      text.append('_').append(presence).append('p');
    }
    closed.forEach(number -> text.append('_').append(number));
    return text.toString();
  }
}
