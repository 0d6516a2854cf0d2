package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** What reviews of the plan need in order to be allowed (10.1 to 10.4). */
final class ReviewRules {
  /** The three parts, with their names in words. */
  static final List<String> PARTS = List.of("progress", "impact", "changes");

  private ReviewRules() {}

  // ---- The paper ----

  static void paper(Event event, Procedure procedure, CaseFile file) {
    Problem.require(
        String.valueOf(event.stateKey()).isEmpty(),
        "There is one such paper in a case: send it with an empty state key.");
    Optional<SupportRules.Reviews> rules = Grounds.optional(procedure, SupportRules::reviews);
    if (rules.isEmpty()) {
      return;
    }
    ObjectNode content = event.content();
    LocalDate held = Grounds.past(content, "held", Grounds.today(procedure, file));
    early(content, held, rules.get(), file);
    if (content.path("attended").isEmpty()) {
      throw missing(
          rules.get().meeting().clause(),
          "attended",
          "Say who took part in the review ('attended'): the adopters, the social worker, who"
              + " provides the support. Whoever writes the review can.");
    }
    for (String part : PARTS) {
      filled(content, part, "", rules.get().parts().clause());
    }
    if (Grounds.blank(content, "peer_support")) {
      throw missing(
          rules.get().peerSupport().clause(),
          "peer_support",
          "Each review says what peer support there is, and what was offered ('peer_support')."
              + " Whoever writes the review can.");
    }
    actions(content, rules.get(), file);
    Closing.stays(content, procedure, file);
  }

  private static void filled(ObjectNode content, String part, String of, String clause) {
    if (Grounds.blank(content, part)) {
      throw missing(
          clause,
          part,
          "A part of the review is blank: '"
              + part
              + "'"
              + of
              + ". It has progress, impact on the family, and changes or future actions. Whoever"
              + " writes the review can fill it in.");
    }
  }

  private static Problem missing(String clause, String field, String says) {
    return Problem.gate(clause, says).with("org.caseroom.missing", field);
  }

  /** Each item of the plan that is not done has its own three parts. */
  private static void actions(ObjectNode content, SupportRules.Reviews rules, CaseFile file) {
    Map<String, ObjectNode> told = new HashMap<>();
    for (JsonNode action : content.path("actions")) {
      String item = action.path("item").asText();
      Problem.require(
          PlanItems.item(file, item).isPresent(),
          "The plan has no item '" + item.replaceAll("[^a-z0-9-]", "?") + "' to review.");
      for (String part : PARTS) {
        filled((ObjectNode) action, part, " of '" + item + "'", rules.parts().clause());
      }
      told.put(item, (ObjectNode) action);
    }
    List<Event> items = PlanItems.all(file);
    // Of a plan of one item, the whole is that item.
    if (items.size() <= 1) {
      return;
    }
    List<String> open = new ArrayList<>();
    for (Event item : items) {
      String id = String.valueOf(item.stateKey());
      if (item.text("status").filter("done"::equals).isEmpty() && !told.containsKey(id)) {
        open.add(id);
      }
    }
    if (!open.isEmpty()) {
      throw missing(
          rules.parts().clause(),
          "actions",
          "The review looks at each item of the plan ('actions': item, progress, impact, changes)."
              + " Not told yet: "
              + String.join(", ", open)
              + ". Whoever writes the review can add them.");
    }
  }

  private static void early(
      ObjectNode content, LocalDate held, SupportRules.Reviews rules, CaseFile file) {
    Optional<ClockState> next = next(rules, file);
    boolean early =
        next.isPresent() && held.plusDays(rules.earlyBeforeDays()).isBefore(next.get().due());
    if (early && Grounds.blank(content, "early_reason")) {
      throw missing(
          rules.clause(),
          "early_reason",
          "The review is due on "
              + Notices.day(next.get().due())
              + ": one that is held this early says which needs require it ('early_reason')."
              + " Whoever writes the review can.");
    }
  }

