package org.caseroom.cases.directory;

import org.caseroom.cases.file.CaseEvents;

/** Events about the child's school and the virtual school of its area. */
public final class SchoolEvents {
  /** Message in the case's space: which school the child goes to, in which area. */
  public static final String SCHOOL = CaseEvents.PREFIX + "school";

  /** State of the case's space: the school as it stands, and the virtual school of its area. */
  public static final String SCHOOL_RECORD = CaseEvents.PREFIX + "school.record";

  /** Message where a question was asked: the virtual school sorts it. */
  public static final String TRIAGE = CaseEvents.PREFIX + "question.triage";

  /** State of the case's space by question: how it was sorted. */
  public static final String TRIAGED = CaseEvents.QUESTION_TRIAGED;

  private SchoolEvents() {}
}
