package org.caseroom.cases;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caseroom.base.Problem;

/** What the shape of a procedure's file cannot say: that its parts fit together. */
record ProcedureCheck(Path file, List<String> lines) {
  void all(Procedure procedure) {
    Set<String> stages = new HashSet<>();
    for (Procedure.Stage stage : procedure.stages()) {
      unique(stages, stage.id(), "stage");
      List<String> only = stage.only() == null ? List.of() : stage.only();
      only.forEach(type -> event(new Trigger(type, null)));
    }
    for (Procedure.Move move : procedure.moves()) {
      move.from().forEach(from -> known(stages, from, "stage"));
      known(stages, move.to(), "stage");
      event(move.on());
    }
    Set<String> clocks = new HashSet<>();
    for (ClockRule clock : procedure.clocks()) {
      unique(clocks, clock.id(), "clock");
      if (clock.length() < 1) {
        throw wrong(clock.id(), "the clock '" + clock.id() + "' has no length.");
      }
      if (clock.starts().isEmpty() || clock.metBy().isEmpty()) {
        throw wrong(clock.id(), "the clock '" + clock.id() + "' needs both 'starts' and 'met_by'.");
      }
      Stream.of(clock.starts(), clock.metBy(), clock.stoppedBy(), clock.reasonOn())
          .flatMap(List::stream)
          .forEach(this::event);
      for (ClockRule.Reminder reminder : clock.reminders()) {
        if ((reminder.onDay() == null) == (reminder.daysBefore() == null)) {
          throw wrong(
              reminder.id(),
              "the reminder '" + reminder.id() + "' needs either on_day or days_before.");
        }
      }
    }
    Stream.concat(procedure.gates().stream(), procedure.warnings().stream()).forEach(this::gate);
    Set<String> checklists = new HashSet<>();
    for (Procedure.ChecklistRule list : procedure.checklists()) {
      unique(checklists, list.id(), "checklist");
      list.opens().forEach(this::event);
      Set<String> items = new HashSet<>();
      list.items().forEach(item -> unique(items, item.id(), "item of '" + list.id() + "'"));
    }
    procedure.documents().forEach(document -> event(new Trigger(document.event(), null)));
  }

  private void gate(Procedure.Gate gate) {
    event(gate.on());
    if (gate.needs().size() != 1) {
      throw wrong(gate.id(), "the gate '" + gate.id() + "' needs exactly one condition.");
    }
    String condition = gate.needs().keySet().iterator().next();
    if (!Gates.CONDITIONS.contains(condition)) {
      throw wrong(
          condition,
          "there is no condition '"
              + condition
              + "': use one of "
              + String.join(", ", Gates.CONDITIONS)
              + ".");
    }
  }

  private void event(Trigger trigger) {
    if (!Shapes.standard().knows(trigger.event())) {
      throw wrong(trigger.event(), "there is no event '" + trigger.event() + "'.");
    }
  }

  private void unique(Set<String> ids, String id, String what) {
    if (!ids.add(id)) {
      throw wrong(id, "the " + what + " '" + id + "' stands there twice.");
    }
  }

  private void known(Set<String> ids, String id, String what) {
    if (!ids.contains(id)) {
      throw wrong(id, "there is no " + what + " '" + id + "'.");
    }
  }

  /** Points at the last line with the word in it: the definition comes first, the use after. */
  private Problem wrong(String word, String what) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).matches(".*(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-]).*")) {
        return ConfigFiles.at(file, i + 1, what);
      }
    }
    return ConfigFiles.at(file, 1, what);
  }
}
