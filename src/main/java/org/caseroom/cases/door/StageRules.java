package org.caseroom.cases.door;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Triggers;
import org.caseroom.rooms.Event;

/** What the stage of a case and its clocks let somebody send. */
final class StageRules {
  private StageRules() {}

  /** In some stages the rooms are there to be read. */
  static void open(Event event, Procedure procedure, CaseFile file) {
    Optional<Procedure.Stage> stage = procedure.stage(file.stage());
    List<String> only = stage.map(Procedure.Stage::only).orElse(null);
    if (only != null && !only.contains(event.type())) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          file.reference()
              + " is at '"
              + stage.map(Procedure.Stage::title).orElse("")
              + "': its rooms can be read, and no more is written there. The family can refer"
              + " themselves again at any time.");
    }
  }

  /** Refuses a step between stages that the procedure does not have. */
  static void legal(Event stage, Procedure procedure, CaseFile file) {
    String from = file.stage();
    String to = stage.text("stage").orElse("");
    boolean legal =
        from.isEmpty()
            ? procedure.firstStage().id().equals(to)
            : procedure.moves().stream()
                .anyMatch(move -> move.to().equals(to) && move.from().contains(from));
    if (!legal) {
      throw Problem.of(
          409, "ORG.CASEROOM_GATE", "The procedure has no step from " + from + " to " + to + ".");
    }
  }

  /** Refuses what belongs to another stage than the case is at. */
  static void allows(Event event, Procedure procedure, CaseFile file) {
    Set<String> from = new TreeSet<>();
    Set<String> to = new TreeSet<>();
    String clause = "";
    for (Procedure.Move move : procedure.moves()) {
      if (move.on().matches(event)) {
        from.addAll(move.from());
        to.add(move.to());
        clause = move.clause();
      }
    }
    String stage = file.stage();
    if (!from.isEmpty() && !from.contains(stage) && !to.contains(stage)) {
      throw Problem.gate(
          clause,
          "The case is at '"
              + title(procedure, stage)
              + "'; this belongs to '"
              + from.stream().map(id -> title(procedure, id)).collect(Collectors.joining("' or '"))
              + "'.");
    }
  }

  private static String title(Procedure procedure, String stage) {
    return procedure.stage(stage).map(Procedure.Stage::title).orElse(stage);
  }

  /** Refuses what would end a late clock, or tell of it, without the reason in the document. */
  static void lateNeedsReason(Event event, Procedure procedure, CaseFile file) {
    for (ClockState clock : file.clocks()) {
      Optional<ClockRule> rule = procedure.clock(clock.id());
      boolean concerned =
          rule.isPresent()
              && rule.get().late() != ClockRule.Late.WARNS
              && clock.overdue(file.view().now())
              && (Triggers.any(rule.get().metBy(), event)
                  || Triggers.any(rule.get().reasonOn(), event));
      boolean explained =
          clock.reason() != null
              || event.text("late_reason").filter(text -> !text.isBlank()).isPresent();
      if (concerned && !explained) {
        throw Problem.gate(
                clock.clause(),
                "'"
                    + clock.title()
                    + "' was due on "
                    + Notices.day(clock.due())
                    + ". It is late, so the reason has to stand in the document: add it"
                    + " (late_reason).")
            .with("org.caseroom.clock", clock.id())
            .with("org.caseroom.missing", "late_reason");
      }
    }
  }
}
