/**
 * The audit log: what happened, in a Merkle tree that cannot be changed without it showing. Imports
 * {@code base} and {@code storage}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Hashing as in RFC 6962 (SHA-256), tiles of 256 hashes and checkpoints as in C2SP
 *       tlog-tiles, tlog-checkpoint and signed-note: verifiers that exist already read them.
 *       Rejected: a plain hash chain, whose proofs grow with the log.
 *   <li>The lock on the head row orders writers, on one node and on many; what a node remembers of
 *       the tree's edge counts only when the head row, read under the lock, says the same.
 *   <li>A leaf holds ids and facts, never a message's text: redacting an event leaves the log
 *       whole, and the log itself needs no erasing.
 *   <li>Every leaf but that of an event, whose id nobody can guess, holds a random salt. Without it
 *       whoever may read the hashes could try out who signed in or opened what at which
 *       millisecond; with it hashes tell how much happened and nothing else, so that tiles may be
 *       shown to whoever is signed in, or to everybody ({@code audit.tiles}). Entries hold the ids
 *       of people, rooms and files of the whole service: they are for auditors.
 *   <li>Accesses are written in the background, since a durable write for each page view would cost
 *       more than the view. A crash can lose the last two seconds of them; an access that could not
 *       be noted at all is refused.
 *   <li>The key that signs checkpoints can be changed while the service runs. The change is an
 *       entry that the old key and the new one sign, so that a verifier who holds either goes along
 *       the chain. {@code audit_keys} only tells where those entries are, and is held against them.
 *   <li>A checkpoint's day is told by its notice or file and by the entry before it. The time that
 *       was kept beside it in the database went: nothing proved it.
 *   <li>The verifier judges checkpoints, keys and the order of events at the end of its walk, so
 *       that one change is blamed once, and on what was changed. Rejected: stopping at the first
 *       difference, which named the tile or the checkpoint instead of the entry.
 *   <li>There is no way to change or take out an entry, and no table of this package but the head
 *       row is ever updated.
 * </ul>
 */
@NullMarked
package org.caseroom.audit;

import org.jspecify.annotations.NullMarked;
