package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.EventId;
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
  /** The depth of a room's first event. */
  static final long FIRST_DEPTH = 1;

  private static final int OPAQUE_LENGTH = 18;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Stands in for the id of a version 12 room while its create event, which omits it, is made. */
  private static final RoomId NOT_YET = new RoomId("!not-yet");

  /**
   * Prepares a room.
   *
   * @param content further content of the create event ({@code type}, {@code m.federate}, ...):
   *     {@code room_version} and {@code creator} are set here
   */
  public static NewRoom prepare(
      RoomVersion version, UserId creator, ObjectNode content, Instant now, ServerName server) {
    ObjectNode full = content.deepCopy().put("room_version", version.id());
    full.remove("creator");
    if (version.createNamesCreator()) {
      full.put("creator", creator.value());
    }
    RoomId id =
        version.privilegesCreators()
            ? hashed(version, create(NOT_YET, creator, full, now), now)
            : random(server);
    return new NewRoom(id, create(id, creator, full, now));
  }

  /** The id of a version 12 room: that of its create event, with {@code !} for {@code $}. */
  static RoomId idOf(EventId create) {
    return new RoomId("!" + create.value().substring(1));
  }

  private static RoomId hashed(RoomVersion version, Draft create, Instant now) {
    ObjectNode pdu = EventFormat.pdu(version, create, now, List.of(), List.of(), FIRST_DEPTH);
    EventHashes.addContentHash(pdu);
    return idOf(EventHashes.eventId(version, pdu));
  }

  private static Draft create(RoomId id, UserId creator, ObjectNode content, Instant now) {
    return Draft.state(id, creator, "m.room.create", "", content).at(now);
  }

  private static RoomId random(ServerName server) {
    StringBuilder id = new StringBuilder("!");
    RANDOM
        .ints(OPAQUE_LENGTH, 0, 52)
        .forEach(i -> id.append((char) (i < 26 ? 'A' + i : 'a' + i - 26)));
    return new RoomId(id.append(':').append(server.value()).toString());
  }
}
