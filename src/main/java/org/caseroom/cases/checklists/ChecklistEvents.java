package org.caseroom.cases.checklists;

import org.caseroom.cases.file.CaseEvents;

/** The acts about items of a checklist, beside the tick. */
public final class ChecklistEvents {
  /** Act: an item is handed on to somebody else of the team. */
  public static final String GIVE = CaseEvents.PREFIX + "checklist.give";

  /** Act of the family: it has what an item promises. */
  public static final String RECEIVE = CaseEvents.PREFIX + "checklist.receive";

  private ChecklistEvents() {}
}
