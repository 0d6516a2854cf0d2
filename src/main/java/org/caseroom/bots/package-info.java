/**
 * The bots: members of the rooms that remind, prompt and record. Imports {@code base}, {@code
 * storage}, {@code audit}, {@code identity}, {@code rooms} and {@code cases}; is imported by {@code
 * web} (never the other way) and {@code ops}.
 *
 * <p>{@code runtime} is what every bot stands on; each bot is a package of its own, as it is a
 * folder of its own under {@code bots/}; this package puts them together.
 *
 * <p>How it works: {@link org.caseroom.bots.Bots#start} reads {@code bots/<name>/bot.yaml} and the
 * message files beside it, makes the bots' accounts, and starts one thread that follows the log and
 * the clock. A bot sees what any member of its rooms sees, and writes through the log's door under
 * its own user id; its file says which event types it may send.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>The person acts, not the bot.</b> When somebody writes {@code !done 3} or answers a
 *       prompt with ✅, the event that follows is appended under that person's own name, in the same
 *       form as the page and the API append it, with the command's event id in {@code
 *       org.caseroom.command}. So the door checks the person's role, consent and gates, and the bot
 *       needs no rights of its own to do other people's work. Rejected: the bot acting with an
 *       {@code on_behalf_of} field, which every rule of every kind of event would have to know.
 *   <li><b>Nothing happens twice.</b> What a bot appends carries a transaction id made from the
 *       event or the reminder that it answers ({@link org.caseroom.bots.runtime.Cause}). A bot may
 *       therefore see an event again after a crash, or on a second node, and the log answers with
 *       what is there already. Rejected: a lease that makes one node the bots' node; it is needed
 *       for speed only, and the bots' work is small.
 *   <li><b>Reminders are rows, and one sweep fires them</b> ({@link
 *       org.caseroom.bots.reminders.ReviewReminder}). Rejected: a scheduling library; it brings
 *       threads and a clock of its own, and the clock here must be able to jump in tests and in the
 *       demo.
 *   <li><b>A missed reminder speaks once.</b> When several of one clock fall due together, the last
 *       speaks and says what it stands for.
 *   <li><b>Wording is in files</b>, checked at the start: a wrong placeholder is a line number, not
 *       a broken message in a family's room. Every message, and every bot's name and help, stands
 *       in four files: English and Welsh, each plain and in easy read; one that lacks any does not
 *       start. Staff's messages too: staff may need easy read, and nobody can say beforehand who
 *       reads.
 *   <li><b>The readers choose the wording</b> ({@code Wordings}): easy read as soon as one of a
 *       room needs it; Welsh under the English as soon as one asked for it (a translator or
 *       interpreter for Welsh among their needs), Welsh alone when all did. A bot hands over a
 *       {@link org.caseroom.bots.runtime.Text}, made once for each wording, so that dates and lines
 *       inside are in the same language. Titles from the procedure's file stay as they are there.
 * </ul>
 */
@NullMarked
package org.caseroom.bots;

import org.jspecify.annotations.NullMarked;
