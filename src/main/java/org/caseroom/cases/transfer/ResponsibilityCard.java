package org.caseroom.cases.transfer;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which agency answers for a family, until when, and by which rule.
 *
 * @param reference the case
 * @param area the council area that the family lives in; null while it is not recorded
 * @param outOfArea whether it is none of the responsible agency's areas
 * @param orderDate the date of the adoption order; null while there is none
 * @param responsible the agency that answers now
 * @param until the day on which that ends by the rule; null when nothing ends it
 * @param next the agency that answers from then on; null when none does, or none is known
 * @param before the agency that answered before a transfer; null without one
 * @param movedOn the day of that transfer
 * @param transfer how far a transfer is: offered, clarifying, accepted, declined, moved; null for
 *     none
 * @param worker who will support the family, by name, once the receiving agency has said so
 * @param clause the clause
 * @param rule the rule in plain words
 * @param source the law it rests on
 * @param words the card in plain words, as the family is told it
 */
public record ResponsibilityCard(
    String reference,
    @Nullable String area,
    boolean outOfArea,
    @Nullable LocalDate orderDate,
    Party responsible,
    @Nullable LocalDate until,
    @Nullable Party next,
    @Nullable Party before,
    @Nullable LocalDate movedOn,
    @Nullable String transfer,
    @Nullable String worker,
    @Nullable String clause,
    @Nullable String rule,
    @Nullable String source,
    String words) {
  /**
   * An agency.
   *
   * @param id its id; null when no agency of this service serves the area
   * @param name what people call it
   */
  public record Party(@Nullable String id, String name) {}
}
