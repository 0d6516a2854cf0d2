package org.caseroom.matrix.push;

import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of unread counts. */
final class UnreadDao {
  private final Handle handle;

  UnreadDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A count as it is stored. */
  record Row(RoomId room, long countedTo, String tally) {
    Tally read() {
      return Tally.of(countedTo, Json.stored(tally));
    }
  }

  List<Row> of(UserId user) {
    return handle
        .createQuery("SELECT room_id, counted_to, tally FROM unread_counts WHERE user_id = ?")
        .bind(0, user.value())
        .map(
            (row, context) ->
                new Row(new RoomId(row.getString(1)), row.getLong(2), row.getString(3)))
        .list();
  }

  /** Stores a count in the place of an older one. */
  void save(UserId user, Row row) {
    handle.execute(
        "INSERT INTO unread_counts (user_id, room_id, counted_to, tally) VALUES (?, ?, 0, '{}')"
            + " ON CONFLICT DO NOTHING",
        user.value(),
        row.room().value());
    handle.execute(
        "UPDATE unread_counts SET counted_to = ?, tally = ?"
            + " WHERE user_id = ? AND room_id = ? AND counted_to < ?",
        row.countedTo(),
        row.tally(),
        user.value(),
        row.room().value(),
        row.countedTo());
  }
}
