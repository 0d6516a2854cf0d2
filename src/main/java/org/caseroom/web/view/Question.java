package org.caseroom.web.view;

import java.util.List;

/**
 * A question and who has it.
 *
 * @param number such as {@code Q1}
 * @param text the question
 * @param asked who asked it and when, in words
 * @param with who has it and by when, in words
 * @param state {@code open}, {@code late}, {@code answered} or {@code closed}
 * @param stateWords the state in words
 * @param answer the answer; empty while there is none
 * @param answered who answered and when, in words; empty while nobody has
 * @param card where the answer comes from; empty for none
 * @param passes each handing-on in words
 * @param mayAnswer whether the reader has it, to answer or to pass on
 * @param mayClose whether the reader asked it, to say that it is answered
 */
public record Question(
    String number,
    String text,
    String asked,
    String with,
    String state,
    String stateWords,
    String answer,
    String answered,
    String card,
    List<String> passes,
    boolean mayAnswer,
    boolean mayClose) {
  /** The colour of the state's tag. */
  public String tag() {
    return switch (state) {
      case "late" -> "govuk-tag--red";
      case "answered" -> "govuk-tag--turquoise";
      case "closed" -> "govuk-tag--grey";
      default -> "govuk-tag--blue";
    };
  }
}
