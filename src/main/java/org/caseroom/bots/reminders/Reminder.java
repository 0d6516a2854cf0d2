package org.caseroom.bots.reminders;

import java.time.Instant;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * One reminder of one run of a clock, or a step to who hears next when nobody acknowledged it.
 *
 * @param id made from the clock's run, the point and its time, so that the same reminder is the
 *     same row on every node and after every restart, and one that moves is another
 * @param number what people and programs name it by; 0 before it is kept
 * @param caseId the case's space
 * @param clock the clock's id within the case
 * @param run the event that started this run of the clock
 * @param point the reminder point of the procedure, such as {@code day-30}
 * @param step 0 for the reminder itself, otherwise which step it is after it
 * @param parent for a step, the id of the reminder that nobody acknowledged
 * @param dueAt when it is due
 * @param wakeAt when it is looked at: when it is due, or later for people's quiet hours
 * @param plannedAt when it became known that it will be due
 * @param needsAnswer whether it asks to be acknowledged
 * @param state what became of it
 * @param messageId the message that it is said in, with others; null before somebody claimed it
 * @param sent where and when it was said, null before that
 */
record Reminder(
    String id,
    long number,
    RoomId caseId,
    String clock,
    EventId run,
    String point,
    int step,
    @Nullable String parent,
    Instant dueAt,
    Instant wakeAt,
    Instant plannedAt,
    boolean needsAnswer,
    State state,
    @Nullable String messageId,
    @Nullable Sent sent) {

  /** What became of a reminder. */
  enum State {
    /** Still to come. */
    WAITING,
    /** Said in the room. */
    SENT,
    /** Fell due together with a later one, which spoke for both. */
    MERGED,
    /** Somebody acknowledged it. */
    ANSWERED,
    /** Nobody acknowledged it in time: others were told, and it still waits. */
    ESCALATED,
    /** Its cause was gone: before it was said, or before anybody acknowledged it. */
    WITHDRAWN
  }

  /**
   * Where and when a reminder was said.
   *
   * @param answerBy when it goes on if nobody has acknowledged it; null when no answer is asked
   */
  record Sent(Instant at, RoomId room, EventId event, @Nullable Instant answerBy) {}

  /** A reminder that is to come. */
  static Reminder waiting(
      RoomId caseId,
      String clock,
      EventId run,
      String point,
      Instant dueAt,
      boolean needsAnswer,
      Instant plannedAt) {
    String id =
        caseId.value() + "/" + clock + "/" + run.value() + "/" + point + "/" + dueAt.toEpochMilli();
    return new Reminder(
        id,
        0,
        caseId,
        clock,
        run,
        point,
        0,
        null,
        dueAt,
        dueAt,
        plannedAt,
        needsAnswer,
        State.WAITING,
        null,
        null);
  }

  /** The step after this reminder with a number, which is to come. */
  Reminder step(int number, Instant at, Instant plannedAt) {
    String asked = step == 0 || parent == null ? id : parent;
    return new Reminder(
        asked + "/" + number,
        0,
        caseId,
        clock,
        run,
        point,
        number,
        asked,
        at,
        at,
        plannedAt,
        false,
        State.WAITING,
        null,
        null);
  }

  /** Whether it is a step after one that nobody acknowledged. */
  boolean isStep() {
    return step > 0;
  }

  /** Whether it was said and waits to be acknowledged. */
  boolean isOpen() {
    return !isStep()
        && (state == State.SENT || state == State.ESCALATED)
        && sent != null
        && sent.answerBy() != null;
  }

  /** Whether somebody can acknowledge it: it is open, or is being said at this moment. */
  boolean canBeAnswered() {
    return isOpen() || (!isStep() && needsAnswer && state == State.WAITING && messageId != null);
  }

  /** Whether it was said, whatever became of it then. */
  boolean wasSaid() {
    return sent != null || state == State.MERGED;
  }

  /** Whether both are of the same run of a clock. */
  boolean sameRun(Reminder other) {
    return caseId.equals(other.caseId) && clock.equals(other.clock) && run.equals(other.run);
  }
}
