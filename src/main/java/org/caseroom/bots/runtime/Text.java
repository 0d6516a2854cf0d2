package org.caseroom.bots.runtime;

/**
 * What a bot says, in whichever wording it is asked for: made once for each language that the
 * readers need. A bot makes its parts (dates, lists, lines) inside, in the same wording.
 */
@FunctionalInterface
public interface Text {
  /** The text in one wording. */
  String in(Messages.Style style);
}
