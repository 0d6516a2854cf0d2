/**
 * Assessing a child's and a family's needs: visits, the child's voice, the assessment that several
 * people write together, and the records of health and education beside it. May import {@code
 * cases.file}, {@code cases.procedure}, {@code cases.door} and what those import.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>One assessment has many contributors and one due date. A contributor is asked for a section
 *       ({@link org.caseroom.cases.assessment.AssessmentEvents#ASK}); a section that is stuck names
 *       what blocks it and whom it waits for, and every reminder says so. Rejected: a due date of
 *       its own for each section that may lie after the assessment's.
 *   <li>The domains of the assessment are data, and sections say which domains they are about. A
 *       section can be on request: it is owed only once somebody was asked for it. Rejected: five
 *       sections that every family has to have, since most children need no such assessment.
 *   <li>Whoever works for another agency writes the sections that they were asked for, and no
 *       others; without the family's consent they are not in the room at all.
 *   <li>The reason for a late assessment is a record in the document's own room, of the run of the
 *       clock that it explains, whether the manager wrote it ahead, with the signature or with the
 *       sharing. Rejected: only the clock's reason, which the next assessment's clock replaces.
 *   <li>Records of conditions, education, requests, screens and consultations are acts, from which
 *       the house keeps one state for each: what holds now is read without going through the log,
 *       and what was said earlier stays in it. They live in the professionals room.
 *   <li>A note of supervision is an event of the professionals room that only its author and the
 *       supervisor can read; no notice tells of it. Rejected: a room for each pair, which nobody
 *       would find again, and which the case's record would lack.
 *   <li>What lists and reports count over thousands of cases are tables ({@link
 *       org.caseroom.cases.assessment.MeasureProjection}); they hold numbers, ids and dates, never
 *       words that people wrote.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.assessment;

import org.jspecify.annotations.NullMarked;
