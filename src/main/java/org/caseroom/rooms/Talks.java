package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * What was said lately in rooms with very many members: their newest events without the comings and
 * goings, which are nearly all that such a room's history holds. Every member who comes back after
 * a start asks for the same, so it is read once and kept for the rooms that were asked for last.
 */
final class Talks {
  private static final int ROOMS = 32;
  private static final int MOST = 500;
  private static final int LOOKED_AT = 20_000;
  private static final int PIECE = 1_000;

  private final Database database;

  // Access-ordered, guarded by itself.
  private final LinkedHashMap<RoomId, Talk> kept = new LinkedHashMap<>(64, 0.75f, true);

  Talks(Database database) {
    this.database = database;
  }

  private static final class Talk {
    /** Everything that is no membership after this position is in here. */
    private long floor = -1;

    private long upTo;
    private final List<Event> events = new ArrayList<>();
  }

  /**
   * The events after a position and up to another that are no memberships, oldest first.
   *
   * @return nothing when they are too many, or too long ago
   */
  Optional<List<Event>> between(LiveRoom room, long after, long upTo) {
    Event newest = room.newest();
    if (newest == null) {
      return Optional.empty();
    }
    Talk talk = talk(room.row().id());
    synchronized (talk) {
      if (talk.floor < 0) {
        begin(room, talk, newest.position());
      }
      if (talk.upTo < newest.position()) {
        goOn(room, talk, newest.position());
      }
      return after < talk.floor
          ? Optional.empty()
          : Optional.of(
              talk.events.stream()
                  .filter(event -> event.position() > after && event.position() <= upTo)
                  .toList());
    }
  }

  private Talk talk(RoomId room) {
    synchronized (kept) {
      Talk talk = kept.computeIfAbsent(room, id -> new Talk());
      if (kept.size() > ROOMS) {
        Iterator<Talk> eldest = kept.values().iterator();
        eldest.next();
        eldest.remove();
      }
      return talk;
    }
  }

  /** Lets go of a room in which something was redacted. */
  void forget(RoomId room) {
    synchronized (kept) {
      kept.remove(room);
    }
  }

  private void begin(LiveRoom room, Talk talk, long newest) {
    long from = newest;
    int looked = 0;
    boolean start = false;
    while (!start && talk.events.size() < MOST && looked < LOOKED_AT) {
      long next = from;
      List<Event> piece =
          database.read(tx -> new EventDao(tx).backwards(room.row().number(), next, 0, PIECE));
      piece.stream().filter(Talks::isTalk).forEach(talk.events::add);
      looked += piece.size();
      start = piece.size() < PIECE;
      from = piece.isEmpty() ? from : piece.get(piece.size() - 1).position() - 1;
    }
    Collections.reverse(talk.events);
    talk.floor = start ? 0 : from;
    talk.upTo = newest;
  }

  private void goOn(LiveRoom room, Talk talk, long newest) {
    @Nullable List<Event> recent = room.recent(talk.upTo, newest, Integer.MAX_VALUE);
    long after = talk.upTo;
    List<Event> fresh =
        recent != null
            ? new ArrayList<>(recent)
            : new ArrayList<>(
                database.read(
                    tx ->
                        new EventDao(tx)
                            .backwards(room.row().number(), newest, after, Integer.MAX_VALUE)));
    Collections.reverse(fresh);
    fresh.stream().filter(Talks::isTalk).forEach(talk.events::add);
    talk.upTo = newest;
    if (talk.events.size() > 2 * MOST) {
      List<Event> older = talk.events.subList(0, talk.events.size() - MOST);
      talk.floor = older.get(older.size() - 1).position();
      older.clear();
    }
  }

  private static boolean isTalk(Event event) {
    return !event.type().equals("m.room.member");
  }
}
