package org.caseroom.cases.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An opening of a case from outside of its team.
 *
 * @param number its number in the case, such as {@code BG-1}
 * @param child the child's given name
 * @param person the user id of who opened it
 * @param role what they are
 * @param rooms the kinds of rooms that it opened, beside the case's own pages
 * @param status {@code open}, or {@code ended}
 * @param until until when they could read
 * @param told the names of the managers who were told at once
 * @param reviewDue by when a manager looks at it
 * @param reviewLate whether that day is over and nobody has
 * @param hidden whether the family does not see it
 */
public record BreakGlassView(
    String reference,
    String child,
    String number,
    String person,
    String name,
    String role,
    String reason,
    List<String> rooms,
    String status,
    Instant from,
    Instant until,
    List<String> told,
    LocalDate reviewDue,
    boolean reviewLate,
    @Nullable Said review,
    @Nullable String outcome,
    boolean hidden,
    @Nullable Said hiding) {
  /** What a manager said about it. */
  public record Said(String by, Instant at, String words) {}
}
