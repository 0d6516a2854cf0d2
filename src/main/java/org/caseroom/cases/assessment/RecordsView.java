package org.caseroom.cases.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The records of health, education and consultation of a case, for a reader of its professionals
 * room.
 *
 * @param conditions by the procedure's order
 * @param supervision the notes of supervision that this reader wrote, or supervises
 */
public record RecordsView(
    List<Condition> conditions,
    List<EmergingNeed> emergingNeeds,
    List<Education> education,
    List<Request> requests,
    List<Form> forms,
    List<Consultation> consultations,
    List<Service> services,
    List<Supervision> supervision) {

  /**
   * A condition as it stands.
   *
   * @param status {@code suspected}, {@code assessed}, {@code confirmed} or {@code ruled-out}
   * @param by who suspects, assessed or confirmed it
   * @param on when
   * @param firstOn when it was first recorded with any status
   */
  public record Condition(
      String id,
      String title,
      String status,
      String by,
      LocalDate on,
      LocalDate firstOn,
      @Nullable String note,
      String recordedBy) {}

  /**
   * A need that showed after placement.
   *
   * @param ageMonths the child's age then, in whole months; null where their birthday is not known
   */
  public record EmergingNeed(
      String number,
      String kind,
      String title,
      LocalDate noticedOn,
      String noticedBy,
      @Nullable Integer ageMonths,
      @Nullable String what,
      List<Link> links,
      String recordedBy) {}

  /** Who else knows or helps: {@code health} or {@code send}. */
  public record Link(String to, String with, @Nullable String about) {}

  /** Something that happened at school. */
  public record Education(
      String number,
      String kind,
      String title,
      LocalDate on,
      @Nullable Integer days,
      @Nullable String setting,
      @Nullable String note,
      String recordedBy) {}

  /**
   * Something that was asked of others.
   *
   * @param status {@code sent}, {@code received}, {@code accepted}, {@code declined}, {@code done}
   *     or {@code withdrawn}
   * @param owner who has to see that it comes
   * @param chaseOn the working day on which it is chased; null for no such day
   * @param chase whether that day has come and it has not
   */
  public record Request(
      String number,
      String kind,
      String title,
      String recipient,
      @Nullable String agency,
      String what,
      String status,
      UserId owner,
      String ownerName,
      Instant sent,
      @Nullable LocalDate chaseOn,
      boolean chase,
      List<Answer> answers) {}

  /** What came back. */
  public record Answer(String status, String what, String by, Instant at) {}

  /** A screening form as it was filled in. */
  public record Form(
      String number,
      String form,
      String title,
      Map<String, String> answers,
      String observations,
      @Nullable String recommendation,
      String by,
      Instant at,
      EventId event) {}

  /**
   * A consultation.
   *
   * @param status {@code booked}, {@code held} or {@code missed}
   */
  public record Consultation(
      String number,
      UserId clinician,
      String clinicianName,
      Instant at,
      @Nullable String service,
      String about,
      String status,
      @Nullable String note) {}

  /**
   * Who gives a service.
   *
   * @param model {@code employed}, {@code commissioned} or {@code hosted}
   */
  public record Service(
      String id,
      String title,
      String model,
      UserId mainContact,
      String mainContactName,
      @Nullable UserId clinician,
      @Nullable String clinicianName,
      Instant since) {}

  /** A note of supervision. */
  public record Supervision(
      String number, String author, String supervisor, Instant at, String text) {}
}
