/**
 * Requests that may come twice and count once: what {@code Idempotency-Key} means on the case API
 * (IETF draft "The Idempotency-Key HTTP Header Field").
 *
 * <p>Decisions: the key is taken by inserting its row, so that of two nodes one is first. Only what
 * was done is kept; a refusal gives the key back, since the same request may be right later. A
 * request whose node died before it answered is not tried again: whether it was done is not known,
 * and the answer says to look. Rejected: the log's own transaction ids, which are there for one
 * event and know neither the answer nor calls that append none.
 */
@NullMarked
package org.caseroom.cases.once;

import org.jspecify.annotations.NullMarked;
