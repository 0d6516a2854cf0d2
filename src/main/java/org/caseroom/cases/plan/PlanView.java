package org.caseroom.cases.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The support plan of a case as somebody sees it. Amounts are in pence, those of funds in pounds.
 *
 * @param havePlan {@code yes}, {@code placement-only}, {@code being-written} or {@code none}
 * @param says the same as a sentence
 * @param placement the plan from the time of placement; null while nobody has recorded it
 * @param peerSupport whether an item is of peer support
 * @param budget empty for those who do not read the family's room
 * @param finance null for those too, and where there is none
 * @param nextReview null while no review is due
 */
public record PlanView(
    String havePlan,
    String says,
    @Nullable Placement placement,
    List<Tier> tiers,
    List<Foundation> foundations,
    List<Item> items,
    boolean peerSupport,
    List<OfferItem> offer,
    List<Fund> funds,
    Budget budget,
    @Nullable Finance finance,
    @Nullable NextReview nextReview) {

  /** The plan from the time of placement. */
  public record Placement(
      boolean hasPlan,
      @Nullable String madeOn,
      @Nullable String needsNow,
      @Nullable String needsLater,
      @Nullable String source,
      @Nullable String note,
      String recordedBy,
      Instant recordedAt) {}

  /**
   * A tier.
   *
   * @param open whether its items can start
   * @param held why not; null when they can
   */
  public record Tier(String id, String title, String clause, boolean open, @Nullable String held) {}

  /** A foundation of the sequential model, with the items that stand on it. */
  public record Foundation(String id, String title, String clause, List<String> items) {}

  /**
   * An item.
   *
   * @param tier the tier of its kind
   * @param shared whether the family sees it
   * @param application the newest application to a fund for it
   */
  public record Item(
      String id,
      String title,
      String kind,
      String tier,
      String status,
      @Nullable String provider,
      @Nullable String delivery,
      @Nullable String service,
      @Nullable String foundation,
      @Nullable String fundingSource,
      @Nullable String startsOn,
      @Nullable String change,
      @Nullable String measure,
      @Nullable String result,
      @Nullable String reason,
      int place,
      boolean shared,
      @Nullable String application) {}

  /**
   * An item of the least offer.
   *
   * @param status {@code open}, {@code given}, {@code declined} or {@code not-available}
   * @param lastContact for regular communication: when the family last heard from the agency
   * @param nextDue for regular communication: by when it hears from it again
   */
  public record OfferItem(
      String id,
      String title,
      String clause,
      boolean specialist,
      String status,
      @Nullable String on,
      @Nullable String source,
      @Nullable String note,
      @Nullable LocalDate lastContact,
      @Nullable LocalDate nextDue) {}

  /**
   * A fund and what of its limit is left, in pounds.
   *
   * @param asked what is asked for and not refused; what was granted where it was answered
   * @param left of the limit
   * @param parts limits inside the limit
   * @param waiting applications without an answer
   */
  public record Fund(
      String id,
      String title,
      String year,
      int limit,
      int asked,
      int granted,
      int left,
      List<FundPart> parts,
      List<String> waiting) {}

  /** A limit inside the limit of a fund, in pounds. */
  public record FundPart(String id, String title, int limit, int asked, int left) {}

  /** The personal budget, in pence: the sums are those of the lines. */
  public record Budget(List<BudgetLine> lines, long agreed, long spent, long left) {}

  /** A line of it, in pence. */
  public record BudgetLine(
      String line,
      String title,
      @Nullable String item,
      long agreed,
      long spent,
      long left,
      @Nullable String overReason) {}

  /**
   * Financial support.
   *
   * @param status {@code paid} or {@code ended}
   * @param amount in pence
   * @param every {@code week}, {@code month} or {@code once}
   * @param reviewDue when its yearly review is due
   * @param proposal a cut that is not decided yet
   * @param lastProposal the last one that was decided
   */
  public record Finance(
      String status,
      long amount,
      String every,
      String from,
      String purpose,
      @Nullable String conditions,
      String agreedBy,
      @Nullable String reviewed,
      @Nullable String finding,
      @Nullable LocalDate reviewDue,
      @Nullable Proposal proposal,
      @Nullable Proposal lastProposal) {}

  /**
   * A proposed cut.
   *
   * @param until the last day on which the family can say what it thinks of it
   * @param decision {@code cut} or {@code keep}; null while it is open
   */
  public record Proposal(
      long amount,
      String reasons,
      String proposedBy,
      String until,
      List<Representation> representations,
      @Nullable String decision,
      @Nullable String decisionReasons,
      @Nullable String decidedBy) {}

  /** What one of the family said. */
  public record Representation(String by, Instant at, String text) {}

  /**
   * When the next review is due: the earliest of the clocks that ask for one.
   *
   * @param worked the working day on or before it
   */
  public record NextReview(LocalDate due, LocalDate worked, String clock, String clause) {}

  /**
   * A review.
   *
   * @param status {@code written}, {@code signed} or {@code shared}
   * @param text null until it is shared, for the family
   */
  public record Review(
      String number,
      String status,
      String held,
      String mode,
      List<String> attended,
      @Nullable String earlyReason,
      String author,
      Instant written,
      List<Party> parties,
      @Nullable String signer,
      @Nullable String decided,
      @Nullable Instant signed,
      @Nullable Instant shared,
      @Nullable String lateReason,
      @Nullable Text text) {}

  /**
   * A party to a review.
   *
   * @param status {@code open}, {@code signed} or {@code not-signed}
   */
  public record Party(
      String id,
      String title,
      String status,
      @Nullable String by,
      @Nullable String name,
      @Nullable Instant at,
      @Nullable String views,
      @Nullable String reason) {}

  /** What a review says. */
  public record Text(
      String progress, String impact, String changes, String peerSupport, List<Action> actions) {}

  /** What it says of an item of the plan. */
  public record Action(String item, String progress, String impact, String changes) {}

  /** All reviews, and when the next is due. */
  public record Reviews(@Nullable NextReview next, List<Review> reviews) {}

  /**
   * How far the end of support is.
   *
   * @param stage the stage of the case
   * @param form the closure form; null before it is written, and for those outside the agency
   * @param letter the clock of the closure letter
   * @param externalSupport what goes on outside, so that a case can close subject to review
   */
  public record Closure(
      String stage,
      List<Point> points,
      List<Attempt> attempts,
      List<String> waysTried,
      List<String> externalSupport,
      @Nullable Form form,
      @Nullable Letter letter,
      @Nullable NextReview nextReview,
      List<Feedback> feedback) {}

  /** A closure point, and in how many different ways the family has to be tried before it. */
  public record Point(String id, String title, String clause, @Nullable Integer attempts) {}

  /** A contact that is not known to have reached the family. */
  public record Attempt(String mode, Instant at, String by) {}

  /** The closure form. */
  public record Form(
      String closure, String point, String reason, String author, @Nullable String signer) {}

  /**
   * The closure letter.
   *
   * @param status {@code running}, {@code met}, {@code breached} or {@code stopped}
   */
  public record Letter(
      String status, LocalDate due, @Nullable Integer day, @Nullable String reason) {}

  /**
   * A feedback form.
   *
   * @param request such as {@code closure-1}
   * @param status {@code open}, {@code sent} or {@code not-applicable}
   * @param waitingFor the parties that have not answered
   */
  public record Feedback(
      String request,
      String form,
      String title,
      String clause,
      Instant opened,
      String status,
      @Nullable Instant sent,
      List<String> formats,
      @Nullable String notApplicable,
      List<Question> questions,
      List<String> waitingFor,
      List<FeedbackAnswer> answers) {}

  /** A question. */
  public record Question(String id, String text) {}

  /** What somebody answered. */
  public record FeedbackAnswer(
      String party, String by, @Nullable String whose, Instant at, List<Closures.Answer> answers) {}
}
