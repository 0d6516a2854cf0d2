/**
 * Decisions, and the signatures of all documents: proposed by one person, talked over in its
 * thread, withdrawn or changed while nobody has signed, signed by another with the role, told to
 * the family with its reasons, and corrected only by a new one.
 *
 * <p>Imports the layers below, {@code cases.clocks} (who stands in for a signer) and {@code
 * cases.sharing} (what an approved summary becomes). {@code cases.statutory} writes its managers'
 * decisions into the same record ({@link org.caseroom.cases.decisions.Records}).
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>What a kind needs is in the procedure file</b> ({@code decisions.kinds}) and is asked
 *       for when a decision is proposed, not when it is signed: who signs should find it whole.
 *   <li><b>A proposal is changed by its author alone</b>, with what was changed and why. Rejected:
 *       letting others change it, since who changes it becomes its author, and its first author
 *       could then sign.
 *   <li><b>Replies belong to a proposal</b> when they answer it, or the message that a bot or the
 *       house posted of it: the door notes which they are, so that the page and the API show them
 *       without reading the room through. Their text stays where it is.
 *   <li><b>The record is never written to again.</b> That a later decision names an earlier one is
 *       what makes the earlier one superseded; both stay as they were signed.
 *   <li><b>A notice is in words of its own.</b> The record is read by professionals; the family is
 *       told what is decided and why in words for them. Its time is kept by a clock; what comes
 *       after it is recorded as well, and marked.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.decisions;

import org.jspecify.annotations.NullMarked;
