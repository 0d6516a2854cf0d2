package org.caseroom.rooms;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/**
 * What a node keeps in memory of the log: a function of the log up to the position applied. The
 * log's writer alone changes it, and anyone reads it meanwhile.
 */
final class LogMemory {
  private final LiveRooms rooms;
  private final Members members = new Members();
  private final Talks talks;
  private final Map<RoomId, Long> newestPositions = new ConcurrentHashMap<>();
  private volatile long applied;

  private LogMemory(Database database) {
    this.rooms = new LiveRooms(database);
    this.talks = new Talks(database);
  }

  /** Reads what is always in memory; rooms come when they are asked for. */
  static LogMemory load(Database database) {
    LogMemory memory = new LogMemory(database);
    database.read(
        tx -> {
          StateDao state = new StateDao(tx);
          for (StateDao.MembershipRow row : state.memberships()) {
            memory.members.set(row.user(), row.room(), row.membership());
          }
          state.forgotten().forEach(row -> memory.members.forget(row.getKey(), row.getValue()));
          EventDao events = new EventDao(tx);
          memory.newestPositions.putAll(events.newestPositions());
          memory.applied = events.head();
          return memory.applied;
        });
    memory.rooms.start(memory.applied);
    return memory;
  }

  LiveRooms rooms() {
    return rooms;
  }

  Members members() {
    return members;
  }

  Talks talks() {
    return talks;
  }

  long newestPosition(RoomId room) {
    return newestPositions.getOrDefault(room, 0L);
  }

  /** Up to where the log is in here. */
  long applied() {
    return applied;
  }

  /**
   * Takes in committed events.
   *
   * @param created the rooms that they create
   * @param redacted what redactions among them left of other events
   */
  void apply(Map<RoomId, EventDao.RoomRow> created, List<Event> events, List<Event> redacted) {
    if (events.isEmpty()) {
      return;
    }
    rooms.apply(created, events, redacted);
    redacted.forEach(event -> talks.forget(event.room()));
    for (Event event : events) {
      newestPositions.put(event.room(), event.position());
      String key = event.stateKey();
      if (key != null && event.type().equals("m.room.member") && UserId.isValid(key)) {
        members.set(UserId.of(key), event.room(), Members.of(event));
      }
    }
    applied = events.get(events.size() - 1).position();
  }
}
