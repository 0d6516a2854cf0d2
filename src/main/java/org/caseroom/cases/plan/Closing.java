package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.rooms.Event;

/** What the end of support needs in order to be allowed (11.1 to 11.4). */
final class Closing {
  private Closing() {}

  /** The closure form, when it is written. */
  static void paper(Event event, Procedure procedure, CaseFile file) {
    Problem.require(
        String.valueOf(event.stateKey()).isEmpty(),
        "There is one such paper in a case: send it with an empty state key.");
    allowed(event.content(), procedure, file);
  }

  /** The same when it is signed: the family may have been in touch since it was written. */
  static void signable(Procedure procedure, CaseFile file, String document) {
    Documents.paper(procedure, file, document)
        .ifPresent(paper -> allowed(paper.content(), procedure, file));
  }

  private static void allowed(ObjectNode form, Procedure procedure, CaseFile file) {
    Optional<SupportRules.Closing> rules = Grounds.optional(procedure, SupportRules::closing);
    if (rules.isEmpty()) {
      return;
    }
    point(form, rules.get(), procedure, file);
    if (form.path("closure").asText().equals("subject-to-review")) {
      subjectToReview(rules.get(), procedure, file);
    } else if (rules.get().reviewedBeforeFull().contains(file.stage())) {
      throw Problem.gate(
          rules.get().subjectToReview() == null
              ? rules.get().clause()
              : rules.get().subjectToReview().clause(),
          "The case is closed, subject to review: it closes fully once a review has concluded that"
              + " there is no other need. The social worker writes the review; a team manager signs"
              + " it.");
    }
  }

  /** A review leaves a case closed only while it is, and while the therapy outside goes on. */
  static void stays(ObjectNode review, Procedure procedure, CaseFile file) {
    if (Grounds.blank(review, "closure")) {
      return;
    }
    SupportRules.Closing rules = Grounds.rules(procedure, SupportRules::closing);
    boolean closed =
        rules.reviewedBeforeFull().contains(file.stage())
            || ReviewRules.waiting(file)
                .filter(record -> record.content().path("closed").asBoolean())
                .isPresent();
    if (!closed) {
      throw Problem.gate(
          rules.subjectToReview() == null ? rules.clause() : rules.subjectToReview().clause(),
          "This case is not closed, subject to review, so it cannot stay so. The social worker"
              + " writes a closure form for that, which a team manager signs.");
    }
    subjectToReview(rules, procedure, file);
  }

  private static void point(
      ObjectNode form, SupportRules.Closing rules, Procedure procedure, CaseFile file) {
    SupportRules.Point point =
        rules
            .point(form.path("point").asText())
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        "'point' is one of "
                            + String.join(
                                ", ", rules.points().stream().map(SupportRules.Point::id).toList())
                            + "."));
    List<String> after = point.after();
    if (after != null && after.stream().noneMatch(id -> PlanItems.everSigned(file, id))) {
      throw Problem.gate(
          rules.clause(),
          "'"
              + point.title()
              + "' is no point of this case yet: nothing of this is signed: "
              + String.join(
                  ", ",
                  after.stream()
                      .flatMap(id -> procedure.document(id).stream())
                      .map(Procedure.DocumentRule::title)
                      .toList())
              + ". A team manager can sign it, or another point is the right one.");
    }
    Integer attempts = point.attempts();
    Set<String> tried = modesTried(file);
    if (attempts != null && tried.size() < attempts) {
      throw Problem.gate(
              rules.clause(),
              "A family that does not engage was tried to be reached in "
                  + attempts
                  + " different ways; the record has "
                  + (tried.isEmpty() ? "none" : tried.size() + ": " + String.join(", ", tried))
                  + ". The social worker records each contact, with how it was tried.")
          .with("org.caseroom.missing", "contacts");
    }
  }

  /** Whether a stage is one of those that a case leaves for good only after a review. */
  static boolean underReview(Procedure procedure, String stage) {
    return Grounds.optional(procedure, SupportRules::closing)
        .filter(rules -> rules.reviewedBeforeFull().contains(stage))
        .isPresent();
  }

  /** In which ways the family was tried to be reached since it last was. */
  static Set<String> modesTried(CaseFile file) {
    Set<String> modes = new TreeSet<>();
    for (JsonNode attempt : attempts(file)) {
      modes.add(attempt.path("mode").asText());
    }
    return modes;
  }

  static JsonNode attempts(CaseFile file) {
    return file.state(PlanEvents.CONTACT_LOG, "")
        .map(log -> log.content().path("attempts"))
        .orElseGet(org.caseroom.base.Json::array);
  }

  private static void subjectToReview(
      SupportRules.Closing rules, Procedure procedure, CaseFile file) {
    SupportRules.SubjectToReview rule = rules.subjectToReview();
    Problem.require(rule != null, "This procedure closes a case fully, or not at all.");
    if (rule != null && external(procedure, file).isEmpty()) {
      throw Problem.gate(
              rule.clause(),
              "A case is closed subject to review only while a therapeutic service from outside"
                  + " goes on. The plan has no specialist item that has started and that somebody"
                  + " outside delivers: the social worker writes it in the plan, or the closure is"
                  + " a full one.")
          .with("org.caseroom.missing", "plan");
    }
  }

  /** The items that somebody outside delivers, of the tier for which a case can close so. */
  static List<String> external(Procedure procedure, CaseFile file) {
    List<String> titles = new ArrayList<>();
    SupportRules.SubjectToReview rule =
        Grounds.optional(procedure, SupportRules::closing)
            .map(SupportRules.Closing::subjectToReview)
            .orElse(null);
    for (Event item : file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN)) {
      SupportRules.Tier tier = PlanItems.tier(procedure, item.content());
      if (rule != null
          && tier != null
          && tier.id().equals(rule.tier())
          && item.text("delivery").filter("external"::equals).isPresent()
          && item.text("status").filter("started"::equals).isPresent()) {
        titles.add(item.text("title").orElse(""));
      }
    }
    return titles;
  }
}
