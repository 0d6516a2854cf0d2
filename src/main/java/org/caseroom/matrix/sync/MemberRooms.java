package org.caseroom.matrix.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Tokens;
import org.caseroom.matrix.sync.RoomHistory.Slice;
import org.caseroom.matrix.sync.RoomHistory.Stretch;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** Rooms that the user is in, or was in: their timeline, their state and what goes with it. */
final class MemberRooms {
  private static final String MEMBER = "m.room.member";

  private final RoomView view;
  private final RoomReader reader;
  private final RoomHistory history;
  private final EventWriter events;
  private final RoomExtras extras;
  private final KnownMembers known;

  /**
   * What is known of a joined room before it is written.
   *
   * @param fresh whether the client does not have the room yet
   * @param summaryChanged whether somebody came or went, or the name changed
   * @param joinedAt the position of the user's own member event
   * @param newest the position of the room's newest event
   */
  record Visit(boolean fresh, boolean summaryChanged, long joinedAt, long newest) {}

  MemberRooms(
      RoomView view, RoomReader reader, EventWriter events, RoomExtras extras, KnownMembers known) {
    this.view = view;
    this.reader = reader;
    this.history = new RoomHistory(reader, events.encoder());
    this.events = events;
    this.extras = extras;
    this.known = known;
  }

  /**
   * Writes a joined room, when there is something to say.
   *
   * @return whether it is new to the client
   */
  boolean writeJoined(Turn turn, RoomId room, Visit visit, JsonOut out) {
    boolean fresh = visit.fresh() || turn.since == null;
    Stretch stretch = new Stretch(fresh || turn.since == null ? 0 : turn.since.log(), turn.log);
    boolean quiet = !fresh && visit.newest() <= stretch.after();
    Slice slice =
        quiet ? new Slice(List.of(), false, turn.log) : history.timeline(turn, room, stretch);
    if (fresh && turn.since != null) {
      // As the reference server has it: what a client may have of the room from an earlier stay
      // does not join up with this.
      slice = slice.cut();
    }
    boolean whole = fresh || turn.request.fullState();
    Optional<RoomSummary> summary =
        whole || visit.summaryChanged()
            ? Optional.of(RoomSummary.of(view, room, turn.user))
            : Optional.empty();
    Collection<Event> state = List.of();
    if (whole) {
      state = history.wholeState(turn, room, stretch, slice);
    } else if (!quiet) {
      state = history.changedState(turn, room, stretch, slice);
    }
    // All state is asked for again: of the members, those that changed are told, called for or not.
    Collection<Event> changed =
        whole && !fresh && !quiet ? history.changedState(turn, room, stretch, slice) : List.of();
    List<Event> wanted =
        wantedState(turn, room, state, new Context(slice, whole, changed, summary));

    JsonOut.Mark before = out.mark();
    out.name(room.value()).beginObject();
    boolean said = writeHistory(turn, slice, wanted, out);
    said |= extras.writeEphemeral(turn, room, fresh, out);
    said |= extras.writeAccountData(turn, room, fresh, out);
    if (!said && !whole) {
      out.undo(before);
      return false;
    }
    out.name("summary").beginObject();
    summary.ifPresent(it -> it.write(out));
    out.endObject();
    extras.writeUnread(turn, room, visit, out);
    out.endObject();
    turn.news = true;
    return fresh;
  }

  /**
   * Writes a room that the user has left.
   *
   * @param knewBefore whether the client has it among its joined rooms
   * @param own the event by which they left
   */
  void writeLeft(Turn turn, RoomId room, boolean knewBefore, Optional<Event> own, JsonOut out) {
    long leftAt = own.map(Event::position).orElse(turn.log);
    long after = knewBefore && turn.since != null ? turn.since.log() : 0;
    Stretch stretch = new Stretch(after, leftAt);
    Slice slice;
    Collection<Event> state;
    try {
      slice = history.timeline(turn, room, stretch);
      state =
          knewBefore && !turn.request.fullState()
              ? history.changedState(turn, room, stretch, slice)
              : history.wholeState(turn, room, stretch, slice);
    } catch (Problem neverInside) {
      // An invitation declined or withdrawn: they see nothing but their own going.
      slice = new Slice(own.map(List::of).orElse(List.of()), false, leftAt);
      state = List.of();
    }
    out.name(room.value()).beginObject();
    writeHistory(
        turn,
        slice,
        wantedState(turn, room, state, new Context(slice, true, List.of(), Optional.empty())),
        out);
    extras.writeAccountData(turn, room, !knewBefore, out);
    out.endObject();
    turn.news = true;
  }

