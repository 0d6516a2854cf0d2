package org.caseroom.rooms.media;

import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of media. */
final class MediaDao {
  private final Handle handle;

  MediaDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A row: media, or an address that waits for its upload. */
  record Row(UserId owner, long createdMs, @Nullable Media media) {}

  void insert(Media media, long atMs) {
    handle.execute(
        """
        INSERT INTO media
          (media_id, owner_id, content_type, file_name, byte_length, stored_as, created_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        media.id(),
        media.owner().value(),
        media.contentType(),
        media.fileName(),
        media.length(),
        media.storedAs(),
        atMs);
  }

  void reserve(String id, UserId owner, long atMs) {
    handle.execute(
        "INSERT INTO media (media_id, owner_id, created_ms) VALUES (?, ?, ?)",
        id,
        owner.value(),
        atMs);
  }

  long waiting(UserId owner, long sinceMs) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM media"
                + " WHERE owner_id = ? AND stored_as IS NULL AND created_ms > ?")
        .bind(0, owner.value())
        .bind(1, sinceMs)
        .mapTo(Long.class)
        .one();
  }

  /** Forgets addresses that nothing was uploaded to in time. */
  void deleteUnused(UserId owner, long untilMs) {
    handle.execute(
        "DELETE FROM media WHERE owner_id = ? AND stored_as IS NULL AND created_ms <= ?",
        owner.value(),
        untilMs);
  }

  boolean fill(Media media) {
    return handle.execute(
            """
            UPDATE media SET content_type = ?, file_name = ?, byte_length = ?, stored_as = ?
            WHERE media_id = ? AND stored_as IS NULL
            """,
            media.contentType(),
            media.fileName(),
            media.length(),
            media.storedAs(),
            media.id())
        == 1;
  }

  Optional<Row> find(String id) {
    return handle
        .createQuery(
            """
            SELECT owner_id, created_ms, content_type, file_name, byte_length, stored_as
            FROM media WHERE media_id = ?
            """)
        .bind(0, id)
        .map(
            (row, context) -> {
              UserId owner = UserId.of(row.getString(1));
              String storedAs = row.getString(6);
              return new Row(
                  owner,
                  row.getLong(2),
                  storedAs == null
                      ? null
                      : new Media(
                          id, owner, row.getString(3), row.getString(4), row.getLong(5), storedAs));
            })
        .findOne();
  }
}
