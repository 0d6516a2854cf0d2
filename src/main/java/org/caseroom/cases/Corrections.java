package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * Corrections of documents that the family was given, and what they say about them
 * (representations, SI 2005/691 regulations 17 and 18).
 */
public final class Corrections {
  private final Desk desk;

  Corrections(Desk desk) {
    this.desk = desk;
  }

  /**
   * Says what is wrong in a document; it gets the next number, such as {@code C1}.
   *
   * @param document a document that was signed and shared, such as {@code assessment}
   * @param section a section of the assessment; null for the document as a whole
   * @throws Problem 409 before the document was signed and shared
   */
  public Event ask(
      UserId by, String reference, String document, @Nullable String section, String text) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("document", document).put("text", text);
    Fields.put(content, "section", section);
    return desk.act(by, file.requireRoom(RoomKind.FAMILY), CaseEvents.CORRECTION_ASK, content);
  }

  /**
   * Issues a corrected version of a section of the signed assessment.
   *
   * @param section the section, when the family named none; null for the one that they named
   * @param text the whole section as it reads now
   * @throws Problem 404 without such a correction, 409 when it has its answer
   */
  public Event issue(
      UserId by, String reference, String number, @Nullable String section, String text) {
    CaseFile file = desk.open(by, reference);
    Event correction = CorrectionRules.open(number, file);
    String part =
        Optional.ofNullable(section)
            .or(() -> correction.text("section"))
            .orElseThrow(
                () ->
                    Problem.missingParam(
                        "The family named no section: say which one is corrected ('section')."));
    ObjectNode content = Json.object().put("text", text).put("done", true).put("corrects", number);
    file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, part)
        .ifPresent(current -> content.put("replaces", current.id().value()));
    return desk.paper(
        by, file.requireRoom(RoomKind.PROFESSIONALS), CaseEvents.ASSESSMENT_SECTION, part, content);
  }

  /** Answers that the document stays as it is, with reasons; what the family says stays beside. */
  public Event decline(UserId by, String reference, String number, String reasons) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.FAMILY),
        CaseEvents.CORRECTION_ANSWER,
        Json.object().put("correction", number).put("reasons", reasons));
  }
}
