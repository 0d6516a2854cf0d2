package org.caseroom.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables of what people are to be told of, and of the messages to them. */
final class NoticeDao {
  private final Handle handle;

  /**
   * What somebody is to be told of.
   *
   * @param position where it is in the log
   * @param dueAt when, milliseconds since 1970
   * @param urgent whether in quiet hours too
   */
  record Item(
      String id,
      UserId user,
      NoticeKind kind,
      RoomId room,
      EventId event,
      long position,
      long dueAt,
      boolean urgent) {}

  /**
   * A message to somebody.
   *
   * @param urgent whether it goes in quiet hours too
   * @param madeAt when it was made, milliseconds since 1970
   * @param tries how often it was tried to send it
   */
  record Message(
      String id,
      UserId user,
      Channel channel,
      Set<NoticeKind> kinds,
      boolean urgent,
      long madeAt,
      int tries) {}

  /** How many messages are in a state. */
  record Count(String state, long count) {}

  /**
   * A message that could not be sent.
   *
   * @param fault why, without anything of the message or the address
   */
  record Failed(UserId user, Channel channel, long madeAt, int tries, @Nullable String fault) {}

  NoticeDao(Tx tx) {
    this.handle = tx.handle();
  }

  // ---- How far the log was looked at ----

  Optional<Long> position() {
    return handle
        .createQuery("SELECT log_position FROM notice_position WHERE id = 1")
        .mapTo(Long.class)
        .findOne();
  }

  void begin(long position) {
    handle.execute(
        """
        INSERT INTO notice_position (id, log_position) VALUES (1, ?)
        ON CONFLICT DO NOTHING\
        """,
        position);
  }

  /** Moves on; false when another node did, and looked at these events. */
  boolean advance(long from, long to) {
    return handle.execute(
            "UPDATE notice_position SET log_position = ? WHERE id = 1 AND log_position = ?",
            to,
            from)
        == 1;
  }

  // ---- What there is to tell ----

