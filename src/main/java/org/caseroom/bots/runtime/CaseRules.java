package org.caseroom.bots.runtime;

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

  /** The working days of every nation that the house knows. */
  public WorkingDays workingDays() {
    return work.policy().rules().workingDays();
  }
}
