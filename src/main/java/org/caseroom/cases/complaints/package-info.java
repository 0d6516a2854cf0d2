/**
 * Complaints (4.2). May import {@code cases.file}, {@code cases.procedure} and {@code cases.door}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A complaint has a room of its own that is no child of the case's space: who is complained
 *       of finds it by no sync, search, space, list or question to the audit log, since it is read
 *       by its complainant and its handler alone, whatever their agency. Rejected: a state of the
 *       case with an audience, which would tell that there is one.
 *   <li>Its number is made of the room's random id, so that no gap in a count tells of it.
 *   <li>A family's words about complaining open the record and bring the two ways as an answer; the
 *       answer says nothing of the record, as the team reads it too.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.complaints;

import org.jspecify.annotations.NullMarked;
