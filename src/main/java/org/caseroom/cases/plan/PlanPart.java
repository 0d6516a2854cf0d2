package org.caseroom.cases.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** Support from the plan to its end, at the log's door. */
public final class PlanPart implements CasePart {
  private final Accounts accounts;
  private final ReviewFlow reviews;
  private final ContactLog contacts;
  private final FundFlow funds;
  private final Finances finances;
  private final Feedbacks feedbacks;

  /**
   * Makes the part.
   *
   * @param service the house's own user, who writes what follows from events
   */
  public PlanPart(WorkingDays days, Accounts accounts, UserId service) {
    this.accounts = accounts;
    this.reviews = new ReviewFlow(days);
    this.contacts = new ContactLog(accounts, service);
    this.funds = new FundFlow();
    this.finances = new Finances(days);
    this.feedbacks = new Feedbacks(accounts);
  }

  /** All of them: a procedure can open a feedback form on any event. */
  @Override
  public Set<String> types() {
    return Shapes.standard().types();
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case CaseEvents.PLAN -> PlanItems.check(event, who, procedure, file);
      case PlanEvents.PLACEMENT -> Placements.check(event, procedure, file);
      case CaseEvents.REVIEW -> ReviewRules.paper(event, procedure, file);
      case CaseEvents.CLOSURE -> Closing.paper(event, procedure, file);
      case CaseEvents.SIGNOFF -> signable(event, procedure, file);
      default -> act(event, who, procedure, file);
    }
  }

  private void act(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case PlanEvents.OFFER_MARK -> Offers.check(event.content(), procedure, file);
      case PlanEvents.REVIEW_PARTY -> ReviewRules.party(event.content(), who, procedure, file);
      case PlanEvents.REVIEW_CALL -> ReviewRules.call(event.content(), procedure, file);
      case CaseEvents.FUND_APPLY -> FundRules.apply(event.content(), procedure, file);
      case CaseEvents.FUND_OUTCOME -> FundRules.outcome(event.content(), file);
      case PlanEvents.BUDGET_AGREE -> Budgets.agree(event.content(), procedure, file);
      case PlanEvents.BUDGET_SPEND -> Budgets.spend(event.content(), who, procedure, file);
      case PlanEvents.FINANCE_AGREE,
          PlanEvents.FINANCE_REVIEW,
          PlanEvents.FINANCE_PROPOSE,
          PlanEvents.FINANCE_REPRESENT,
          PlanEvents.FINANCE_DECIDE ->
          finances.check(event, who, procedure, file);
      case PlanEvents.FEEDBACK_SEND -> feedbacks.send(event.content(), procedure, file);
      case PlanEvents.FEEDBACK_ANSWER -> feedbacks.answer(event.content(), who, procedure, file);
      default -> {}
    }
  }

  /** What a review and a closing need before somebody signs them. */
  private static void signable(Event event, Procedure procedure, CaseFile file) {
    String document = event.text("document").orElse("");
    String paper = procedure.document(document).map(Procedure.DocumentRule::event).orElse("");
    if (paper.equals(CaseEvents.REVIEW)) {
      ReviewRules.signable(procedure, file);
    } else if (paper.equals(CaseEvents.CLOSURE)) {
      Closing.signable(procedure, file, document);
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case CaseEvents.PLAN -> PlanItems.written(step);
      case CaseEvents.REVIEW -> reviews.written(step);
      case CaseEvents.SIGNOFF -> reviews.signed(step);
      case CaseEvents.SHARE -> {
        PlanItems.shared(step);
        reviews.shared(step);
      }
      case CaseEvents.CONTACT -> contacts.contacted(step);
      case CaseEvents.VISIT -> contacts.visited(step);
      case CaseEvents.FUND_APPLY -> funds.applied(step);
      case CaseEvents.FUND_OUTCOME -> funds.answered(step);
      case PlanEvents.OFFER_MARK -> Offers.marked(step);
      case PlanEvents.REVIEW_PARTY -> reviews.partySaid(step);
      case PlanEvents.REVIEW_CALL -> reviews.called(step);
      case PlanEvents.BUDGET_AGREE -> Budgets.agreed(step);
      case PlanEvents.BUDGET_SPEND -> Budgets.spent(step);
      case PlanEvents.FINANCE_AGREE,
          PlanEvents.FINANCE_REVIEW,
          PlanEvents.FINANCE_PROPOSE,
          PlanEvents.FINANCE_REPRESENT,
          PlanEvents.FINANCE_DECIDE ->
          finances.follow(step);
      case PlanEvents.FEEDBACK_SEND -> Feedbacks.sent(step);
      case PlanEvents.FEEDBACK_ANSWER -> Feedbacks.answered(step);
      default -> {}
    }
    Feedbacks.opened(step);
  }

  @Override
  public List<Draft> followTalk(Event message, Account who, CaseFile file) {
    return contacts.talked(who, file);
  }

  @Override
  public Optional<String> words(Step step) {
    return Optional.of(sentence(step, accounts.nameOf(step.event().sender())))
        .filter(words -> !words.isEmpty());
  }

  private static String sentence(Step step, String who) {
    return switch (step.event().type()) {
      case CaseEvents.PLAN -> PlanItems.words(step, who + " wrote in the support plan");
      case PlanEvents.PLACEMENT -> Placements.words(step, who);
      case PlanEvents.OFFER_MARK -> Offers.words(step, who);
      case CaseEvents.REVIEW, PlanEvents.REVIEW_PARTY, PlanEvents.REVIEW_CALL ->
          ReviewFlow.words(step, who);
      case CaseEvents.CLOSURE -> who + " wrote the closure form. It waits for a signature.";
      case CaseEvents.FUND_APPLY, CaseEvents.FUND_OUTCOME -> FundFlow.words(step, who);
      case PlanEvents.BUDGET_AGREE, PlanEvents.BUDGET_SPEND -> Budgets.words(step, who);
      case PlanEvents.FINANCE_AGREE,
          PlanEvents.FINANCE_REVIEW,
          PlanEvents.FINANCE_PROPOSE,
          PlanEvents.FINANCE_REPRESENT,
          PlanEvents.FINANCE_DECIDE ->
          Finances.words(step, who);
      case PlanEvents.FEEDBACK_SEND, PlanEvents.FEEDBACK_ANSWER -> Feedbacks.words(step, who);
      default -> "";
    };
  }

  /** What the family is part of is told where it reads; papers where they are written. */
  @Override
  public Optional<RoomId> place(Step step) {
    return switch (step.event().type()) {
      case CaseEvents.FUND_APPLY,
          CaseEvents.FUND_OUTCOME,
          PlanEvents.PLACEMENT,
          PlanEvents.OFFER_MARK,
          PlanEvents.REVIEW_PARTY,
          PlanEvents.REVIEW_CALL,
          PlanEvents.BUDGET_AGREE,
          PlanEvents.BUDGET_SPEND,
          PlanEvents.FINANCE_AGREE,
          PlanEvents.FINANCE_REVIEW,
          PlanEvents.FINANCE_PROPOSE,
          PlanEvents.FINANCE_REPRESENT,
          PlanEvents.FINANCE_DECIDE,
          PlanEvents.FEEDBACK_SEND,
          PlanEvents.FEEDBACK_ANSWER ->
          step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS));
      default -> Optional.empty();
    };
  }
}
