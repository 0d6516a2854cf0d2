package org.caseroom.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Option;

/** The form of a proposal: what the procedure's kinds of decisions ask for. */
final class DecisionForms {
  private DecisionForms() {}

  static ActionForm propose(CaseWork services) {
    return new ActionForm(
        "decision",
        "Record a decision",
        "Record",
        CaseEvents.DECISION,
        RoomKind.PROFESSIONALS,
        List.of(
            "It counts once another person signs it, and is then final. What has to stand in it"
                + " depends on its kind."),
        DecisionForms::fields,
        "Record the decision",
        (opened, sent) -> {
          Decisions.Proposed proposed = read(opened, sent);
          services.decisions().propose(opened.visit().user(), opened.reference(), proposed);
          return "The decision is recorded and waits for a signature.";
        });
  }

  /** The fields of every kind: which of them one needs is said beside each. */
  static List<Field> fields(Opened opened) {
    List<Field> fields = new ArrayList<>();
    DecisionRules rules = opened.procedure().decisions();
    if (rules != null) {
      fields.add(
          Field.list(
                  "kind",
                  "What kind of decision is it?",
                  "",
                  rules.kinds().stream()
                      .map(kind -> Option.of(kind.id(), kind.title() + " (" + kind.clause() + ")"))
                      .toList())
              .with(rules.usual()));
    }
    fields.add(Field.line("title", "What is it about?", ""));
    fields.add(Field.text("decided", "What is decided?", ""));
    fields.add(Field.text("reasons", "Why?", ""));
    if (rules != null) {
      rules.fields().forEach(field -> fields.add(field(rules, field)));
    }
    fields.add(
        Field.line(
            "corrects",
            "Does it correct an earlier decision?",
            "Its number in the record, if so. The earlier one stays, and is shown as corrected."));
    return fields;
  }

  private static Field field(DecisionRules rules, DecisionRules.Field field) {
    String kinds =
        rules.kinds().stream()
            .filter(kind -> kind.needs().contains(field.id()) && field.onlyIf() == null)
            .map(DecisionRules.Kind::title)
            .collect(Collectors.joining(", "));
    String hint =
        kinds.isEmpty()
            ? "You can leave this empty where it does not matter."
            : "Needed for: " + kinds + ".";
    if (!field.choices().isEmpty()) {
      List<Option> options = new ArrayList<>();
      options.add(Option.of("", "Not chosen"));
      field.choices().forEach(choice -> options.add(Option.of(choice.id(), choice.title())));
      return Field.list(field.id(), field.ask(), hint, options);
    }
    return field.id().equals("clause")
        ? Field.line(field.id(), field.ask(), "For example 12.3. " + hint)
        : Field.text(field.id(), field.ask(), hint);
  }

  /** What was filled in. */
  static Decisions.Proposed read(Opened opened, Sent sent) {
    String title = sent.text("title", "Say what it is about");
    String decided = sent.text("decided", "Say what is decided");
    String reasons = sent.text("reasons", "Say why");
    String corrects = sent.text("corrects");
    if (!corrects.isEmpty() && !corrects.matches("\\d{1,6}")) {
      sent.wrong("corrects", "Give the number of the decision, such as 3");
    }
    sent.check();
    Map<String, String> says = new LinkedHashMap<>();
    DecisionRules rules = opened.procedure().decisions();
    if (rules != null) {
      for (DecisionRules.Field field : rules.fields()) {
        String text = sent.optional(field.id());
        if (text != null) {
          says.put(field.id(), text);
        }
      }
    }
    return new Decisions.Proposed(
        title,
        decided,
        reasons,
        sent.optional("kind"),
        says,
        corrects.isEmpty() ? null : Integer.valueOf(corrects));
  }
}
