package org.caseroom.cases;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A self-referral (7.1).
 *
 * @param agency the agency's id
 * @param hub the hub's id: the one nearest to the family
 * @param channel {@code website}, {@code telephone} or {@code email}
 * @param child the child's given name
 * @param surname the child's surname, kept out of every room name
 * @param born the child's date of birth
 * @param orderDate the date of the adoption order; none before the order
 * @param words what the family says, in their words
 * @param referrerName who refers
 * @param replyBy how to answer: {@code text}, {@code email}, {@code letter}, {@code phone}
 * @param replyTo where to: a number or an address
 */
public record Referral(
    String agency,
    String hub,
    String channel,
    String child,
    @Nullable String surname,
    @Nullable LocalDate born,
    @JsonProperty("order_date") @Nullable LocalDate orderDate,
    String words,
    @JsonProperty("referrer_name") String referrerName,
    @JsonProperty("reply_by") @Nullable String replyBy,
    @JsonProperty("reply_to") @Nullable String replyTo) {

  /**
   * What the family gets back.
   *
   * @param reference the case's reference
   * @param stage the stage's id
   * @param readers who will read it
   * @param text the receipt in plain English
   */
  public record Receipt(
      String reference, String stage, java.util.List<CaseView.Reader> readers, String text) {}
}
