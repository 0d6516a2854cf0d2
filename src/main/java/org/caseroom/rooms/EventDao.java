package org.caseroom.rooms;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The log's own tables: head, rooms, events, transactions. */
final class EventDao {
  private static final String COLUMNS =
      "e.log_position, r.room_id, e.event_id, e.pdu, e.redacted_by"
          + " FROM events e JOIN rooms r ON r.room_number = e.room_number ";

  private final Handle handle;

  EventDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A room's number and version. */
  record RoomRow(long number, RoomId id, RoomVersion version) {}

  /** Where an earlier answer to a transaction is. */
  record TransactionRow(long firstPosition, int eventCount) {}

  /** Takes the log's lock until the end of the transaction, and tells its position. */
  long lockHead() {
    return handle
        .createQuery("SELECT log_position FROM log_head WHERE id = 1 FOR UPDATE")
        .mapTo(Long.class)
        .one();
  }

  void moveHead(long position) {
    handle.execute("UPDATE log_head SET log_position = ? WHERE id = 1", position);
  }

  long head() {
    return handle
        .createQuery("SELECT log_position FROM log_head WHERE id = 1")
        .mapTo(Long.class)
        .one();
  }

  /** The position of each room's newest event: one index look-up a room. */
  Map<RoomId, Long> newestPositions() {
    Map<RoomId, Long> newest = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT r.room_id, (SELECT MAX(e.log_position) FROM events e
                               WHERE e.room_number = r.room_number) FROM rooms r
            """)
        .map((row, context) -> newest.put(new RoomId(row.getString(1)), row.getLong(2)))
        .forEach(ignored -> {});
    return newest;
  }

  void insertRoom(RoomRow room) {
    handle.execute(
        "INSERT INTO rooms (room_number, room_id, room_version) VALUES (?, ?, ?)",
        room.number(),
        room.id().value(),
        room.version().id());
  }

  Optional<RoomRow> room(RoomId id) {
    return handle
        .createQuery("SELECT room_number, room_id, room_version FROM rooms WHERE room_id = ?")
        .bind(0, id.value())
        .map(EventDao::roomRow)
        .findOne();
  }

  List<RoomRow> rooms() {
    return handle
        .createQuery("SELECT room_number, room_id, room_version FROM rooms ORDER BY room_number")
        .map(EventDao::roomRow)
        .list();
  }

  private static RoomRow roomRow(ResultSet row, StatementContext context) throws SQLException {
    return new RoomRow(
        row.getLong(1), new RoomId(row.getString(2)), RoomVersion.of(row.getString(3)));
  }

  /** Inserts events. Plain JDBC: this is the append path. */
  void insert(List<Event> events, Function<Event, String> text, Map<RoomId, Long> roomNumbers) {
    String sql =
        "INSERT INTO events (log_position, room_number, event_id, pdu) VALUES (?, ?, ?, ?)";
    batch(
        sql,
        statement -> {
          for (Event event : events) {
            statement.setLong(1, event.position());
            statement.setLong(2, numberOf(event.room(), roomNumbers));
            statement.setString(3, event.id().value());
            statement.setString(4, text.apply(event));
            statement.addBatch();
          }
        });
  }

  private static long numberOf(RoomId room, Map<RoomId, Long> numbers) {
    Long number = numbers.get(room);
    if (number == null) {
      throw new IllegalStateException("No number for " + room);
    }
    return number;
  }

  /** Replaces an event's text by what its redaction leaves of it. */
  void redact(Event redacted, EventId by) {
    handle.execute(
        "UPDATE events SET pdu = ?, redacted_by = ? WHERE log_position = ?",
        CanonicalJson.encodeToString(redacted.pdu()),
        by.value(),
        redacted.position());
  }

  void insertTransactions(Map<String, TransactionRow> rows, long atMs) {
    if (rows.isEmpty()) {
      return;
    }
    batch(
        "INSERT INTO transactions (transaction_key, first_position, event_count, at_ms)"
            + " VALUES (?, ?, ?, ?)",
        statement -> {
          for (Map.Entry<String, TransactionRow> row : rows.entrySet()) {
            statement.setString(1, row.getKey());
            statement.setLong(2, row.getValue().firstPosition());
            statement.setInt(3, row.getValue().eventCount());
            statement.setLong(4, atMs);
            statement.addBatch();
          }
        });
  }

  Map<String, TransactionRow> transactions(Collection<String> keys) {
    Map<String, TransactionRow> found = new HashMap<>();
    if (!keys.isEmpty()) {
      handle
          .createQuery(
              "SELECT transaction_key, first_position, event_count FROM transactions"
                  + " WHERE transaction_key IN (<keys>)")
          .bindList("keys", new ArrayList<>(keys))
          .map(
              (row, context) ->
                  found.put(row.getString(1), new TransactionRow(row.getLong(2), row.getInt(3))))
          .forEach(ignored -> {});
    }
    return found;
  }

  /** The events that created rooms: a room's number is the position of its first event. */
  List<Event> creations(Collection<RoomId> rooms) {
    if (rooms.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            "SELECT " + COLUMNS + "WHERE e.log_position = r.room_number AND r.room_id IN (<rooms>)")
        .bindList("rooms", rooms.stream().map(RoomId::value).toList())
        .map(new Rows()::event)
        .list();
  }

  Optional<Event> byId(EventId id) {
    return one("WHERE e.event_id = ?", id.value());
  }

  /** The events at these positions, in log order. */
  List<Event> at(List<Long> positions) {
    return handle
        .createQuery(
            "SELECT " + COLUMNS + "WHERE e.log_position IN (<positions>) ORDER BY e.log_position")
        .bindList("positions", positions)
        .map(new Rows()::event)
        .list();
  }

  /** Events from one position on, of all rooms, at most {@code count}. */
  List<Event> from(long position, int count) {
    return list("WHERE e.log_position >= ? ORDER BY e.log_position LIMIT ?", position, count);
  }

  // H2 walks an index in order, and so stops at the limit, only when the order names the index's
  // columns from the first on: without the room number it sorts the room's whole history.

  /** A room's events at or before a position and after another, newest first. */
  List<Event> backwards(long roomNumber, long from, long after, int count) {
    return list(
        """
        WHERE e.room_number = ? AND e.log_position <= ? AND e.log_position > ?
        ORDER BY e.room_number DESC, e.log_position DESC LIMIT ?
        """,
        roomNumber,
        from,
        after,
        count);
  }

  /** A room's events after a position and at or before another, oldest first. */
  List<Event> forwards(long roomNumber, long after, long upTo, int count) {
    return list(
        """
        WHERE e.room_number = ? AND e.log_position > ? AND e.log_position <= ?
        ORDER BY e.room_number, e.log_position LIMIT ?
        """,
        roomNumber,
        after,
        upTo,
        count);
  }

  /** The current state of a room. */
  List<Event> currentState(long roomNumber) {
    return list(
        "JOIN current_state s ON s.log_position = e.log_position WHERE s.room_number = ?",
        roomNumber);
  }

  /** A piece of state in each room that a user has joined or is invited to, where it is set. */
  List<Event> stateAround(UserId user, StateKey key) {
    return list(
        """
        JOIN current_state s ON s.log_position = e.log_position
        JOIN memberships m ON m.room_number = s.room_number
        WHERE s.event_type = ? AND s.state_key = ? AND m.user_id = ? AND m.membership IN (?, ?)
        """,
        key.type(),
        key.key(),
        user.value(),
        Membership.JOIN.json(),
        Membership.INVITE.json());
  }

  /** The state of a room as of a position: the newest of each type and key at or before it. */
  List<Event> stateAt(long roomNumber, long position) {
    return stateBetween(roomNumber, 0, position);
  }

  /** The state that changed after one position and up to another: the newest of each. */
  List<Event> stateBetween(long roomNumber, long after, long upTo) {
    return list(
        """
        JOIN (SELECT MAX(log_position) AS newest FROM state_history
              WHERE room_number = ? AND log_position > ? AND log_position <= ?
              GROUP BY event_type, state_key) s ON s.newest = e.log_position
        ORDER BY e.log_position
        """,
        roomNumber,
        after,
        upTo);
  }

  /** One piece of state as of a position. */
  Optional<Event> stateAt(long roomNumber, StateKey key, long position) {
    return one(
        """
        WHERE e.log_position = (SELECT MAX(log_position) FROM state_history
          WHERE room_number = ? AND event_type = ? AND state_key = ? AND log_position <= ?)
        """,
        roomNumber,
        key.type(),
        key.key(),
        position);
  }

  /** Every value that a piece of state ever had, oldest first. */
  List<Event> history(long roomNumber, StateKey key) {
    return list(
        """
        JOIN state_history s ON s.log_position = e.log_position
        WHERE s.room_number = ? AND s.event_type = ? AND s.state_key = ?
        ORDER BY s.log_position
        """,
        roomNumber,
        key.type(),
        key.key());
  }

  private List<Event> list(String tail, Object... arguments) {
    Query query = handle.createQuery("SELECT " + COLUMNS + tail);
    for (int i = 0; i < arguments.length; i++) {
      query.bind(i, arguments[i]);
    }
    return query.map(new Rows()::event).list();
  }

  private Optional<Event> one(String tail, Object... arguments) {
    return list(tail, arguments).stream().findFirst();
  }

  /** Reads the whole log, oldest first, in pieces. */
  void forEach(Consumer<Event> consumer) {
    long next = 1;
    while (true) {
      List<Event> some = from(next, 1000);
      if (some.isEmpty()) {
        return;
      }
      some.forEach(consumer);
      next = some.get(some.size() - 1).position() + 1;
    }
  }

  /** Reads the rows of one answer: rooms and senders in it are few, and made once. */
  private static final class Rows {
    private final Map<String, RoomId> rooms = new HashMap<>();
    private final Map<String, UserId> users = new HashMap<>();

    Event event(ResultSet row, StatementContext context) throws SQLException {
      String redactedBy = row.getString(5);
      return Event.stored(
          row.getLong(1),
          rooms.computeIfAbsent(row.getString(2), RoomId::new),
          new EventId(row.getString(3)),
          row.getString(4),
          redactedBy == null ? null : new EventId(redactedBy),
          sender -> users.computeIfAbsent(sender, UserId::of));
    }
  }

  /** Fills a statement's batch. */
  interface Filler {
    void fill(PreparedStatement statement) throws SQLException;
  }

  private void batch(String sql, Filler filler) {
    batch(handle, sql, filler);
  }

  static void batch(Handle handle, String sql, Filler filler) {
    Connection connection = handle.getConnection();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      filler.fill(statement);
      statement.executeBatch();
    } catch (SQLException e) {
      throw new StorageFailure(e);
    }
  }

  /** The database refused: the writer turns it into an answer. */
  static final class StorageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StorageFailure(@Nullable Throwable cause) {
      super(cause);
    }
  }
}