  /** The clock that asks for the next review: of those that run, the one that is due first. */
  static Optional<ClockState> next(SupportRules.Reviews rules, CaseFile file) {
    return file.clocks().stream()
        .filter(clock -> clock.running() && rules.clocks().contains(clock.id()))
        .min(Comparator.comparing(ClockState::due));
  }

  // ---- Parties ----

  static void party(ObjectNode content, Account who, Procedure procedure, CaseFile file) {
    SupportRules.Reviews rules = Grounds.rules(procedure, SupportRules::reviews);
    String id = content.path("party").asText();
    SupportRules.Party party =
        rules.parties().stream()
            .filter(known -> known.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        "'party' is one of "
                            + String.join(
                                ", ", rules.parties().stream().map(SupportRules.Party::id).toList())
                            + "."));
    if (waiting(file).isEmpty()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "No review waits for signatures: the social worker writes it first, and what a manager"
              + " has signed is final.");
    }
    boolean own = Grounds.any(who, party.roles()) && Door.inCase(file, who.id());
    if (content.path("signed").asBoolean()) {
      boolean recorded = who.isStaff() && !Grounds.blank(content, "name");
      if (!own && !recorded) {
        throw Problem.forbidden(
            who.isStaff()
                ? "You are not of this party: to record that it signed on paper, say who did"
                    + " ('name')."
                : "You sign for your own party of the review.");
      }
      return;
    }
    if (!who.isStaff()) {
      throw Problem.forbidden("That a party does not sign is recorded by a worker.");
    }
    if (Grounds.blank(content, "reason")) {
      throw missing(
          rules.meeting().clause(),
          "reason",
          "Say why " + party.title().toLowerCase(java.util.Locale.ROOT) + " did not sign.");
    }
  }

  /** A manager signs what all parties signed, or what says why one did not. */
  static void signable(Procedure procedure, CaseFile file) {
    Optional<SupportRules.Reviews> rules = Grounds.optional(procedure, SupportRules::reviews);
    if (rules.isEmpty()) {
      return;
    }
    JsonNode parties = waiting(file).map(event -> event.content().path("parties")).orElse(null);
    List<String> open =
        rules.get().parties().stream()
            .filter(party -> parties == null || !parties.has(party.id()))
            .map(party -> party.title().toLowerCase(java.util.Locale.ROOT))
            .toList();
    if (!open.isEmpty()) {
      throw missing(
          rules.get().meeting().clause(),
          "parties",
          "The review is not signed yet by: "
              + String.join(", ", open)
              + ". They sign it, or the social worker says why one does not"
              + " (org.caseroom.review.party); then it is signed off.");
    }
  }

  static void call(ObjectNode content, Procedure procedure, CaseFile file) {
    SupportRules.Reviews rules = Grounds.rules(procedure, SupportRules::reviews);
    LocalDate by = Grounds.date(content, "by").orElseThrow();
    ClockState next =
        next(rules, file)
            .orElseThrow(
                () ->
                    Problem.gate(
                        rules.clause(),
                        "No review is due yet, so none can come earlier: the time runs from the"
                            + " signed assessment. A team manager can sign it."));
    Problem.require(
        by.isAfter(Grounds.today(procedure, file)) && by.isBefore(next.due()),
        "'by' is a day from tomorrow on and before "
            + Notices.day(next.due())
            + ", when the review is due anyway.");
  }

  // ---- The record ----

  /** The records of all reviews, the first first. */
  static List<Event> records(CaseFile file) {
    return file.view().state(Grounds.shared(file), PlanEvents.REVIEW_RECORD).stream()
        .sorted(Comparator.comparing(record -> record.content().path("number").asInt()))
        .toList();
  }

  /** The newest record, when there is one. */
  static Optional<Event> newest(CaseFile file) {
    List<Event> all = records(file);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The review that is written and not signed off. */
  static Optional<Event> waiting(CaseFile file) {
    return newest(file).filter(record -> Fields.text(record.content(), "signer") == null);
  }
}
