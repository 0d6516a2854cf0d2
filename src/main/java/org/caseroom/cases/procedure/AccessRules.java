package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;

/**
 * What a procedure says about reading a case from outside of its team.
 *
 * @param breakGlass opening a case with a reason, for a short time
 */
public record AccessRules(@JsonProperty("break_glass") BreakGlass breakGlass) {
  /** A day: what takes longer is work in the team. */
  static final int LONGEST_MINUTES = 1440;

  /** The kinds of rooms that a procedure can let be opened: a complaint never is. */
  static final Set<String> ROOMS = Set.of("family", "professionals", "letterbox");

  /**
   * Opening a case with a reason.
   *
   * @param clause where it comes from, or {@code ours}
   * @param minutes for how long
   * @param rooms the kinds of rooms that can be opened, beside the case's own pages; a young
   *     person's own room has a rule of its own
   * @param reviewWorkingDays in how many working days a manager looks at it
   */
  public record BreakGlass(
      String clause,
      int minutes,
      List<String> rooms,
      @JsonProperty("review_working_days") int reviewWorkingDays) {
    /** Without rooms the case's own pages alone are opened. */
    public BreakGlass {
      rooms = ClockRule.listOrEmpty(rooms);
    }
  }
}
