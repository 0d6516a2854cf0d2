package org.caseroom.web.view;

/**
 * A deadline in plain words.
 *
 * @param id the rule's id
 * @param title what has to happen
 * @param when by when, in words
 * @param distance how far off that is, in words; empty once it is over
 * @param state {@code running}, {@code soon}, {@code late}, {@code met}, {@code breached}, {@code
 *     paused} or {@code stopped}
 * @param stateWords the state in words
 * @param clause where the deadline comes from
 * @param started when it began, in words
 * @param used how much of it is used, 0 to 100
 * @param reason why it was late; empty when it was not
 */
public record Clock(
    String id,
    String title,
    String when,
    String distance,
    String state,
    String stateWords,
    String clause,
    String started,
    int used,
    String reason) {
  /** The colour of the state's tag, as a class of the design system. */
  public String tag() {
    return switch (state) {
      case "late", "breached" -> "govuk-tag--red";
      case "soon" -> "govuk-tag--yellow";
      case "met" -> "govuk-tag--green";
      case "stopped", "paused" -> "govuk-tag--grey";
      default -> "govuk-tag--blue";
    };
  }

  /** Whether it still runs. */
  public boolean running() {
    return state.equals("running") || state.equals("soon") || state.equals("late");
  }
}
