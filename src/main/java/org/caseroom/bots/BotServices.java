package org.caseroom.bots;

import java.nio.file.Path;
import java.time.InstantSource;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.ServerName;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.storage.Database;

/**
 * What the bots work with.
 *
 * @param folder the {@code bots} folder with a folder for each bot
 * @param server the server that the bots' user ids belong to
 * @param clock the time by which reminders fall due
 */
public record BotServices(
    Path folder,
    ServerName server,
    InstantSource clock,
    Database database,
    RoomLog log,
    RoomReader reader,
    Accounts accounts,
    AuditLog audit) {}
