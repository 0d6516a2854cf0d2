package org.caseroom.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of how people want to be told. */
final class PreferenceDao {
  private final Handle handle;

  PreferenceDao(Tx tx) {
    this.handle = tx.handle();
  }

  Optional<Preference> of(UserId user) {
    return handle
        .createQuery(
            """
            SELECT user_id, channel, often, lang, easy_read FROM notice_preferences
            WHERE user_id = ?\
            """)
        .bind(0, user.value())
        .map((rs, ctx) -> read(rs))
        .findOne();
  }

  Map<UserId, Preference> all() {
    Map<UserId, Preference> all = new HashMap<>();
    handle
        .createQuery("SELECT user_id, channel, often, lang, easy_read FROM notice_preferences")
        .map((rs, ctx) -> Map.entry(UserId.of(rs.getString("user_id")), read(rs)))
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  private static Preference read(ResultSet row) throws SQLException {
    String channel = row.getString("channel");
    boolean easyRead = row.getBoolean("easy_read");
    Boolean easy = row.wasNull() ? null : easyRead;
    return new Preference(
        channel == null ? null : Channel.valueOf(channel),
        Preference.Often.valueOf(String.valueOf(row.getString("often"))),
        row.getString("lang"),
        easy);
  }

  void put(UserId user, Preference preference) {
    delete(user);
    Channel channel = preference.channel();
    handle.execute(
        """
        INSERT INTO notice_preferences (user_id, channel, often, lang, easy_read)
        VALUES (?, ?, ?, ?, ?)\
        """,
        user.value(),
        channel == null ? null : channel.name(),
        preference.often().name(),
        preference.language(),
        preference.easyRead());
  }

  void delete(UserId user) {
    handle.execute("DELETE FROM notice_preferences WHERE user_id = ?", user.value());
  }
}
