package org.caseroom.identity;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of the addresses that accounts have. */
final class AddressDao {
  private final Handle handle;

  AddressDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** Adds an address; false when an account has it already. */
  boolean insert(EmailAddress address, UserId user, long validatedMs, long addedMs) {
    return handle.execute(
            """
            INSERT INTO third_party_ids (address, user_id, validated_ms, added_ms)
            VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING\
            """,
            address.reveal(),
            user.value(),
            validatedMs,
            addedMs)
        == 1;
  }

  Optional<UserId> owner(EmailAddress address) {
    return handle
        .createQuery("SELECT user_id FROM third_party_ids WHERE address = ?")
        .bind(0, address.reveal())
        .map((rs, ctx) -> UserId.of(rs.getString(1)))
        .findOne();
  }

  List<Addresses.Owned> of(UserId user) {
    return handle
        .createQuery(
            """
            SELECT address, validated_ms, added_ms FROM third_party_ids
            WHERE user_id = ?
            ORDER BY added_ms, address\
            """)
        .bind(0, user.value())
        .map(
            (rs, ctx) ->
                new Addresses.Owned(EmailAddress.of(rs.getString(1)), rs.getLong(2), rs.getLong(3)))
        .list();
  }

  int delete(EmailAddress address, UserId user) {
    return handle.execute(
        "DELETE FROM third_party_ids WHERE address = ? AND user_id = ?",
        address.reveal(),
        user.value());
  }

  int deleteAll(UserId user) {
    return handle.execute("DELETE FROM third_party_ids WHERE user_id = ?", user.value());
  }
}
