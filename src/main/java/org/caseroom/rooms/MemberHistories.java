package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * What somebody was in a room, and since when: asked for each event that is older than the reader's
 * present membership. Read from the database once, and good until the membership changes.
 */
final class MemberHistories {
  private static final String TYPE = "m.room.member";
  private static final int KEPT = 20_000;

  private record Key(RoomId room, UserId user) {}

  private record History(@Nullable Event present, List<Event> events) {}

  private final Database database;

  // Access-ordered, guarded by itself.
  private final LinkedHashMap<Key, History> kept = new LinkedHashMap<>(64, 0.75f, true);

  MemberHistories(Database database) {
    this.database = database;
  }

  /** Every member event of a user in a room, oldest first. */
  List<Event> of(LiveRoom room, UserId user) {
    Event present = room.state(TYPE, user.value()).orElse(null);
    Key key = new Key(room.row().id(), user);
    synchronized (kept) {
      History known = kept.get(key);
      if (known != null && Objects.equals(known.present(), present)) {
        return known.events();
      }
    }
    List<Event> events = new ArrayList<>();
    if (present != null) {
      events.addAll(
          database.read(
              tx ->
                  new EventDao(tx).history(room.row().number(), new StateKey(TYPE, user.value()))));
      // The newest may be in memory before the database's snapshot shows it.
      if (!events.contains(present)) {
        events.add(present);
      }
    }
    List<Event> all = List.copyOf(events);
    synchronized (kept) {
      kept.put(key, new History(present, all));
      if (kept.size() > KEPT) {
        Iterator<History> eldest = kept.values().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    return all;
  }

  /** The member event that was in force at a position. */
  Optional<Event> at(LiveRoom room, UserId user, long position) {
    Optional<Event> present = room.state(TYPE, user.value());
    if (present.isEmpty() || present.get().position() <= position) {
      return present;
    }
    Event then = null;
    for (Event event : of(room, user)) {
      if (event.position() > position) {
        break;
      }
      then = event;
    }
    return Optional.ofNullable(then);
  }

  /** Where the present stay of a member began. */
  Optional<Long> joinedAt(LiveRoom room, UserId user) {
    Long joined = null;
    for (Event event : of(room, user)) {
      boolean inside = Members.of(event) == Membership.JOIN;
      if (!inside) {
        joined = null;
      } else if (joined == null) {
        joined = event.position();
      }
    }
    return Optional.ofNullable(joined);
  }
}
