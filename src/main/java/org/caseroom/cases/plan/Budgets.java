package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** The personal budget: lines with what is agreed and spent, in pence; the house adds up. */
final class Budgets {
  private Budgets() {}

  static void agree(ObjectNode content, Procedure procedure, CaseFile file) {
    SupportRules.Budget rules = Grounds.rules(procedure, SupportRules::budget);
    String line = content.path("line").asText();
    file.requireRoom(org.caseroom.cases.file.RoomKind.FAMILY);
    Problem.require(
        line.matches("[a-z0-9][a-z0-9-]{0,59}"),
        "'line' is a short word of a-z, 0-9 and hyphens, such as 'swimming'.");
    Problem.require(
        Grounds.blank(content, "item")
            || PlanItems.item(file, content.path("item").asText()).isPresent(),
        "The plan has no such item: a line of the budget names one of the plan, or none.");
    long spent = line(file, line).map(state -> number(state, "spent")).orElse(0L);
    if (content.path("agreed").asLong() < spent) {
      throw Problem.gate(
          rules.clause(),
          Grounds.pounds(spent)
              + " of this line is spent already: less than that cannot be agreed. Whoever agrees"
              + " the budget can agree that much or more.");
    }
  }

  static void spend(ObjectNode content, Account who, Procedure procedure, CaseFile file) {
    SupportRules.Budget rules = Grounds.rules(procedure, SupportRules::budget);
    Event line =
        line(file, content.path("line").asText())
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "The budget has no such line: a manager agrees it first, then it is"
                            + " spent."));
    Grounds.past(content, "on", Grounds.today(procedure, file));
    long amount = content.path("amount").asLong();
    long left = number(line, "agreed") - number(line, "spent");
    Problem.require(amount != 0, "'amount' is what was spent, in pence.");
    Problem.require(
        number(line, "spent") + amount >= 0, "More cannot come back than what was spent.");
    if (amount > left && amount > 0) {
      SupportRules support = procedure.support();
      boolean excused = !Grounds.blank(content, "reason");
      if (support == null || !excused || !Grounds.any(who, support.reasonBy())) {
        throw Problem.gate(
                rules.clause(),
                Grounds.pounds(amount)
                    + " is more than the "
                    + Grounds.pounds(left)
                    + " that is left of '"
                    + line.text("title").orElse("")
                    + "'. "
                    + (support == null
                        ? "Nobody"
                        : Grounds.people(support.reasonBy()).replaceFirst("^a", "A"))
                    + " can agree more, or record it with a reason ('reason').")
            .with("org.caseroom.missing", "reason");
      }
    }
  }

  static Optional<Event> line(CaseFile file, String id) {
    return file.view().state(Grounds.shared(file), PlanEvents.BUDGET, id);
  }

  static long number(Event line, String field) {
    return line.content().path(field).asLong();
  }

  static void agreed(Step step) {
    Event event = step.event();
    String id = event.text("line").orElse("");
    long spent = line(step.file(), id).map(state -> number(state, "spent")).orElse(0L);
    ObjectNode content =
        Json.object()
            .put("title", event.text("title").orElse(""))
            .put("agreed", event.content().path("agreed").asLong())
            .put("spent", spent)
            .put("agreed_by", event.sender().value());
    Fields.put(content, "item", event.text("item").orElse(null));
    step.state(Grounds.shared(step.file()), PlanEvents.BUDGET, id, content);
  }

  static void spent(Step step) {
    Event event = step.event();
    String id = event.text("line").orElse("");
    line(step.file(), id)
        .ifPresent(
            line -> {
              ObjectNode content = line.content().deepCopy();
              content.put("spent", number(line, "spent") + event.content().path("amount").asLong());
              Fields.put(content, "over_reason", event.text("reason").orElse(null));
              step.state(Grounds.shared(step.file()), PlanEvents.BUDGET, id, content);
            });
  }

  static String words(Step step, String who) {
    Event event = step.event();
    return step.drafts().stream()
        .filter(draft -> draft.type().equals(PlanEvents.BUDGET))
        .findFirst()
        .map(
            draft -> {
              ObjectNode line = draft.content();
              long agreed = line.path("agreed").asLong();
              long spent = line.path("spent").asLong();
              String what =
                  event.type().equals(PlanEvents.BUDGET_AGREE)
                      ? who + " agreed the budget for '"
                      : who
                          + " recorded "
                          + Grounds.pounds(event.content().path("amount").asLong())
                          + " ("
                          + event.text("what").orElse("")
                          + ") for '";
              return what
                  + line.path("title").asText()
                  + "': agreed "
                  + Grounds.pounds(agreed)
                  + ", spent "
                  + Grounds.pounds(spent)
                  + ", left "
                  + Grounds.pounds(agreed - spent)
                  + "."
                  + event.text("reason").map(reason -> " Reason: " + reason).orElse("");
            })
        .orElse("");
  }
}
