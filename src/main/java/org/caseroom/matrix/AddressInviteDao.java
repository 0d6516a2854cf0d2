package org.caseroom.matrix;

import java.util.List;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of people who were invited by an address that no account had. */
final class AddressInviteDao {
  private final Handle handle;

  /** A row. */
  record Row(String token, EmailAddress address, RoomId room, UserId sender) {}

  AddressInviteDao(Tx tx) {
    this.handle = tx.handle();
  }

  void insert(Row row, long nowMs) {
    handle.execute(
        """
        INSERT INTO address_invites (token, address, room_id, sender, created_ms)
        VALUES (?, ?, ?, ?, ?)\
        """,
        row.token(),
        row.address().reveal(),
        row.room().value(),
        row.sender().value(),
        nowMs);
  }

  /** Those for an address, oldest first. */
  List<Row> of(EmailAddress address) {
    return handle
        .createQuery(
            """
            SELECT token, room_id, sender FROM address_invites
            WHERE address = ?
            ORDER BY created_ms, token\
            """)
        .bind(0, address.reveal())
        .map(
            (rs, ctx) ->
                new Row(
                    rs.getString(1),
                    address,
                    RoomId.of(rs.getString(2)),
                    UserId.of(rs.getString(3))))
        .list();
  }

  void deleteOlderThan(long ms) {
    handle.execute("DELETE FROM address_invites WHERE created_ms < ?", ms);
  }

  void delete(String token) {
    handle.execute("DELETE FROM address_invites WHERE token = ?", token);
  }
}
