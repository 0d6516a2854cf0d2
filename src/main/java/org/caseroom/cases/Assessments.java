package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The assessment of need and the support plan (8.1 to 8.6). */
public final class Assessments {
  private final Desk desk;

  Assessments(Desk desk) {
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

  /**
   * Writes an item of the support plan.
   *
   * @param item a short word
   * @param kind a kind of the procedure's {@code plan_kinds}, such as {@code peer}
   * @param status {@code planned}, {@code started} or {@code done}
   * @param provider {@code internal}, {@code external} or a name
   * @param reason a manager's reason for going to specialist support early
   */
  public Event planItem(
      UserId by,
      String reference,
      String item,
      String title,
      String kind,
      String status,
      @Nullable String provider,
      @Nullable String reason) {
    RoomId room = professionals(desk.open(by, reference));
    ObjectNode content =
        Json.object()
            .put("title", title)
            .put("kind", kind)
            .put("status", status)
            .put(
                "place",
                desk.log()
                    .view()
                    .state(room, CaseEvents.PLAN, item)
                    .map(event -> event.content().path("place").asInt())
                    .orElse(Numbers.next(desk.log().view(), room, CaseEvents.PLAN)));
    Fields.put(content, "provider", provider);
    Fields.put(content, "reason", reason);
    return desk.paper(by, room, CaseEvents.PLAN, item, content);
  }

  private static RoomId professionals(CaseFile file) {
    return file.requireRoom(RoomKind.PROFESSIONALS);
  }
}
