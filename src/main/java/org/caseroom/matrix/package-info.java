/**
 * The Matrix client-server API: what all of it shares, and the endpoints of rooms, one class a
 * family. Beside it are {@code matrix.account} (people, devices, keys), {@code matrix.sync}, {@code
 * matrix.push}, {@code matrix.presence}, {@code matrix.media}, {@code matrix.preview} and {@code
 * matrix.appservice}; they import this package and not the other way round. An endpoint is a
 * function from a {@link org.caseroom.matrix.MatrixRequest} to a future {@link
 * org.caseroom.matrix.MatrixResponse} and knows no HTTP server; {@code edge} carries them. May
 * import {@code base}, {@code mail}, {@code storage}, {@code identity} and {@code rooms}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Handlers read: decode, authorise, call, encode. Rooms are read through {@code RoomReader}
 *       and written through {@code RoomLog} only, so that no endpoint has rules of its own.
 *   <li>Bodies are read through {@link org.caseroom.matrix.Fields}, not bound to classes: Matrix
 *       bodies are open (unknown fields are legal), and a precise error for one field matters more
 *       than a type for each body.
 *   <li>What an event looks like to a client is decided in one place, {@link
 *       org.caseroom.matrix.ClientEvents}, which encodes what all readers share once.
 *   <li>Creating a room is one unit of the log: a room that cannot be as it was asked for is not
 *       there at all. So is replacing one by another version; two units could leave a room closed
 *       that leads nowhere.
 *   <li>An invitation alone opens nothing of a room's past, whatever its history visibility: the
 *       specification's list of cases would, its prose ("a user needs to join a room to view events
 *       in that room") would not.
 *   <li>Invitations that somebody blocks are refused, those that they ignore stand in the room and
 *       are not shown to them. What the house itself invites to comes another way and is not asked.
 *   <li>The event nearest to a time is found by halving the log, since times rise with places.
 *       Events that an application service dates back are found by the place they have; an index of
 *       times would cost every append.
 *   <li>There is no federation: ids of other servers are refused where they would come in, and
 *       nobody is asked for what they hold.
 *   <li>One family learns nothing of another: profiles, presence and the directory of people show a
 *       family member to staff and to those in a room with them, and strangers only see who
 *       registered by themselves. The specification leaves that to the server.
 *   <li>Relations are kept beside the events and not worked out on each request, as a projection of
 *       the log.
 *   <li>An invitation by address is noted before it is in the room, and forgotten when the room
 *       refuses it: so none is in a room that nobody could accept. The address of an account that
 *       the inviter may not know counts as one that nobody has.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix;

import org.jspecify.annotations.NullMarked;
