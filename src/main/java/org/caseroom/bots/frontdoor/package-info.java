/**
 * {@code front-door}: what a family hears first, and what the hub is asked about a new case.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Needs are one numbered list and one message: a number means the same as a reaction, as a
 *       plain answer and behind {@code !needs}. Rejected: a message for each kind of need, each
 *       with numbers of its own.
 *   <li>A reaction picks the outcome of a screening but records none: there is no outcome without a
 *       reason, so the bot asks for it and the answer is the record.
 *   <li>Referrals that wait are named in one message a working day for a hub, and nobody is
 *       reminded of one alone.
 * </ul>
 */
@NullMarked
package org.caseroom.bots.frontdoor;

import org.jspecify.annotations.NullMarked;
