package org.caseroom.rooms.media;

import java.util.Collection;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of which events show which files. */
final class MediaUseDao {
  private final Handle handle;

  MediaUseDao(Tx tx) {
    this.handle = tx.handle();
  }

  /**
   * An event that shows a file.
   *
   * @param sender who sent it; null where that was not noted
   * @param picture whether it shows the file as the picture of somebody or of a room
   */
  record Use(RoomId room, EventId event, long position, @Nullable UserId sender, boolean picture) {
    /** Whether somebody sent it, or may have. */
    boolean by(UserId user) {
      return sender == null || sender.equals(user);
    }
  }

  void insert(Event event, Collection<String> mediaIds, boolean picture) {
    for (String id : mediaIds) {
      handle.execute(
          """
          INSERT INTO media_uses (media_id, event_position, room_id, event_id, sender, picture)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
          id,
          event.position(),
          event.room().value(),
          event.id().value(),
          event.sender().value(),
          picture);
    }
  }

  /**
   * Takes an event's uses away. Files that nothing shows any more are withdrawn, and those that
   * nothing of their owner's shows any more when it was the owner's: what others passed on ends
   * with it.
   */
  void withdraw(EventId event) {
    List<String> ids =
        handle
            .createQuery("SELECT media_id FROM media_uses WHERE event_id = ?")
            .bind(0, event.value())
            .mapTo(String.class)
            .list();
    for (String id : ids) {
      handle.execute(
          """
          UPDATE media SET withdrawn = TRUE WHERE media_id = ?
            AND NOT EXISTS (SELECT 1 FROM media_uses u
              WHERE u.media_id = media.media_id AND u.event_id <> ?
                AND (u.sender IS NULL OR u.sender = media.owner_id
                  OR NOT EXISTS (SELECT 1 FROM media_uses gone
                    WHERE gone.media_id = media.media_id AND gone.event_id = ?
                      AND (gone.sender IS NULL OR gone.sender = media.owner_id))))
          """,
          id,
          event.value(),
          event.value());
    }
    handle.execute("DELETE FROM media_uses WHERE event_id = ?", event.value());
  }

  /** The events that show a file: its owner's first, then the newest. */
  List<Use> of(Media media, int limit) {
    return handle
        .createQuery(
            """
            SELECT room_id, event_id, event_position, sender, picture FROM media_uses
            WHERE media_id = ?
            ORDER BY CASE WHEN sender IS NULL OR sender = ? THEN 0 ELSE 1 END, event_position DESC
            LIMIT ?
            """)
        .bind(0, media.id())
        .bind(1, media.owner().value())
        .bind(2, limit)
        .map(
            (row, context) -> {
              String sender = row.getString(4);
              return new Use(
                  RoomId.of(row.getString(1)),
                  EventId.of(row.getString(2)),
                  row.getLong(3),
                  sender == null ? null : UserId.of(sender),
                  row.getBoolean(5));
            })
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
