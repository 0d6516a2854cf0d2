package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;

/**
 * A room about to be: its id and the draft of its {@code m.room.create}. The id is known before the
 * event is appended, so that the drafts that follow in the same unit can name the room (in version
 * 12 it is the create event's own hash).
 *
 * @param id the room's id
 * @param create the first draft of the unit that creates it
 */
public record NewRoom(RoomId id, Draft create) {
  /**
   * Prepares a room.
   *
   * @param content further content of the create event ({@code type}, {@code m.federate}, ...):
   *     {@code room_version} and {@code creator} are set here
   */
  public static NewRoom prepare(
      RoomVersion version, UserId creator, ObjectNode content, Instant now, ServerName server) {
    throw new IllegalStateException();
  }
}
