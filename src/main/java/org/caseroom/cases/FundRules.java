package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What applications to funds need in order to be allowed. */
final class FundRules {
  private FundRules() {}

  static void apply(ObjectNode content, Procedure procedure, CaseFile file) {
    require(
        procedure.fund(content.path("fund").asText()).isPresent(),
        "'fund' is one of "
            + procedure.funds().stream().map(Procedure.Fund::id).collect(Collectors.joining(", "))
            + ".");
    for (String item : Fields.texts(content.path("items"))) {
      require(
          file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN, item).isPresent(),
          "The plan has no such item: an application names the items that it is for.");
    }
  }

  static void outcome(ObjectNode content, CaseFile file) {
    Event application =
        file.state(CaseEvents.FUND, content.path("application").asText())
            .orElseThrow(() -> Problem.notFound("This case has no such application."));
    if (application.text("status").filter("sent"::equals).isEmpty()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "The fund's answer is recorded already: record a new application.");
    }
    boolean agreed = content.path("outcome").asText().equals("agreed");
    require(agreed == content.has("granted"), "'granted' says what an agreeing fund pays.");
    require(
        agreed || !content.path("reason").asText().isBlank(),
        "Say why the fund refused ('reason').");
  }

  /** The newest application for an item of the plan; null for none. */
  static @Nullable String applicationFor(CaseFile file, String item) {
    return file.state(CaseEvents.FUND).stream()
        .filter(application -> Fields.texts(application.content().path("items")).contains(item))
        .max(Comparator.comparing(application -> application.content().path("sent").asLong()))
        .map(application -> String.valueOf(application.stateKey()))
        .orElse(null);
  }

  /** What was asked of a fund in a year and not refused, in pounds. */
  static int asked(List<Event> applications, Procedure.Fund fund) {
    return applications.stream()
        .filter(application -> application.text("fund").filter(fund.id()::equals).isPresent())
        .filter(application -> application.text("year").filter(fund.year()::equals).isPresent())
        .filter(application -> application.text("status").filter("refused"::equals).isEmpty())
        .mapToInt(
            application ->
                application
                    .content()
                    .path(application.content().has("granted") ? "granted" : "amount")
                    .asInt())
        .sum();
  }

  private static void require(boolean holds, String says) {
    if (!holds) {
      throw Problem.invalidParam(says);
    }
  }
}
