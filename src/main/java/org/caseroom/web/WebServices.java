package org.caseroom.web;

import java.time.InstantSource;
import org.caseroom.audit.AuditLog;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Sessions;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;

/**
 * What the pages work with.
 *
 * @param sessions sign-in and sign-out
 * @param accounts people
 * @param agencies the organisations they work for
 * @param audit where the opening of a page is noted
 * @param log where messages are written
 * @param reader where messages are read
 * @param clock what time it is
 */
public record WebServices(
    Sessions sessions,
    Accounts accounts,
    Agencies agencies,
    AuditLog audit,
    RoomLog log,
    RoomReader reader,
    InstantSource clock) {}
