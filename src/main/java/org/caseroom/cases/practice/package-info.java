/**
 * A practice example: what others can learn from a case, told so that it names nobody, and exported
 * once everybody concerned has agreed. May import {@code cases.file}, {@code cases.procedure},
 * {@code cases.door} and what those import, the guard of {@code cases.sharing} and the school of
 * {@code cases.directory}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The worker writes it in the professionals room; the house keeps the version that is asked
 *       about, with all answers, in the case's space, since the family and agencies outside of the
 *       professionals room agree to it as well.
 *   <li>Who has to agree is worked out whenever it is asked for: an agency that joins the team
 *       after the others have agreed has to agree too, and a name that became known later holds the
 *       export. Rejected: a list that is fixed when the example is written.
 *   <li>A withdrawal stands in all later versions until whoever withdrew approves one. Rejected: to
 *       forget it with the version, which would let a new sentence undo a parent's no.
 *   <li>The guard rather holds a text too many: an example can always be told without a name.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.practice;

import org.jspecify.annotations.NullMarked;
