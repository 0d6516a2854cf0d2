package org.caseroom.matrix.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;

/**
 * What a sync tells of a room's past: the end of its timeline, and the state that goes with it.
 *
 * <p>The rule for state: what a client knew, with {@code state} and then the timeline's state
 * events put on top, is the state at the end of the timeline; and {@code state} alone makes the
 * state at its start, so that the first message shows the name that its sender had then. With
 * {@code state_after}, {@code state} alone makes the state at the end.
 */
final class RoomHistory {
  /** The most events that are looked at for a timeline of which the filter drops many. */
  private static final int LOOKED_AT = 1000;

  /**
   * The end of a timeline.
   *
   * @param events oldest first
   * @param limited whether events before them were left out
   * @param start the position in front of the first event: where paging back begins
   */
  record Slice(List<Event> events, boolean limited, long start) {
    /** The same, marked as having left something out. */
    Slice cut() {
      return limited ? this : new Slice(events, true, start);
    }
  }

  /**
   * The stretch that an answer tells of.
   *
   * @param after where the client stands, 0 when it knows nothing of the room
   * @param upTo how far the answer reaches
   */
  record Stretch(long after, long upTo) {
    boolean fresh() {
      return after == 0;
    }
  }

  private record Key(String type, String stateKey) {
    static Key of(Event event) {
      return new Key(event.type(), String.valueOf(event.stateKey()));
    }
  }

  private final RoomReader reader;
  private final ClientEvents encoder;

  RoomHistory(RoomReader reader, ClientEvents encoder) {
    this.reader = reader;
    this.encoder = encoder;
  }

  /** The newest events that the client wants. */
  Slice timeline(Turn turn, RoomId room, Stretch stretch) {
    int limit = turn.filter.timelineLimit();
    if (!turn.filter.timeline().wantsRoom(room)) {
      return new Slice(List.of(), false, stretch.upTo());
    }
    if (limit > 0 && turn.filter.wholeTimeline() && turn.ignored.isEmpty()) {
      RoomReader.Page page =
          reader.timeline(turn.user, room, stretch.after(), stretch.upTo(), limit);
      return slice(page.events(), page.next() != null, stretch.upTo());
    }
    return filtered(turn, room, stretch, limit);
  }

  private Slice filtered(Turn turn, RoomId room, Stretch stretch, int limit) {
    List<Event> newestFirst = new ArrayList<>();
    Long from = stretch.upTo();
    int looked = 0;
    int step = Math.max(2 * limit, 50);
    while (from != null && newestFirst.size() <= limit && looked < LOOKED_AT) {
      RoomReader.Page page = reader.timeline(turn.user, room, stretch.after(), from, step);
      List<Event> events = new ArrayList<>(page.events());
      Collections.reverse(events);
      encoder.passing(events, turn.filter.timeline(), turn.user).stream()
          .filter(event -> event.isState() || !turn.ignored.contains(event.sender().value()))
          .forEach(newestFirst::add);
      looked += step;
      from = page.next();
    }
    boolean limited = from != null || newestFirst.size() > limit;
    List<Event> kept = new ArrayList<>(newestFirst.subList(0, Math.min(limit, newestFirst.size())));
    Collections.reverse(kept);
    return slice(kept, limited, stretch.upTo());
  }

  private static Slice slice(List<Event> events, boolean limited, long upTo) {
    return new Slice(events, limited, events.isEmpty() ? upTo : events.get(0).position() - 1);
  }

  /** The state that goes with a slice for a client that has some of the room already. */
  Collection<Event> changedState(Turn turn, RoomId room, Stretch stretch, Slice slice) {
    if (turn.request.stateAfter()) {
      return reader.stateBetween(turn.user, room, stretch.after(), stretch.upTo());
    }
    if (!slice.limited() && turn.filter.wholeTimeline() && turn.filter.timeline().wantsRoom(room)) {
      return List.of();
    }
    Map<Key, Event> state = new LinkedHashMap<>();
    if (slice.limited() && slice.start() > stretch.after()) {
      reader
          .stateBetween(turn.user, room, stretch.after(), slice.start())
          .forEach(event -> state.put(Key.of(event), event));
    }
    Set<EventId> told = ids(slice);
    reader.stateBetween(turn.user, room, stretch.after(), stretch.upTo()).stream()
        .filter(event -> !told.contains(event.id()))
        .forEach(event -> state.put(Key.of(event), event));
    return state.values();
  }

  /** All the state that goes with a slice, for a client that knows nothing of the room. */
  Collection<Event> wholeState(Turn turn, RoomId room, Stretch stretch, Slice slice) {
    Set<EventId> told = turn.request.stateAfter() ? Set.of() : ids(slice);
    Map<Key, Event> state = new LinkedHashMap<>();
    Set<Key> older = new HashSet<>();
    for (Event event : reader.state(turn.user, room)) {
      // Newer than this answer, or told by the timeline: what was in force before is wanted.
      if (event.position() > stretch.upTo() || told.contains(event.id())) {
        older.add(Key.of(event));
      } else {
        state.put(Key.of(event), event);
      }
    }
    long at = turn.request.stateAfter() ? stretch.upTo() : slice.start();
    boolean fromTheBeginning = !slice.limited() && stretch.fresh() && !turn.request.stateAfter();
    if (!older.isEmpty() && !fromTheBeginning) {
      reader.stateAt(turn.user, room, at).stream()
          .filter(event -> older.contains(Key.of(event)))
          .forEach(event -> state.put(Key.of(event), event));
    }
    return state.values();
  }

  private static Set<EventId> ids(Slice slice) {
    Set<EventId> ids = new HashSet<>();
    slice.events().stream().filter(Event::isState).forEach(event -> ids.add(event.id()));
    return ids;
  }
}
