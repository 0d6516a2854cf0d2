package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/**
 * Financial support (6.1): agreed on a signed assessment, reviewed each year, and cut only after
 * the family was heard.
 */
final class Finances {
  private static final int MOST = 8;

  private final WorkingDays days;

  Finances(WorkingDays days) {
    this.days = days;
  }

  // ---- Rules ----

  void check(Event event, Account who, Procedure procedure, CaseFile file) {
    SupportRules.Finance rules = Grounds.rules(procedure, SupportRules::finance);
    ObjectNode content = event.content();
    switch (event.type()) {
      case PlanEvents.FINANCE_AGREE -> agree(content, who, rules, procedure, file);
      case PlanEvents.FINANCE_REVIEW -> paid(file, rules);
      case PlanEvents.FINANCE_PROPOSE -> propose(content, rules, file);
      case PlanEvents.FINANCE_REPRESENT -> represent(file, rules);
      default -> decide(content, who, rules, procedure, file);
    }
  }

  private static void agree(
      ObjectNode content,
      Account who,
      SupportRules.Finance rules,
      Procedure procedure,
      CaseFile file) {
    decider(who, rules);
    if (!PlanItems.everSigned(file, rules.unlockedBy())) {
      Procedure.DocumentRule document = procedure.document(rules.unlockedBy()).orElseThrow();
      throw Problem.gate(
              rules.clause(),
              "Financial support rests on a signed assessment of need. This is not signed yet: "
                  + document.title()
                  + ". Who can sign it: "
                  + Grounds.people(document.signedBy())
                  + ", not its author.")
          .with("org.caseroom.missing", rules.unlockedBy());
    }
    Grounds.date(content, "from");
    Problem.require(
        content.path("regular").asBoolean() != content.path("every").asText().equals("once"),
        "'regular' is false for what is paid once, and true otherwise.");
    if (proposal(file).isPresent()) {
      throw Problem.gate(
          rules.clause(), "A cut is proposed and not decided yet: a manager decides that first.");
    }
    Optional<Event> now = state(file).filter(Finances::runs);
    if (now.isPresent() && lessThan(content, now.get())) {
      throw Problem.gate(
          rules.clause(),
          "This is less than what is paid now: a cut is proposed first, and the family is heard ("
              + rules.law()
              + "). The social worker or a manager can propose it.");
    }
  }

  /**
   * Less, or of another rhythm, which nobody can compare for the family without its being heard.
   */
  private static boolean lessThan(ObjectNode content, Event now) {
    return content.path("amount").asLong() < now.content().path("amount").asLong()
        || !content.path("every").equals(now.content().path("every"));
  }

  private static void decider(Account who, SupportRules.Finance rules) {
    if (!Grounds.any(who, rules.decidedBy())) {
      throw Problem.forbidden(
          "Financial support is agreed and decided by " + Grounds.people(rules.decidedBy()) + ".");
    }
  }

  private static Event paid(CaseFile file, SupportRules.Finance rules) {
    return state(file)
        .filter(Finances::runs)
        .orElseThrow(
            () ->
                Problem.gate(
                    rules.clause(),
                    "No financial support is paid in this case: "
                        + Grounds.people(rules.decidedBy())
                        + " agrees it first."));
  }

  private static void propose(ObjectNode content, SupportRules.Finance rules, CaseFile file) {
    Event now = paid(file, rules);
    if (proposal(file).isPresent()) {
      throw Problem.of(
          409, "ORG.CASEROOM_EXISTS", "A cut is proposed already: it is decided first.");
    }
    Problem.require(
        content.path("amount").asLong() < now.content().path("amount").asLong(),
        "A cut is to less than the "
            + Grounds.pounds(now.content().path("amount").asLong())
            + " that is paid now. More is agreed anew.");
  }

