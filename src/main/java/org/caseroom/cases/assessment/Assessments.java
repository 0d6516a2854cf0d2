package org.caseroom.cases.assessment;

import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;

/** The assessment of need (8.1 to 8.4). */
public final class Assessments {
  private final Desk desk;

  /** Makes the service at the desk of all. */
  public Assessments(Desk desk) {
    this.desk = desk;
  }

  /**
   * Starts the assessment.
   *
   * @throws Problem 409 before the family has signed the consent form (8.2)
   */
  public Event start(UserId by, String reference) {
    return status(by, reference, "started");
  }

  /** Says that the assessment and the plan are complete and want a signature. */
  public Event complete(UserId by, String reference) {
    return status(by, reference, "complete");
  }

  private Event status(UserId by, String reference, String status) {
    return desk.paper(
        by,
        professionals(desk.open(by, reference)),
        CaseEvents.ASSESSMENT,
        "",
        Json.object().put("status", status));
  }

  /**
   * Writes a section.
   *
   * @param section an id of the procedure's {@code assessment_sections}
   * @param done whether its author holds it to be finished
   */
  public Event section(UserId by, String reference, String section, String text, boolean done) {
    return desk.paper(
        by,
        professionals(desk.open(by, reference)),
        CaseEvents.ASSESSMENT_SECTION,
        section,
        Json.object().put("text", text).put("done", done));
  }

  private static RoomId professionals(CaseFile file) {
    return file.requireRoom(RoomKind.PROFESSIONALS);
  }
}
