/**
 * Who is let in on what: topics that consent leaves out, the child's own room and whom they chose,
 * the letterbox with its two people and its guard, siblings who are kept apart, summaries in layers
 * for different readers, and pages that a parent agrees to share. May import {@code cases.file},
 * {@code cases.procedure} and {@code cases.door}.
 *
 * <p>Whether somebody reads something is decided in {@link org.caseroom.cases.door.Access} alone,
 * from state in the log; this package writes that state, checks who may write it, and tells people
 * about it.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A topic stands in the event itself, or in the event that it relates to: no index could
 *       disagree with the log, and a plain client's reply in a thread is kept with its thread.
 *       Rejected: a state event for each message of a topic, which would double the room.
 *   <li>Where the beginning of a thread was emptied, its replies are kept from everybody whose
 *       consent leaves anything out: nobody can tell any more what they are about.
 *   <li>A topic that one line of consent leaves out stays out, whatever another line for the same
 *       people says: only that line itself brings it back, and has to say so.
 *   <li>A withdrawal makes nobody leave a room. What they may not read is not there for them, from
 *       the next read on and for the past; earlier reads stay in the audit log.
 *   <li>A message that names somebody who may not read it is refused, not delivered without the
 *       name: its writer believes that they will be heard, and has to know.
 *   <li>A young person's room is theirs from when they are in the team. Rejected: a switch for it,
 *       which somebody could forget.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.sharing;

import org.jspecify.annotations.NullMarked;
