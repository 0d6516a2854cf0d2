package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Draft;

/** The head of a case, written again. */
final class Heads {
  private Heads() {}

  /** A copy of the head that keeps when the case was opened. */
  static ObjectNode again(CaseFile file) {
    return file.content().deepCopy().put(CaseFile.OPENED, file.opened().toEpochMilli());
  }

  /** The case with the head that a step has written. */
  static CaseFile written(Step step) {
    CaseFile file = step.file();
    for (Draft draft : step.drafts()) {
      if (draft.type().equals(CaseEvents.CASE)) {
        file = file.withContent(draft.content());
      }
    }
    return file;
  }
}
