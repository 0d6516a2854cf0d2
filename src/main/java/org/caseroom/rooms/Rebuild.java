package org.caseroom.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * Empties every table that follows from the log and fills it again by replay, in one transaction
 * under the log's lock: either all of it is new, or nothing has changed.
 */
public final class Rebuild {
  private static final int PIECE = 500;

  private final Database database;
  private final List<Projection> projections;

  /** Prepares a rebuild of the rooms' own tables and of these projections'. */
  public Rebuild(Database database, List<Projection> projections) {
    this.database = database;
    this.projections = projections;
  }

  /**
   * Runs it.
   *
   * @return how many events were replayed
   */
  public long run() {
    return database.write(
        tx -> {
          EventDao dao = new EventDao(tx);
          dao.lockHead();
          StateDao state = new StateDao(tx);
          tables().forEach(state::clear);
          return replay(tx);
        });
  }

  /** The tables that it fills. */
  List<String> tables() {
    List<String> tables = new ArrayList<>(StateDao.TABLES);
    projections.forEach(projection -> tables.addAll(projection.tables()));
    return tables;
  }

  /** Fills the tables, which are empty. */
  long replay(Tx tx) {
    EventDao dao = new EventDao(tx);
    Replay replay = new Replay(tx, dao);
    dao.forEach(replay::take);
    replay.flush();
    return replay.count;
  }

  private final class Replay {
    private final Tx tx;
    private final Overlay view = new Overlay(NOTHING, Instant.EPOCH);
    private final Map<RoomId, Long> numbers = new HashMap<>();
    private final Map<RoomId, EventDao.RoomRow> rows = new HashMap<>();
    private long count;

    Replay(Tx tx, EventDao dao) {
      this.tx = tx;
      for (EventDao.RoomRow row : dao.rooms()) {
        numbers.put(row.id(), row.number());
        rows.put(row.id(), row);
      }
    }

    void take(Event event) {
      EventDao.RoomRow row = rows.get(event.room());
      if (row != null && event.isState("m.room.create", "")) {
        view.create(row);
      }
      view.add(event);
      count++;
      if (view.events().size() >= PIECE) {
        flush();
      }
    }

    void flush() {
      new StateDao(tx)
          .apply(view.events().stream().filter(Event::isState).toList(), view.replacing(), numbers);
      for (Projection projection : projections) {
        projection.apply(tx, view.events(), view);
      }
      view.forgetEvents();
    }
  }

  /** The state before anything happened. */
  private static final RoomView NOTHING =
      new RoomView() {
        @Override
        public boolean exists(RoomId room) {
          return false;
        }

        @Override
        public Optional<Event> event(RoomId room, EventId id) {
          return Optional.empty();
        }

        @Override
        public List<Event> newest(RoomId room, int count) {
          return List.of();
        }

        @Override
        public RoomVersion version(RoomId room) {
          throw CommittedView.noSuchRoom();
        }

        @Override
        public Optional<Event> state(RoomId room, String type, String stateKey) {
          return Optional.empty();
        }

        @Override
        public Collection<Event> state(RoomId room, String type) {
          return List.of();
        }

        @Override
        public Collection<Event> state(RoomId room) {
          return List.of();
        }

        @Override
        public Membership membership(RoomId room, UserId user) {
          return Membership.LEAVE;
        }

        @Override
        public Set<RoomId> rooms(UserId user, Membership membership) {
          return Set.of();
        }

        @Override
        public Set<UserId> members(RoomId room, Membership membership) {
          return Set.of();
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }
      };
}
