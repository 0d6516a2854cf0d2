package org.caseroom.web.view;

/**
 * An item of the support plan.
 *
 * @param kind its kind in words
 * @param status its status in words
 * @param provider who provides it; empty when nobody said
 * @param reason a manager's reason; empty for none
 * @param shared whether the family sees it
 * @param fund the application to a fund for it, in words; empty for none
 */
public record PlanLine(
    String title,
    String kind,
    String status,
    String provider,
    String reason,
    boolean shared,
    String fund) {
  /** The colour of the status's tag. */
  public String tag() {
    return switch (status) {
      case "Done" -> "govuk-tag--green";
      case "Started" -> "govuk-tag--turquoise";
      default -> "govuk-tag--grey";
    };
  }
}
