/**
 * {@code transfer}: who is responsible for a family, what a transfer waits for, its steps by
 * command, and responsibility that moves to another agency.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The bot sits in the room where both agencies meet, from the offer on: managers of the other
 *       agency answer there, with a plain client too. It is let in by the house, as into a hub.
 *   <li>What is for professionals (gates, form, clarifications) is shown in their room alone,
 *       whoever asks; elsewhere {@code !transfer} answers as the family reads it.
 *   <li>On the day of the move the family reads who is who, and ✅ under it is the family's own
 *       outcome check. The house's sentence about the move stays: it is the record, this is the
 *       help.
 * </ul>
 */
@NullMarked
package org.caseroom.bots.transfer;

import org.jspecify.annotations.NullMarked;
