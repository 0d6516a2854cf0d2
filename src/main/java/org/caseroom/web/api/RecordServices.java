package org.caseroom.web.api;

import org.caseroom.audit.AuditLog;
import org.caseroom.audit.AuditSettings;
import org.caseroom.rooms.RoomReader;

/**
 * What the record is proved with.
 *
 * @param audit the log
 * @param settings who may read what of it
 * @param reader who may read an event
 */
public record RecordServices(AuditLog audit, AuditSettings settings, RoomReader reader) {}
