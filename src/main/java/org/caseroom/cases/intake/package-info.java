/**
 * Intake: from the first contact to the allocated worker. Referrals of every channel, the routing
 * to a hub, the duty to inform, screening, the detailed referral form. May import {@code
 * cases.file}, {@code cases.procedure}, {@code cases.door} and what lies below casework.
 *
 * <p>How it works: {@link org.caseroom.cases.intake.IntakePart} stands at the door with the rules,
 * {@link org.caseroom.cases.intake.Intake} is what pages and API use, and what the policy says
 * (triggers, lists, figures) is the section {@code intake} of a procedure's file.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Website, telephone and email are one event, {@code org.caseroom.referral}, with a channel.
 *       A caller's words are kept as they were said, once; everybody else is pointed to them.
 *   <li>Where the family lives is a fact of the case and routes the referral; a hub names its
 *       areas. An area of no hub goes to the agency's first hub, and is told as out of area.
 *       Rejected: a table of distances, which no source gives.
 *   <li>Who comes back after "no further action" gets a new case that names the earlier one, and
 *       the earlier one names it. Rejected: a move back to the first stage. A screening has exactly
 *       one outcome, clocks run once from their trigger, and a record that was closed stays as it
 *       was read by those who were told that it is closed; a second screening in the same record
 *       would blur all three. History is intact since nothing of it is touched.
 *   <li>The target of a screening is ours: its clock warns and asks for no reason, so that it is
 *       never a breach of the policy.
 *   <li>Urgent words of the family are held once, so that whoever wrote them reads whom to call
 *       ({@link org.caseroom.cases.intake.UrgentGuard}); the hub is paged with the words of the
 *       list alone, and the text is kept nowhere until it is sent. What is sent next goes at once,
 *       whatever it says: nobody in need is stopped twice, on another node neither. The story is
 *       not held, since it tells of what was. Rejected: paging only what was sent; who reads the
 *       numbers and falls silent would be heard by nobody.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.intake;

import org.jspecify.annotations.NullMarked;
