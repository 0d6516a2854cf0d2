package org.caseroom.web;

import java.util.List;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Option;
import org.jspecify.annotations.Nullable;

/** Applications to funds: sent, and what the fund said. */
final class FundActions {
  private static final List<Option> OUTCOMES =
      List.of(Option.of("agreed", "It pays"), Option.of("refused", "It refuses"));

  private FundActions() {}

  static List<ActionForm> all(CaseWork services) {
    return List.of(apply(services), outcome(services));
  }

  private static ActionForm apply(CaseWork services) {
    return new ActionForm(
        "fund",
        "Record an application to a fund",
        "Assessment and plan",
        CaseEvents.FUND_APPLY,
        RoomKind.PROFESSIONALS,
        List.of("An application rests on a signed assessment. The family is told."),
        opened ->
            List.of(
                Field.radios("fund", "Which fund?", "", funds(opened)),
                Field.boxes("items", "For what in the plan?", "", items(opened)),
                Field.line("provider", "Who provides it?", ""),
                Field.line("amount", "How much, in pounds?", "For example: 2500"),
                Field.text("late_reason", "If it is late, why?", "The fund may ask.")),
        "Save",
        (opened, sent) -> {
          String fund = sent.choice("fund", funds(opened), "Choose a fund");
          String provider = sent.text("provider", "Say who provides it");
          Integer amount = pounds(sent, "amount", sent.text("amount", "Say how much"));
          if (sent.all("items").isEmpty()) {
            sent.wrong("items", "Choose what it is for");
          }
          sent.check();
          services
              .plans()
              .funds()
              .apply(
                  opened.visit().user(),
                  opened.reference(),
                  fund,
                  sent.all("items"),
                  provider,
                  amount == null ? 0 : amount,
                  null,
                  sent.optional("late_reason"));
          return "The application is recorded as sent.";
        });
  }

  private static @Nullable Integer pounds(Sent sent, String field, String text) {
    String digits = text.replaceAll("[£, ]", "");
    if (digits.matches("[1-9][0-9]{0,5}")) {
      return Integer.valueOf(digits);
    }
    if (!text.isEmpty()) {
      sent.wrong(field, "Write whole pounds, such as 2500");
    }
    return null;
  }

  private static List<Option> funds(Opened opened) {
    return opened.procedure().funds().stream()
        .map(
            fund ->
                new Option(
                    fund.id(),
                    fund.title(),
                    "Up to £" + fund.limit() + " for a child in " + fund.year()))
        .toList();
  }

  private static List<Option> items(Opened opened) {
    return opened.view().plan().stream().map(item -> Option.of(item.id(), item.title())).toList();
  }

  private static ActionForm outcome(CaseWork services) {
    return new ActionForm(
        "fund-outcome",
        "Record what a fund said",
        "Assessment and plan",
        CaseEvents.FUND_OUTCOME,
        RoomKind.PROFESSIONALS,
        List.of("The family is told."),
        opened ->
            List.of(
                Field.list("application", "Which application?", "", waiting(opened)),
                Field.radios("outcome", "What did the fund say?", "", OUTCOMES),
                Field.line("granted", "If it pays, how much, in pounds?", ""),
                Field.text("reason", "If it refuses, why?", "")),
        "Save",
        (opened, sent) -> {
          String application = sent.choice("application", waiting(opened), "Choose an application");
          String outcome = sent.choice("outcome", OUTCOMES, "Choose what the fund said");
          Integer granted = pounds(sent, "granted", sent.text("granted"));
          sent.check();
          services
              .plans()
              .funds()
              .outcome(
                  opened.visit().user(),
                  opened.reference(),
                  application,
                  outcome,
                  granted,
                  sent.optional("reason"));
          return "Recorded.";
        });
  }

  private static List<Option> waiting(Opened opened) {
    return opened.view().funds().stream()
        .filter(application -> application.status().equals("sent"))
        .map(
            application ->
                Option.of(
                    application.number(),
                    application.number()
                        + ": "
                        + application.title()
                        + ", £"
                        + application.amount()))
        .toList();
  }
}
