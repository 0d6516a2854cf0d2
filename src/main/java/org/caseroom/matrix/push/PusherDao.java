package org.caseroom.matrix.push;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of pushers. */
final class PusherDao {
  private static final String COLUMNS =
      "SELECT user_id, app_id, push_key, device_id, content, set_at, delivered FROM pushers";

  private final Handle handle;

  PusherDao(Tx tx) {
    this.handle = tx.handle();
  }

  private static Pusher pusher(ResultSet row, StatementContext context) throws SQLException {
    return new Pusher(
        new Pusher.Id(UserId.of(row.getString(1)), row.getString(2), row.getString(3)),
        DeviceId.of(row.getString(4)),
        Json.stored(row.getString(5)),
        row.getLong(6),
        row.getLong(7));
  }

  /** Everybody who has a pusher. */
  List<UserId> users() {
    return handle
        .createQuery("SELECT DISTINCT user_id FROM pushers")
        .map((row, context) -> UserId.of(row.getString(1)))
        .list();
  }

  List<Pusher> of(UserId user) {
    return handle
        .createQuery(COLUMNS + " WHERE user_id = ? ORDER BY app_id, push_key")
        .bind(0, user.value())
        .map(PusherDao::pusher)
        .list();
  }

  /** All with an app's key, whoever they belong to. */
  List<Pusher> with(String app, String key) {
    return handle
        .createQuery(COLUMNS + " WHERE app_id = ? AND push_key = ?")
        .bind(0, app)
        .bind(1, key)
        .map(PusherDao::pusher)
        .list();
  }

  void insert(Pusher pusher) {
    handle.execute(
        """
        INSERT INTO pushers (user_id, app_id, push_key, device_id, content, set_at, delivered)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        pusher.id().user().value(),
        pusher.id().app(),
        pusher.id().key(),
        pusher.device().value(),
        Json.write(pusher.content()),
        pusher.setAt(),
        pusher.delivered());
  }

  /** Notes how far a gateway has been told; never back. */
  void deliver(Pusher.Id id, long position) {
    handle.execute(
        """
        UPDATE pushers SET delivered = ?
        WHERE user_id = ? AND app_id = ? AND push_key = ? AND delivered < ?
        """,
        position,
        id.user().value(),
        id.app(),
        id.key(),
        position);
  }

  void delete(Pusher.Id id) {
    handle.execute(
        "DELETE FROM pushers WHERE user_id = ? AND app_id = ? AND push_key = ?",
        id.user().value(),
        id.app(),
        id.key());
  }
}
