package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of key backups. */
final class KeyBackupDao {
  private final Handle handle;
  private final UserId user;

  KeyBackupDao(Tx tx, UserId user) {
    this.handle = tx.handle();
    this.user = user;
  }

  /**
   * A backup.
   *
   * @param changes how often its keys changed: its etag
   */
  record Backup(long version, String algorithm, JsonNode authData, long changes) {}

  /** A key of a session, encrypted. */
  record Key(
      String room,
      String session,
      long firstMessageIndex,
      long forwardedCount,
      boolean verified,
      JsonNode data) {

    /** Whether it can do more than another: a verified one, or one from earlier in the session. */
    boolean betterThan(Key other) {
      if (verified != other.verified) {
        return verified;
      }
      return firstMessageIndex != other.firstMessageIndex
          ? firstMessageIndex < other.firstMessageIndex
          : forwardedCount < other.forwardedCount;
    }
  }

  /** Which keys: of all rooms, of one room, or of one session. */
  record Scope(@Nullable String room, @Nullable String session) {}

  long newestVersion() {
    return handle
        .createQuery("SELECT COALESCE(MAX(backup_version), 0) FROM key_backups WHERE user_id = ?")
        .bind(0, user.value())
        .mapTo(Long.class)
        .one();
  }

  boolean exists(long version) {
    return handle
            .createQuery(
                "SELECT COUNT(*) FROM key_backups WHERE user_id = ? AND backup_version = ?")
            .bind(0, user.value())
            .bind(1, version)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  boolean insert(Backup backup) {
    return handle.execute(
            """
            INSERT INTO key_backups
              (user_id, backup_version, algorithm, auth_data, changes, deleted)
            VALUES (?, ?, ?, ?, 0, FALSE) ON CONFLICT DO NOTHING
            """,
            user.value(),
            backup.version(),
            backup.algorithm(),
            Json.write(backup.authData()))
        == 1;
  }

  /** The newest backup. */
  Optional<Backup> current() {
    return backup("ORDER BY backup_version DESC LIMIT 1", null);
  }

  Optional<Backup> find(long version) {
    return backup("AND backup_version = :version", version);
  }

  /** A backup, which nobody else changes until the end of the transaction. */
  Optional<Backup> lock(long version) {
    return backup("AND backup_version = :version FOR UPDATE", version);
  }

  private Optional<Backup> backup(String rest, @Nullable Long version) {
    return handle
        .createQuery(
            "SELECT backup_version, algorithm, auth_data, changes FROM key_backups"
                + " WHERE user_id = :user AND deleted = FALSE "
                + rest)
        .bind("user", user.value())
        .bind("version", version)
        .map(
            (row, context) ->
                new Backup(
                    row.getLong(1), row.getString(2), Json.parse(row.getString(3)), row.getLong(4)))
        .findOne();
  }

  void setAuthData(long version, JsonNode authData) {
    handle.execute(
        "UPDATE key_backups SET auth_data = ? WHERE user_id = ? AND backup_version = ?",
        Json.write(authData),
        user.value(),
        version);
  }

  void countChange(long version) {
    handle.execute(
        "UPDATE key_backups SET changes = changes + 1 WHERE user_id = ? AND backup_version = ?",
        user.value(),
        version);
  }

  void markDeleted(long version) {
    handle.execute(
        "UPDATE key_backups SET deleted = TRUE WHERE user_id = ? AND backup_version = ?",
        user.value(),
        version);
  }

  /** Removes every backup; the versions stay used. */
  void deleteAll() {
    handle.execute("DELETE FROM backed_up_keys WHERE user_id = ?", user.value());
    handle.execute("UPDATE key_backups SET deleted = TRUE WHERE user_id = ?", user.value());
  }

  long count(long version) {
    return handle
        .createQuery("SELECT COUNT(*) FROM backed_up_keys WHERE user_id = ? AND backup_version = ?")
        .bind(0, user.value())
        .bind(1, version)
        .mapTo(Long.class)
        .one();
  }

  List<Key> keys(long version, Scope scope) {
    return handle
        .createQuery(
            """
            SELECT room_id, session_id, first_message_index, forwarded_count, is_verified,
              session_data
            FROM backed_up_keys WHERE user_id = :user AND backup_version = :version
            """
                + condition(scope)
                + " ORDER BY room_id, session_id")
        .bind("user", user.value())
        .bind("version", version)
        .bind("room", scope.room())
        .bind("session", scope.session())
        .map(
            (row, context) ->
                new Key(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getBoolean(5),
                    Json.parse(row.getString(6))))
        .list();
  }

  int delete(long version, Scope scope) {
    return handle
        .createUpdate(
            "DELETE FROM backed_up_keys WHERE user_id = :user AND backup_version = :version"
                + condition(scope))
        .bind("user", user.value())
        .bind("version", version)
        .bind("room", scope.room())
        .bind("session", scope.session())
        .execute();
  }

  private static String condition(Scope scope) {
    return (scope.room() == null ? "" : " AND room_id = :room")
        + (scope.session() == null ? "" : " AND session_id = :session");
  }

  void insert(long version, Key key) {
    handle.execute(
        """
        INSERT INTO backed_up_keys
          (user_id, backup_version, room_id, session_id, first_message_index, forwarded_count,
           is_verified, session_data)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        user.value(),
        version,
        key.room(),
        key.session(),
        key.firstMessageIndex(),
        key.forwardedCount(),
        key.verified(),
        Json.write(key.data()));
  }
}
