package org.caseroom.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of invitations. */
final class InvitationDao {
  private final Handle handle;

  InvitationDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** Adds an invitation; earlier ones of the same person that were not used end. */
  void insert(String codeHash, Invitations.Invitation invitation, long nowMs) {
    handle.execute(
        "DELETE FROM invitations WHERE user_id = ? AND used_ms IS NULL", invitation.user().value());
    handle.execute(
        """
        INSERT INTO invitations (code_hash, user_id, invited_by, created_ms, expires_ms)
        VALUES (?, ?, ?, ?, ?)\
        """,
        codeHash,
        invitation.user().value(),
        invitation.by().value(),
        nowMs,
        invitation.expires().toEpochMilli());
  }

  Optional<Invitations.Invitation> open(String codeHash, long nowMs) {
    return select("code_hash = :code AND expires_ms > :now", codeHash, nowMs).stream().findFirst();
  }

  List<Invitations.Invitation> open(long nowMs) {
    return select("expires_ms > :now", "", nowMs);
  }

  private List<Invitations.Invitation> select(String where, String code, long nowMs) {
    return handle
        .createQuery(
            "SELECT user_id, invited_by, expires_ms FROM invitations WHERE used_ms IS NULL AND "
                + where
                + " ORDER BY created_ms")
        .bind("code", code)
        .bind("now", nowMs)
        .map(
            (rs, ctx) ->
                new Invitations.Invitation(
                    UserId.of(rs.getString(1)),
                    UserId.of(rs.getString(2)),
                    Instant.ofEpochMilli(rs.getLong(3))))
        .list();
  }

  /** Uses an invitation up: of several who try, one succeeds. */
  boolean use(String codeHash, long nowMs) {
    return handle.execute(
            """
            UPDATE invitations SET used_ms = ?
            WHERE code_hash = ? AND used_ms IS NULL AND expires_ms > ?\
            """,
            nowMs,
            codeHash,
            nowMs)
        == 1;
  }
}
