package org.caseroom.rooms;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the log's rows without reading what is in them, so that a damaged one can be reported. */
final class RawEventDao {
  private static final String SELECT =
      "SELECT e.log_position, r.room_id, e.event_id, e.pdu, e.redacted_by, r.room_version"
          + " FROM events e LEFT JOIN rooms r ON r.room_number = e.room_number ";

  private final Handle handle;

  RawEventDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** An event's row as it stands, whatever stands in it. */
  record Row(
      long position,
      String room,
      String id,
      String pdu,
      @Nullable String redactedBy,
      @Nullable String version) {}

  /** Rows from one position on, at most {@code count}. */
  List<Row> from(long position, int count) {
    return handle
        .createQuery(SELECT + "WHERE e.log_position >= ? ORDER BY e.log_position LIMIT ?")
        .bind(0, position)
        .bind(1, count)
        .map((row, context) -> read(row))
        .list();
  }

  /** The row of an event. */
  Optional<Row> byId(String id) {
    return handle
        .createQuery(SELECT + "WHERE e.event_id = ?")
        .bind(0, id)
        .map((row, context) -> read(row))
        .findOne();
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getString(2) == null ? "no room" : row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6));
  }
}
