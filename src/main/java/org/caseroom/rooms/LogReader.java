package org.caseroom.rooms;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Database;

/**
 * The whole log as it is stored, for what the house itself makes of it, such as an index. It asks
 * nobody's leave: what is made of it is shown to a person through {@link RoomReader} only.
 */
public final class LogReader {
  private final Database database;

  LogReader(Database database) {
    this.database = database;
  }

  /**
   * Events of all rooms after a position, oldest first, as redactions have left them.
   *
   * @param count at most
   */
  public List<Event> after(long position, int count) {
    return database.read(tx -> new EventDao(tx).from(position + 1, count));
  }

  /** A room's events after a position, oldest first, as redactions have left them. */
  public List<Event> of(RoomId room, long position, int count) {
    return database.read(
        tx -> {
          EventDao dao = new EventDao(tx);
          return dao.room(room)
              .map(row -> dao.forwards(row.number(), position, Long.MAX_VALUE, count))
              .orElse(List.of());
        });
  }

  /** One event by its id. */
  public Optional<Event> event(EventId id) {
    return database.read(tx -> new EventDao(tx).byId(id));
  }

  /** Events by their positions, in log order; positions without an event are left out. */
  public List<Event> at(List<Long> positions) {
    return positions.isEmpty() ? List.of() : database.read(tx -> new EventDao(tx).at(positions));
  }
}
