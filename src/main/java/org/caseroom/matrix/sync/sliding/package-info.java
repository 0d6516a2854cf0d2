/**
 * Simplified sliding sync (MSC4186): a client says which rooms it wants to see, and how much of
 * each; it gets those, most active first, and from then on what changes in them. Waiting is that of
 * {@code matrix.sync}, which it may import besides what {@code matrix} may.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>What a client has been sent is kept in memory, by connection, as immutable states that a
 *       {@code pos} names. A repeated request finds the state that it began with, so nothing is
 *       lost with an answer. After a restart, and for what was let go of, a {@code pos} is unknown
 *       ({@code M_UNKNOWN_POS}) and the client begins again with few rooms, as the proposal has it.
 *       Rejected: storing it, which would be a write for each answer.
 *   <li>A {@code pos} begins like a token of {@code GET /sync}, so that it pages as well.
 *   <li>Of each room the position is kept up to which it was sent; whether there is more is then a
 *       look at the room's newest position. Rooms in which nothing happened cost that look only.
 *   <li>Room results and extensions read through {@code RoomReader}. A room that closed for lack of
 *       consent is told as left, without its events, and comes back as a new one.
 *   <li>The forms of the implemented proposal and of its newest text are both read: lists of pairs
 *       and objects in {@code required_state}, {@code ranges} and {@code range}, parameters in the
 *       address and in the body. Answers use the names that deployed clients know.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.sync.sliding;

import org.jspecify.annotations.NullMarked;
