package org.caseroom.cases.versions;

import org.caseroom.cases.file.CaseEvents;

/** The event types of this part. */
public final class VersionEvents {
  /** Message in the professionals room: the case follows the newest version from now on. */
  public static final String MOVE = CaseEvents.PREFIX + "procedure.move";

  private VersionEvents() {}
}
