package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** The items of the support plan: their tiers come in order (8.5, 8.6, 9.2). */
final class PlanItems {
  private static final String SLUG = "[a-z0-9][a-z0-9-]{0,59}";

  private PlanItems() {}

  // ---- Rules ----

  static void check(Event event, Account who, Procedure procedure, CaseFile file) {
    String key = String.valueOf(event.stateKey());
    ObjectNode content = event.content();
    Problem.require(
        key.matches(SLUG), "The state key is a short word of a-z, 0-9 and hyphens, such as 'ot'.");
    Problem.require(
        procedure.planKind(content.path("kind").asText()).isPresent(),
        "'kind' is one of "
            + String.join(", ", procedure.planKinds().stream().map(Procedure.PlanKind::id).toList())
            + ".");
    SupportRules rules = procedure.support();
    if (rules == null) {
      return;
    }
    Grounds.date(content, "starts_on");
    Grounds.listed(content, "service", ids(rules.services()));
    Grounds.listed(content, "funding_source", ids(rules.fundingSources()));
    Optional<Event> before = file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN, key);
    reason(content, before, who, rules);
    SupportRules.Tier tier = tier(procedure, content);
    if (tier != null) {
      foundation(content, tier, rules);
      if (going(content) && before.filter(item -> started(item, procedure, tier)).isEmpty()) {
        inTurn(content, tier, rules, procedure, file);
      }
    }
    if (content.path("status").asText().equals("done")
        && !Grounds.blank(content, "measure")
        && Grounds.blank(content, "result")) {
      throw Problem.gate(
              rules.clause(),
              "The item has a measure and is done: say what came of it ('result'). Whoever writes"
                  + " the plan can.")
          .with("org.caseroom.missing", "result");
    }
  }

  private static List<String> ids(List<SupportRules.Named> list) {
    return list.stream().map(SupportRules.Named::id).toList();
  }

  private static void reason(
      ObjectNode content, Optional<Event> before, Account who, SupportRules rules) {
    String reason = content.path("reason").asText();
    boolean kept = before.flatMap(item -> item.text("reason")).filter(reason::equals).isPresent();
    if (!reason.isBlank() && !kept && !Grounds.any(who, rules.reasonBy())) {
      String clause =
          rules.tiers().stream()
              .flatMap(tier -> Optional.ofNullable(tier.order()).stream())
              .map(SupportRules.Order::clause)
              .findFirst()
              .orElse(rules.clause());
      throw Problem.gate(
          clause,
          "Only "
              + Grounds.people(rules.reasonBy())
              + " gives the reason for going ahead against the order: ask them to write it in this"
              + " item.");
    }
  }

  private static void foundation(ObjectNode content, SupportRules.Tier tier, SupportRules rules) {
    Grounds.listed(
        content,
        "foundation",
        rules.foundations().stream()
            .filter(foundation -> foundation.tiers().contains(tier.id()))
            .map(SupportRules.Foundation::id)
            .toList());
  }

  private static boolean going(ObjectNode content) {
    return !content.path("status").asText().equals("planned");
  }

  private static boolean started(Event item, Procedure procedure, SupportRules.Tier tier) {
    return going(item.content()) && tier.equals(tier(procedure, item.content()));
  }

  /** An item starts when what unlocks its tier is signed, and the earlier tiers are under way. */
  private static void inTurn(
      ObjectNode content,
      SupportRules.Tier tier,
      SupportRules rules,
      Procedure procedure,
      CaseFile file) {
    String title = "'" + content.path("title").asText() + "'";
    String unlocks = tier.unlockedBy();
    if (unlocks != null && !everSigned(file, unlocks)) {
      Procedure.DocumentRule document = procedure.document(unlocks).orElseThrow();
      throw Problem.gate(
              tier.clause(),
              title
                  + " is "
                  + tier.title().toLowerCase(java.util.Locale.ROOT)
                  + ": it starts once this is signed: "
                  + document.title()
                  + ". "
                  + capital(Grounds.people(document.signedBy()))
                  + " who did not write it can sign it; until then the item can stand in the plan"
                  + " as planned.")
          .with("org.caseroom.missing", unlocks);
    }
    SupportRules.Order order = tier.order();
    if (order != null && Grounds.blank(content, "reason")) {
      List<String> missing = notStarted(order, rules, procedure, file);
      if (!missing.isEmpty()) {
        throw Problem.gate(
                order.clause(),
                title
                    + " is held: nothing has started yet of "
                    + String.join(" and ", missing)
                    + ". The social worker starts an item of it, or "
                    + Grounds.people(rules.reasonBy())
                    + " gives the reason for going ahead in this item ('reason').")
            .with("org.caseroom.missing", "reason");
      }
    }
    if (tier.delivery() != null && Grounds.blank(content, "delivery")) {
      throw Problem.gate(
              tier.delivery().clause(),
              title
                  + " starts: say whether the agency delivers it itself or somebody outside does"
                  + " ('delivery': internal or external). Whoever writes the plan can.")
          .with("org.caseroom.missing", "delivery");
    }
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private static List<String> notStarted(
      SupportRules.Order order, SupportRules rules, Procedure procedure, CaseFile file) {
    List<String> missing = new ArrayList<>();
    for (String earlier : order.after()) {
      SupportRules.Tier tier = rules.tier(earlier).orElseThrow();
      if (all(file).stream().noneMatch(item -> started(item, procedure, tier))) {
        missing.add("'" + tier.title() + "'");
      }
    }
    return missing;
  }

  /** Whether a document has ever been signed, whatever has been begun since. */
  static boolean everSigned(CaseFile file, String document) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, document).isPresent();
  }

  /** Why items of a tier cannot start yet; empty when they can. */
  static Optional<String> held(SupportRules.Tier tier, Procedure procedure, CaseFile file) {
    SupportRules rules = procedure.support();
    String unlocks = tier.unlockedBy();
    if (unlocks != null && !everSigned(file, unlocks)) {
      return Optional.of(
          "Waits for a signature: "
              + procedure.document(unlocks).map(Procedure.DocumentRule::title).orElse(unlocks)
              + " ("
              + tier.clause()
              + ").");
    }
    if (tier.order() == null || rules == null) {
      return Optional.empty();
    }
    List<String> missing = notStarted(tier.order(), rules, procedure, file);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            missing.stream().collect(Collectors.joining(" and ", "Waits for a start of ", " ("))
                + tier.order().clause()
                + ").");
  }

  /** The tier of an item. */
  static SupportRules.@org.jspecify.annotations.Nullable Tier tier(
      Procedure procedure, ObjectNode item) {
    SupportRules rules = procedure.support();
    return rules == null
        ? null
        : procedure
            .planKind(item.path("kind").asText())
            .flatMap(kind -> rules.tier(kind.tier()))
            .orElse(null);
  }

  /** All items, as the professionals keep them. */
  static List<Event> all(CaseFile file) {
    return List.copyOf(file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN));
  }

  static Optional<Event> item(CaseFile file, String id) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN, id);
  }

  // ---- What follows ----

  /** Once the family has its plan, it has each change of it too. */
  static void written(Step step) {
    if (!step.file().state(CaseEvents.PLAN).isEmpty()) {
      copy(step, step.event());
      step.tell(words(step, "The support plan says now"), RoomKind.FAMILY);
    }
  }

  /** The plan goes where the family sees it, with the assessment that it belongs to. */
  static void shared(Step step) {
    boolean assessment =
        step.event()
            .text("document")
            .flatMap(step.procedure()::document)
            .filter(rule -> rule.event().equals(CaseEvents.ASSESSMENT))
            .isPresent();
    if (assessment) {
      all(step.file()).forEach(item -> copy(step, item));
    }
  }

  private static void copy(Step step, Event item) {
    step.state(CaseEvents.PLAN, String.valueOf(item.stateKey()), item.content().deepCopy());
  }

  static String words(Step step, String who) {
    ObjectNode item = step.event().content();
    SupportRules.Tier tier = tier(step.procedure(), item);
    return who
        + ": '"
        + item.path("title").asText()
        + "'"
        + (tier == null ? "" : ", " + tier.title().toLowerCase(java.util.Locale.ROOT))
        + ", "
        + item.path("status").asText()
        + (Grounds.blank(item, "provider") ? "" : ", with " + item.path("provider").asText())
        + "."
        + (Grounds.blank(item, "reason")
            ? ""
            : " A manager's reason for going ahead: " + item.path("reason").asText());
  }

  static boolean mayGiveReason(Account who, SupportRules rules) {
    return rules.reasonBy().stream().anyMatch((Role role) -> who.is(role));
  }
}
