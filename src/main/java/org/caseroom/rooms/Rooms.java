package org.caseroom.rooms;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Database;

/** The rooms of a service: its log, and the reading of it. */
public final class Rooms implements AutoCloseable {
  private final RoomLog log;
  private final RoomReader reader;

  private Rooms(RoomLog log, RoomReader reader) {
    this.log = log;
    this.reader = reader;
  }

  /** Opens the log and starts its writer. */
  public static Rooms open(RoomsContext context) {
    Database database = context.database();
    LiveRooms live = new LiveRooms(database);
    Members members = new Members();
    Map<RoomId, Long> newest = new ConcurrentHashMap<>();
    long position =
        database.read(
            tx -> {
              StateDao state = new StateDao(tx);
              state
                  .memberships()
                  .forEach(row -> members.set(row.user(), row.room(), row.membership()));
              state.forgotten().forEach(row -> members.forget(row.getKey(), row.getValue()));
              EventDao events = new EventDao(tx);
              newest.putAll(events.newestPositions());
              return events.head();
            });
    RoomLog log = new RoomLog(context, live, members, newest);
    log.start(position);
    return new Rooms(log, new RoomReader(database, live, members, log.view(), context.policy()));
  }

  /** The one door to write through. */
  public RoomLog log() {
    return log;
  }

  /** Reading for a person. */
  public RoomReader reader() {
    return reader;
  }

  @Override
  public void close() {
    log.close();
  }
}
