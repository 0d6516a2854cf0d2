package org.caseroom.cases.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has looked at a case in a month, for one reader.
 *
 * @param month such as {@code 2025-03}
 * @param previous the month before; null where the case was not there yet
 * @param next the month after; null for a month that has not come
 * @param easyRead whether the sentences are in easy read
 * @param rows newest first, of the page that was asked for
 * @param total how many rows the month has
 */
public record AccessView(
    String reference,
    String child,
    String month,
    @Nullable String previous,
    @Nullable String next,
    boolean easyRead,
    List<Line> rows,
    int page,
    int size,
    int total) {
  /**
   * One person's looking on one day: many times are one line.
   *
   * @param from when they looked first that day
   * @param last when they looked last
   * @param name who
   * @param role what they are
   * @param agency whom they work for; null for none
   * @param things what they looked at, in words
   * @param times how often, counted once an hour for each thing
   * @param breakGlass whether they were not in the team and opened the case with a reason
   * @param number that opening's number; null for none
   * @param hidden whether the family does not see this line
   * @param why in words
   * @param says all of it in a sentence or two
   */
  public record Line(
      LocalDate day,
      Instant from,
      Instant last,
      String name,
      String role,
      @Nullable String agency,
      List<String> things,
      int times,
      boolean breakGlass,
      @Nullable String number,
      boolean hidden,
      String why,
      String says) {}
}
