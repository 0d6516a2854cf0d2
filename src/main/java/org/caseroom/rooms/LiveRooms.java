package org.caseroom.rooms;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The rooms in memory, the least lately used ones let go. Each is a function of the log up to the
 * position that the writer has applied.
 */
final class LiveRooms {
  /** What an event takes in memory, bytes: measured over casework, parsed and with its tables. */
  private static final int EVENT_BYTES = 2_500;

  /** How many events, of state and rings together, may be held: a quarter of the heap. */
  private static final int MAX_WEIGHT =
      (int) Math.min(400_000, Math.max(20_000, Runtime.getRuntime().maxMemory() / 4 / EVENT_BYTES));

  private static final int OPTIMISTIC_TRIES = 3;

  /** How many recent events a room is loaded with: what a first sync shows of it, and one more. */
  private static final int LOADED = 24;

  private final Database database;

  // Access-ordered, guarded by itself.
  private final LinkedHashMap<RoomId, LiveRoom> rooms = new LinkedHashMap<>(64, 0.75f, true);
  private int weight;
  private long applied;

  LiveRooms(Database database) {
    this.database = database;
  }

  void start(long position) {
    synchronized (rooms) {
      applied = position;
    }
  }

  /** A room, loaded when it is not in memory. */
  Optional<LiveRoom> find(RoomId id) {
    for (int i = 0; i < OPTIMISTIC_TRIES; i++) {
      long before;
      synchronized (rooms) {
        LiveRoom room = rooms.get(id);
        if (room != null) {
          return Optional.of(room);
        }
        before = applied;
      }
      Optional<LiveRoom> loaded = database.read(tx -> load(tx, id));
      if (loaded.isEmpty()) {
        return loaded;
      }
      synchronized (rooms) {
        // What the writer applied while we were reading may be missing from what we read.
        if (applied == before) {
          return Optional.of(keep(loaded.get()));
        }
      }
    }
    synchronized (rooms) {
      LiveRoom room = rooms.get(id);
      return room != null ? Optional.of(room) : database.read(tx -> load(tx, id)).map(this::keep);
    }
  }

  private LiveRoom keep(LiveRoom loaded) {
    LiveRoom present = rooms.putIfAbsent(loaded.row().id(), loaded);
    if (present != null) {
      return present;
    }
    weight += loaded.weight();
    if (weight > MAX_WEIGHT) {
      trim(loaded);
    }
    return loaded;
  }

  private void trim(@Nullable LiveRoom butNot) {
    Iterator<LiveRoom> eldest = rooms.values().iterator();
    while (weight > MAX_WEIGHT * 9 / 10 && eldest.hasNext()) {
      LiveRoom room = eldest.next();
      if (room != butNot) {
        weight -= room.weight();
        eldest.remove();
      }
    }
  }

  private static Optional<LiveRoom> load(Tx tx, RoomId id) {
    EventDao events = new EventDao(tx);
    return events
        .room(id)
        .map(
            row -> {
              // Before the state, which is then never older than the newest of these.
              List<Event> recent = events.backwards(row.number(), Long.MAX_VALUE, 0, LOADED);
              return new LiveRoom(row, events.currentState(row.number()), recent);
            });
  }

  /**
   * Takes in a committed group.
   *
   * @param created the rooms that the group creates
   * @param events its events, in order
   * @param redacted what redactions left of older events
   */
  void apply(Map<RoomId, EventDao.RoomRow> created, List<Event> events, List<Event> redacted) {
    synchronized (rooms) {
      created.forEach((id, row) -> keep(new LiveRoom(row, List.of(), List.of())));
      for (Event event : events) {
        LiveRoom room = rooms.get(event.room());
        if (room != null) {
          weight += room.append(event);
        }
        applied = event.position();
      }
      if (weight > MAX_WEIGHT) {
        trim(null);
      }
      for (Event event : redacted) {
        LiveRoom room = rooms.get(event.room());
        if (room != null) {
          room.replace(event);
        }
      }
    }
  }

  /** A room only if it is in memory. */
  @Nullable LiveRoom inMemory(RoomId id) {
    synchronized (rooms) {
      return rooms.get(id);
    }
  }
}
