/**
 * {@code GET /sync}: what an answer says, and who is waiting for one. The live gateway for pages
 * and sliding sync ask the same {@link org.caseroom.matrix.sync.SyncEngine}. May import what {@code
 * matrix} may, and {@code matrix} and {@code matrix.push}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A token holds all that the server has to know of a client, so nothing about clients is
 *       stored: {@code s<log>_<stream>_<typing>_<presence>p}. It is good after a restart and on any
 *       node.
 *   <li>An answer reaches as far as memory has been told ({@code News}), and a client that is
 *       nearly up to date costs a look at the few events since, never at all rooms of its user, and
 *       no database. What is older comes from each room's newest position and from the database.
 *   <li>A held sync is one small object without a thread. Who is woken, is woken because something
 *       happened in a room of theirs or to their own data; an answer that then turns out to hold
 *       nothing for them is not sent, and they go on waiting.
 *   <li>Answers are written as bytes, since they are mostly events whose bytes are shared by
 *       everyone who gets them. Trees of JSON were the larger part of the work.
 *   <li>A joined room that the user's consent does not open (any more) is told once under {@code
 *       leave}, without its events, and comes back whole under {@code join} when it opens again: to
 *       every client it simply disappears and reappears. Which rooms are closed stands in the
 *       token, so that this holds across restarts. Rejected: an error (clients would repeat it for
 *       ever), and silence (the client would go on showing what it has).
 *   <li>Where the specification leaves things open, an answer is as the reference server has it: a
 *       newly joined room is {@code limited}, rooms that one was sent away from show in a first
 *       sync, state in force shows in the timeline of whoever was away when it was set. That
 *       clients end up with what is the case is tested with clients that put together what they are
 *       told.
 *   <li>Presence is kept elsewhere ({@link org.caseroom.matrix.PresenceSource}): here it has its
 *       count in the token, its section in the answer, and its way to those who wait.
 *   <li>In a room in which many wait, receipts are told once a second, all at once: after a message
 *       everyone's receipt would wake everyone else otherwise. Who read is told at once.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.sync;

import org.jspecify.annotations.NullMarked;
