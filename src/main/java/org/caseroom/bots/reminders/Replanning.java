package org.caseroom.bots.reminders;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.ProcedureVersion;
import org.caseroom.cases.procedure.Procedures;

/**
 * Plans the reminders of all running clocks anew when the procedures or the holidays have changed
 * since they were planned: a few cases at each tick, from where it was left. A start with the same
 * files opens no case; what happened to clocks meanwhile comes by the log.
 */
final class Replanning {
  /** Cases opened at a tick. */
  private static final int AT_ONCE = 50;

  /** Sorts behind every room. */
  private static final String ALL = "~";

  /** Counts up when reminders are planned in another way. */
  private static final String WAY = "2";

  private static final int YEARS = 3;

  private final CaseRules rules;
  private final Planner planner;
  private String plan = "";
  private boolean done;

  Replanning(CaseRules rules, Planner planner) {
    this.rules = rules;
    this.planner = planner;
  }

  /** Plans some more cases. */
  void round(Desk desk) {
    if (done) {
      return;
    }
    if (plan.isEmpty()) {
      plan = name(desk);
    }
    String from = desk.services().database().read(tx -> new PlanDao(tx).plannedTo(plan)).orElse("");
    List<RoomId> cases =
        from.equals(ALL) ? List.of() : rules.work().clocks().runningAfter(from, AT_ONCE);
    planner.plan(
        desk,
        cases.stream().flatMap(space -> CaseFile.of(desk.view(), space).stream()).toList(),
        any -> true);
    String to = cases.size() < AT_ONCE ? ALL : cases.get(cases.size() - 1).value();
    if (!from.equals(ALL)) {
      desk.services().database().writing(tx -> new PlanDao(tx).plannedTo(plan, to));
    }
    done = to.equals(ALL);
  }

  /** What the plan follows from: the versions of the procedures, and their holidays. */
  private String name(Desk desk) {
    StringBuilder text = new StringBuilder(WAY);
    Procedures procedures = rules.work().policy().rules().procedures();
    int year = LocalDate.ofInstant(desk.now(), procedures.usual().zone()).getYear();
    for (Procedure procedure : procedures.all()) {
      Optional<ProcedureVersion> version = procedures.newest(procedure.id());
      text.append('/').append(procedure.id());
      version.ifPresent(each -> text.append('/').append(each.version()));
      for (int i = 0; i < YEARS; i++) {
        text.append(new TreeSet<>(rules.workingDays().holidays(procedure.nation(), year + i)));
      }
    }
    return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
