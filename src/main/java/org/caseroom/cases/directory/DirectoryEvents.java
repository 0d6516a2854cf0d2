package org.caseroom.cases.directory;

import org.caseroom.cases.file.CaseEvents;

/** The event types of the directory. */
public final class DirectoryEvents {
  // State of the register: what agencies add to what comes with the house.

  /** By {@code agency/card}: what an agency adds to a card, or a card of its own. */
  static final String LOCAL_CARD = CaseEvents.PREFIX + "directory.card";

  /** By link: what was found when somebody last looked, or a link that an agency added. */
  static final String LINK = CaseEvents.PREFIX + "directory.link";

  /** By service: a service that an agency keeps. */
  static final String SERVICE = CaseEvents.PREFIX + "directory.service";

  /** By agency: who links a virtual school with the adoption service. */
  static final String VIRTUAL_SCHOOL = CaseEvents.PREFIX + "directory.virtual_school";

  /** By {@code agency/number}: training that a virtual school held. */
  static final String TRAINING = CaseEvents.PREFIX + "directory.training";

  private DirectoryEvents() {}
}
