/**
 * The front door: the one public port. It carries the Matrix client-server API to the endpoint
 * functions of {@code matrix}, holds waiting syncs and the live WebSocket, and passes everything
 * else, streamed both ways, to the page server on loopback. TLS, limits on headers, bodies and
 * time, caps on connections, the client's real address, CORS, compression and the form of errors
 * are settled here once. May import {@code base}, {@code identity} and {@code matrix}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Netty by way of reactor-netty, because a message in a room of eight wakes seven waiting
 *       screens: carrying requests and waking waiters is where a chat server spends its time, and
 *       that costs Netty half of what it costs a servlet container, at a fraction of the memory for
 *       a held connection. Rejected: raw Netty for everything (the proxying, pooling and
 *       back-pressure would be ours to write and test), and serving all on Jetty.
 *   <li>Event loops only move bytes. Handlers run on a bounded pool of workers; when its queue is
 *       full the answer is 429 at once, since a queue without bound turns a rush into an outage.
 *   <li>An exchange that waits for its future keeps nothing of its request.
 *   <li>Time limits are deadlines that one sweep looks at, not a timer for each request: a deadline
 *       costs a field to set.
 *   <li>The live gateway asks for the next frame only after the last one was written. What happens
 *       meanwhile is folded into the next frame by whoever makes it, so nothing queues up behind a
 *       slow reader.
 *   <li>How often one may ask is limited here with Bucket4j: by user, device and network address,
 *       apart for what is dear or tempting. A request counts once it is known who asks, since those
 *       of some application services do not count; an address that is used up is refused before.
 *       Buckets live in memory, full ones are let go of, and their number has an end; each node
 *       counts for itself, which saves a look into the database for every request. Wrong passwords
 *       are counted in {@code identity}: pages and API take them too, and only who fails should be
 *       held up. Rejected: limits by account for sign-ins that are right, which let others lock
 *       somebody out.
 * </ul>
 */
@NullMarked
package org.caseroom.edge;

import org.jspecify.annotations.NullMarked;