  void add(Collection<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO notice_items
              (id, user_id, kind, room_id, event_id, log_position, due_at, urgent)
            VALUES (:id, :user, :kind, :room, :event, :position, :due, :urgent)
            ON CONFLICT DO NOTHING\
            """);
    for (Item item : items) {
      batch
          .bind("id", item.id())
          .bind("user", item.user().value())
          .bind("kind", item.kind().name())
          .bind("room", item.room().value())
          .bind("event", item.event().value())
          .bind("position", item.position())
          .bind("due", item.dueAt())
          .bind("urgent", item.urgent())
          .add();
    }
    batch.execute();
  }

  List<Item> due(long nowMs, int most) {
    return handle
        .createQuery(
            """
            SELECT id, user_id, kind, room_id, event_id, log_position, due_at, urgent
            FROM notice_items WHERE due_at <= ? ORDER BY due_at, id LIMIT ?\
            """)
        .bind(0, nowMs)
        .bind(1, most)
        .map(
            (rs, ctx) ->
                new Item(
                    rs.getString(1),
                    UserId.of(rs.getString(2)),
                    NoticeKind.valueOf(rs.getString(3)),
                    RoomId.of(rs.getString(4)),
                    EventId.of(rs.getString(5)),
                    rs.getLong(6),
                    rs.getLong(7),
                    rs.getBoolean(8)))
        .list();
  }

  /** Takes items away, all or none; false when another node took some of them. */
  boolean take(Collection<Item> items) {
    List<Item> taken =
        items.stream()
            .filter(item -> handle.execute("DELETE FROM notice_items WHERE id = ?", item.id()) == 1)
            .toList();
    if (taken.size() < items.size()) {
      add(taken);
      return false;
    }
    return true;
  }

  /** Puts items off. */
  void putOff(Collection<Item> items, long untilMs) {
    for (Item item : items) {
      handle.execute("UPDATE notice_items SET due_at = ? WHERE id = ?", untilMs, item.id());
    }
  }

  void forget(UserId user) {
    handle.execute("DELETE FROM notice_items WHERE user_id = ?", user.value());
  }

  // ---- Messages ----

  void put(Message message) {
    handle.execute(
        """
        INSERT INTO notice_messages
          (id, user_id, channel, kinds, urgent, made_at, next_at, tries, message_state)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'WAITING')\
        """,
        message.id(),
        message.user().value(),
        message.channel().name(),
        message.kinds().stream().map(NoticeKind::name).collect(Collectors.joining(" ")),
        message.urgent(),
        message.madeAt(),
        message.madeAt());
  }

  List<Message> waiting(long nowMs, int most) {
    return handle
        .createQuery(
            """
            SELECT id, user_id, channel, kinds, urgent, made_at, tries FROM notice_messages
            WHERE message_state = 'WAITING' AND next_at <= ? ORDER BY next_at, id LIMIT ?\
            """)
        .bind(0, nowMs)
        .bind(1, most)
        .map((rs, ctx) -> message(rs))
        .list();
  }

  private static Message message(ResultSet row) throws SQLException {
    Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
    Arrays.stream(row.getString("kinds").split(" ")).map(NoticeKind::valueOf).forEach(kinds::add);
    return new Message(
        row.getString("id"),
        UserId.of(row.getString("user_id")),
        Channel.valueOf(row.getString("channel")),
        kinds,
        row.getBoolean("urgent"),
        row.getLong("made_at"),
        row.getInt("tries"));
  }

  /** Takes the turn at sending a message; false when another node has it. */
  boolean claim(Message message, long nowMs, long untilMs) {
    return handle.execute(
            """
            UPDATE notice_messages SET tries = tries + 1, next_at = ?
            WHERE id = ? AND message_state = 'WAITING' AND next_at <= ? AND tries = ?\
            """,
            untilMs,
            message.id(),
            nowMs,
            message.tries())
        == 1;
  }

  /** Puts a message off that nobody has begun to send. */
  void putOff(Message message, long untilMs) {
    handle.execute(
        """
        UPDATE notice_messages SET next_at = ?
        WHERE id = ? AND message_state = 'WAITING' AND tries = ?\
        """,
        untilMs,
        message.id(),
        message.tries());
  }

  void sent(String id) {
    handle.execute(
        "UPDATE notice_messages SET message_state = 'SENT', fault = NULL WHERE id = ?", id);
  }

  void again(String id, long atMs, String fault) {
    handle.execute(
        "UPDATE notice_messages SET next_at = ?, fault = ? WHERE id = ?", atMs, fault, id);
  }

  void giveUp(String id, String fault) {
    handle.execute(
        "UPDATE notice_messages SET message_state = 'FAILED', fault = ? WHERE id = ?", fault, id);
  }

  /** When somebody was told last, milliseconds since 1970; 0 for never. */
  long lastTold(UserId user) {
    return handle
        .createQuery("SELECT COALESCE(MAX(made_at), 0) FROM notice_messages WHERE user_id = ?")
        .bind(0, user.value())
        .mapTo(Long.class)
        .one();
  }

  List<Count> counts() {
    return handle
        .createQuery(
            """
            SELECT message_state, COUNT(*) FROM notice_messages
            GROUP BY message_state ORDER BY message_state\
            """)
        .map((rs, ctx) -> new Count(rs.getString(1), rs.getLong(2)))
        .list();
  }

  List<Failed> failed(int most) {
    return handle
        .createQuery(
            """
            SELECT user_id, channel, made_at, tries, fault FROM notice_messages
            WHERE message_state = 'FAILED' ORDER BY made_at DESC, id LIMIT ?\
            """)
        .bind(0, most)
        .map(
            (rs, ctx) ->
                new Failed(
                    UserId.of(rs.getString(1)),
                    Channel.valueOf(rs.getString(2)),
                    rs.getLong(3),
                    rs.getInt(4),
                    rs.getString(5)))
        .list();
  }

  void deleteOlderThan(long ms) {
    handle.execute(
        "DELETE FROM notice_messages WHERE made_at < ? AND message_state <> 'WAITING'", ms);
  }
}
