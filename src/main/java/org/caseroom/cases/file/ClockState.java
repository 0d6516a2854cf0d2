package org.caseroom.cases.file;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.EventId;
import org.jspecify.annotations.Nullable;

/**
 * A clock of a case, as its state event holds it.
 *
 * @param id the rule's id, such as {@code SIGNOFF}
 * @param clause the clause it comes from
 * @param title what has to happen
 * @param started day 0
 * @param startedBy the event that started it
 * @param due the last day, by the rule
 * @param worked the last working day on or before {@code due}: what people plan by
 * @param dueAt the moment after which it is late
 * @param status running, met, breached (met late) or stopped
 * @param finished the day on which it was met or stopped
 * @param dayFinished which working day of the clock that was; null while it runs, and for clocks in
 *     months
 * @param length how many days or months it gives
 * @param unit what it counts
 * @param reason why it was late, in the words of who signed
 * @param pauses when it stood still, earliest first: days in these do not count
 */
public record ClockState(
    String id,
    String clause,
    String title,
    LocalDate started,
    EventId startedBy,
    LocalDate due,
    LocalDate worked,
    Instant dueAt,
    Status status,
    @Nullable LocalDate finished,
    @Nullable Integer dayFinished,
    int length,
    Unit unit,
    @Nullable String reason,
    List<Pause> pauses) {
  /** Copies the list. */
  public ClockState {
    pauses = List.copyOf(pauses);
  }

  /**
   * A time in which a clock stood still.
   *
   * @param from the day on which it was paused, which still counts
   * @param to the day on which it went on, which does not count; null while it stands still
   * @param reason why
   */
  public record Pause(LocalDate from, @Nullable LocalDate to, String reason) {
    /** Whether a day does not count. */
    public boolean covers(LocalDate day) {
      return day.isAfter(from) && (to == null || !day.isAfter(to));
    }
  }

  /** Where a clock is. */
  public enum Status {
    RUNNING,
    /** It stands still, as its rule allows, and goes on later. */
    PAUSED,
    MET,
    /** Met after its last day, by a rule that is binding. */
    BREACHED,
    /** Met after its last day, by a rule that only warns. */
    LATE,
    STOPPED;

    /** The word used in JSON. */
    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What a clock counts. */
  public enum Unit {
    WORKING_DAYS,
    MONTHS;

    /** The word used in JSON and in the procedure. */
    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether it still runs. */
  public boolean running() {
    return status == Status.RUNNING;
  }

  /** Whether it has not ended: it runs, or stands still. */
  public boolean open() {
    return status == Status.RUNNING || status == Status.PAUSED;
  }

  /** Whether a day counts for nothing, because the clock stood still. */
  public boolean stoodStill(LocalDate day) {
    return pauses.stream().anyMatch(pause -> pause.covers(day));
  }

  /** Whether it runs and is late at a moment. */
  public boolean overdue(Instant now) {
    return running() && !now.isBefore(dueAt);
  }

  /** The same clock with the reason why it is late. */
  public ClockState because(String why) {
    return new ClockState(
        id,
        clause,
        title,
        started,
        startedBy,
        due,
        worked,
        dueAt,
        status,
        finished,
        dayFinished,
        length,
        unit,
        why,
        pauses);
  }

  /** The same clock, ended. */
  public ClockState ended(
      Status how, LocalDate day, @Nullable Integer number, @Nullable String why) {
    return new ClockState(
        id,
        clause,
        title,
        started,
        startedBy,
        due,
        worked,
        dueAt,
        how,
        day,
        number,
        length,
        unit,
        why == null ? reason : why,
        pauses);
  }

  /** The same clock, standing still or going on, with the dates that follow from its pauses. */
  public ClockState moved(
      Status now, List<Pause> times, LocalDate newDue, LocalDate newWorked, Instant newDueAt) {
    return new ClockState(
        id,
        clause,
        title,
        started,
        startedBy,
        newDue,
        newWorked,
        newDueAt,
        now,
        finished,
        dayFinished,
        length,
        unit,
        reason,
        times);
  }
}
