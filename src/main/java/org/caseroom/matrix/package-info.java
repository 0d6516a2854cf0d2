/**
 * The Matrix client-server API: every endpoint but sync and push, one class a family. An endpoint
 * is a function from a {@link org.caseroom.matrix.MatrixRequest} to a future {@link
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
 *   <li>Whether anybody may register, or come in as a guest, is the operator's to say; both are
 *       refused until they do. Strangers who are let in are nobody's worker and of no family.
 *   <li>Anybody but staff may close their own account, whatever case they are in. They leave every
 *       room, also those of a case, and may ask to be erased: newcomers to other rooms then get
 *       what they wrote emptied. In the rooms of a case nothing is kept from anybody, and their
 *       name stays: the record is statutory. Rejected: refusing them (they would stay away all the
 *       same, with an account open that nobody looks after), and emptying events in the log (which
 *       others have read, and a decision may rest on). Staff accounts are closed by an
 *       administrator, once their cases are handed over.
 *   <li>What guests, suspended and locked people may not do is one table in front of all endpoints
 *       ({@link org.caseroom.matrix.AccountRules}): what is new is shut to guests until it is
 *       named.
 *   <li>One address is outside of the specification: {@code /_synapse/admin/v1/register}, where
 *       tools that set servers up look for a way to make administrators. It is there only while the
 *       operator has set a shared secret.
 *   <li>A session of user-interactive authentication holds for one method, path and person, and for
 *       one body where somebody is signed in. Registering may go on with another body, as clients
 *       do, or with none: then it means what it said at first.
 *   <li>Relations are kept beside the events and not worked out on each request, as a projection of
 *       the log.
 *   <li>The server confirms e-mail addresses itself and trusts no identity server. Whoever asks
 *       about an address gets the same answer whether an account has it or not; only its owner is
 *       told, by mail. {@code POST /account/3pid}, which asks for no password, adds none.
 *   <li>An invitation by address is noted before it is in the room, and forgotten when the room
 *       refuses it: so none is in a room that nobody could accept. The address of an account that
 *       the inviter may not know counts as one that nobody has.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix;

import org.jspecify.annotations.NullMarked;
