/**
 * Rooms: events, their hashes and signatures, the authorisation rules, the log with its one door,
 * state at any past position, what a reader may see, receipts and typing.
 *
 * <p>May import {@code base}, {@code storage}, {@code audit}, {@code identity}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>{@link org.caseroom.rooms.RoomLog} is the only way to write and {@link
 *       org.caseroom.rooms.RoomReader} the only way to read for a person.
 *   <li>A room is linear: one writer at a time for the whole log, so there is one forward extremity
 *       and no state resolution. State at a past position is the newest state event of each type
 *       and key at or before it: an index, no state groups.
 *   <li>Rules may have consequences ({@link org.caseroom.rooms.RoomPolicy#consequences}): what
 *       follows from an event is appended in the same transaction, whichever door the event came
 *       through. A service that writes the consequences itself would leave the Matrix door without
 *       them.
 *   <li>Groups are answered and published on a thread of their own, so that the writer is at the
 *       next group meanwhile; an event is published before it is acknowledged, and both after it is
 *       durable.
 *   <li>The event id does not depend on the signature, so signing left the writer ({@link
 *       org.caseroom.rooms.Signing}): it took as long as all of the rules at the door. An event is
 *       still complete when it is stored.
 *   <li>Where no other node writes to the database, a group is accepted while the one before it is
 *       being stored ({@link org.caseroom.rooms.Pipeline}), on what that one will have made of the
 *       log; it is stored, and answered, after it. When that one fails, what was accepted on it is
 *       checked anew. Rejected where nodes share a database: there a group can only be checked
 *       under the log's lock, and what was accepted ahead would be thrown away whenever another
 *       node was quicker.
 *   <li>A unit may be drafted in two steps ({@link org.caseroom.rooms.Proposal#then}), for events
 *       that name others of the same unit: an id is known once its event is accepted.
 *   <li>A state event that repeats the state it finds adds nothing to the log.
 *   <li>A redaction that its sender may not apply is refused at the door. Matrix lets it into the
 *       room and leaves it without effect, for the sake of servers that do not agree; here there is
 *       one.
 *   <li>What follows from how somebody stands (guests, the suspended) is looked at here too ({@link
 *       org.caseroom.rooms.AccountPolicy}), in front of the rules of casework, since every door
 *       leads here. Guests leave in the same unit in which a room stops letting them in.
 *   <li>What people could read at a past moment is told by the rule that the door applies now
 *       ({@link org.caseroom.rooms.PastReading}), asked of a view of that moment. Rejected: a
 *       record of who could read what, which would have to be kept in step with the rule.
 *   <li>Who asked to be erased is emptied when an event is read, and not in the log: others have
 *       read it, its hashes are kept, and whether it is kept from a reader depends on who reads.
 * </ul>
 */
@NullMarked
package org.caseroom.rooms;

import org.jspecify.annotations.NullMarked;
