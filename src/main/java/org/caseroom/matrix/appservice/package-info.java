/**
 * Application services (Matrix Application Service API): programs beside the server that own a part
 * of its users and aliases, act as those users, and are sent what happens in their rooms. May
 * import {@code base}, {@code storage}, {@code identity}, {@code rooms} and {@code matrix}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>What application services own is looked after in front of the endpoints ({@link
 *       org.caseroom.matrix.appservice.Threshold}): whoever wants a name of theirs is refused, and
 *       a name that is not there yet is asked for, before the endpoint runs. The endpoints
 *       themselves know of application services only who is calling.
 *   <li>A service acts as its sender and as users that it registered itself, never as a person or a
 *       bot of the house, whatever its regular expressions cover: one careless {@code @.*} would
 *       otherwise open every case.
 *   <li>It is sent what a joined user of its own may read, by the same rule as anybody ({@code
 *       RoomReader.maySee}), and what is addressed to a user of its own. Rooms that it claims by
 *       room id or alias alone are sent only where anybody may join or read them, though the
 *       specification knows no such limit: rooms of cases, and conversations of two, never.
 *   <li>Its users are bots with a role of their own, {@code outside-bot}: the house's own bots are
 *       in every case, an outside one where the family's consent names it.
 *   <li>A transaction is stored before it is sent and deleted when it has been taken in, with the
 *       position in the log moved in the same step: nothing is lost by a crash of either side, and
 *       a repetition has the same id and the same content. Asking the log again for each repetition
 *       was rejected: redactions and departures would have changed the content.
 *   <li>Following the log costs the writer one signal: each service's own thread reads the log from
 *       the position where it stands, recent events from memory.
 *   <li>The token that authenticates this server goes into the header. Only the paths of old drafts
 *       get it in the query as well, since it ends up in logs there.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.appservice;

import org.jspecify.annotations.NullMarked;
