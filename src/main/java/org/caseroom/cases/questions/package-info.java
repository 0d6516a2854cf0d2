/**
 * What keeps a question from being dropped (R92): a service that refuses is recorded with its
 * reason and the question goes on, an answer from elsewhere is fetched by its owner, what is
 * overdue reaches a manager once and is red from then on, and an owner who goes leaves no question
 * behind. May import the lower layers of casework; asking, answering and handing on are in the
 * standard part.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A question without an owner cannot be written: every event that takes one away (leaving the
 *       team, consent that ends, a closed account) names the next in the same unit, or is refused.
 *   <li>Accounts are closed outside of cases, so the question bot looks for owners who are gone,
 *       and for what is overdue; its event is checked at the door like anybody's, so it can do
 *       neither without cause, nor twice.
 *   <li>An answer that sends the family to another service is refused, unless it says why they
 *       asked for that themselves. Rejected: a warning, which would be read past.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.questions;

import org.jspecify.annotations.NullMarked;
