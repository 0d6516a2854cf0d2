package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** Records of health and education, what is asked of others, consultation and supervision. */
public final class CaseRecords {
  private final Desk desk;
  private final RecordsViews views;

  CaseRecords(Desk desk, RoomReader reader) {
    this.desk = desk;
    this.views = new RecordsViews(desk, reader);
  }

  /**
   * All records of a case.
   *
   * @throws Problem 404 for who may not open the case, 403 for who does not read the professionals
   *     room
   */
  public RecordsView view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    professional(desk, by, file);
    return views.of(by, file);
  }

  /** Refuses who does not read the professionals room. */
  static void professional(Desk desk, UserId by, CaseFile file) {
    if (!AssessmentViews.reads(desk, by, file, RoomKind.PROFESSIONALS)) {
      throw Problem.forbidden(
          "These records are for the professionals of the case, who are in its professionals room."
              + " Ask the social worker for a summary.");
    }
  }

  /**
   * Records a condition and how sure it is.
   *
   * @param condition a condition of the procedure, such as {@code asd}
   * @param status {@code suspected}, {@code assessed}, {@code confirmed} or {@code ruled-out}
   * @param whose who suspects, assessed or confirmed it
   */
  public Event condition(
      UserId by,
      String reference,
      String condition,
      String status,
      String whose,
      LocalDate on,
      @Nullable String note) {
    ObjectNode content =
        Json.object()
            .put("condition", condition)
            .put("status", status)
            .put("by", whose)
            .put("on", on.toString());
    Fields.put(content, "note", note);
    return act(by, reference, AssessmentEvents.CONDITION, content);
  }

  /**
   * Records a need that shows after placement.
   *
   * @param kind a kind of the procedure, such as {@code autism}
   */
  public Event emergingNeed(
      UserId by,
      String reference,
      String kind,
      LocalDate noticedOn,
      String noticedBy,
      @Nullable String what,
      List<RecordsView.Link> links) {
    ObjectNode content =
        Json.object()
            .put("kind", kind)
            .put("noticed_on", noticedOn.toString())
            .put("noticed_by", noticedBy);
    Fields.put(content, "what", what);
    links(content, links);
    return act(by, reference, AssessmentEvents.EMERGING_NEED, content);
  }

  /** Adds to a need that is recorded: what was seen since, and who else helps. */
  public Event addToNeed(
      UserId by,
      String reference,
      String number,
      @Nullable String what,
      List<RecordsView.Link> links) {
    ObjectNode content = Json.object().put("number", number);
    Fields.put(content, "what", what);
    links(content, links);
    return act(by, reference, AssessmentEvents.EMERGING_NEED, content);
  }

  private static void links(ObjectNode content, List<RecordsView.Link> links) {
    if (links.isEmpty()) {
      return;
    }
    var array = content.putArray("links");
    for (RecordsView.Link link : links) {
      ObjectNode entry = array.addObject().put("to", link.to()).put("with", link.with());
      Fields.put(entry, "about", link.about());
    }
  }

  /**
   * Records something that happened at school.
   *
   * @param kind a kind of the procedure, such as {@code EDUCATION_SUSPENSION}
   * @param days for how many school days, where the kind lasts a number of them
   */
  public Event education(
      UserId by,
      String reference,
      String kind,
      LocalDate on,
      @Nullable Integer days,
      @Nullable String setting,
      @Nullable String note) {
    ObjectNode content = Json.object().put("kind", kind).put("on", on.toString());
    if (days != null) {
      content.put("days", days);
    }
    Fields.put(content, "setting", setting);
    Fields.put(content, "note", note);
    return act(by, reference, AssessmentEvents.EDUCATION, content);
  }

  /**
   * Asks something of others and waits for it.
   *
   * @param kind a kind of the procedure, such as {@code camhs}
   * @param agency the id of the recipient's agency
   * @throws Problem 409 without a parent's consent, or to share with that agency
   */
  public Event request(
      UserId by,
      String reference,
      String kind,
      String recipient,
      @Nullable String agency,
      String what) {
    ObjectNode content =
        Json.object().put("kind", kind).put("recipient", recipient).put("what", what);
    Fields.put(content, "agency", agency);
    return act(by, reference, AssessmentEvents.REQUEST_SEND, content);
  }

  /** Records what became of a request. */
  public Event requestOutcome(
      UserId by, String reference, String number, String status, String what) {
    return act(
        by,
        reference,
        AssessmentEvents.REQUEST_OUTCOME,
        Json.object().put("request", number).put("status", status).put("what", what));
  }

  /** Fills in a screening form. */
  public Event form(
      UserId by,
      String reference,
      String form,
      Map<String, String> answers,
      String observations,
      @Nullable String recommendation) {
    ObjectNode content = Json.object().put("form", form).put("observations", observations);
    ObjectNode given = content.putObject("answers");
    answers.forEach(given::put);
    Fields.put(content, "recommendation", recommendation);
    return act(by, reference, AssessmentEvents.FORM, content);
  }

  /**
   * Books a consultation.
   *
   * @param at a local time, such as {@code 2025-04-09T10:30}
   * @param service the service that it belongs to; null for none
   */
  public Event consultation(
      UserId by,
      String reference,
      UserId clinician,
      String at,
      @Nullable String service,
      String about) {
    ObjectNode content =
        Json.object().put("clinician", clinician.value()).put("at", at).put("about", about);
    Fields.put(content, "service", service);
    return act(by, reference, AssessmentEvents.CONSULTATION_BOOK, content);
  }

  /** Records that a consultation was held, or not. */
  public Event consulted(UserId by, String reference, String number, boolean held, String note) {
    return act(
        by,
        reference,
        AssessmentEvents.CONSULTATION_HELD,
        Json.object().put("consultation", number).put("held", held).put("note", note));
  }

  /** Writes a note of supervision, which only its author and the supervisor can read. */
  public Event supervision(UserId by, String reference, UserId supervisor, String text) {
    return act(
        by,
        reference,
        CaseEvents.SUPERVISION_NOTE,
        Json.object().put("supervisor", supervisor.value()).put("text", text));
  }

  /**
   * Says who gives a service.
   *
   * @throws Problem 409 when the service holds a consultation first and none was held
   */
  public Event service(
      UserId by, String reference, String service, UserId mainContact, @Nullable UserId clinician) {
    ObjectNode content =
        Json.object().put("service", service).put("main_contact", mainContact.value());
    Fields.put(content, "clinician", clinician);
    return act(by, reference, AssessmentEvents.SERVICE_PAIR, content);
  }

  private Event act(UserId by, String reference, String type, ObjectNode content) {
    return desk.act(
        by, desk.open(by, reference).requireRoom(RoomKind.PROFESSIONALS), type, content);
  }

  /** Whether the record of a request to another service still waits for its end. */
  public static boolean waits(Event request) {
    return Requests.open(request);
  }
}
