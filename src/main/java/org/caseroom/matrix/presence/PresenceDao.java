package org.caseroom.matrix.presence;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of who was there and what they said. */
final class PresenceDao {
  private final Handle handle;

  PresenceDao(Tx tx) {
    this.handle = tx.handle();
  }

  /**
   * A row.
   *
   * @param message what they say of themselves
   * @param activeMs when they last did something, milliseconds since 1970
   */
  record Row(UserId user, State state, @Nullable String message, long activeMs) {}

  List<Row> all() {
    return handle
        .createQuery("SELECT user_id, state, status_msg, active_ms FROM presence")
        .map(
            (row, context) ->
                new Row(
                    UserId.of(row.getString(1)),
                    State.of(row.getString(2)),
                    row.getString(3),
                    row.getLong(4)))
        .list();
  }

  void put(Row row) {
    int updated =
        handle.execute(
            "UPDATE presence SET state = ?, status_msg = ?, active_ms = ? WHERE user_id = ?",
            row.state().text(),
            row.message(),
            row.activeMs(),
            row.user().value());
    if (updated == 0) {
      handle.execute(
          "INSERT INTO presence (user_id, state, status_msg, active_ms) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT DO NOTHING",
          row.user().value(),
          row.state().text(),
          row.message(),
          row.activeMs());
    }
  }
}
