package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What applications to funds need in order to be allowed (8.7). */
public final class FundRules {
  private FundRules() {}

  static void apply(ObjectNode content, Procedure procedure, CaseFile file) {
    Optional<Procedure.Fund> fund = procedure.fund(content.path("fund").asText());
    Problem.require(
        fund.isPresent(),
        "'fund' is one of "
            + procedure.funds().stream().map(Procedure.Fund::id).collect(Collectors.joining(", "))
            + ".");
    fund.ifPresent(
        found ->
            Grounds.listed(
                content, "part", found.within().stream().map(Procedure.Fund.Part::id).toList()));
    for (String item : Fields.texts(content.path("items"))) {
      Problem.require(
          PlanItems.item(file, item).isPresent(),
          "The plan has no such item: an application names the items that it is for.");
    }
  }

  static void outcome(ObjectNode content, CaseFile file) {
    String number = content.path("application").asText();
    Event application =
        file.state(CaseEvents.FUND, number)
            .orElseThrow(() -> Problem.notFound("This case has no such application."));
    if (!waits(application)) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "The fund's answer is recorded already: record a new application.");
    }
    boolean agreed = content.path("outcome").asText().equals("agreed");
    Problem.require(agreed == content.has("granted"), "'granted' says what an agreeing fund pays.");
    Problem.require(
        agreed || !content.path("reason").asText().isBlank(),
        "Say why the fund refused ('reason').");
    boolean others = othersWait(file, number);
    Problem.require(
        content.path("others_waiting").asBoolean() == others,
        "'others_waiting' is "
            + others
            + " here: "
            + (others ? "other applications still wait." : "no other application waits."));
  }

  private static boolean waits(Event application) {
    return application.text("status").filter("sent"::equals).isPresent();
  }

  /** Whether other applications than this one wait for an answer. */
  static boolean othersWait(CaseFile file, String number) {
    return file.state(CaseEvents.FUND).stream()
        .anyMatch(application -> waits(application) && !number.equals(application.stateKey()));
  }

  /** The newest application for an item of the plan; null for none. */
  public static @Nullable String applicationFor(CaseFile file, String item) {
    return file.state(CaseEvents.FUND).stream()
        .filter(application -> Fields.texts(application.content().path("items")).contains(item))
        .max(Comparator.comparing(application -> application.content().path("sent").asLong()))
        .map(application -> String.valueOf(application.stateKey()))
        .orElse(null);
  }

  /**
   * What was asked of a fund in its year and not refused, in pounds.
   *
   * @param part of one part of the fund only; null for all of it
   */
  static int asked(List<Event> applications, Procedure.Fund fund, @Nullable String part) {
    return of(applications, fund, part).stream()
        .filter(application -> application.text("status").filter("refused"::equals).isEmpty())
        .mapToInt(
            application ->
                application
                    .content()
                    .path(application.content().has("granted") ? "granted" : "amount")
                    .asInt())
        .sum();
  }

  /** What a fund has agreed to pay in its year, in pounds. */
  static int granted(List<Event> applications, Procedure.Fund fund) {
    return of(applications, fund, null).stream()
        .mapToInt(application -> application.content().path("granted").asInt())
        .sum();
  }

  private static List<Event> of(
      List<Event> applications, Procedure.Fund fund, @Nullable String part) {
    return applications.stream()
        .filter(application -> application.text("fund").filter(fund.id()::equals).isPresent())
        .filter(application -> application.text("year").filter(fund.year()::equals).isPresent())
        .filter(
            application ->
                part == null || application.text("part").filter(part::equals).isPresent())
        .toList();
  }
}
