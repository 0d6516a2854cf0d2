package org.caseroom.bots.runtime;

import java.nio.file.Path;
import java.time.InstantSource;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.ServerName;
import org.caseroom.cases.CaseWork;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.LogReader;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.storage.Database;

/**
 * What the bots work with.
 *
 * @param folder the {@code bots} folder with a folder for each bot
 * @param server the server that the bots' user ids belong to
 * @param clock the time by which reminders fall due
 * @param whole the log as it is stored: for the runtime, which brings bots what they may see
 * @param work casework: procedures, clocks and cases
 * @param people how people want to be spoken to
 */
public record BotServices(
    Path folder,
    ServerName server,
    InstantSource clock,
    Database database,
    RoomLog log,
    RoomReader reader,
    LogReader whole,
    Accounts accounts,
    Agencies agencies,
    AuditLog audit,
    CaseWork work,
    ForPeople people) {}
