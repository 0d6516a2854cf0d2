package org.caseroom.cases.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first part of a case as one reader may see it.
 *
 * @param reference the case
 * @param facts where the child lives and learns, and dates
 * @param contact the first contact in the words that were used; null for who has no need of it: it
 *     is for the family and the responsible agency's caseworkers
 * @param triggers why the family has to be informed (4.1), oldest first
 * @param screening the outcome; null before
 * @param earlier the closed case of the same child that this one follows; null for none
 * @param formMissing what the detailed referral form lacks; for the agency's staff
 * @param bookings the interpreters to book, oldest first
 * @param allocated the worker who has the case; null before
 * @param forms the forms that the family was sent, with who has read them
 * @param later the case that followed this one; null for none
 */
public record IntakeView(
    String reference,
    Facts facts,
    @Nullable Contact contact,
    List<Trigger> triggers,
    @Nullable Screened screening,
    @Nullable Earlier earlier,
    @Nullable String later,
    @JsonProperty("form_missing") List<String> formMissing,
    List<Booking> bookings,
    @Nullable Allocated allocated,
    List<Form> forms) {

  /** The allocated worker. */
  public record Allocated(String worker, String why, String by, Instant at) {}

  /**
   * A form that the family was sent.
   *
   * @param readByAll whether all of them have read this version
   */
  public record Form(
      String id,
      String title,
      String clause,
      String version,
      List<String> formats,
      @Nullable String link,
      Instant sent,
      @JsonProperty("sent_by") String sentBy,
      List<Reading> to,
      @JsonProperty("read_by_all") boolean readByAll) {}

  /** Somebody it was sent to; {@code read} is null while they have not. */
  public record Reading(String name, @Nullable Instant read) {}

  /**
   * An interpreter to book for a planned meeting.
   *
   * @param need what is needed, such as {@code bsl-interpreter}
   * @param detail such as the language; null for none
   * @param status {@code open} or {@code booked}
   */
  public record Booking(
      String number,
      String person,
      String need,
      @Nullable String detail,
      String mode,
      String what,
      String owner,
      String status,
      @Nullable String who) {}

  /** The facts; null where nobody has said. */
  public record Facts(
      @Nullable String area,
      @JsonProperty("school_area") @Nullable String schoolArea,
      @JsonProperty("out_of_area") boolean outOfArea,
      @JsonProperty("placement_date") @Nullable LocalDate placed,
      @JsonProperty("order_date") @Nullable LocalDate ordered,
      @Nullable LocalDate born) {}

  /**
   * The first contact.
   *
   * @param words what was said, verbatim
   * @param recordedBy the worker who wrote down a call or an email; null for the website
   */
  public record Contact(
      String channel,
      String words,
      @JsonProperty("referrer_name") String referrerName,
      @JsonProperty("reply_by") @Nullable String replyBy,
      @JsonProperty("reply_to") @Nullable String replyTo,
      Instant at,
      @JsonProperty("recorded_by") @Nullable String recordedBy) {}

  /** Why the family has to be informed. */
  public record Trigger(
      String trigger, String title, String clause, @Nullable String how, Instant at, String by) {}

  /**
   * A screening.
   *
   * @param reason why; null for who has no need of it
   * @param advised what the family was advised: their copy
   */
  public record Screened(
      String outcome,
      String title,
      String clause,
      @Nullable String reason,
      List<String> advised,
      Instant at,
      String by) {}

  /** An earlier case of the same child, with what it came to; null parts where none was reached. */
  public record Earlier(
      String reference,
      String stage,
      Instant opened,
      @Nullable Contact contact,
      @Nullable Screened screening) {}
}
