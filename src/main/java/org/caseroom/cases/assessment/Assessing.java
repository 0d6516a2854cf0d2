package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** Assessing: visits, the child's voice, and the assessment that several people write together. */
public final class Assessing {
  /**
   * Somebody who was at a visit and has no account.
   *
   * @param who what they are to the child, or their post
   * @param agency the id of the agency that they work for
   * @param needs what they need to take part, such as {@code spoken-interpreter:Urdu}
   */
  public record Guest(String name, String who, @Nullable String agency, @Nullable String needs) {}

  /**
   * A visit to the family (8.1).
   *
   * @param first whether it is the first: the assessment's clock counts from it (8.4)
   * @param mode {@code in-person} or {@code video}
   * @param present who was there, of those with an account
   * @param place where
   * @param howAssessed how the assessment is physically done; required out of area
   * @param interpreter who interpreted
   * @param noInterpreterReason why nobody did, when somebody present needs it
   * @param jointWith the id of the agency whose worker was with the family
   */
  public record Visit(
      boolean first,
      String mode,
      List<UserId> present,
      List<Guest> alsoPresent,
      @Nullable String place,
      @Nullable String howAssessed,
      @Nullable String interpreter,
      @Nullable String noInterpreterReason,
      @Nullable String jointWith,
      @Nullable String notes) {
    /** A visit of which no more is known than who was there. */
    public static Visit of(
        boolean first, String mode, List<UserId> present, @Nullable String interpreter) {
      return new Visit(first, mode, present, List.of(), null, null, interpreter, null, null, null);
    }
  }

  /**
   * The child's wishes and feelings (8.3).
   *
   * @param seen whether the child was seen
   * @param method how they were heard, when seen
   * @param words what they said or showed
   * @param reason why they were not seen, when not
   * @param place where they were seen, such as at nursery
   * @param appointment the number of the appointment that it was
   */
  public record Voice(
      boolean seen,
      @Nullable String method,
      @Nullable String words,
      @Nullable String reason,
      @Nullable String place,
      @Nullable String appointment) {}

  private final Desk desk;
  private final AssessmentViews views;
  private final CaseRecords records;
  private final Measures measures;

  /** Makes the service at the desk of all. */
  public Assessing(Desk desk, Agencies agencies, RoomReader reader, Database database) {
    this.desk = desk;
    this.views = new AssessmentViews(desk, agencies);
    this.records = new CaseRecords(desk, reader);
    this.measures = new Measures(desk, database);
  }

  /** Records of health, education and consultation beside the assessment. */
  public CaseRecords records() {
    return records;
  }

  /** What cases count. */
  public Measures measures() {
    return measures;
  }

  /**
   * The assessment as one object: its sections by domain, who owes which by when, what blocks them,
   * and its one due date. Who is in the case but not among the professionals sees how far it is,
   * and no text.
   *
   * @throws Problem 404 for who may not open the case
   */
  public AssessmentView view(UserId by, String reference) {
    return views.of(by, desk.open(by, reference));
  }

  /**
   * Records a visit to the family.
   *
   * @throws Problem 409 without how it was assessed when the family lives out of area (8.1), or
   *     without an interpreter or a reason when somebody present needs one
   */
  public Event visit(UserId by, String reference, Visit visit) {
    ObjectNode content = Json.object().put("first", visit.first()).put("mode", visit.mode());
    Fields.put(content, "present", visit.present());
    if (!visit.alsoPresent().isEmpty()) {
      var others = content.putArray("also_present");
      for (Guest guest : visit.alsoPresent()) {
        ObjectNode other = others.addObject().put("name", guest.name()).put("who", guest.who());
        Fields.put(other, "agency", guest.agency());
        Fields.put(other, "needs", guest.needs());
      }
    }
    Fields.put(content, "place", visit.place());
    Fields.put(content, "how_assessed", visit.howAssessed());
    Fields.put(content, "interpreter", visit.interpreter());
    Fields.put(content, "no_interpreter_reason", visit.noInterpreterReason());
    Fields.put(content, "joint_with", visit.jointWith());
    Fields.put(content, "notes", visit.notes());
    return act(by, reference, RoomKind.FAMILY, CaseEvents.VISIT, content);
  }

