package org.caseroom.bots.reminders;

import java.time.Instant;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.RemindingRules;
import org.jspecify.annotations.Nullable;

/**
 * What a message says about one clock: a reminder, or a step after one that nobody acknowledged.
 *
 * @param last the reminder that speaks
 * @param merged earlier ones of the same clock for which it speaks too
 * @param point what the procedure says of it
 * @param asked for a step, the reminder that nobody acknowledged
 * @param step for a step, whom it is for
 * @param number for a step, which one it is
 * @param people whom it calls on
 * @param late what of it comes later than it should, earliest first
 * @param answerBy by when somebody should acknowledge it; null when it asks nobody
 */
record Part(
    Reminder last,
    List<Reminder> merged,
    ClockState clock,
    ClockRule.Reminder point,
    @Nullable Reminder asked,
    RemindingRules.@Nullable Who step,
    int number,
    List<UserId> people,
    List<Reminder> late,
    @Nullable Instant answerBy) {

  /** The reminder that ✅ under the message acknowledges. */
  Reminder answers() {
    return asked == null ? last : asked;
  }

  /** Whether ✅ under the message acknowledges something. */
  boolean asks() {
    return asked != null || answerBy != null;
  }
}
