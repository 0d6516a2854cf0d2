package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalTime;
import java.util.List;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * When people are at work, and who hears next when nobody acknowledges a reminder.
 *
 * @param workingHours the hours of a working day in which somebody can be expected to answer
 * @param unanswered who hears, one step after another; the first comes when the reminder's own time
 *     ({@code acknowledge_within}) is over
 * @param managers whose roles a step to the manager means
 */
public record RemindingRules(
    @JsonProperty("working_hours") Hours workingHours, List<Step> unanswered, List<Role> managers) {

  /** Nine to five; the deputy, and the manager a working day later. */
  private static final RemindingRules USUAL =
      new RemindingRules(
          new Hours(LocalTime.of(9, 0), LocalTime.of(17, 0)),
          List.of(new Step(Who.DEPUTY, null, null), new Step(Who.MANAGER, 1, null)),
          List.of(Role.TEAM_MANAGER, Role.LINE_MANAGER));

  /** Lists that the file leaves out are empty, which the check refuses. */
  public RemindingRules {
    unanswered = ClockRule.listOrEmpty(unanswered);
    managers = ClockRule.listOrEmpty(managers);
  }

  /** What a procedure says, or the usual for one that says nothing. */
  static RemindingRules orUsual(@Nullable RemindingRules rules) {
    return rules == null ? USUAL : rules;
  }

  /**
   * The hours of a working day.
   *
   * @param from the first moment
   * @param until the end, which no longer counts
   */
  public record Hours(LocalTime from, LocalTime until) {}

  /** Whom a step is for. */
  public enum Who {
    /** Whoever stands in, that day, for one of those who were asked. */
    @JsonProperty("deputy")
    DEPUTY,
    /** The managers of the case. */
    @JsonProperty("manager")
    MANAGER
  }

  /**
   * A step after a reminder that nobody acknowledged. One that would find nobody is left out, and
   * the next comes in its place.
   *
   * @param to whom it is for
   * @param workingDays so many working days after the step before; null for hours, or for the first
   *     step
   * @param workingHours or so many working hours after it
   */
  public record Step(
      Who to,
      @JsonProperty("working_days") @Nullable Integer workingDays,
      @JsonProperty("working_hours") @Nullable Integer workingHours) {}
}
