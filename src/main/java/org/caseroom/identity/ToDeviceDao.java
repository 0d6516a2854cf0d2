package org.caseroom.identity;

import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of messages to devices. */
final class ToDeviceDao {
  private final Handle handle;

  ToDeviceDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** Marks a transaction id as used; false when it was already. */
  boolean markSent(UserId user, DeviceId device, String transaction, long nowMs) {
    return handle.execute(
            """
            INSERT INTO to_device_sent (user_id, device_id, txn_id, sent_ms) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING\
            """,
            user.value(),
            device.value(),
            transaction,
            nowMs)
        == 1;
  }

  /** Stores messages at positions in a row. */
  void insert(long first, List<ToDevice.Letter> letters) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO to_device (stream_position, user_id, device_id, message)
            VALUES (?, ?, ?, ?)\
            """);
    long position = first;
    for (ToDevice.Letter letter : letters) {
      batch.add(position++, letter.user().value(), letter.device().value(), letter.event());
    }
    batch.execute();
  }

  List<ToDevice.Message> read(UserId user, DeviceId device, long since, long upTo, int limit) {
    return handle
        .createQuery(
            """
            SELECT stream_position, message FROM to_device
            WHERE user_id = ? AND device_id = ? AND stream_position > ? AND stream_position <= ?
            ORDER BY stream_position LIMIT ?\
            """)
        .bind(0, user.value())
        .bind(1, device.value())
        .bind(2, since)
        .bind(3, upTo)
        .bind(4, limit)
        .map((rs, ctx) -> new ToDevice.Message(rs.getLong(1), Json.stored(rs.getString(2))))
        .list();
  }

  List<ToDevice.Waiting> all(long after, long upTo, int limit) {
    return handle
        .createQuery(
            """
            SELECT stream_position, user_id, device_id, message FROM to_device
            WHERE stream_position > ? AND stream_position <= ?
            ORDER BY stream_position LIMIT ?\
            """)
        .bind(0, after)
        .bind(1, upTo)
        .bind(2, limit)
        .map(
            (rs, ctx) ->
                new ToDevice.Waiting(
                    rs.getLong(1),
                    UserId.of(rs.getString(2)),
                    DeviceId.of(rs.getString(3)),
                    Json.stored(rs.getString(4))))
        .list();
  }

  long newest(UserId user, DeviceId device) {
    return handle
        .createQuery(
            """
            SELECT COALESCE(MAX(stream_position), 0) FROM to_device
            WHERE user_id = ? AND device_id = ?\
            """)
        .bind(0, user.value())
        .bind(1, device.value())
        .mapTo(Long.class)
        .one();
  }

  void deleteUpTo(UserId user, DeviceId device, long position) {
    handle.execute(
        "DELETE FROM to_device WHERE user_id = ? AND device_id = ? AND stream_position <= ?",
        user.value(),
        device.value(),
        position);
  }

  void deleteSentBefore(long ms) {
    handle.execute("DELETE FROM to_device_sent WHERE sent_ms < ?", ms);
  }

  void deleteSentBy(UserId user, DeviceId device) {
    handle.execute(
        "DELETE FROM to_device_sent WHERE user_id = ? AND device_id = ?",
        user.value(),
        device.value());
  }
}
