/**
 * Support from the plan to its end: the plan and the least offer, applications to funds, personal
 * budgets, financial support, reviews, closing and feedback. May import {@code cases.file}, {@code
 * cases.procedure}, {@code cases.door} and what those may; {@link org.caseroom.cases.plan.PlanPart}
 * stands at the door, {@link org.caseroom.cases.plan.PlanWork} is for pages, API and bots.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>An item of a later tier can be planned at any time, and starts only in its turn: that the
 *       plan says what is to come is what a sequential model is for.
 *   <li>Once a family was given its plan, it sees every change of it at once; before that, the plan
 *       is a draft of the professionals. Rejected: a copy at each sharing of the assessment only,
 *       which leaves the family with an old plan.
 *   <li>A review is one paper that is written again for the next one; its record (held, written,
 *       signed, shared, by whom) has a number and stays. Its text goes into the family's room when
 *       it is shared.
 *   <li>Parties sign that the review was held with them; the manager's signature waits for all of
 *       them, or for the reason why one does not sign. A review that is said to have been held on
 *       another day is another review, and is signed again.
 *   <li>An early review moves the due day of the running clock forward, never back: so reminders
 *       and lateness follow without a second clock.
 *   <li>An attempt to reach a family counts until the family is reached, writes or is visited.
 *   <li>Money is kept in pence, as whole numbers, in the room that the family reads; the house adds
 *       up, nobody sends a sum.
 *   <li>A cut of financial support is decided by somebody else than who proposed it, and not before
 *       the family had its time.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.plan;

import org.jspecify.annotations.NullMarked;
