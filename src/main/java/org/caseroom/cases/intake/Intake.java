package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** From the first contact to the allocated worker: what pages, API and bots use of intake. */
public final class Intake {
  private final Desk desk;
  private final Referrals referrals;
  private final Screening screening;
  private final IntakeViews views;
  private final RoomReader reader;
  private final Urgents urgents;

  /** Opens intake on a log. */
  public Intake(Desk desk, Agencies agencies, RoomReader reader) {
    this.desk = desk;
    this.reader = reader;
    this.referrals = new Referrals(desk, agencies, desk.policy().service());
    this.screening = new Screening(desk);
    this.urgents = new Urgents(desk, agencies);
    this.views = new IntakeViews(desk, reader);
  }

  /** The front doors. */
  public Referrals referrals() {
    return referrals;
  }

  /** Screening and the detailed referral. */
  public Screening screening() {
    return screening;
  }

  /** The urgent path. */
  public Urgents urgents() {
    return urgents;
  }

  /**
   * Records that an interpreter is booked.
   *
   * @param booking the booking's number, such as {@code B1}
   * @param who who was booked
   */
  public Event booked(UserId by, String reference, String booking, String who) {
    return work(
        by,
        reference,
        IntakeEvents.BOOKING_MADE,
        Json.object().put("booking", booking).put("who", who));
  }

  /**
   * Where a case is, in plain words.
   *
   * @throws org.caseroom.base.Problem 404 when there is none, or none for this reader
   */
  public CaseMap map(UserId by, String reference) {
    return CaseMap.of(desk, reader, by, desk.open(by, reference));
  }

  /** Allocates a case to a social worker, who leads from now on (7.11). */
  public Event allocate(UserId by, String reference, UserId worker, String why) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        IntakeEvents.ALLOCATION,
        Json.object().put("worker", worker.value()).put("why", why));
  }

  /**
   * Records that a form was sent to the family, to be read before the visit (7.11).
   *
   * @param form a form of the procedure, such as {@code agreement}
   * @param formats the formats that it was sent in, such as {@code easy-read}, {@code bsl-video}
   * @param link where it can be read; null for none
   */
  public Event sendForm(
      UserId by,
      String reference,
      String form,
      String version,
      List<String> formats,
      List<UserId> people,
      @Nullable String link) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("form", form).put("version", version);
    Fields.put(content, "formats", formats);
    Fields.put(content, "with", people);
    Fields.put(content, "link", link);
    return desk.act(by, file.requireRoom(RoomKind.FAMILY), IntakeEvents.FORM_SEND, content);
  }

  /** Somebody of the family says that they have read a version of a form. */
  public Event readForm(UserId by, String reference, String form, String version) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.FAMILY),
        IntakeEvents.FORM_READ,
        Json.object().put("form", form).put("version", version));
  }

  /**
   * Records what the family or the child says at the stage that the case is at (13.3).
   *
   * @param of {@code family} or {@code child}
   */
  public Event views(UserId by, String reference, String of, String words) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.room(RoomKind.FAMILY).orElse(file.space()),
        IntakeEvents.VIEWS,
        Json.object().put("of", of).put("words", words));
  }

  /**
   * The first part of a case, as somebody may see it.
   *
   * @throws org.caseroom.base.Problem 404 when there is none, or none for this reader
   */
  public IntakeView view(UserId by, String reference) {
    return views.view(by, desk.open(by, reference));
  }

  /**
   * Facts that somebody records; what is null stays as it is. The address and the order have acts
   * of their own.
   *
   * @param schoolArea the council area of the child's school
   * @param placed when the child was placed with the family
   * @param born the child's date of birth
   * @param why how it became known
   */
  public record FactsUpdate(
      @Nullable String schoolArea,
      @Nullable LocalDate placed,
      @Nullable LocalDate born,
      String why) {}

  /** Records facts of a case. */
  public Event facts(UserId by, String reference, FactsUpdate facts) {
    ObjectNode content = Json.object();
    Fields.put(content, "school_area", facts.schoolArea());
    Fields.put(content, "placement_date", facts.placed());
    Fields.put(content, "born", facts.born());
    return work(by, reference, IntakeEvents.FACTS_SET, content.put("why", facts.why()));
  }

  /**
   * Records that somebody has to be informed (4.1); the checklist of the duty opens.
   *
   * @param trigger a trigger of the procedure
   * @param how how it came up, such as a call about a SEN assessment
   */
  public Event inform(UserId by, String reference, String trigger, String how) {
    return work(
        by,
        reference,
        IntakeEvents.INFORM_TRIGGER,
        Json.object().put("trigger", trigger).put("how", how));
  }

  private Event work(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, workRoom(desk, by, file), type, content.put("reference", reference));
  }

  /** Where the team works on a case: among the professionals, and before that in the hub. */
  static RoomId workRoom(Desk desk, UserId by, CaseFile file) {
    return file.room(RoomKind.PROFESSIONALS).orElseGet(() -> desk.hub(by, file));
  }
}
