/**
 * Previews of web pages that people mention ({@code preview_url}). May import what {@code matrix}
 * may, and {@code matrix}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Off unless a deployment asks for it: a preview tells the page's owner that somebody here
 *       spoke of it. Switched off, the operation is not there at all (404 {@code M_UNRECOGNIZED}),
 *       as on other servers.
 *   <li>The service goes where strangers send it, so it goes to public addresses only ({@link
 *       org.caseroom.base.OutboundAddresses}). Names are looked up once, by the connection itself,
 *       and each address is judged before it is connected to: a name that changes its meaning in
 *       between gains nothing. Each redirection is judged anew.
 *   <li>A page is read up to 1 MiB and a picture up to 10 MiB, both into files, within 20 seconds
 *       in all, by four threads of their own: a page can be slow or endless without harm to others.
 *   <li>A page's picture is fetched by the service and kept as media, so that readers do not tell
 *       the page's owner who they are. Fields that name other pictures of the page are left out for
 *       the same reason.
 *   <li>Previews are kept for the hour, in memory. Rejected: a table, since whoever reads an old
 *       message is served as well by the page as it is now, which the specification allows.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.preview;

import org.jspecify.annotations.NullMarked;
