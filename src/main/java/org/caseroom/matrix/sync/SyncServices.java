package org.caseroom.matrix.sync;

import org.caseroom.identity.Identity;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.matrix.push.Push;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.Typing;

/**
 * What syncs are made of.
 *
 * @param passing receipts, typing and presence
 * @param events the one encoder of events
 * @param push everybody's push rules, and what they have not read
 */
public record SyncServices(
    Rooms rooms, Identity identity, Passing passing, ClientEvents events, Push push) {

  /** What passes in rooms beside their events. */
  public record Passing(Receipts receipts, Typing typing, PresenceSource presence) {}
}
