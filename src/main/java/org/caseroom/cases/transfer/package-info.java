/**
 * Where a family lives, which agency answers for it, and how its case moves to the agency where it
 * lives (Transfer, 4.2). May import {@code cases.file}, {@code cases.procedure} and {@code
 * cases.door}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Area, order date and responsible agency stand in the head of the case, which the house
 *       writes again when one of them changes: what asks whose case it is asks one place, and who
 *       could read at a past moment follows from the head of that moment. Rejected: a state of its
 *       own, which every reader would have to lay over the head.
 *   <li>The responsibility card is worked out when it is read, and told in words when what it rests
 *       on changes. Rejected: a kept copy, which a change of the procedure would leave behind.
 *   <li>The council area is kept, not the street: the area decides, and an address in the record
 *       can reach a birth family.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.transfer;

import org.jspecify.annotations.NullMarked;
