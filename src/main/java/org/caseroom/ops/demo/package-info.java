/**
 * The demo: the case of Robin, lived through on a set clock by way of the same services that people
 * use. May import everything but {@code ops} itself, which starts it and hands it the clock.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The demo is played, not loaded: every event passes the door, the bots do their own part,
 *       and reminders fire because the clock reaches their day. A dump would be quicker and would
 *       prove nothing.
 *   <li>The clock is left shortly after the last row and runs on from there, so that what is due
 *       next is due soon; {@code ops} keeps the distance to the true time for later starts.
 * </ul>
 */
@NullMarked
package org.caseroom.ops.demo;

import org.jspecify.annotations.NullMarked;