  /** Writes a room that closed for lack of consent: as left, with nothing in it. */
  void writeClosed(Turn turn, RoomId room, JsonOut out) {
    out.name(room.value()).beginObject();
    writeHistory(turn, new Slice(List.of(), false, turn.log), List.of(), out);
    out.name("account_data").beginObject().name("events").beginArray().endArray().endObject();
    out.endObject();
    turn.news = true;
  }

  private boolean writeHistory(Turn turn, Slice slice, List<Event> state, JsonOut out) {
    out.name("timeline").beginObject().name("events");
    events.timeline(turn, slice, out);
    out.name("limited").flag(slice.limited());
    out.name("prev_batch").text(Tokens.of(slice.start()));
    out.endObject();
    out.name(turn.request.state().section()).beginObject().name("events");
    events.state(turn, state, out);
    out.endObject();
    return !slice.events().isEmpty() || slice.limited() || !state.isEmpty();
  }

  /** What the choice of member events depends on. */
  private record Context(
      Slice slice, boolean whole, Collection<Event> changed, Optional<RoomSummary> summary) {}

  private List<Event> wantedState(
      Turn turn, RoomId room, Collection<Event> state, Context context) {
    Collection<Event> chosen = state;
    if (turn.filter.state().lazyLoadMembers()) {
      chosen = lazily(turn, room, state, context);
    }
    List<Event> wanted = new ArrayList<>(chosen.size());
    // A filter's limit is for timelines: state that stops short would be wrong state.
    for (Event event : chosen) {
      if (turn.filter.state().matches(event)) {
        wanted.add(event);
      }
    }
    return wanted;
  }

  /** Leaves out the members that nothing in the answer calls for, and adds those it calls for. */
  private Collection<Event> lazily(
      Turn turn, RoomId room, Collection<Event> state, Context context) {
    Map<String, Event> members = new LinkedHashMap<>();
    Set<String> changed = new HashSet<>();
    List<Event> chosen = new ArrayList<>();
    for (Event event : state) {
      String key = event.stateKey();
      if (!event.type().equals(MEMBER) || key == null) {
        chosen.add(event);
      } else if (context.whole() && !context.changed().contains(event)) {
        members.put(key, event);
      } else {
        // In a gap, each change is told, whether or not the client has the member already.
        chosen.add(event);
        changed.add(key);
        note(turn, event);
      }
    }
    for (UserId user : calledFor(turn, context)) {
      Event member = members.get(user.value());
      if (member != null) {
        chosen.add(member);
        note(turn, member);
      } else if (!context.whole() && !changed.contains(user.value())) {
        addIfUnknown(turn, room, user, context.slice(), chosen);
      }
    }
    context.slice().events().stream()
        .filter(event -> event.type().equals(MEMBER))
        .forEach(event -> note(turn, event));
    return chosen;
  }

  private static Set<UserId> calledFor(Turn turn, Context context) {
    Set<UserId> users = new LinkedHashSet<>();
    Set<String> told = new HashSet<>();
    for (Event event : context.slice().events()) {
      // Whose member event the timeline has told already, the client knows by then.
      if (turn.request.stateAfter() || !told.contains(event.sender().value())) {
        users.add(event.sender());
      }
      String key = event.stateKey();
      if (key != null && event.type().equals(MEMBER)) {
        told.add(key);
      }
    }
    if (context.whole()) {
      users.add(turn.user);
    }
    context.summary().ifPresent(summary -> users.addAll(summary.heroes()));
    return users;
  }

  private void addIfUnknown(Turn turn, RoomId room, UserId user, Slice slice, List<Event> chosen) {
    long at = turn.request.stateAfter() ? turn.log : slice.start();
    Optional<Event> member = reader.membershipAt(user, room, at);
    if (member.isEmpty()) {
      return;
    }
    long since = turn.since == null ? 0 : turn.since.log();
    boolean redundant =
        !turn.filter.state().includeRedundantMembers()
            && known.has(turn.caller, member.get(), user, since);
    if (!redundant) {
      chosen.add(member.get());
      note(turn, member.get());
    }
  }

  private void note(Turn turn, Event member) {
    String key = member.stateKey();
    if (key != null && UserId.isValid(key)) {
      known.sent(turn.caller, member, UserId.of(key), turn.log);
    }
  }
}
