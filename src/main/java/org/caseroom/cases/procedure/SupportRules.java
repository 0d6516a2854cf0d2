package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure says of support from the plan to the end: tiers and their order, the least that
 * everybody is offered, money, reviews, closing and feedback. A procedure can leave out any part of
 * it, and the rules of that part then do not hold.
 *
 * @param clause of the plan as a whole
 * @param reasonBy who may give a reason for going against the order of tiers, or over a budget
 * @param tiers in the order in which they come
 * @param foundations of the sequential model, from the first
 * @param services kinds of specialist service that an item can be
 * @param fundingSources what can pay for an item
 * @param offer the least that every family is offered
 * @param budget personal budgets
 * @param finance financial support
 * @param reviews reviews of the plan
 * @param closing how support ends
 * @param feedback what the people concerned are asked at the ends of stages
 */
public record SupportRules(
    String clause,
    @JsonProperty("reason_by") List<Role> reasonBy,
    List<Tier> tiers,
    List<Foundation> foundations,
    List<Named> services,
    @JsonProperty("funding_sources") List<Named> fundingSources,
    @Nullable Offer offer,
    @Nullable Budget budget,
    @Nullable Finance finance,
    @Nullable Reviews reviews,
    @Nullable Closing closing,
    @Nullable Feedback feedback) {
  /** Lists that the file leaves out are empty. */
  public SupportRules {
    reasonBy = ClockRule.listOrEmpty(reasonBy);
    tiers = ClockRule.listOrEmpty(tiers);
    foundations = ClockRule.listOrEmpty(foundations);
    services = ClockRule.listOrEmpty(services);
    fundingSources = ClockRule.listOrEmpty(fundingSources);
  }

  /** Something that is chosen from a list. */
  public record Named(String id, String clause, String title) {}

  /**
   * A tier of support.
   *
   * @param unlockedBy the document that has to be signed before an item of this tier starts
   * @param order what comes before it
   * @param delivery the clause by which an item that starts says who delivers it: the agency, or
   *     somebody outside
   */
  public record Tier(
      String id,
      String clause,
      String title,
      @JsonProperty("unlocked_by") @Nullable String unlockedBy,
      @Nullable Order order,
      @Nullable Cited delivery) {}

  /**
   * The tiers of which something has started before an item of this one does.
   *
   * @param after their ids
   */
  public record Order(String clause, List<String> after) {}

  /** A clause, where the rule needs no more. */
  public record Cited(String clause) {}

  /**
   * A foundation of the sequential model.
   *
   * @param tiers the tiers whose items stand on it
   */
  public record Foundation(String id, String clause, String title, List<String> tiers) {}

  /**
   * The least that every family is offered.
   *
   * @param communication the item that is kept by keeping in touch
   */
  public record Offer(String clause, List<Item> items, @Nullable Cadence communication) {
    /** An item of it; a specialist one is offered by assessed need. */
    public record Item(String id, String title, boolean specialist) {}

    /** How often the agency is in touch at least. */
    public record Cadence(String item, @JsonProperty("working_days") int workingDays) {}
  }

  /** Personal budgets: the clause that they are under. */
  public record Budget(String clause) {}

  /**
   * Financial support.
   *
   * @param law what it rests on beside the clause
   * @param unlockedBy the document that has to be signed before it is agreed
   * @param representationsWorkingDays how long a family has to say what it thinks of a cut before
   *     that is decided
   * @param decidedBy who agrees and decides
   */
  public record Finance(
      String clause,
      String law,
      @JsonProperty("unlocked_by") String unlockedBy,
      @JsonProperty("representations_working_days") int representationsWorkingDays,
      @JsonProperty("decided_by") List<Role> decidedBy) {}

  /**
   * Reviews of the plan.
   *
   * @param clause of when they come
   * @param clocks the clocks that ask for one; the earliest counts
   * @param earlyBeforeDays how many days before it is due a review is early, and wants a reason
   * @param meeting the clause of who meets, and how
   * @param parts the clause of what is written for each item of the plan
   * @param peerSupport the clause by which each review says what peer support there is
   * @param parties who signs, or why they do not
   */
  public record Reviews(
      String clause,
      List<String> clocks,
      @JsonProperty("early_before_days") int earlyBeforeDays,
      Cited meeting,
      Cited parts,
      @JsonProperty("peer_support") Cited peerSupport,
      List<Party> parties) {}

  /**
   * A party to a review or to feedback.
   *
   * @param roles whose roles belong to it
   */
  public record Party(String id, String title, List<Role> roles) {}

  /**
   * How support ends.
   *
   * @param points at which it can
   * @param subjectToReview when a case can close and stay under review
   * @param reviewedBeforeFull the stages from which a case closes fully only after a review
   */
  public record Closing(
      String clause,
      List<Point> points,
      @JsonProperty("subject_to_review") @Nullable SubjectToReview subjectToReview,
      @JsonProperty("reviewed_before_full") List<String> reviewedBeforeFull) {
    /** Lists that the file leaves out are empty. */
    public Closing {
      reviewedBeforeFull = ClockRule.listOrEmpty(reviewedBeforeFull);
    }

    /** A point by id. */
    public Optional<Point> point(String pointId) {
      return points.stream().filter(point -> point.id().equals(pointId)).findFirst();
    }
  }

  /**
   * A point at which support can end.
   *
   * @param after one of these documents has been signed
   * @param attempts in how many different ways the family was tried to be reached before
   */
  public record Point(
      String id, String title, @Nullable List<String> after, @Nullable Integer attempts) {}

  /** The support that goes on outside while a case is closed, subject to review. */
  public record SubjectToReview(String clause, String tier) {}

  /**
   * Feedback.
   *
   * @param formats the clause by which a form comes in the format that a person needs
   * @param parties who is asked, with each form
   */
  public record Feedback(Cited formats, List<Party> parties, List<FeedbackForm> forms) {
    /** A form by id. */
    public Optional<FeedbackForm> form(String formId) {
      return forms.stream().filter(form -> form.id().equals(formId)).findFirst();
    }
  }

  /**
   * A feedback form.
   *
   * @param on what opens it
   * @param questions what is asked
   */
  public record FeedbackForm(
      String id, String clause, String title, List<Trigger> on, List<Question> questions) {
    /** A question, answered with a score from 1 (not at all) to 5 (very much), or in words. */
    public record Question(String id, String text) {}
  }

  /** A tier by id. */
  public Optional<Tier> tier(String tierId) {
    return tiers.stream().filter(tier -> tier.id().equals(tierId)).findFirst();
  }
}
