/**
 * Presence: who is there at the moment. Implements what {@code matrix.sync} asks for; may import
 * what that may, and {@code matrix} and {@code matrix.sync}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>In memory. A device that syncs is there until it has been silent for longer than it asked
 *       to wait; a user is what the most present of their devices is. Said again, it is no change:
 *       a thousand people who sync cost nobody an answer.
 *   <li>Changes are told once a second, all at once, so that a morning on which everyone signs in
 *       wakes each held sync once and not a thousand times.
 *   <li>Only people who are in a room together see each other, so one family learns nothing of
 *       another. In very large rooms a change wakes nobody; it comes with the next answer.
 *   <li>Words ({@code status_msg}) and states are written every ten seconds where they changed.
 *       After a restart who was there has a minute to come back before others are told.
 *   <li>A deployment can do without ({@code matrix.presence}): nobody's work should be measured by
 *       when they were online where that is feared.
 *   <li>Pages of the house count for nothing here: they show no presence either.
 *   <li>Each node knows its own people only; rejected for now: a table that every sync writes to.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.presence;

import org.jspecify.annotations.NullMarked;
