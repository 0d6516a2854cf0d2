package org.caseroom.web.view;

/**
 * What somebody agreed to, or did not.
 *
 * @param id the consent's id
 * @param purpose what for, in words
 * @param who whom it lets in, in words; empty for nobody in particular
 * @param rooms which rooms, in words; empty for none
 * @param status {@code given}, {@code refused} or {@code withdrawn}
 * @param signed who signed and when, in words
 * @param reason why it was refused or withdrawn; empty for none
 * @param mayWithdraw whether the reader may withdraw it
 */
public record ConsentLine(
    String id,
    String purpose,
    String who,
    String rooms,
    String status,
    String signed,
    String reason,
    boolean mayWithdraw) {
  /** The colour of the status's tag. */
  public String tag() {
    return switch (status) {
      case "given" -> "govuk-tag--green";
      case "withdrawn" -> "govuk-tag--red";
      default -> "govuk-tag--grey";
    };
  }

  /** The status in words. */
  public String statusWords() {
    return switch (status) {
      case "given" -> "Yes";
      case "withdrawn" -> "Taken back";
      default -> "No";
    };
  }
}
