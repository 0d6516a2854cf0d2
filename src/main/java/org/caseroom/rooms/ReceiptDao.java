package org.caseroom.rooms;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** The table of receipts. */
final class ReceiptDao {
  private static final RowMapper<Receipt> ROW =
      (row, context) ->
          new Receipt(
              RoomId.of(row.getString("room_id")),
              UserId.of(row.getString("user_id")),
              Receipt.Kind.of(row.getString("receipt_type")),
              thread(row.getString("thread_id")),
              EventId.of(row.getString("event_id")),
              row.getLong("event_position"),
              row.getLong("read_at"),
              row.getLong("stream_position"));

  private final Tx tx;

  ReceiptDao(Tx tx) {
    this.tx = tx;
  }

  List<Receipt> of(RoomId room) {
    return tx.handle()
        .createQuery("SELECT * FROM receipts WHERE room_id = :room ORDER BY stream_position")
        .bind("room", room.value())
        .map(ROW)
        .list();
  }

  Optional<Receipt> find(RoomId room, UserId user, Receipt.Kind kind, @Nullable String thread) {
    return tx.handle()
        .createQuery(
            """
            SELECT * FROM receipts
             WHERE room_id = :room AND user_id = :user AND receipt_type = :type
               AND thread_id = :thread
            """)
        .bind("room", room.value())
        .bind("user", user.value())
        .bind("type", kind.type())
        .bind("thread", thread == null ? "" : thread)
        .map(ROW)
        .findOne();
  }

  List<RoomId> changed(long after) {
    return tx.handle()
        .createQuery("SELECT DISTINCT room_id FROM receipts WHERE stream_position > :after")
        .bind("after", after)
        .map((row, context) -> RoomId.of(row.getString("room_id")))
        .list();
  }

  /** Stores a receipt in the place of an older one: call it with the stream's row locked. */
  void put(Receipt receipt) {
    int updated =
        bound(
            """
            UPDATE receipts
               SET event_id = :event, event_position = :eventPosition, read_at = :at,
                   stream_position = :position
             WHERE room_id = :room AND user_id = :user AND receipt_type = :type
               AND thread_id = :thread
            """,
            receipt);
    if (updated == 0) {
      bound(
          """
          INSERT INTO receipts (room_id, user_id, receipt_type, thread_id, event_id,
                                event_position, read_at, stream_position)
          VALUES (:room, :user, :type, :thread, :event, :eventPosition, :at, :position)
          """,
          receipt);
    }
  }

  private int bound(String sql, Receipt receipt) {
    return tx.handle()
        .createUpdate(sql)
        .bind("room", receipt.room().value())
        .bind("user", receipt.user().value())
        .bind("type", receipt.kind().type())
        .bind("thread", receipt.thread() == null ? "" : receipt.thread())
        .bind("event", receipt.event().value())
        .bind("eventPosition", receipt.eventPosition())
        .bind("at", receipt.at())
        .bind("position", receipt.position())
        .execute();
  }

  private static @Nullable String thread(String stored) {
    return stored.isEmpty() ? null : stored;
  }
}
