/**
 * Pages for people, served by Javalin on a loopback port behind the front door. Imports {@code
 * base}, {@code audit}, {@code identity}, {@code rooms}, {@code cases} and {@code bots}; Javalin
 * and jte stay in here.
 *
 * <p>A handler reads: decode, authorise, call, encode. It gets a {@link org.caseroom.web.Visit}
 * (one request by one visitor), asks a service as that person, and renders a template with records
 * of {@link org.caseroom.web.view}. It never looks into the log itself: what a person may see is
 * decided by the read models and {@link org.caseroom.rooms.RoomReader}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Plain server-rendered HTML, and a POST followed by a redirect for every change; the script
 *       only adds live messages to what already works. Rejected: a single-page application, since
 *       it would make the family's page depend on a script and on a second description of every
 *       rule.
 *   <li>The session cookie holds an ordinary access token, so that one list of devices and one
 *       sign-out cover pages and Matrix clients alike.
 *   <li>The token in a form is a hash of the cookie: nothing to store, the same on every node and
 *       after a restart, and another site can read neither.
 *   <li>A refused form comes back with what was typed, the refusal as an error summary, and the
 *       status of the refusal. The rules themselves are never repeated here.
 *   <li>The GOV.UK Design System's style sheet and script come from their package and are served
 *       without the GDS Transport font and the crest, which only GOV.UK itself may use.
 *   <li>Style sheet and script carry their content's hash in the address and are cached for a year;
 *       pages are never cached, since they hold a family's record.
 * </ul>
 */
@NullMarked
package org.caseroom.web;

import org.jspecify.annotations.NullMarked;
