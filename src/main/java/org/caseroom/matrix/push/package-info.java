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
 *   <li>Unread counts are taken from the push rules as events come, in memory. A row for each
 *       member and message would cost the log more than it is worth; only counts that took a look
 *       at many events are stored, in the background, to go on from after a restart. The list of
 *       notifications is worked out of the log by the same rules when it is asked for; it goes back
 *       a month, and what was read stays in it only when it stood out, as the reference server and
 *       the conformance suites have it.
 *   <li>Gateways are told by one thread that follows the log's feed; nobody who sends waits for it.
 *       How far a gateway has been told is stored before it is told of the next event. Events that
 *       went by meanwhile, or wait in too great a number, are found in the log again.
 *   <li>Each node tells gateways by itself. With a second node a gateway is told twice, which it
 *       has to expect (Push Gateway API, "duplicate suppression"); a turn for one of the nodes is
 *       worth its trouble when there are two.
 *   <li>Nothing of a room that the house's rules call confidential goes to a gateway but ids and
 *       counts: gateways belong to strangers, and so do the push services behind them. A client
 *       that wakes up fetches the rest itself.
 *   <li>Gateways' addresses are looked up by the service's own rules, so that a user cannot make it
 *       talk to machines inside. Rejected: the JDK's client, which looks names up by itself.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.push;

import org.jspecify.annotations.NullMarked;