  private static void represent(CaseFile file, SupportRules.Finance rules) {
    ObjectNode proposal = proposed(file, rules);
    if (proposal.path("representations").size() >= MOST) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "All of what you have said is on record: tell us more in a message, or in a call.");
    }
  }

  private static ObjectNode proposed(CaseFile file, SupportRules.Finance rules) {
    return proposal(file)
        .orElseThrow(
            () ->
                Problem.gate(
                    rules.clause(),
                    "No cut is proposed. The social worker or a manager can propose one."));
  }

  private static void decide(
      ObjectNode content,
      Account who,
      SupportRules.Finance rules,
      Procedure procedure,
      CaseFile file) {
    decider(who, rules);
    ObjectNode proposal = proposed(file, rules);
    if (proposal.path("by").asText().equals(who.id().value())) {
      throw Problem.gate(
          rules.clause(),
          "Who proposed the cut does not decide it: somebody else does who is "
              + Grounds.people(rules.decidedBy())
              + ".");
    }
    LocalDate until = LocalDate.parse(proposal.path("until").asText());
    if (!Grounds.today(procedure, file).isAfter(until)) {
      throw Problem.gate(
              rules.clause(),
              "The family has until the end of "
                  + Notices.day(until)
                  + " to say what it thinks of the cut ("
                  + rules.law()
                  + "): it is decided after that, with what they said.")
          .with("org.caseroom.until", until.toString());
    }
    boolean ends =
        content.path("decision").asText().equals("cut") && proposal.path("amount").asLong() == 0;
    Problem.require(
        content.path("ends").asBoolean() == ends,
        "'ends' is " + ends + " here: the support ends with a cut to nothing, and only then.");
  }

  // ---- State ----

  static Optional<Event> state(CaseFile file) {
    return file.view().state(Grounds.shared(file), PlanEvents.FINANCE, "");
  }

  private static boolean runs(Event state) {
    return state.text("status").filter("paid"::equals).isPresent();
  }

  static Optional<ObjectNode> proposal(CaseFile file) {
    return state(file)
        .filter(state -> state.content().has("proposal"))
        .map(state -> (ObjectNode) state.content().path("proposal").deepCopy());
  }

  void follow(Step step) {
    Event event = step.event();
    ObjectNode content =
        event.type().equals(PlanEvents.FINANCE_AGREE)
            ? agreed(event)
            : state(step.file()).map(state -> state.content().deepCopy()).orElseGet(Json::object);
    switch (event.type()) {
      case PlanEvents.FINANCE_REVIEW -> {
        content.put("reviewed", Grounds.day(step.procedure(), event.time()).toString());
        content.put("finding", event.text("finding").orElse(""));
      }
      case PlanEvents.FINANCE_PROPOSE -> content.set("proposal", opened(step));
      case PlanEvents.FINANCE_REPRESENT ->
          content
              .withObject("proposal")
              .withArray("representations")
              .addObject()
              .put("by", event.sender().value())
              .put("at", event.originServerTs())
              .put("text", event.text("text").orElse(""));
      case PlanEvents.FINANCE_DECIDE -> decided(event, content);
      default -> {}
    }
    step.state(Grounds.shared(step.file()), PlanEvents.FINANCE, "", content);
  }

  private static ObjectNode agreed(Event event) {
    ObjectNode content = Json.object();
    content
        .put("status", "paid")
        .put("amount", event.content().path("amount").asLong())
        .put("every", event.text("every").orElse(""))
        .put("from", event.text("from").orElse(""))
        .put("purpose", event.text("purpose").orElse(""))
        .put("agreed_by", event.sender().value())
        .put("agreed", event.originServerTs());
    Fields.put(content, "conditions", event.text("conditions").orElse(null));
    return content;
  }

  private ObjectNode opened(Step step) {
    Event event = step.event();
    SupportRules.Finance rules = Grounds.rules(step.procedure(), SupportRules::finance);
    LocalDate until =
        days.after(
            Grounds.day(step.procedure(), event.time()),
            rules.representationsWorkingDays(),
            step.procedure().nation());
    ObjectNode proposal =
        Json.object()
            .put("amount", event.content().path("amount").asLong())
            .put("reasons", event.text("reasons").orElse(""))
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put("until", until.toString());
    proposal.putArray("representations");
    return proposal;
  }

  private static void decided(Event event, ObjectNode content) {
    ObjectNode proposal = (ObjectNode) content.path("proposal").deepCopy();
    if (event.text("decision").filter("cut"::equals).isPresent()) {
      long amount = proposal.path("amount").asLong();
      content.put("status", amount == 0 ? "ended" : "paid");
      content.put("amount", amount);
    }
    proposal
        .put("decision", event.text("decision").orElse(""))
        .put("decision_reasons", event.text("reasons").orElse(""))
        .put("decided_by", event.sender().value())
        .put("decided", event.originServerTs());
    content.remove("proposal");
    content.set("last_proposal", proposal);
  }

  static String words(Step step, String who) {
    Event event = step.event();
    ObjectNode now =
        step.drafts().stream()
            .filter(draft -> draft.type().equals(PlanEvents.FINANCE))
            .findFirst()
            .map(org.caseroom.rooms.Draft::content)
            .orElseGet(Json::object);
    String amount =
        Grounds.pounds(event.content().path("amount").asLong()) + every(now.path("every").asText());
    return switch (event.type()) {
      case PlanEvents.FINANCE_AGREE ->
          who
              + " agreed financial support: "
              + amount
              + ", for "
              + now.path("purpose").asText()
              + ".";
      case PlanEvents.FINANCE_REVIEW ->
          who + " reviewed the financial support: " + event.text("finding").orElse("");
      case PlanEvents.FINANCE_PROPOSE ->
          who
              + (event.content().path("amount").asLong() == 0
                  ? " proposes to end the financial support"
                  : " proposes to cut the financial support to " + amount)
              + ". Reasons: "
              + event.text("reasons").orElse("")
              + " You can say what you think of it until the end of "
              + Notices.day(LocalDate.parse(now.path("proposal").path("until").asText()))
              + "; it is decided after that, by somebody else.";
      case PlanEvents.FINANCE_REPRESENT ->
          who + " says of the proposed cut: " + event.text("text").orElse("");
      default ->
          who
              + (event.text("decision").filter("cut"::equals).isPresent()
                  ? " decided that the cut is made"
                  : " decided that the support stays as it is")
              + ". Reasons: "
              + event.text("reasons").orElse("");
    };
  }

  private static String every(String word) {
    return switch (word) {
      case "week" -> " a week";
      case "month" -> " a month";
      default -> "";
    };
  }
}
