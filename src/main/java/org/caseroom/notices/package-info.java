/**
 * Notices outside of the service: by e-mail or text message people are told that there is something
 * for them, what sort of thing, and where to sign in; never what it is, nor about whom. May import
 * {@code base}, {@code mail}, {@code storage}, {@code audit}, {@code identity}, {@code rooms},
 * {@code cases} and {@code bots} (how a bot's reminder is known); {@code web} imports it for what
 * people choose. {@link org.caseroom.notices.Notices} puts the parts together.
 *
 * <p>How it works: {@link org.caseroom.notices.Gathering} reads the log from where it left off and
 * notes whom an event concerns ({@code Occasions}); when it is time, what is still unread,
 * unanswered or unsigned becomes one message to each person; {@link org.caseroom.notices.Outbox}
 * sends that, and tries again.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A package of its own, and not a bot: a bot sees the rooms that it is in and speaks there;
 *       this looks at all rooms, says nothing in any, and what it knows leaves the house. Rejected:
 *       {@code mail}, which knows no casework.
 *   <li>A message is made from a set of {@code NoticeKind}s and the address of the service, and of
 *       nothing else: no text, name or id of a room is stored on the way, so that none can get into
 *       it. The texts take no other placeholders.
 *   <li>Once: the position in the log moves in the transaction that notes what was found, what was
 *       noted goes in the one that makes the message, and a message is sent by whoever moved its
 *       count of tries. After a stop between sending and noting that it was sent, GOV.UK Notify is
 *       asked by reference whether it has it; a mail server cannot be asked, so the same message
 *       goes again with the same {@code Message-ID}, which mailboxes know it by. A notice that
 *       comes twice harms less than one that never does.
 *   <li>Who was told that there are unread messages, and has read nothing since, is not told again:
 *       they know. Questions, papers and reminders count each time.
 *   <li>Only addresses that their owner confirmed with a code or link are used, and they are looked
 *       up when a message is sent: one that was removed gets nothing more.
 *   <li>People's choice comes before their recorded needs, and needs before the usual (e-mail,
 *       plain English): who asked to be reached by text gets text messages. Where the chosen way
 *       leads nowhere the other is used. Nobody is phoned.
 *   <li>Quiet hours are kept, by a further try too. What is urgent comes all the same: a reminder
 *       that its procedure calls urgent, and the page to whom is on call at a hub.
 *   <li>GOV.UK Notify gets whole texts in templates that hold one placeholder, so that wording and
 *       languages stay in this service's files and under its tests.
 *   <li>The log is looked at once a second, and not followed on its feed: a notice waits for
 *       minutes anyway, and whoever sends a message pays nothing for it.
 * </ul>
 */
@NullMarked
package org.caseroom.notices;

import org.jspecify.annotations.NullMarked;
