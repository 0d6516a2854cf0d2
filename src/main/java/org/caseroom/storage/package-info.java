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
 *   <li>Migrations are Flyway's, in plain SQL. Rejected: Liquibase, whose licence is no longer open
 *       source.
 * </ul>
 */
@NullMarked
package org.caseroom.storage;

import org.jspecify.annotations.NullMarked;
