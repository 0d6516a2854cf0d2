package org.caseroom.bots.runtime;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;

/** The procedure that a case follows, and the calendar that goes with it. */
public record CaseRules(CaseWork work) {
  /** The procedure of a case. */
  public Procedure procedure(CaseFile file) {
    return work.policy().procedure(file);
  }

  /** The stages that some procedure has and none begins with. */
  public Set<String> laterStages() {
    List<Procedure> procedures = work.policy().rules().procedures().all();
    Set<String> stages =
        procedures.stream()
            .flatMap(procedure -> procedure.stages().stream())
            .map(Procedure.Stage::id)
            .collect(Collectors.toSet());
    procedures.forEach(procedure -> stages.remove(procedure.firstStage().id()));
    return stages;
  }

  /** The working days of every nation that the house knows. */
  public WorkingDays workingDays() {
    return work.policy().rules().workingDays();
  }
}
