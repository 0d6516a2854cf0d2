package org.caseroom.cases.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A self-referral (7.1).
 *
 * @param agency the agency's id
 * @param hub the hub's id: the one nearest to the family; null to be routed by the area
 * @param channel {@code website}, {@code telephone} or {@code email}
 * @param child the child's given name
 * @param surname the child's surname, kept out of every room name
 * @param born the child's date of birth
 * @param orderDate the date of the adoption order; none before the order
 * @param words what the family says, in their words
 * @param referrerName who refers
 * @param replyBy how to answer: {@code text}, {@code email}, {@code letter}, {@code phone}
 * @param replyTo where to: a number or an address
 * @param more what else is known
 */
public record Referral(
    String agency,
    @Nullable String hub,
    String channel,
    String child,
    @Nullable String surname,
    @Nullable LocalDate born,
    @JsonProperty("order_date") @Nullable LocalDate orderDate,
    String words,
    @JsonProperty("referrer_name") String referrerName,
    @JsonProperty("reply_by") @Nullable String replyBy,
    @JsonProperty("reply_to") @Nullable String replyTo,
    More more) {

  /** A referral of which no more is known. */
  public Referral(
      String agency,
      @Nullable String hub,
      String channel,
      String child,
      @Nullable String surname,
      @Nullable LocalDate born,
      @Nullable LocalDate orderDate,
      String words,
      String referrerName,
      @Nullable String replyBy,
      @Nullable String replyTo) {
    this(
        agency,
        hub,
        channel,
        child,
        surname,
        born,
        orderDate,
        words,
        referrerName,
        replyBy,
        replyTo,
        More.NOTHING);
  }

  /**
   * What a referral can say beside.
   *
   * @param area the council area that the family lives in
   * @param schoolArea the council area of the child's school
   * @param placed when the child was placed with the family: there may be no order yet
   * @param trigger for which reason the family has to be informed (4.1)
   * @param earlier the reference of a closed case of the same child
   */
  public record More(
      @Nullable String area,
      @Nullable String schoolArea,
      @Nullable LocalDate placed,
      @Nullable String trigger,
      @Nullable String earlier) {
    /** Nothing. */
    public static final More NOTHING = new More(null, null, null, null, null);
  }

  /**
   * What the family gets back.
   *
   * @param reference the case's reference
   * @param stage the stage's id
   * @param agency the agency's id
   * @param hub the hub that it went to
   * @param outOfArea whether the family lives in the area of none of its hubs
   * @param readers who will read it
   * @param text the receipt in plain English
   */
  public record Receipt(
      String reference,
      String stage,
      String agency,
      String hub,
      @JsonProperty("out_of_area") boolean outOfArea,
      List<Reader> readers,
      String text) {}

  /** Who reads what arrives at a hub. */
  public record Reader(String name, String role, @Nullable String agency) {}
}
