/**
 * {@code review-reminder}: says in good time that a clock runs out, and sees that somebody answers.
 *
 * <p>How it works: {@link org.caseroom.bots.reminders.Planner} keeps a row for each reminder that a
 * clock wants, {@link org.caseroom.bots.reminders.Sweep} says what is due, {@link
 * org.caseroom.bots.reminders.Calls} calls people in their own room, {@link
 * org.caseroom.bots.reminders.Digest} tells managers in the morning.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Claimed, then said, then noted.</b> What is due for a case is given the id of one
 *       message and claimed by a node before it is said; the id is the message's transaction id and
 *       stays, so that after a crash it is the same message. Claims end by the database's clock,
 *       which all nodes share. Rejected: a transaction id for each reminder, which would not let
 *       several be said in one message.
 *   <li><b>A reminder that moves is another one</b>: its time is part of its id. Once said, one
 *       whose new time is past is not said again.
 *   <li><b>Withdrawn after it was said, too.</b> A request whose clock has ended or moved, or that
 *       only people were asked who have left, disappears from lists and goes no further. A closed
 *       case keeps the reminders of what its stage still lets in, such as the closure letter; they
 *       are said in the hub's queue, since its rooms are read only.
 *   <li><b>One message a case, one call a person.</b> Whoever hears of several cases at once, or
 *       has quiet hours, is not called on in the rooms but in one message in their own room with
 *       the bot, which names cases by reference and no child. The rooms keep the record.
 *   <li><b>The log is shared.</b> Messages go in small groups, with rests as long as they took, so
 *       that people's own messages hardly wait. Rejected: everything at once, which makes every
 *       sender wait for the whole.
 *   <li><b>A start opens no case.</b> What happened to clocks comes by the log; only when the
 *       procedures or the holidays have changed are the running clocks planned anew, page by page.
 * </ul>
 */
@NullMarked
package org.caseroom.bots.reminders;

import org.jspecify.annotations.NullMarked;
