package org.caseroom.rooms;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody found something inappropriate (client-server API, "Reporting Content").
 *
 * @param number 0 for one that is not stored yet
 * @param at when it was reported
 * @param by who reported it
 * @param room the room reported, or the reported event's
 * @param event the event reported
 * @param user the person reported, or who sent the reported event
 * @param reason in the reporter's words, may be empty
 * @param score how bad, from -100 to 0, where an older client said so
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Report(
    long number,
    Instant at,
    UserId by,
    @Nullable RoomId room,
    @Nullable EventId event,
    @Nullable UserId user,
    String reason,
    @Nullable Integer score) {}
