package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of device keys, one-time and fallback keys, and where device lists changed. */
final class DeviceKeyDao {
  private final Handle handle;

  DeviceKeyDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A device's keys with the name that its owner gave it. */
  record Row(UserId user, DeviceId device, ObjectNode content, @Nullable String displayName) {}

  /** A one-time or fallback key. */
  record Key(String name, JsonNode content) {}

  Optional<ObjectNode> find(UserId user, DeviceId device) {
    return handle
        .createQuery("SELECT content FROM device_keys WHERE user_id = ? AND device_id = ?")
        .bind(0, user.value())
        .bind(1, device.value())
        .mapTo(String.class)
        .findOne()
        .map(Json::stored);
  }

  /** The keys of several users' devices. */
  List<Row> all(Collection<UserId> users) {
    return handle
        .createQuery(
            """
            SELECT k.user_id, k.device_id, k.content, d.display_name FROM device_keys k
            LEFT JOIN devices d ON d.user_id = k.user_id AND d.device_id = k.device_id
            WHERE k.user_id IN (<users>) ORDER BY k.user_id, k.device_id\
            """)
        .bindList("users", users.stream().map(UserId::value).toList())
        .map(
            (rs, ctx) ->
                new Row(
                    UserId.of(rs.getString(1)),
                    DeviceId.of(rs.getString(2)),
                    Json.stored(rs.getString(3)),
                    rs.getString(4)))
        .list();
  }

  void save(UserId user, DeviceId device, ObjectNode content) {
    String text = Json.write(content);
    int updated =
        handle.execute(
            "UPDATE device_keys SET content = ? WHERE user_id = ? AND device_id = ?",
            text,
            user.value(),
            device.value());
    if (updated == 0) {
      handle.execute(
          "INSERT INTO device_keys (user_id, device_id, content) VALUES (?, ?, ?)",
          user.value(),
          device.value(),
          text);
    }
  }

  Map<String, JsonNode> oneTimeKeys(UserId user, DeviceId device) {
    Map<String, JsonNode> keys = new HashMap<>();
    handle
        .createQuery(
            "SELECT key_name, content FROM one_time_keys WHERE user_id = ? AND device_id = ?")
        .bind(0, user.value())
        .bind(1, device.value())
        .map((rs, ctx) -> new Key(rs.getString(1), Json.parse(rs.getString(2))))
        .forEach(key -> keys.put(key.name(), key.content()));
    return keys;
  }

  void addOneTimeKey(UserId user, DeviceId device, Key key, long nowMs) {
    handle.execute(
        """
        INSERT INTO one_time_keys (user_id, device_id, key_name, algorithm, content, added_ms)
        VALUES (?, ?, ?, ?, ?, ?)\
        """,
        user.value(),
        device.value(),
        key.name(),
        algorithm(key.name()),
        Json.write(key.content()),
        nowMs);
  }

  /** The algorithm that a key's name begins with. */
  static String algorithm(String keyName) {
    return keyName.substring(0, keyName.indexOf(':'));
  }

  /** The oldest one-time key of an algorithm. */
  Optional<Key> oldest(UserId user, DeviceId device, String algorithm) {
    return handle
        .createQuery(
            """
            SELECT key_name, content FROM one_time_keys
            WHERE user_id = ? AND device_id = ? AND algorithm = ?
            ORDER BY added_ms, key_name LIMIT 1\
            """)
        .bind(0, user.value())
        .bind(1, device.value())
        .bind(2, algorithm)
        .map((rs, ctx) -> new Key(rs.getString(1), Json.parse(rs.getString(2))))
        .findOne();
  }

  void delete(UserId user, DeviceId device, Key key) {
    handle.execute(
        "DELETE FROM one_time_keys WHERE user_id = ? AND device_id = ? AND key_name = ?",
        user.value(),
        device.value(),
        key.name());
  }

