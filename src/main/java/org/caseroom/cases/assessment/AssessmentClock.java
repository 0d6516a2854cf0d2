package org.caseroom.cases.assessment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Trigger;

/**
 * The document that a procedure calls the assessment, and the clock that gives it its one due date.
 */
final class AssessmentClock {
  private AssessmentClock() {}

  /** The document whose paper is the assessment. */
  static Optional<Procedure.DocumentRule> document(Procedure procedure) {
    return procedure.documents().stream()
        .filter(document -> document.event().equals(CaseEvents.ASSESSMENT))
        .findFirst();
  }

  /** The clause that the assessment is under. */
  static String clause(Procedure procedure) {
    return document(procedure)
        .map(Procedure.DocumentRule::clause)
        .orElseGet(() -> procedure.cites().consent());
  }

  /** The rule of the clock that the assessment meets. */
  static Optional<ClockRule> rule(Procedure procedure) {
    return document(procedure)
        .flatMap(
            document ->
                procedure.clocks().stream()
                    .filter(
                        clock ->
                            meets(clock.reasonOn(), document.id())
                                || meets(clock.metBy(), document.id()))
                    .filter(clock -> clock.late() != ClockRule.Late.WARNS)
                    .findFirst());
  }

  private static boolean meets(List<Trigger> triggers, String document) {
    return triggers.stream()
        .map(Trigger::where)
        .flatMap(where -> where == null ? Stream.empty() : Stream.of(where))
        .anyMatch(
            where ->
                where.containsKey("document") && where.get("document").asText().equals(document));
  }

  /** The clock as it stands in a case; empty before it was started. */
  static Optional<ClockState> of(CaseFile file, Procedure procedure) {
    return rule(procedure)
        .flatMap(rule -> file.state(CaseEvents.CLOCK, rule.id()))
        .map(ClockContent::read);
  }

  /** Whether it runs and its last day is over. */
  static boolean overdue(CaseFile file, Procedure procedure) {
    return of(file, procedure).filter(clock -> clock.overdue(file.view().now())).isPresent();
  }
}