  /** Records the child's wishes and feelings, or why they were not seen. */
  public Event voice(UserId by, String reference, Voice voice) {
    ObjectNode content = Json.object().put("seen", voice.seen());
    Fields.put(content, "method", voice.method());
    Fields.put(content, "words", voice.words());
    Fields.put(content, "reason", voice.reason());
    Fields.put(content, "place", voice.place());
    Fields.put(content, "appointment", voice.appointment());
    return act(by, reference, RoomKind.VOICE, CaseEvents.VOICE, content);
  }

  /**
   * Makes an appointment to see the child.
   *
   * @param at a local time, such as {@code 2025-04-09T10:30}
   * @param agency the id of the agency whose place it is; null for none
   * @throws Problem 409 without a parent's consent to see the child (8.3), or to share with that
   *     agency
   */
  public Event appointment(
      UserId by,
      String reference,
      String at,
      String place,
      @Nullable String agency,
      List<UserId> with,
      @Nullable String what) {
    ObjectNode content = Json.object().put("at", at).put("place", place);
    Fields.put(content, "agency", agency);
    Fields.put(content, "with", with);
    Fields.put(content, "what", what);
    return act(by, reference, RoomKind.PROFESSIONALS, AssessmentEvents.APPOINTMENT, content);
  }

  /**
   * Records what kind of placement it is.
   *
   * @param caseType a case type of the procedure, such as {@code early-permanence}
   * @param why how this is known
   */
  public Event caseType(UserId by, String reference, String caseType, String why) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.room(RoomKind.PROFESSIONALS).orElseGet(() -> desk.hub(by, file)),
        AssessmentEvents.CASE_TYPE,
        Json.object()
            .put("reference", file.reference())
            .put("case_type", caseType)
            .put("why", why));
  }

  /**
   * Asks somebody of the team for a section.
   *
   * @param due by when; null for when the assessment is due
   * @throws Problem 409 before consent (8.2), without the family's consent for their agency, or for
   *     a day after the assessment is due (8.4)
   */
  public Event ask(
      UserId by,
      String reference,
      String section,
      UserId contributor,
      @Nullable LocalDate due,
      @Nullable String what) {
    ObjectNode content =
        Json.object().put("section", section).put("contributor", contributor.value());
    Fields.put(content, "due", due);
    Fields.put(content, "what", what);
    return act(by, reference, RoomKind.PROFESSIONALS, AssessmentEvents.ASK, content);
  }

  /**
   * Says what blocks a section, or that nothing does any more.
   *
   * @param waitingFor whom it waits for, of those with an account
   * @param cleared true once it is no longer blocked
   */
  public Event blocked(
      UserId by,
      String reference,
      String section,
      String reason,
      @Nullable UserId waitingFor,
      boolean cleared) {
    ObjectNode content = Json.object().put("section", section).put("reason", reason);
    Fields.put(content, "waiting_for", waitingFor);
    if (cleared) {
      content.put("cleared", true);
    }
    return act(by, reference, RoomKind.PROFESSIONALS, AssessmentEvents.BLOCKED, content);
  }

  /**
   * A manager writes into the assessment why it is late (8.4).
   *
   * @throws Problem 409 while it is not late
   */
  public Event late(UserId by, String reference, String reason) {
    return act(
        by,
        reference,
        RoomKind.PROFESSIONALS,
        AssessmentEvents.LATE,
        Json.object().put("late_reason", reason));
  }

  private Event act(UserId by, String reference, RoomKind room, String type, ObjectNode content) {
    return desk.act(by, desk.open(by, reference).requireRoom(room), type, content);
  }
}
