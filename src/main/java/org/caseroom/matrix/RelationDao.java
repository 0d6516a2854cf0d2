package org.caseroom.matrix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table of which events relate to which. */
final class RelationDao {
  private final Handle handle;

  RelationDao(Tx tx) {
    this.handle = tx.handle();
  }

  /**
   * A relation.
   *
   * @param position the place in the log of the event that relates
   * @param event the event that relates
   * @param target the event that it relates to
   */
  record Row(
      long position,
      RoomId room,
      EventId target,
      String relType,
      String eventType,
      EventId event,
      UserId sender) {}

  /** How many events of one sender relate to a target, and where the newest is. */
  record Count(EventId target, String relType, UserId sender, int count, long newest) {}

  /** A thread: its root and the place of its newest event. */
  record ThreadRow(EventId root, long newest) {}

  void insert(Row row) {
    handle.execute(
        """
        INSERT INTO event_relations
          (event_position, room_id, target_id, rel_type, event_type, event_id, sender)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        row.position(),
        row.room().value(),
        row.target().value(),
        row.relType(),
        row.eventType(),
        row.event().value(),
        row.sender().value());
  }

  /**
   * The places of the newest of what relates to each of some events, by its type and sender.
   *
   * @param senders only events of these; null for any
   * @param relTypes only in these ways; null for any
   */
  List<Long> newest(
      RoomId room,
      Collection<EventId> targets,
      @Nullable Collection<String> senders,
      @Nullable Collection<String> relTypes) {
    if (targets.isEmpty()
        || (senders != null && senders.isEmpty())
        || (relTypes != null && relTypes.isEmpty())) {
      return List.of();
    }
    Query query =
        handle
            .createQuery(
                """
                SELECT MAX(event_position) FROM event_relations
                WHERE room_id = :room AND target_id IN (<targets>)
                """
                    + (senders == null ? "" : " AND sender IN (<senders>)")
                    + (relTypes == null ? "" : " AND rel_type IN (<types>)")
                    + " GROUP BY target_id, rel_type, sender")
            .bind("room", room.value())
            .bindList("targets", targets.stream().map(EventId::value).toList());
    if (senders != null) {
      query.bindList("senders", new ArrayList<>(senders));
    }
    if (relTypes != null) {
      query.bindList("types", new ArrayList<>(relTypes));
    }
    return query.mapTo(Long.class).list();
  }

  void delete(EventId event) {
    handle.execute("DELETE FROM event_relations WHERE event_id = ?", event.value());
  }

  /** Counts the edits, replies in threads and references of some events. */
  List<Count> counts(RoomId room, Collection<EventId> targets) {
    if (targets.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            """
            SELECT target_id, rel_type, sender, COUNT(*), MAX(event_position)
            FROM event_relations
            WHERE room_id = :room AND target_id IN (<targets>)
              AND rel_type IN ('m.replace', 'm.thread', 'm.reference')
            GROUP BY target_id, rel_type, sender
            """)
        .bind("room", room.value())
        .bindList("targets", targets.stream().map(EventId::value).toList())
        .map(
            (row, context) ->
                new Count(
                    EventId.of(row.getString(1)),
                    row.getString(2),
                    UserId.of(row.getString(3)),
                    row.getInt(4),
                    row.getLong(5)))
        .list();
  }

  List<Row> at(Collection<Long> positions) {
    if (positions.isEmpty()) {
      return List.of();
    }
    return map(
        handle
            .createQuery(select("event_position IN (<positions>)", ""))
            .bindList("positions", new ArrayList<>(positions)));
  }

  /**
   * The events that relate to some events.
   *
   * @param relType null for any
   * @param eventType null for any
   * @param from exclusive
   * @param to exclusive
   * @param newestFirst the order
   */
  List<Row> related(
      RoomId room,
      Collection<EventId> targets,
      @Nullable String relType,
      @Nullable String eventType,
      long from,
      long to,
      boolean newestFirst,
      int limit) {
    String condition =
        "room_id = :room AND target_id IN (<targets>)"
            + " AND event_position > :from AND event_position < :to"
            + (relType == null ? "" : " AND rel_type = :relType")
            + (eventType == null ? "" : " AND event_type = :eventType");
    String order = "ORDER BY event_position " + (newestFirst ? "DESC" : "ASC") + " LIMIT :limit";
    return map(
        handle
            .createQuery(select(condition, order))
            .bind("room", room.value())
            .bindList("targets", targets.stream().map(EventId::value).toList())
            .bind("from", from)
            .bind("to", to)
            .bind("relType", relType)
            .bind("eventType", eventType)
            .bind("limit", limit));
  }

  /** One sender's annotations of an event, of one event type. */
  List<EventId> annotations(RoomId room, EventId target, String eventType, UserId sender) {
    return handle
        .createQuery(
            """
            SELECT event_id FROM event_relations
            WHERE target_id = :target AND rel_type = 'm.annotation' AND room_id = :room
              AND event_type = :eventType AND sender = :sender
            """)
        .bind("target", target.value())
        .bind("room", room.value())
        .bind("eventType", eventType)
        .bind("sender", sender.value())
        .map((row, context) -> EventId.of(row.getString(1)))
        .list();
  }

  /** The threads of a room, the most lately written in first. */
  List<ThreadRow> threads(RoomId room, long before, int limit) {
    return handle
        .createQuery(
            """
            SELECT target_id, MAX(event_position) AS newest FROM event_relations
            WHERE room_id = :room AND rel_type = 'm.thread'
            GROUP BY target_id HAVING MAX(event_position) < :before
            ORDER BY newest DESC LIMIT :limit
            """)
        .bind("room", room.value())
        .bind("before", before)
        .bind("limit", limit)
        .map((row, context) -> new ThreadRow(EventId.of(row.getString(1)), row.getLong(2)))
        .list();
  }

  /** The roots of the threads of a room that somebody wrote in. */
  Set<EventId> threadsOf(RoomId room, UserId participant) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT target_id FROM event_relations
            WHERE room_id = :room AND rel_type = 'm.thread' AND sender = :sender
            """)
        .bind("room", room.value())
        .bind("sender", participant.value())
        .map((row, context) -> EventId.of(row.getString(1)))
        .set();
  }

  private static String select(String condition, String order) {
    return "SELECT event_position, room_id, target_id, rel_type, event_type, event_id, sender"
        + " FROM event_relations WHERE "
        + condition
        + " "
        + order;
  }

  private static List<Row> map(Query query) {
    return query
        .map(
            (row, context) ->
                new Row(
                    row.getLong(1),
                    RoomId.of(row.getString(2)),
                    EventId.of(row.getString(3)),
                    row.getString(4),
                    row.getString(5),
                    EventId.of(row.getString(6)),
                    UserId.of(row.getString(7))))
        .list();
  }
}
