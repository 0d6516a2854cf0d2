package org.caseroom.bots.reminders;

import java.time.Instant;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * One reminder of one run of a clock.
 *
 * @param id made from the clock's run and the point, so that the same reminder is the same row and
 *     the same transaction on every node and after every restart
 * @param caseId the case's space
 * @param clock the clock's id within the case
 * @param run the event that started this run of the clock
 * @param point the reminder point of the procedure, such as {@code day-30}; or {@link #ESCALATION}
 *     with the point that nobody answered
 * @param dueAt when it is due
 * @param state what became of it
 * @param sent where and when it was said, null before that
 */
record Reminder(
    String id,
    RoomId caseId,
    String clock,
    EventId run,
    String point,
    Instant dueAt,
    boolean needsAnswer,
    State state,
    @Nullable Sent sent) {

  /** What the point of an escalation begins with. */
  static final String ESCALATION = "unanswered:";

  /** What became of a reminder. */
  enum State {
    /** Still to come. */
    WAITING,
    /** Said in the room. */
    SENT,
    /** Fell due together with a later one, which spoke for both. */
    MERGED,
    /** Somebody answered it. */
    ANSWERED,
    /** Nobody answered in time: the manager was told. */
    ESCALATED,
    /** The clock was met or stopped first. */
    WITHDRAWN
  }

  /**
   * Where and when a reminder was said.
   *
   * @param answerBy when it goes to the manager if nobody has answered; null when no answer is
   *     asked
   */
  record Sent(Instant at, RoomId room, EventId event, @Nullable Instant answerBy) {}

  /** A reminder that is to come. */
  static Reminder waiting(
      RoomId caseId, String clock, EventId run, String point, Instant dueAt, boolean needsAnswer) {
    String id = caseId.value() + "/" + clock + "/" + run.value() + "/" + point;
    return new Reminder(id, caseId, clock, run, point, dueAt, needsAnswer, State.WAITING, null);
  }

  /** Whether it tells the manager that another one was not answered. */
  boolean isEscalation() {
    return point.startsWith(ESCALATION);
  }

  /** The point that an escalation is about. */
  String escalatedPoint() {
    return point.substring(ESCALATION.length());
  }
}
