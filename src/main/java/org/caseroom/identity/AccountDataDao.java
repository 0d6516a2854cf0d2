package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of account data; an empty room id stands for the whole account. */
final class AccountDataDao {
  private final Handle handle;

  AccountDataDao(Tx tx) {
    this.handle = tx.handle();
  }

  void save(UserId user, AccountData.Item item) {
    String room = column(item.room());
    String content = Json.write(item.content());
    int updated =
        handle.execute(
            """
            UPDATE account_data SET content = ?, stream_position = ?
            WHERE user_id = ? AND room_id = ? AND data_type = ?\
            """,
            content,
            item.position(),
            user.value(),
            room,
            item.type());
    if (updated == 0) {
      handle.execute(
          """
          INSERT INTO account_data (user_id, room_id, data_type, content, stream_position)
          VALUES (?, ?, ?, ?, ?)\
          """,
          user.value(),
          room,
          item.type(),
          content,
          item.position());
    }
  }

  Optional<ObjectNode> find(UserId user, @Nullable RoomId room, String type) {
    return handle
        .createQuery(
            """
            SELECT content FROM account_data
            WHERE user_id = ? AND room_id = ? AND data_type = ?\
            """)
        .bind(0, user.value())
        .bind(1, column(room))
        .bind(2, type)
        .mapTo(String.class)
        .findOne()
        .map(Json::stored);
  }

  List<AccountData.Item> all(UserId user) {
    return handle
        .createQuery(
            """
            SELECT room_id, data_type, content, stream_position FROM account_data
            WHERE user_id = ?\
            """)
        .bind(0, user.value())
        .map(
            (rs, ctx) ->
                new AccountData.Item(
                    rs.getString(1).isEmpty() ? null : RoomId.of(rs.getString(1)),
                    rs.getString(2),
                    Json.stored(rs.getString(3)),
                    rs.getLong(4)))
        .list();
  }

  void deleteAll(UserId user) {
    handle.execute("DELETE FROM account_data WHERE user_id = ?", user.value());
  }

  private static String column(@Nullable RoomId room) {
    return room == null ? "" : room.value();
  }
}
