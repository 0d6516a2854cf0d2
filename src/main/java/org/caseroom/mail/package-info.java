/**
 * Sends e-mail by SMTP: {@link org.caseroom.mail.Mailer} takes a message and delivers it in the
 * background. May import {@code base}. Off until a deployment names its mail server.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>What stands in a message is chosen by those who send it, and never holds a child's name,
 *       school or place, nor who is in which room: mail is read on screens that others see.
 *   <li>A message waits in memory, in a queue that is bounded, and is tried again with longer and
 *       longer pauses. A stop of the service loses what waits: everything that is sent (a link to
 *       confirm an address, a call to a room) can be asked for again. Rejected: an outbox in the
 *       database, which would keep links that are as good as passwords.
 *   <li>Nothing is logged of a message but that it could not be delivered, with the mail server's
 *       three digits. What mail servers say in words often holds the address.
 *   <li>Plain text only: it reads well in every program and to every screen reader, and cannot show
 *       one address and lead to another.
 * </ul>
 */
@NullMarked
package org.caseroom.mail;

import org.jspecify.annotations.NullMarked;
