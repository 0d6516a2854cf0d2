package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Triggers;
import org.caseroom.rooms.Event;

/** Visits to the family (8.1): who was there, how, and with whose help. */
final class Visits {
  private final Checks checks;

  Visits(Checks checks) {
    this.checks = checks;
  }

  void check(Event event, Procedure procedure, CaseFile file) {
    notFirstTwice(event, procedure, file);
    ObjectNode content = event.content();
    AssessmentRules.VisitRules rules = procedure.assessment().visits();
    if (rules != null) {
      if (!Checks.has(content, "how_assessed") && Home.of(file).outOfArea()) {
        throw Problem.gate(
                rules.clause(),
                "The family lives out of area, so the record of a visit says how the assessment is"
                    + " physically done ('how_assessed'). Whoever visits writes it.")
            .with("org.caseroom.missing", "how_assessed");
      }
      interpreted(content, rules, file);
    }
    String joint = Fields.text(content, "joint_with");
    if (joint != null && !joint.isBlank()) {
      checks.known(joint);
    }
    for (JsonNode other : content.path("also_present")) {
      String agency = Fields.text(other, "agency");
      if (agency != null && !agency.isBlank()) {
        checks.known(agency);
      }
    }
  }

  /** A visit that starts a clock again, while that clock runs, is not the first one. */
  private static void notFirstTwice(Event event, Procedure procedure, CaseFile file) {
    for (ClockRule rule : procedure.clocks()) {
      if (Triggers.any(rule.starts(), event)
          && file.state(CaseEvents.CLOCK, rule.id())
              .map(ClockContent::read)
              .filter(ClockState::open)
              .isPresent()) {
        throw Problem.gate(
            rule.clause(), "The first visit is recorded already: record this one as a later one.");
      }
    }
  }

  private void interpreted(ObjectNode content, AssessmentRules.VisitRules rules, CaseFile file) {
    if (Checks.has(content, "interpreter") || Checks.has(content, "no_interpreter_reason")) {
      return;
    }
    List<String> whoNeeds = new ArrayList<>();
    for (UserId person : Fields.users(content.path("present"))) {
      file.state(CaseEvents.NEEDS, CaseEvents.personKey(person))
          .flatMap(needs -> wanted(needs.content(), rules))
          .ifPresent(
              need -> whoNeeds.add(checks.accounts().nameOf(person) + " (" + shown(need) + ")"));
    }
    for (JsonNode other : content.path("also_present")) {
      String need = other.path("needs").asText();
      if (interprets(need, rules)) {
        whoNeeds.add(other.path("name").asText() + " (" + shown(need) + ")");
      }
    }
    if (!whoNeeds.isEmpty()) {
      throw Problem.gate(
              rules.interpreterClause(),
              "Somebody present needs an interpreter: "
                  + String.join(", ", whoNeeds)
                  + ". Whoever visits says who interpreted ('interpreter'), or why nobody did"
                  + " ('no_interpreter_reason').")
          .with("org.caseroom.missing", "interpreter");
    }
  }

  private static Optional<String> wanted(ObjectNode needs, AssessmentRules.VisitRules rules) {
    List<String> all = new ArrayList<>(Fields.texts(needs.path("communication")));
    all.addAll(Fields.texts(needs.path("languages")));
    return all.stream().filter(need -> interprets(need, rules)).findFirst();
  }

  private static boolean interprets(String need, AssessmentRules.VisitRules rules) {
    return rules.interpreted().contains(need.replaceAll(":.*", ""));
  }

  private static String shown(String need) {
    return need.replace('-', ' ').replace(":", ": ");
  }

  static void follow(Step step) {
    Event event = step.event();
    ObjectNode record = event.content().deepCopy();
    record
        .put("event", event.id().value())
        .put("by", event.sender().value())
        .put("at", event.originServerTs())
        .put("out_of_area", Home.of(step.file()).outOfArea());
    step.state(
        event.room(),
        AssessmentEvents.VISIT_RECORD,
        "V" + Numbers.next(step.file().view(), event.room(), AssessmentEvents.VISIT_RECORD),
        record);
  }

  String words(Event event, String who) {
    ObjectNode content = event.content();
    StringBuilder words =
        new StringBuilder(content.path("first").asBoolean() ? "First visit" : "Visit")
            .append(" by ")
            .append(who)
            .append(" (")
            .append(content.path("mode").asText());
    event.text("place").ifPresent(place -> words.append(", ").append(place));
    event.text("interpreter").ifPresent(name -> words.append(", interpreter: ").append(name));
    words.append(").");
    List<String> others = new ArrayList<>();
    for (JsonNode other : content.path("also_present")) {
      others.add(other.path("name").asText() + " (" + other.path("who").asText() + ")");
    }
    if (!others.isEmpty()) {
      words.append(" Also present: ").append(String.join(", ", others)).append('.');
    }
    event
        .text("joint_with")
        .ifPresent(
            agency -> words.append(" Jointly with ").append(checks.agencyName(agency)).append('.'));
    event.text("how_assessed").ifPresent(how -> words.append(" How assessed: ").append(how));
    event
        .text("no_interpreter_reason")
        .ifPresent(why -> words.append(" Nobody interpreted: ").append(why));
    return words.toString();
  }
}
