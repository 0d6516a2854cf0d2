package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of pushers. */
final class PusherDao {
  private final Handle handle;

  PusherDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A pusher, and the device that set it. */
  record Pusher(DeviceId device, ObjectNode content) {}

  List<Pusher> of(UserId user) {
    return handle
        .createQuery(
            "SELECT device_id, content FROM pushers WHERE user_id = ? ORDER BY app_id, push_key")
        .bind(0, user.value())
        .map(
            (row, context) ->
                new Pusher(DeviceId.of(row.getString(1)), Json.stored(row.getString(2))))
        .list();
  }

  void insert(UserId user, String app, String key, Pusher pusher) {
    handle.execute(
        "INSERT INTO pushers (user_id, app_id, push_key, device_id, content)"
            + " VALUES (?, ?, ?, ?, ?)",
        user.value(),
        app,
        key,
        pusher.device().value(),
        Json.write(pusher.content()));
  }

  void delete(UserId user, String app, String key) {
    handle.execute(
        "DELETE FROM pushers WHERE user_id = ? AND app_id = ? AND push_key = ?",
        user.value(),
        app,
        key);
  }

  void deleteOfOthers(UserId user, String app, String key) {
    handle.execute(
        "DELETE FROM pushers WHERE user_id <> ? AND app_id = ? AND push_key = ?",
        user.value(),
        app,
        key);
  }
}
