/**
 * The load driver behind {@code scripts/bench/run}. It prepares data, starts the service as a
 * process of its own, and measures it from outside: latency at the client, processor time from
 * {@code /proc}, memory from the heap after a full collection.
 *
 * <p>The driver shares the machine with the service, so it has to be cheap: one event loop, one
 * connection for each client, and no more parsing of answers than the measurement needs. A general
 * HTTP client took more processor time than the service did.
 */
@NullMarked
package org.caseroom.bench;

import org.jspecify.annotations.NullMarked;
