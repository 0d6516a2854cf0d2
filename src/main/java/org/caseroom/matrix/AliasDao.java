package org.caseroom.matrix;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The tables of room aliases and of rooms that stand in the directory. */
final class AliasDao {
  private final Handle handle;

  AliasDao(Tx tx) {
    this.handle = tx.handle();
  }

  Optional<Aliases.Entry> find(RoomAlias alias) {
    return handle
        .createQuery("SELECT room_id, created_by FROM room_aliases WHERE alias = ?")
        .bind(0, alias.value())
        .map(
            (row, context) ->
                new Aliases.Entry(alias, RoomId.of(row.getString(1)), UserId.of(row.getString(2))))
        .findOne();
  }

  List<RoomAlias> of(RoomId room) {
    return handle
        .createQuery("SELECT alias FROM room_aliases WHERE room_id = ? ORDER BY alias")
        .bind(0, room.value())
        .map((row, context) -> RoomAlias.of(row.getString(1)))
        .list();
  }

  boolean insert(Aliases.Entry entry, long atMs) {
    return handle.execute(
            """
            INSERT INTO room_aliases (alias, room_id, created_by, created_ms)
            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            entry.alias().value(),
            entry.room().value(),
            entry.by().value(),
            atMs)
        == 1;
  }

  void delete(RoomAlias alias) {
    handle.execute("DELETE FROM room_aliases WHERE alias = ?", alias.value());
  }

  void move(RoomId from, RoomId to) {
    handle.execute(
        "UPDATE room_aliases SET room_id = ? WHERE room_id = ?", to.value(), from.value());
  }

  boolean isListed(RoomId room) {
    return handle
            .createQuery("SELECT COUNT(*) FROM listed_rooms WHERE room_id = ?")
            .bind(0, room.value())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  List<RoomId> listed() {
    return handle
        .createQuery("SELECT room_id FROM listed_rooms ORDER BY room_id")
        .map((row, context) -> RoomId.of(row.getString(1)))
        .list();
  }

  void list(RoomId room, boolean listed) {
    handle.execute(
        listed
            ? "INSERT INTO listed_rooms (room_id) VALUES (?) ON CONFLICT DO NOTHING"
            : "DELETE FROM listed_rooms WHERE room_id = ?",
        room.value());
  }

  List<RoomId> listedBy(String instance) {
    return handle
        .createQuery(
            """
            SELECT room_id FROM appservice_listed_rooms
            WHERE service_id || '|' || network_id = ? ORDER BY room_id
            """)
        .bind(0, instance)
        .map((row, context) -> RoomId.of(row.getString(1)))
        .list();
  }

  List<RoomId> listedByNetworks() {
    return handle
        .createQuery("SELECT DISTINCT room_id FROM appservice_listed_rooms ORDER BY room_id")
        .map((row, context) -> RoomId.of(row.getString(1)))
        .list();
  }

  void list(String service, String network, RoomId room, boolean listed) {
    handle.execute(
        listed
            ? """
              INSERT INTO appservice_listed_rooms (service_id, network_id, room_id)
              VALUES (?, ?, ?) ON CONFLICT DO NOTHING
              """
            : """
              DELETE FROM appservice_listed_rooms
              WHERE service_id = ? AND network_id = ? AND room_id = ?
              """,
        service,
        network,
        room.value());
  }
}
