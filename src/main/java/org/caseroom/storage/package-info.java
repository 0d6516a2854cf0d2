/**
 * The database: its pool, its migrations, its transactions, and the one class that knows H2 from
 * PostgreSQL ({@link org.caseroom.storage.Database}). May import {@code base}. SQL itself is
 * written in the {@code *Dao} classes of the packages whose tables it is about.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>One SQL text for both engines: H2 in PostgreSQL mode without {@code ON CONFLICT DO UPDATE},
 *       {@code RETURNING} and partial indexes. Rejected: a dialect layer, which hides what a query
 *       costs.
 *   <li>{@code write} returns when the transaction is durable. H2 acknowledges earlier by default
 *       (a kill then loses hundreds of rows), so a {@code CHECKPOINT SYNC} follows each commit,
 *       shared by those who commit meanwhile.
 *   <li>H2 is 2.4.240. Its 2.5.252 leaves the file's header one chunk behind when it stores into
 *       reused space, and a kill at that moment takes back what was synced: about one in forty,
 *       found by the kill test.
 *   <li>An H2 file is encrypted in H2's own format, by a file system of ours ({@code SealedFiles})
 *       that lets the processor do the AES: 16 KiB are read in 6 us and written in 14, where H2's
 *       own Java takes 74 and 160, which was half the work of the log's writer. Since H2 itself
 *       then knows of no key, long results must not spill into files of its own.
 *   <li>Nodes on one PostgreSQL tell each other of what they commit by {@code NOTIFY} ({@link
 *       org.caseroom.storage.Signals}), which needs no further service and takes about a
 *       millisecond. Nobody relies on it: who hears nothing looks by itself every second.
 *   <li>Migrations are Flyway's, in plain SQL. Rejected: Liquibase, whose licence is no longer open
 *       source.
 * </ul>
 */
@NullMarked
package org.caseroom.storage;

import org.jspecify.annotations.NullMarked;
