package org.caseroom.web.view;

/**
 * One choice of a list.
 *
 * @param code what is sent
 * @param label the words that people read
 * @param hint more about it; empty for none
 */
public record Option(String code, String label, String hint) {
  /** A choice without a hint. */
  public static Option of(String code, String label) {
    return new Option(code, label, "");
  }
}
