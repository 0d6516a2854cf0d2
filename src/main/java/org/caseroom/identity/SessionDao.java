package org.caseroom.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.caseroom.base.DeviceId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables of devices, sessions and one-time tokens. */
final class SessionDao {
  private final Handle handle;

  SessionDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A session as it is stored. */
  record Row(String tokenHash, UserId user, DeviceId device, @Nullable Long expiresMs) {}

  /** What was seen of a device. */
  record Seen(UserId user, DeviceId device, long atMs, String ip) {}

  /** Makes a device, or keeps the one there is; true when it is new. */
  boolean saveDevice(
      UserId user, DeviceId device, @Nullable String name, long nowMs, @Nullable String ip) {
    boolean made =
        handle.execute(
                """
                INSERT INTO devices (user_id, device_id, display_name, created_ms)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING\
                """,
                user.value(),
                device.value(),
                name,
                nowMs)
            == 1;
    handle.execute(
        """
        UPDATE devices SET last_seen_ms = ?, last_seen_ip = ?
        WHERE user_id = ? AND device_id = ?\
        """,
        nowMs,
        ip,
        user.value(),
        device.value());
    return made;
  }

  void insertSession(Row row, long nowMs) {
    handle.execute(
        """
        INSERT INTO sessions (token_hash, user_id, device_id, created_ms, expires_ms)
        VALUES (?, ?, ?, ?, ?)\
        """,
        row.tokenHash(),
        row.user().value(),
        row.device().value(),
        nowMs,
        row.expiresMs());
  }

  Optional<Row> session(String tokenHash) {
    return handle
        .createQuery(
            """
            SELECT token_hash, user_id, device_id, expires_ms FROM sessions
            WHERE token_hash = ?\
            """)
        .bind(0, tokenHash)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  List<Row> sessions() {
    return handle
        .createQuery("SELECT token_hash, user_id, device_id, expires_ms FROM sessions")
        .map((rs, ctx) -> row(rs))
        .list();
  }

  private static Row row(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Row(
        rs.getString(1),
        UserId.of(rs.getString(2)),
        DeviceId.of(rs.getString(3)),
        rs.getObject(4, Long.class));
  }

  void deleteSession(UserId user, DeviceId device) {
    handle.execute(
        "DELETE FROM sessions WHERE user_id = ? AND device_id = ?", user.value(), device.value());
  }

  void deleteExpired(long nowMs) {
    handle.execute("DELETE FROM sessions WHERE expires_ms <= ?", nowMs);
    handle.execute("DELETE FROM login_tokens WHERE expires_ms <= ?", nowMs);
  }

  int deleteDevice(UserId user, DeviceId device) {
    return handle.execute(
        "DELETE FROM devices WHERE user_id = ? AND device_id = ?", user.value(), device.value());
  }

  List<Sessions.Device> devices(UserId user) {
    return handle
        .createQuery(
            """
            SELECT device_id, display_name, last_seen_ms, last_seen_ip FROM devices
            WHERE user_id = ? ORDER BY created_ms, device_id\
            """)
        .bind(0, user.value())
        .map(
            (rs, ctx) ->
                new Sessions.Device(
                    DeviceId.of(rs.getString(1)),
                    rs.getString(2),
                    rs.getObject(3, Long.class),
                    rs.getString(4)))
        .list();
  }

  int rename(UserId user, DeviceId device, @Nullable String name) {
    return handle.execute(
        "UPDATE devices SET display_name = ? WHERE user_id = ? AND device_id = ?",
        name,
        user.value(),
        device.value());
  }

  /** Writes when devices were seen; tells which of them are there no more. */
  List<Seen> seen(List<Seen> seen) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            UPDATE devices SET last_seen_ms = ?, last_seen_ip = ?
            WHERE user_id = ? AND device_id = ?\
            """);
    for (Seen each : seen) {
      batch
          .bind(0, each.atMs())
          .bind(1, each.ip())
          .bind(2, each.user().value())
          .bind(3, each.device().value())
          .add();
    }
    int[] updated = batch.execute();
    return IntStream.range(0, updated.length)
        .filter(i -> updated[i] == 0)
        .mapToObj(seen::get)
        .toList();
  }

  void insertLoginToken(String tokenHash, UserId user, long expiresMs) {
    handle.execute(
        "INSERT INTO login_tokens (token_hash, user_id, expires_ms) VALUES (?, ?, ?)",
        tokenHash,
        user.value(),
        expiresMs);
  }

  /** Takes a one-time token out: of several who try, one gets it. */
  Optional<UserId> takeLoginToken(String tokenHash, long nowMs) {
    Optional<UserId> user =
        handle
            .createQuery("SELECT user_id FROM login_tokens WHERE token_hash = ? AND expires_ms > ?")
            .bind(0, tokenHash)
            .bind(1, nowMs)
            .mapTo(String.class)
            .findOne()
            .map(UserId::of);
    int taken = handle.execute("DELETE FROM login_tokens WHERE token_hash = ?", tokenHash);
    return taken == 1 ? user : Optional.empty();
  }
}
