package org.caseroom.rooms;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The tables that follow from the log: state, its history, memberships; and forgotten rooms. */
final class StateDao {
  static final List<String> TABLES = List.of("state_history", "current_state", "memberships");

  private final Handle handle;

  StateDao(Tx tx) {
    this(tx.handle());
  }

  StateDao(Handle handle) {
    this.handle = handle;
  }

  /** A membership. */
  record MembershipRow(UserId user, RoomId room, Membership membership) {}

  /**
   * Takes in state events, oldest first.
   *
   * @param replaced which of them replace a piece of state that was there before
   */
  void apply(List<Event> stateEvents, Set<Event> replaced, Map<RoomId, Long> numbers) {
    if (stateEvents.isEmpty()) {
      return;
    }
    EventDao.batch(
        handle,
        "INSERT INTO state_history (room_number, event_type, state_key, log_position)"
            + " VALUES (?, ?, ?, ?)",
        statement -> {
          for (Event event : stateEvents) {
            statement.setLong(1, numbers.getOrDefault(event.room(), 0L));
            statement.setString(2, event.type());
            statement.setString(3, event.stateKey());
            statement.setLong(4, event.position());
            statement.addBatch();
          }
        });
    Map<Boolean, List<Event>> byReplacing =
        stateEvents.stream().collect(Collectors.partitioningBy(replaced::contains));
    current(byReplacing.getOrDefault(false, List.of()), numbers, false);
    current(byReplacing.getOrDefault(true, List.of()), numbers, true);
  }

  private void current(List<Event> events, Map<RoomId, Long> numbers, boolean replace) {
    if (events.isEmpty()) {
      return;
    }
    EventDao.batch(
        handle,
        replace
            ? "UPDATE current_state SET log_position = ?"
                + " WHERE room_number = ? AND event_type = ? AND state_key = ?"
            : "INSERT INTO current_state (log_position, room_number, event_type, state_key)"
                + " VALUES (?, ?, ?, ?)",
        statement -> {
          for (Event event : events) {
            statement.setLong(1, event.position());
            statement.setLong(2, numbers.getOrDefault(event.room(), 0L));
            statement.setString(3, event.type());
            statement.setString(4, event.stateKey());
            statement.addBatch();
          }
        });
    List<Event> members =
        events.stream().filter(event -> event.type().equals("m.room.member")).toList();
    if (members.isEmpty()) {
      return;
    }
    EventDao.batch(
        handle,
        replace
            ? "UPDATE memberships SET membership = ?, log_position = ?"
                + " WHERE user_id = ? AND room_number = ?"
            : "INSERT INTO memberships (membership, log_position, user_id, room_number)"
                + " VALUES (?, ?, ?, ?)",
        statement -> {
          for (Event event : members) {
            statement.setString(1, Members.of(event).json());
            statement.setLong(2, event.position());
            statement.setString(3, event.stateKey());
            statement.setLong(4, numbers.getOrDefault(event.room(), 0L));
            statement.addBatch();
          }
        });
    if (replace) {
      remember(members, numbers);
    }
  }

  /** Who comes back to a room that they forgot has it in mind again. */
  private void remember(List<Event> members, Map<RoomId, Long> numbers) {
    List<Event> back =
        members.stream()
            .filter(
                event -> {
                  Membership now = Members.of(event);
                  return now != Membership.LEAVE && now != Membership.BAN;
                })
            .toList();
    if (back.isEmpty()) {
      return;
    }
    EventDao.batch(
        handle,
        "DELETE FROM forgotten_rooms WHERE user_id = ? AND room_number = ?",
        statement -> {
          for (Event event : back) {
            statement.setString(1, event.stateKey());
            statement.setLong(2, numbers.getOrDefault(event.room(), 0L));
            statement.addBatch();
          }
        });
  }

  List<MembershipRow> memberships() {
    return handle
        .createQuery(
            """
            SELECT m.user_id, r.room_id, m.membership
            FROM memberships m JOIN rooms r ON r.room_number = m.room_number
            """)
        .map(
            (row, context) ->
                new MembershipRow(
                    new UserId(row.getString(1)),
                    new RoomId(row.getString(2)),
                    Membership.of(row.getString(3))))
        .list();
  }

  void forget(UserId user, long roomNumber) {
    handle.execute(
        "INSERT INTO forgotten_rooms (user_id, room_number) VALUES (?, ?) ON CONFLICT DO NOTHING",
        user.value(),
        roomNumber);
  }

  List<Map.Entry<UserId, RoomId>> forgotten() {
    return handle
        .createQuery(
            """
            SELECT f.user_id, r.room_id
            FROM forgotten_rooms f JOIN rooms r ON r.room_number = f.room_number
            """)
        .map(
            (row, context) -> Map.entry(new UserId(row.getString(1)), new RoomId(row.getString(2))))
        .list();
  }

  void clear(String table) {
    handle.execute("DELETE FROM " + table);
  }
}
