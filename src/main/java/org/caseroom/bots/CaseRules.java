package org.caseroom.bots;

import org.caseroom.cases.CaseWork;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;

/** The procedure that a case follows, and the calendar that goes with it. */
record CaseRules(CaseWork work) {
  /** The procedure of a case. */
  Procedure procedure(CaseFile file) {
    return work.policy().procedure(file);
  }

  /** The reminders of a case's procedure. */
  ReminderSchedule schedule(CaseFile file) {
    return new ReminderSchedule(procedure(file), work.policy().rules().workingDays());
  }
}
