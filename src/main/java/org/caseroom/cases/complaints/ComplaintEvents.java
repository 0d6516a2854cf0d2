package org.caseroom.cases.complaints;

import org.caseroom.cases.file.CaseEvents;

/** The event types of complaints: all in a complaint's own room. */
public final class ComplaintEvents {
  /** The complaint in the complainant's words. */
  public static final String MAKE = CaseEvents.PREFIX + "complaint.make";

  /** The handler's answer. */
  public static final String ANSWER = CaseEvents.PREFIX + "complaint.answer";

  /** The complainant asks for stage 2. */
  public static final String ESCALATE = CaseEvents.PREFIX + "complaint.escalate";

  /** It ends. */
  public static final String CLOSE = CaseEvents.PREFIX + "complaint.close";

  /** The handler hands it to somebody else. */
  public static final String HANDLER = CaseEvents.PREFIX + "complaint.handler";

  /** State of a complaint's room: how it stands, and who reads it. */
  public static final String COMPLAINT = CaseEvents.COMPLAINT;

  private ComplaintEvents() {}
}
