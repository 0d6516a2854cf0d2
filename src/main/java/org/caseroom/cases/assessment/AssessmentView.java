package org.caseroom.cases.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.ClockState;
import org.jspecify.annotations.Nullable;

/**
 * The assessment as one object.
 *
 * @param status {@code not-started}, {@code started}, {@code complete} or {@code signed}
 * @param outOfArea whether the family lives out of area
 * @param area the council area where they live, where it is known
 * @param caseType the kind of placement, where it is recorded
 * @param due the one due date of all of it; null before the first visit
 * @param domains what it is to understand
 * @param sections what is written for it; none for who does not read the professionals room
 * @param voice whether the child was heard
 * @param visits the visits; none for who does not read the family room
 * @param appointments appointments to see the child; none for who does not read the professionals
 *     room
 */
public record AssessmentView(
    String status,
    boolean outOfArea,
    @Nullable String area,
    @Nullable String caseType,
    @Nullable Due due,
    List<Domain> domains,
    List<Section> sections,
    Heard voice,
    List<Visited> visits,
    List<Appointment> appointments) {

  /**
   * When all of it is due.
   *
   * @param used working days used by now, or when it was met
   * @param late whether its last day was over before it was met
   * @param lateReason why it is late, as it stands in the document
   */
  public record Due(
      String clock,
      String clause,
      LocalDate started,
      LocalDate due,
      LocalDate worked,
      ClockState.Status status,
      int used,
      int length,
      boolean late,
      @Nullable LateReason lateReason) {}

  /**
   * Why it is late.
   *
   * @param day the day of the clock on which it was written
   */
  public record LateReason(String text, UserId by, String byName, Instant at, int day) {}

  /**
   * A domain.
   *
   * @param sections the sections of this assessment that are about it
   * @param covered whether one of these is finished
   */
  public record Domain(String id, String title, List<String> sections, boolean covered) {}

  /**
   * A section.
   *
   * @param status {@code open}, {@code written} (begun), or {@code done}
   * @param text what it says; null while nothing is written
   * @param event its current version
   * @param author who wrote that version
   * @param owner who has it to finish: who was asked, else who wrote it, else the lead
   * @param contributor who was asked for it; null for nobody
   * @param contributorAgency their agency's name
   * @param due when it is due: never after the assessment
   * @param overdue whether that day is over and it is not done
   */
  public record Section(
      String id,
      String title,
      List<String> domains,
      String status,
      @Nullable String text,
      @Nullable EventId event,
      @Nullable UserId author,
      @Nullable UserId owner,
      @Nullable String ownerName,
      @Nullable UserId contributor,
      @Nullable String contributorAgency,
      @Nullable Instant asked,
      @Nullable String what,
      @Nullable LocalDate due,
      boolean overdue,
      @Nullable Blocker blocker) {}

  /** What keeps a section from being finished, and whom it waits for. */
  public record Blocker(
      String reason, @Nullable UserId waitingFor, @Nullable String waitingForName, Instant since) {}

  /**
   * Whether the child was heard.
   *
   * @param recorded whether there is an entry in the child's room
   * @param seen whether they were seen, the last time
   */
  public record Heard(boolean recorded, boolean seen, @Nullable Instant at) {}

  /** A visit. */
  public record Visited(
      String number,
      boolean first,
      String mode,
      Instant at,
      UserId by,
      String byName,
      List<String> present,
      List<Assessing.Guest> alsoPresent,
      @Nullable String place,
      boolean outOfArea,
      @Nullable String howAssessed,
      @Nullable String interpreter,
      @Nullable String noInterpreterReason,
      @Nullable String jointWith,
      @Nullable String notes) {}

  /**
   * An appointment to see the child.
   *
   * @param status {@code planned}, {@code kept} or {@code missed}
   */
  public record Appointment(
      String number,
      Instant at,
      String place,
      @Nullable String agency,
      List<String> with,
      @Nullable String what,
      String status) {}
}
