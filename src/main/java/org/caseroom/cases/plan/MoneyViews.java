package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Trigger;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What readers see of funds, budgets and financial support. */
final class MoneyViews {
  private final Desk desk;

  MoneyViews(Desk desk) {
    this.desk = desk;
  }

  List<PlanView.Fund> funds(Procedure procedure, CaseFile file) {
    List<Event> applications = List.copyOf(file.state(CaseEvents.FUND));
    List<PlanView.Fund> funds = new ArrayList<>();
    for (Procedure.Fund fund : procedure.funds()) {
      int asked = FundRules.asked(applications, fund, null);
      List<PlanView.FundPart> parts = new ArrayList<>();
      for (Procedure.Fund.Part part : fund.within()) {
        int ofPart = FundRules.asked(applications, fund, part.id());
        parts.add(
            new PlanView.FundPart(
                part.id(), part.title(), part.limit(), ofPart, part.limit() - ofPart));
      }
      funds.add(
          new PlanView.Fund(
              fund.id(),
              fund.title(),
              fund.year(),
              fund.limit(),
              asked,
              FundRules.granted(applications, fund),
              fund.limit() - asked,
              parts,
              waiting(applications, fund)));
    }
    return funds;
  }

  private static List<String> waiting(List<Event> applications, Procedure.Fund fund) {
    return applications.stream()
        .filter(application -> application.text("fund").filter(fund.id()::equals).isPresent())
        .filter(application -> application.text("status").filter("sent"::equals).isPresent())
        .map(application -> String.valueOf(application.stateKey()))
        .sorted()
        .toList();
  }

  /** The budget of a case; an empty one for null. */
  PlanView.Budget budget(@Nullable CaseFile file) {
    List<PlanView.BudgetLine> lines = new ArrayList<>();
    if (file != null) {
      for (Event line : file.view().state(Grounds.shared(file), PlanEvents.BUDGET)) {
        long agreed = Budgets.number(line, "agreed");
        long spent = Budgets.number(line, "spent");
        lines.add(
            new PlanView.BudgetLine(
                String.valueOf(line.stateKey()),
                line.text("title").orElse(""),
                line.text("item").orElse(null),
                agreed,
                spent,
                agreed - spent,
                line.text("over_reason").orElse(null)));
      }
    }
    lines.sort(Comparator.comparing(PlanView.BudgetLine::line));
    long agreed = lines.stream().mapToLong(PlanView.BudgetLine::agreed).sum();
    long spent = lines.stream().mapToLong(PlanView.BudgetLine::spent).sum();
    return new PlanView.Budget(lines, agreed, spent, agreed - spent);
  }

  PlanView.@Nullable Finance finance(CaseFile file) {
    Event state = Finances.state(file).orElse(null);
    if (state == null) {
      return null;
    }
    ObjectNode content = state.content();
    return new PlanView.Finance(
        content.path("status").asText(),
        content.path("amount").asLong(),
        content.path("every").asText(),
        content.path("from").asText(),
        content.path("purpose").asText(),
        Fields.text(content, "conditions"),
        desk.name(UserId.of(content.path("agreed_by").asText())),
        Fields.text(content, "reviewed"),
        Fields.text(content, "finding"),
        reviewDue(file),
        proposal(content.path("proposal")),
        proposal(content.path("last_proposal")));
  }

  /** When the clock is due that the yearly review meets. */
  private @Nullable LocalDate reviewDue(CaseFile file) {
    Procedure procedure = desk.policy().procedure(file);
    return file.clocks().stream()
        .filter(ClockState::running)
        .filter(
            clock ->
                procedure
                    .clock(clock.id())
                    .map(ClockRule::metBy)
                    .filter(
                        met ->
                            met.stream()
                                .map(Trigger::event)
                                .anyMatch(PlanEvents.FINANCE_REVIEW::equals))
                    .isPresent())
        .map(ClockState::due)
        .findFirst()
        .orElse(null);
  }

  private PlanView.@Nullable Proposal proposal(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    List<PlanView.Representation> representations = new ArrayList<>();
    for (JsonNode said : node.path("representations")) {
      representations.add(
          new PlanView.Representation(
              desk.name(UserId.of(said.path("by").asText())),
              Instant.ofEpochMilli(said.path("at").asLong()),
              said.path("text").asText()));
    }
    String decidedBy = Fields.text(node, "decided_by");
    return new PlanView.Proposal(
        node.path("amount").asLong(),
        node.path("reasons").asText(),
        desk.name(UserId.of(node.path("by").asText())),
        node.path("until").asText(),
        representations,
        Fields.text(node, "decision"),
        Fields.text(node, "decision_reasons"),
        decidedBy == null ? null : desk.name(UserId.of(decidedBy)));
  }
}
