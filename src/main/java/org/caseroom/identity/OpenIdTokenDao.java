package org.caseroom.identity;

import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of OpenID tokens. */
final class OpenIdTokenDao {
  private final Handle handle;

  OpenIdTokenDao(Tx tx) {
    this.handle = tx.handle();
  }

  void insert(String tokenHash, UserId user, long expiresMs) {
    handle.execute(
        "INSERT INTO openid_tokens (token_hash, user_id, expires_ms) VALUES (?, ?, ?)",
        tokenHash,
        user.value(),
        expiresMs);
  }

  Optional<UserId> owner(String tokenHash, long nowMs) {
    return handle
        .createQuery("SELECT user_id FROM openid_tokens WHERE token_hash = ? AND expires_ms > ?")
        .bind(0, tokenHash)
        .bind(1, nowMs)
        .map((rs, ctx) -> UserId.of(rs.getString(1)))
        .findOne();
  }

  boolean hasExpired(long nowMs) {
    return handle
        .createQuery("SELECT 1 FROM openid_tokens WHERE expires_ms <= ? LIMIT 1")
        .bind(0, nowMs)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void deleteExpired(long nowMs) {
    handle.execute("DELETE FROM openid_tokens WHERE expires_ms <= ?", nowMs);
  }
}
