/**
 * A whole case as one file: every event of all its rooms, the files that were shown in them, the
 * proofs that the audit log holds the events, the names of its people, and pages to read. It can be
 * verified anywhere without a service, and taken in by an empty service, which then shows the case
 * with identical events. May import the lower layers of casework.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The file is a zip of a fixed form ({@link org.caseroom.cases.pack.PackZip}): nothing is
 *       compressed, all times are the same. So its manifest fixes every byte of it, and a change is
 *       found wherever it is, in the frame of the zip too.
 *   <li>Lines of events and proofs are hashed one by one in the manifest: a change is named with
 *       its event. What is wrong with the event itself (its content, its id, its place in the room)
 *       is told by Matrix's own hashes, whoever made the manifest.
 *   <li>The manifest is signed with the service's signing key, whose public half lies beside it:
 *       this finds changes, and proves the origin only to who knows that key from elsewhere. The
 *       same holds for the audit log's checkpoint, whose key can be given to the verifier.
 *   <li>A whole pack holds what no single member may read, the child's room included. It is for
 *       managers of the responsible agency and administrators, wants a reason, and is in the audit
 *       log. What a family takes along is another pack ({@code Packs}): what they may read.
 *   <li>People of the other service become accounts that nobody can sign in to. The case is a
 *       record on the new service: it is read there, and no more is written in it.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.pack;

import org.jspecify.annotations.NullMarked;
