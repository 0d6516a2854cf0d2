/**
 * Checklists beyond their ticks: who has an item is handed on, and the family says that it has what
 * an item promises. Lists open and are ticked by what every procedure has ({@code cases}); their
 * items, owners and conditions are data of the procedure. May import the lower layers of casework.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>An item that asks for a fact of the case is not on the list until the fact holds; then it
 *       comes at the end, so that the numbers that people have read stay as they are. Rejected: a
 *       status of its own for items that are not asked, which every reader of a list would have to
 *       leave out.
 *   <li>A receipt is the family's own act beside the tick, and takes nothing back of it: work is
 *       done when it is done, and received when somebody says so.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.checklists;

import org.jspecify.annotations.NullMarked;
