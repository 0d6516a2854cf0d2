package org.caseroom.cases.plan;

import org.caseroom.cases.file.CaseEvents;

/** The event types of support that only this part knows. Shapes: {@code events/plan.json}. */
public final class PlanEvents {
  // What people send.

  /** State of a case's space: the plan from the time of placement, or that there was none. */
  public static final String PLACEMENT = CaseEvents.PREFIX + "plan.placement";

  /** An item of the least offer was given, declined, or is not available. */
  public static final String OFFER_MARK = CaseEvents.PREFIX + "offer.mark";

  /** A party signs a review, or does not. */
  public static final String REVIEW_PARTY = CaseEvents.PREFIX + "review.party";

  /** The next review comes earlier. */
  public static final String REVIEW_CALL = CaseEvents.PREFIX + "review.call";

  /** A line of the personal budget is agreed. */
  public static final String BUDGET_AGREE = CaseEvents.PREFIX + "budget.agree";

  /** Money of a line was spent. */
  public static final String BUDGET_SPEND = CaseEvents.PREFIX + "budget.spend";

  /** Financial support is agreed. */
  public static final String FINANCE_AGREE = CaseEvents.PREFIX + "finance.agree";

  /** Its yearly review. */
  public static final String FINANCE_REVIEW = CaseEvents.PREFIX + "finance.review";

  /** A cut is proposed. */
  public static final String FINANCE_PROPOSE = CaseEvents.PREFIX + "finance.propose";

  /** The family says what it thinks of it. */
  public static final String FINANCE_REPRESENT = CaseEvents.PREFIX + "finance.represent";

  /** It is decided. */
  public static final String FINANCE_DECIDE = CaseEvents.PREFIX + "finance.decide";

  /** A feedback form was sent, or is not applicable. */
  public static final String FEEDBACK_SEND = CaseEvents.PREFIX + "feedback.send";

  /** Somebody answers one. */
  public static final String FEEDBACK_ANSWER = CaseEvents.PREFIX + "feedback.answer";

  // What the house writes.

  /** State of a case's space by item of the least offer. */
  public static final String OFFER = CaseEvents.PREFIX + "offer";

  /** State of a case's space: the last contact, and attempts that reached nobody. */
  public static final String CONTACT_LOG = CaseEvents.PREFIX + "contact.log";

  /** State of the family room by number, {@code R1} and on: the record of a review. */
  public static final String REVIEW_RECORD = CaseEvents.PREFIX + "review.record";

  /** State of the family room by number: the text of a review that was shared. */
  public static final String REVIEW_GIVEN = CaseEvents.PREFIX + "review.given";

  /** State of the family room by line of the budget. */
  public static final String BUDGET = CaseEvents.PREFIX + "budget";

  /** State of the family room: financial support as it stands. */
  public static final String FINANCE = CaseEvents.PREFIX + "finance";

  /** State of the family room by request, {@code closure-1} and on: a feedback form. */
  public static final String FEEDBACK = CaseEvents.PREFIX + "feedback";

  private PlanEvents() {}
}
