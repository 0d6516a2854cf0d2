package org.caseroom.identity;

import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of the secrets in people's calendar addresses. */
final class CalendarSecretDao {
  private final Handle handle;

  CalendarSecretDao(Tx tx) {
    this.handle = tx.handle();
  }

  void put(UserId user, String hash, long madeMs) {
    delete(user);
    handle.execute(
        "INSERT INTO calendar_secrets (user_id, secret_hash, made_ms) VALUES (?, ?, ?)",
        user.value(),
        hash,
        madeMs);
  }

  Optional<UserId> owner(String hash) {
    return handle
        .createQuery("SELECT user_id FROM calendar_secrets WHERE secret_hash = ?")
        .bind(0, hash)
        .map((rs, ctx) -> UserId.of(rs.getString(1)))
        .findOne();
  }

  Optional<Long> made(UserId user) {
    return handle
        .createQuery("SELECT made_ms FROM calendar_secrets WHERE user_id = ?")
        .bind(0, user.value())
        .mapTo(Long.class)
        .findOne();
  }

  int delete(UserId user) {
    return handle.execute("DELETE FROM calendar_secrets WHERE user_id = ?", user.value());
  }
}