  Map<String, Integer> counts(UserId user, DeviceId device) {
    Map<String, Integer> counts = new TreeMap<>();
    handle
        .createQuery(
            """
            SELECT algorithm, COUNT(*) FROM one_time_keys
            WHERE user_id = ? AND device_id = ? GROUP BY algorithm\
            """)
        .bind(0, user.value())
        .bind(1, device.value())
        .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getInt(2)))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  void saveFallback(UserId user, DeviceId device, Key key) {
    String algorithm = algorithm(key.name());
    handle.execute(
        "DELETE FROM fallback_keys WHERE user_id = ? AND device_id = ? AND algorithm = ?",
        user.value(),
        device.value(),
        algorithm);
    handle.execute(
        """
        INSERT INTO fallback_keys (user_id, device_id, algorithm, key_name, content, used)
        VALUES (?, ?, ?, ?, ?, FALSE)\
        """,
        user.value(),
        device.value(),
        algorithm,
        key.name(),
        Json.write(key.content()));
  }

  Optional<Key> fallback(UserId user, DeviceId device, String algorithm) {
    return handle
        .createQuery(
            """
            SELECT key_name, content FROM fallback_keys
            WHERE user_id = ? AND device_id = ? AND algorithm = ?\
            """)
        .bind(0, user.value())
        .bind(1, device.value())
        .bind(2, algorithm)
        .map((rs, ctx) -> new Key(rs.getString(1), Json.parse(rs.getString(2))))
        .findOne();
  }

  void markFallbackUsed(UserId user, DeviceId device, String algorithm) {
    handle.execute(
        """
        UPDATE fallback_keys SET used = TRUE
        WHERE user_id = ? AND device_id = ? AND algorithm = ?\
        """,
        user.value(),
        device.value(),
        algorithm);
  }

  List<String> unusedFallbacks(UserId user, DeviceId device) {
    return handle
        .createQuery(
            """
            SELECT algorithm FROM fallback_keys
            WHERE user_id = ? AND device_id = ? AND used = FALSE ORDER BY algorithm\
            """)
        .bind(0, user.value())
        .bind(1, device.value())
        .mapTo(String.class)
        .list();
  }

  /** Takes all keys of a device away. */
  void deleteDevice(UserId user, DeviceId device) {
    for (String table : List.of("one_time_keys", "fallback_keys")) {
      handle.execute(
          "DELETE FROM " + table + " WHERE user_id = ? AND device_id = ?",
          user.value(),
          device.value());
    }
    handle.execute(
        "DELETE FROM key_signatures WHERE target_user = ? AND target_key = ?",
        user.value(),
        device.value());
    handle.execute(
        "DELETE FROM device_keys WHERE user_id = ? AND device_id = ?",
        user.value(),
        device.value());
  }

  void listChanged(UserId user, long position) {
    int updated =
        handle.execute(
            "UPDATE device_lists SET stream_position = ? WHERE user_id = ?",
            position,
            user.value());
    if (updated == 0) {
      handle.execute(
          "INSERT INTO device_lists (user_id, stream_position) VALUES (?, ?)",
          user.value(),
          position);
    }
  }

  /** Keys of a user that looked different to one person from a position on. */
  record OwnChange(UserId viewer, UserId user, long position) {}

  void ownListChanged(OwnChange change) {
    int updated =
        handle.execute(
            "UPDATE own_device_lists SET stream_position = ? WHERE viewer = ? AND user_id = ?",
            change.position(),
            change.viewer().value(),
            change.user().value());
    if (updated == 0) {
      handle.execute(
          "INSERT INTO own_device_lists (viewer, user_id, stream_position) VALUES (?, ?, ?)",
          change.viewer().value(),
          change.user().value(),
          change.position());
    }
  }

  List<OwnChange> ownListChanges() {
    return handle
        .createQuery("SELECT viewer, user_id, stream_position FROM own_device_lists")
        .map(
            (rs, ctx) ->
                new OwnChange(
                    UserId.of(rs.getString(1)), UserId.of(rs.getString(2)), rs.getLong(3)))
        .list();
  }

  Map<UserId, Long> listChanges() {
    Map<UserId, Long> changes = new LinkedHashMap<>();
    handle
        .createQuery("SELECT user_id, stream_position FROM device_lists")
        .map((rs, ctx) -> Map.entry(UserId.of(rs.getString(1)), rs.getLong(2)))
        .forEach(change -> changes.put(change.getKey(), change.getValue()));
    return changes;
  }
}
