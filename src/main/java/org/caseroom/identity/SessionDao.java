package org.caseroom.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * An access token as it is stored.
   *
   * @param refreshedFrom the refresh token that it came from, until it is first used
   */
  record Row(
      String tokenHash,
      UserId user,
      DeviceId device,
      @Nullable Long expiresMs,
      @Nullable String refreshedFrom) {}

  /**
   * A refresh token as it is stored.
   *
   * @param accessHash the access token that was given with it
   * @param refreshedFrom the refresh token that it takes over from, until it does
   */
  record Refresh(
      String tokenHash,
      UserId user,
      DeviceId device,
      String accessHash,
      @Nullable String refreshedFrom) {}

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

  void insertToken(Row row, long nowMs) {
    handle.execute(
        """
        INSERT INTO access_tokens
          (token_hash, user_id, device_id, created_ms, expires_ms, refreshed_from)
        VALUES (?, ?, ?, ?, ?, ?)\
        """,
        row.tokenHash(),
        row.user().value(),
        row.device().value(),
        nowMs,
        row.expiresMs(),
        row.refreshedFrom());
  }

  Optional<Row> token(String tokenHash) {
    return handle
        .createQuery(
            """
            SELECT token_hash, user_id, device_id, expires_ms, refreshed_from FROM access_tokens
            WHERE token_hash = ?\
            """)
        .bind(0, tokenHash)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  List<Row> tokens() {
    return handle
        .createQuery(
            "SELECT token_hash, user_id, device_id, expires_ms, refreshed_from FROM access_tokens")
        .map((rs, ctx) -> row(rs))
        .list();
  }

  private static Row row(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Row(
        rs.getString(1),
        UserId.of(rs.getString(2)),
        DeviceId.of(rs.getString(3)),
        rs.getObject(4, Long.class),
        rs.getString(5));
  }

  void insertRefresh(Refresh refresh) {
    handle.execute(
        """
        INSERT INTO refresh_tokens (token_hash, user_id, device_id, access_hash, refreshed_from)
        VALUES (?, ?, ?, ?, ?)\
        """,
        refresh.tokenHash(),
        refresh.user().value(),
        refresh.device().value(),
        refresh.accessHash(),
        refresh.refreshedFrom());
  }

  /** Reads a refresh token and keeps other uses of it out until the transaction ends. */
  Optional<Refresh> lockRefresh(String tokenHash) {
    return handle
        .createQuery(
            """
            SELECT token_hash, user_id, device_id, access_hash, refreshed_from FROM refresh_tokens
            WHERE token_hash = ? FOR UPDATE\
            """)
        .bind(0, tokenHash)
        .map(
            (rs, ctx) ->
                new Refresh(
                    rs.getString(1),
                    UserId.of(rs.getString(2)),
                    DeviceId.of(rs.getString(3)),
                    rs.getString(4),
                    rs.getString(5)))
        .findOne();
  }

  /** Ends all refresh tokens of a device but one, which takes over from no other any more. */
  void keepRefresh(Refresh kept) {
    handle.execute(
        "DELETE FROM refresh_tokens WHERE user_id = ? AND device_id = ? AND token_hash <> ?",
        kept.user().value(),
        kept.device().value(),
        kept.tokenHash());
    handle.execute(
        "UPDATE refresh_tokens SET refreshed_from = NULL WHERE token_hash = ?", kept.tokenHash());
  }

  /** Ends all access tokens of a device but one; tells which those were. */
  List<String> keepToken(UserId user, DeviceId device, String tokenHash) {
    List<String> others =
        handle
            .createQuery(
                """
                SELECT token_hash FROM access_tokens
                WHERE user_id = ? AND device_id = ? AND token_hash <> ?\
                """)
            .bind(0, user.value())
            .bind(1, device.value())
            .bind(2, tokenHash)
            .mapTo(String.class)
            .list();
    handle.execute(
        "DELETE FROM access_tokens WHERE user_id = ? AND device_id = ? AND token_hash <> ?",
        user.value(),
        device.value(),
        tokenHash);
    return others;
  }

  /**
   * A refreshed access token was used: whatever the device had before it ends.
   *
   * @return false when the token is there no more, since it was refreshed again before it was used
   */
  boolean settle(UserId user, DeviceId device, String tokenHash) {
    int settled =
        handle.execute(
            "UPDATE access_tokens SET refreshed_from = NULL WHERE token_hash = ?", tokenHash);
    if (settled == 0) {
      return false;
    }
    keepToken(user, device, tokenHash);
    handle.execute(
        "DELETE FROM refresh_tokens WHERE user_id = ? AND device_id = ? AND access_hash <> ?",
        user.value(),
        device.value(),
        tokenHash);
    handle.execute(
        "UPDATE refresh_tokens SET refreshed_from = NULL WHERE access_hash = ?", tokenHash);
    return true;
  }

  void deleteTokens(UserId user, DeviceId device) {
    handle.execute(
        "DELETE FROM access_tokens WHERE user_id = ? AND device_id = ?",
        user.value(),
        device.value());
    handle.execute(
        "DELETE FROM refresh_tokens WHERE user_id = ? AND device_id = ?",
        user.value(),
        device.value());
  }

  /**
   * Clears away what is over.
   *
   * @param tokensMs access tokens that were over by then, unless they can still be refreshed
   */
  void deleteExpired(long nowMs, long tokensMs) {
    handle.execute(
        """
        DELETE FROM access_tokens WHERE expires_ms <= ?
        AND token_hash NOT IN (SELECT access_hash FROM refresh_tokens)\
        """,
        tokensMs);
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

  /** The ids of several users' devices. */
  Map<UserId, List<DeviceId>> deviceIds(Collection<UserId> users) {
    Map<UserId, List<DeviceId>> ids = new HashMap<>();
    if (!users.isEmpty()) {
      handle
          .createQuery("SELECT user_id, device_id FROM devices WHERE user_id IN (<users>)")
          .bindList("users", users.stream().map(UserId::value).toList())
          .map((rs, ctx) -> Map.entry(UserId.of(rs.getString(1)), DeviceId.of(rs.getString(2))))
          .forEach(
              device ->
                  ids.computeIfAbsent(device.getKey(), user -> new ArrayList<>())
                      .add(device.getValue()));
    }
    return ids;
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
