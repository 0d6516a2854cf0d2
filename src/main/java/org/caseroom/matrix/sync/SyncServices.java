package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.UserId;
import org.caseroom.identity.Identity;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.Typing;

/**
 * What syncs are made of.
 *
 * @param events the one encoder of events
 * @param pushRules everybody's push rules
 */
public record SyncServices(
    Rooms rooms,
    Identity identity,
    Receipts receipts,
    Typing typing,
    ClientEvents events,
    PushRules pushRules) {

  /** Where push rules come from. */
  @FunctionalInterface
  public interface PushRules {
    /** A user's ruleset, the {@code global} object of {@code m.push_rules}: read only. */
    ObjectNode of(UserId user);
  }
}
