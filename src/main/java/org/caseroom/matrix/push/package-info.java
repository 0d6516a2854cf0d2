/**
 * Push notifications: everybody's push rules, what they say about an event, what has not been read,
 * and who is told of it outside of a sync. May import what {@code matrix} may, and {@code matrix};
 * {@code matrix.sync} imports it.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Predefined rules are a resource that the user's own changes are laid over, so that a rule
 *       that a later version adds reaches those who changed theirs.
 *   <li>Unread counts are taken from the push rules as events come, in memory, and not kept in a
 *       table: a row for each member and message would cost the log more than it is worth.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.push;

import org.jspecify.annotations.NullMarked;
