package org.caseroom.rooms;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/**
 * What the rooms are opened with.
 *
 * @param database where they are kept
 * @param audit where a leaf for every event goes
 * @param signer the server's key
 * @param policy the rules of the house
 * @param erased who asked that what they wrote is kept from newcomers
 * @param projections the tables that follow from the log
 * @param clock the time
 * @param otherNodes whether other nodes may write to the same database, so that this one looks for
 *     their events while it is idle
 */
public record RoomsContext(
    Database database,
    AuditLog audit,
    EventSigner signer,
    RoomPolicy policy,
    Predicate<UserId> erased,
    List<Projection> projections,
    InstantSource clock,
    boolean otherNodes) {}
