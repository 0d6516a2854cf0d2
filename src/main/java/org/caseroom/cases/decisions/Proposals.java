package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.clocks.Deputies;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** What a proposal has to say, who changes it, and who takes it back. */
final class Proposals {
  private static final String DOCUMENT = "decision";

  private final Accounts accounts;

  Proposals(Accounts accounts) {
    this.accounts = accounts;
  }

  /** A proposal, or a changed version of one that nobody has signed. */
  void check(Event event, Procedure procedure, CaseFile file) {
    String key = String.valueOf(event.stateKey());
    Optional<Event> before = paper(file, key);
    if (before.isPresent()) {
      amends(event, before.get(), procedure, file);
    } else {
      int next = file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION).size() + 1;
      Problem.require(key.equals("D" + next), "The next number is D" + next + ": use that.");
    }
    says(event.content(), procedure);
    corrects(event.content(), file);
  }

  private void amends(Event event, Event before, Procedure procedure, CaseFile file) {
    String key = String.valueOf(event.stateKey());
    if (Documents.signature(procedure, file, DOCUMENT + "/" + key).isPresent()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "The decision is signed and final: a correction is a new one that names it.");
    }
    open(key, file);
    if (!before.sender().equals(event.sender())) {
      throw Problem.forbidden(
          "A proposal is changed by its author, "
              + accounts.nameOf(before.sender())
              + ": say in its thread what you would change, or propose another one.");
    }
    Problem.require(
        event.text("amended").filter(text -> !text.isBlank()).isPresent(),
        "Say what you changed and why ('amended'): people may have read the version before.");
  }

  /** Refuses a kind that there is not, and what the kind asks for and the decision does not say. */
  private static void says(ObjectNode decision, Procedure procedure) {
    DecisionRules rules = procedure.decisions();
    if (rules == null) {
      Problem.require(
          !decision.has("kind") && !decision.has(DecisionRules.ANSWERS),
          "The procedure of this case has no kinds of decisions: leave 'kind' and 'answers' out.");
      return;
    }
    DecisionRules.Kind kind =
        rules
            .of(decision)
            .orElseThrow(() -> Problem.invalidParam("'kind' is one of " + rules.kindIds() + "."));
    known(decision, rules);
    List<DecisionRules.Field> missing = rules.missing(kind, decision);
    if (!missing.isEmpty()) {
      throw incomplete(kind, missing);
    }
  }

  private static void known(ObjectNode decision, DecisionRules rules) {
    for (var answer : decision.path(DecisionRules.ANSWERS).properties()) {
      Problem.require(
          rules.field(answer.getKey()).isPresent() && !DecisionRules.OWN.contains(answer.getKey()),
          "'answers' has no such field; it can have: "
              + rules.fields().stream()
                  .map(DecisionRules.Field::id)
                  .filter(id -> !DecisionRules.OWN.contains(id))
                  .collect(Collectors.joining(", "))
              + ".");
    }
    for (DecisionRules.Field field : rules.fields()) {
      boolean offered =
          field.choices().isEmpty()
              || field
                  .in(decision)
                  .map(text -> field.choices().stream().anyMatch(each -> each.id().equals(text)))
                  .orElse(true);
      Problem.require(
          offered,
          "'"
              + field.id()
              + "' is one of "
              + field.choices().stream()
                  .map(DecisionRules.Choice::id)
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static Problem incomplete(DecisionRules.Kind kind, List<DecisionRules.Field> missing) {
    ArrayNode ids = Json.object().putArray("missing");
    missing.forEach(field -> ids.add(field.id()));
    return Problem.gate(
            kind.clause(),
            "A decision of the kind '"
                + kind.title()
                + "' is proposed once it says more. Missing: "
                + missing.stream()
                    .map(field -> field.title() + " (" + field.supplier() + ")")
                    .collect(Collectors.joining("; "))
                + ".")
        .with("org.caseroom.missing", ids);
  }

  /** A correction names a record that is there and holds. */
  private static void corrects(ObjectNode decision, CaseFile file) {
    int corrected = decision.path("corrects").asInt();
    if (corrected == 0) {
      return;
    }
    if (Records.find(file, corrected).isEmpty()) {
      throw Problem.notFound(
          "This case's record has no decision "
              + corrected
              + " that could be corrected: check its number.");
    }
    Optional<Event> later = Records.correctionOf(file, corrected);
    if (later.isPresent()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "Decision "
              + corrected
              + " was corrected already, by decision "
              + Records.number(later.get())
              + ": correct that one.");
    }
  }

  // ---- Taking one back ----

  void withdraw(Event event, Account who, Procedure procedure, CaseFile file) {
    String key = event.text("number").orElse("");
    Event paper =
        paper(file, key)
            .orElseThrow(
                () -> Problem.notFound("This case has no proposal of that number: check it."));
    if (Documents.signature(procedure, file, DOCUMENT + "/" + key).isPresent()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "The decision is signed and final: it is not withdrawn, but corrected by a new one that"
              + " names it.");
    }
    open(key, file);
    List<Role> signers =
        procedure
            .document(DOCUMENT)
            .map(rule -> Documents.signers(procedure, rule, paper))
            .orElse(List.of());
    LocalDate today = LocalDate.ofInstant(file.view().now(), procedure.zone());
    if (!paper.sender().equals(who.id())
        && signers.stream().noneMatch(who::is)
        && !Deputies.standsIn(file, accounts, who.id(), signers, today)) {
      throw Problem.forbidden(
          "A proposal is withdrawn by its author, "
              + accounts.nameOf(paper.sender())
              + ", or by who could sign it: "
              + signers.stream().map(Role::title).collect(Collectors.joining(", "))
              + ".");
    }
  }

  static void withdrawn(Step step) {
    Event event = step.event();
    step.state(
        event.room(),
        DecisionEvents.WITHDRAWN,
        event.text("number").orElse(""),
        Json.object()
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put("reason", event.text("reason").orElse("")));
  }

  /** Refuses what is done to a proposal that was withdrawn. */
  static void open(String number, CaseFile file) {
    withdrawal(number, file)
        .ifPresent(
            withdrawn -> {
              throw Problem.of(
                  409,
                  "ORG.CASEROOM_FINAL",
                  "The proposal "
                      + number
                      + " was withdrawn: "
                      + withdrawn.text("reason").orElse("")
                      + " Its author can propose a new one.");
            });
  }

  /** The withdrawal of a proposal. */
  static Optional<Event> withdrawal(String number, CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, DecisionEvents.WITHDRAWN, number);
  }

  /** A proposal by number, such as {@code D1}. */
  static Optional<Event> paper(CaseFile file, String number) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION, number);
  }

  // ---- In the record ----

  /** All that a proposal says, as the record keeps it. */
  static ObjectNode said(Procedure procedure, Event paper) {
    ObjectNode content = Json.object();
    Stream.concat(
            Stream.of("title", "decided", "reasons", "kind"), DecisionRules.OWN.stream().sorted())
        .forEach(
            field ->
                paper
                    .text(field)
                    .filter(text -> !text.isBlank())
                    .ifPresent(text -> content.put(field, text)));
    for (String field : List.of(DecisionRules.ANSWERS, "corrects")) {
      if (paper.content().has(field)) {
        content.set(field, paper.content().get(field).deepCopy());
      }
    }
    DecisionRules rules = procedure.decisions();
    if (rules != null) {
      rules
          .of(paper.content())
          .ifPresent(
              kind -> {
                content.put("kind", kind.id());
                if (!content.has("clause")) {
                  content.put("clause", kind.clause());
                }
              });
    }
    return content;
  }

  /** Who asked, in a sentence of the house. */
  static String words(Step step, String who) {
    Event event = step.event();
    String title = "'" + event.text("title").orElse("") + "'";
    return event
        .text("amended")
        .map(
            change ->
                who
                    + " changed the proposal "
                    + event.stateKey()
                    + ", "
                    + title
                    + ": "
                    + change
                    + " It waits for a signature.")
        .orElse(who + " proposes a decision: " + title + ". It waits for a signature.");
  }
}
