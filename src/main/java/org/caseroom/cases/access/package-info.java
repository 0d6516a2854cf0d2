/**
 * Who has looked at a case, in plain words for its family, and opening a case from outside of its
 * team in an emergency ("breaking the glass"). May import {@code cases.file}, {@code
 * cases.procedure} and {@code cases.door}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Breaking the glass is an event in the case's space, sent by the one who does it. They are
 *       brought into the space just before, in the same unit, since nobody writes where they are
 *       not; what is refused leaves them outside. A plain client sends the same event in the queue
 *       of its hub, with the reference.
 *   <li>They become members of the rooms, so that every Matrix client shows these; they read and
 *       write nothing. That they may read is decided at each read, by the clock ({@link
 *       org.caseroom.cases.door.Access}): it ends on the minute, whatever else stands still. Taking
 *       them out of the rooms afterwards puts the record in order.
 *   <li>Their membership, and all events about it, are kept from everybody but them and the
 *       agency's managers; so they neither leave by themselves nor join anew, which would show. The
 *       family reads of it in the log of accesses, at once; a manager can keep it out of there,
 *       with a reason. Were it in the room, hiding it would hide nothing. The number of a room's
 *       members is one more meanwhile.
 *   <li>A section of the story for few, and the young person's own room, stay closed: the second
 *       has a rule of its own. A complaint's room never opens.
 *   <li>The review is no clock of the procedure: clocks stand in the space, where the family reads
 *       them, and would tell what is hidden. It has a date of its own, and a list for managers.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.access;

import org.jspecify.annotations.NullMarked;
