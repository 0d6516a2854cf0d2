package org.caseroom.rooms.media;

import java.util.Collection;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.rooms.Event;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of which events show which files. */
final class MediaUseDao {
  private final Handle handle;

  MediaUseDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** An event that shows a file. */
  record Use(RoomId room, EventId event) {}

  void insert(Event event, Collection<String> mediaIds) {
    for (String id : mediaIds) {
      handle.execute(
          "INSERT INTO media_uses (media_id, event_position, room_id, event_id)"
              + " VALUES (?, ?, ?, ?)",
          id,
          event.position(),
          event.room().value(),
          event.id().value());
    }
  }

  /** Takes an event's uses away; files that nothing else shows are withdrawn. */
  void withdraw(EventId event) {
    List<String> ids =
        handle
            .createQuery("SELECT media_id FROM media_uses WHERE event_id = ?")
            .bind(0, event.value())
            .mapTo(String.class)
            .list();
    handle.execute("DELETE FROM media_uses WHERE event_id = ?", event.value());
    for (String id : ids) {
      handle.execute(
          """
          UPDATE media SET withdrawn = TRUE WHERE media_id = ?
            AND NOT EXISTS (SELECT 1 FROM media_uses u WHERE u.media_id = media.media_id)
          """,
          id);
    }
  }

  List<Use> of(String mediaId, int limit) {
    return handle
        .createQuery(
            "SELECT room_id, event_id FROM media_uses WHERE media_id = ?"
                + " ORDER BY event_position DESC LIMIT ?")
        .bind(0, mediaId)
        .bind(1, limit)
        .map((row, context) -> new Use(RoomId.of(row.getString(1)), EventId.of(row.getString(2))))
        .list();
  }

  boolean isWithdrawn(String mediaId) {
    return handle
        .createQuery("SELECT withdrawn FROM media WHERE media_id = ?")
        .bind(0, mediaId)
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }
}
