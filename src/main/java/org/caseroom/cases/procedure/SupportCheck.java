package org.caseroom.cases.procedure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** That the parts of a procedure's {@code support} fit together and with the rest of the file. */
final class SupportCheck {
  private static final String AT = "/support";

  private final ProcedureCheck check;
  private final Procedure procedure;
  private final SupportRules support;

  SupportCheck(ProcedureCheck check, Procedure procedure, SupportRules support) {
    this.check = check;
    this.procedure = procedure;
    this.support = support;
  }

  void all() {
    Set<String> tiers = check.unique(AT + "/tiers", support.tiers(), SupportRules.Tier::id, "tier");
    tiers(tiers);
    check.unique(AT + "/services", support.services(), SupportRules.Named::id, "service");
    check.unique(
        AT + "/funding_sources",
        support.fundingSources(),
        SupportRules.Named::id,
        "source of funding");
    check.unique(
        AT + "/foundations", support.foundations(), SupportRules.Foundation::id, "foundation");
    for (int i = 0; i < support.foundations().size(); i++) {
      known(tiers, support.foundations().get(i).tiers(), "tier", AT + "/foundations/" + i);
    }
    offer();
    finance();
    reviews();
    closing(tiers);
    feedback();
  }

  private void tiers(Set<String> tiers) {
    Set<String> earlier = new HashSet<>();
    for (int i = 0; i < support.tiers().size(); i++) {
      SupportRules.Tier tier = support.tiers().get(i);
      String at = AT + "/tiers/" + i;
      if (tier.unlockedBy() != null) {
        check.document(tier.unlockedBy(), at + "/unlocked_by");
      }
      if (tier.order() != null) {
        known(earlier, tier.order().after(), "earlier tier", at + "/order/after");
      }
      earlier.add(tier.id());
    }
    for (int i = 0; i < procedure.planKinds().size() && !tiers.isEmpty(); i++) {
      check.known(tiers, procedure.planKinds().get(i).tier(), "tier", "/plan_kinds/" + i + "/tier");
    }
  }

  private void offer() {
    SupportRules.Offer offer = support.offer();
    if (offer == null) {
      return;
    }
    Set<String> items =
        check.unique(AT + "/offer/items", offer.items(), SupportRules.Offer.Item::id, "item");
    if (offer.communication() != null) {
      String at = AT + "/offer/communication";
      check.known(items, offer.communication().item(), "item of the offer", at + "/item");
      positive(offer.communication().workingDays(), at + "/working_days");
    }
  }

  private void finance() {
    SupportRules.Finance finance = support.finance();
    if (finance != null) {
      check.document(finance.unlockedBy(), AT + "/finance/unlocked_by");
      positive(finance.representationsWorkingDays(), AT + "/finance/representations_working_days");
    }
  }

  private void reviews() {
    SupportRules.Reviews reviews = support.reviews();
    if (reviews == null) {
      return;
    }
    Set<String> clocks = ProcedureCheck.ids(procedure.clocks(), ClockRule::id);
    known(clocks, reviews.clocks(), "clock", AT + "/reviews/clocks");
    check.unique(
        AT + "/reviews/parties", reviews.parties(), SupportRules.Party::id, "party to a review");
  }

  private void closing(Set<String> tiers) {
    SupportRules.Closing closing = support.closing();
    if (closing == null) {
      return;
    }
    check.unique(AT + "/closing/points", closing.points(), SupportRules.Point::id, "point");
    for (int i = 0; i < closing.points().size(); i++) {
      SupportRules.Point point = closing.points().get(i);
      for (String document : ClockRule.listOrEmpty(point.after())) {
        check.document(document, AT + "/closing/points/" + i + "/after");
      }
    }
    if (closing.subjectToReview() != null) {
      check.known(
          tiers, closing.subjectToReview().tier(), "tier", AT + "/closing/subject_to_review/tier");
    }
    known(
        ProcedureCheck.ids(procedure.stages(), Procedure.Stage::id),
        closing.reviewedBeforeFull(),
        "stage",
        AT + "/closing/reviewed_before_full");
  }

  private void feedback() {
    SupportRules.Feedback feedback = support.feedback();
    if (feedback == null) {
      return;
    }
    check.unique(
        AT + "/feedback/parties", feedback.parties(), SupportRules.Party::id, "party to feedback");
    check.unique(
        AT + "/feedback/forms", feedback.forms(), SupportRules.FeedbackForm::id, "feedback form");
    for (int i = 0; i < feedback.forms().size(); i++) {
      SupportRules.FeedbackForm form = feedback.forms().get(i);
      String at = AT + "/feedback/forms/" + i;
      check.triggers(form.on(), at + "/on/");
      check.unique(
          at + "/questions", form.questions(), SupportRules.FeedbackForm.Question::id, "question");
    }
  }

  private void known(Set<String> ids, List<String> named, String what, String at) {
    named.forEach(id -> check.known(ids, id, what, at));
  }

  private void positive(int number, String at) {
    if (number < 1) {
      throw check.wrong(at, "a number of days has to be at least 1.");
    }
  }
}
