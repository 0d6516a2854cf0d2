/**
 * Requests for statutory services (12.0): the threshold and its limbs, the team manager's decision,
 * the pack, the call with the advice verbatim, the outcome, the line manager's oversight, and joint
 * work that another agency leads. May import {@code cases.file}, {@code cases.procedure} and {@code
 * cases.door}.
 *
 * <p>Decisions: managers' decisions here join the chain of the case's decisions, so that one list
 * proves them all. Everything said is kept in the professionals room; the whole case, the family
 * included, sees which agency leads. A call to another area's service warns and is not refused:
 * safeguarding does not wait for a form. Rejected: a wrong route as a gate.
 */
@NullMarked
package org.caseroom.cases.statutory;

import org.jspecify.annotations.NullMarked;
