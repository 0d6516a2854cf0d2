package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.audit.RecordedEvents;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The log's events as the audit verifier asks for them: does each still hash to its id, and its
 * content to its content hash? A redacted event has lost its content; its id still holds, and a
 * redaction in the log has to account for the loss. Signatures are not looked at: the tree fixes
 * the ids, and keys change over the years.
 */
public final class StoredEvents implements RecordedEvents {
  @Override
  public List<Stored> after(Tx tx, long position, int limit) {
    EventDao dao = new EventDao(tx);
    return dao.raw(position + 1, limit).stream()
        .map(row -> new Stored(row.position(), row.room(), row.id(), fault(dao, row)))
        .toList();
  }

  private static @Nullable String fault(EventDao dao, EventDao.RawRow row) {
    if (row.version() == null) {
      return "belongs to a room that is not there";
    }
    try {
      RoomVersion version = RoomVersion.of(row.version());
      ObjectNode pdu = Json.asObject(Json.parse(row.pdu()));
      JsonNode room = pdu.get("room_id");
      if (room != null && !room.asText().equals(row.room())) {
        return "stands in another room than its text says";
      }
      if (!EventHashes.eventId(version, pdu).value().equals(row.id())) {
        return "no longer hashes to its id";
      }
      if (row.redactedBy() != null) {
        return isRedaction(dao, row) ? null : "was emptied without a redaction of it in the log";
      }
      return EventHashes.hasContentHash(pdu) ? null : "no longer holds its own content";
    } catch (Problem notAnEvent) {
      return "is no longer an event that can be read";
    }
  }

  private static boolean isRedaction(EventDao dao, EventDao.RawRow row) {
    EventId by = EventId.of(String.valueOf(row.redactedBy()));
    return dao.byId(by)
        .filter(redaction -> redaction.type().equals("m.room.redaction"))
        .filter(redaction -> redaction.room().value().equals(row.room()))
        // A redaction that was redacted itself may not say any more what it redacted.
        .filter(
            redaction ->
                redaction.redactedBy().isPresent()
                    || redaction.redacts().equals(Optional.of(EventId.of(row.id()))))
        .isPresent();
  }
}
