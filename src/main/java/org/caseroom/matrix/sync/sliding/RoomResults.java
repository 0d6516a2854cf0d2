package org.caseroom.matrix.sync.sliding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.matrix.Tokens;
import org.caseroom.matrix.push.UnreadCounts;
import org.caseroom.matrix.sync.JsonOut;
import org.caseroom.matrix.sync.StrippedRooms;
import org.caseroom.matrix.sync.sliding.RoomLists.Wanted;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Writes what is new of a room. */
final class RoomResults {
  /** What lifts a room in a client's list. */
  private static final Set<String> BUMPS =
      Set.of(
          "m.room.create",
          "m.room.message",
          "m.room.encrypted",
          "m.sticker",
          "m.call.invite",
          "m.poll.start",
          "m.beacon_info");

  /** How far back the last such event is looked for. */
  private static final int LOOKED_AT = 100;

  private static final String MEMBER = "m.room.member";

  private final RoomLog log;
  private final RoomView view;
  private final RoomReader reader;
  private final ClientEvents events;
  private final UnreadCounts unread;
  private final RoomStates states;
  private final RoomNames names;

  RoomResults(RoomLog log, RoomReader reader, ClientEvents events, UnreadCounts unread) {
    this.log = log;
    this.view = log.view();
    this.reader = reader;
    this.events = events;
    this.unread = unread;
    this.states = new RoomStates(reader);
    this.names = new RoomNames(view, reader);
  }

  /** What an answer told of a room. */
  record Told(boolean first, List<Event> timeline) {}

  /**
   * Writes a room where there is anything new of it.
   *
   * @param direct whether it is a direct chat
   * @return what was told; null for nothing
   */
  @Nullable Told write(Round round, Wanted wanted, boolean direct, JsonOut out) {
    RoomId room = wanted.place.room();
    Membership membership = wanted.place.membership();
    Sent sent = round.next().before().rooms().get(room);
    if (!changed(round, wanted, sent) || !reader.rights().mayRead(round.user(), room)) {
      return null;
    }
    return switch (membership) {
      case INVITE, KNOCK -> writeStripped(round, wanted, out);
      case JOIN, LEAVE, BAN -> {
        boolean again =
            sent == null || (membership == Membership.JOIN && sent.membership() != Membership.JOIN);
        yield membership == Membership.JOIN || reader.rights().wasIn(round.user(), room)
            ? writeMember(new Visit(round, wanted, again ? null : sent, direct), out)
            : writeGone(round, wanted, out);
      }
    };
  }

  private boolean changed(Round round, Wanted wanted, @Nullable Sent sent) {
    if (sent == null || sent.membership() != wanted.place.membership()) {
      return true;
    }
    return wanted.place.active() > sent.upTo()
        || (wanted.place.membership() == Membership.JOIN
            && (wanted.config().timelineLimit() > sent.config().timelineLimit()
                || !sent.config().state().covers(wanted.config().state())
                || round.beside().read().contains(wanted.place.room())));
  }

  /** Writes a room that the client has and that is to go: it closed, or was forgotten. */
  void writeClosed(Round round, RoomId room, JsonOut out) {
    Sent sent = round.next().before().rooms().get(room);
    out.name(room.value()).beginObject();
    out.name("initial").flag(true);
    out.name("membership").text(Membership.LEAVE.json());
    out.name("required_state").beginArray().endArray();
    out.name("timeline").beginArray().endArray();
    out.endObject();
    if (sent != null) {
      round
          .next()
          .sent(
              room,
              new Sent(round.upTo().log(), sent.config(), Membership.LEAVE, sent.bump(), Map.of()));
    }
  }

  private Told writeStripped(Round round, Wanted wanted, JsonOut out) {
    RoomId room = wanted.place.room();
    boolean first = !round.next().before().rooms().containsKey(room);
    out.name(room.value()).beginObject();
    if (first) {
      out.name("initial").flag(true);
    }
    writePlace(wanted, out);
    out.name("bump_stamp").number(wanted.place.active());
    out.name("invite_state").beginArray();
    for (ObjectNode event : StrippedRooms.events(view, room, round.user())) {
      out.tree(event);
    }
    out.endArray();
    writeCounts(0, 0, out);
    out.endObject();
    round
        .next()
        .sent(
            room,
            new Sent(
                Math.max(round.upTo().log(), wanted.place.active()),
                wanted.config(),
                wanted.place.membership(),
                wanted.place.active(),
                Map.of()));
    return new Told(first, List.of());
  }

  /** An invitation or a knock that came to nothing: the user sees their own part of it. */
  private Told writeGone(Round round, Wanted wanted, JsonOut out) {
    RoomId room = wanted.place.room();
    out.name(room.value()).beginObject();
    writePlace(wanted, out);
    out.name("bump_stamp").number(wanted.place.active());
    out.name("required_state").beginArray();
    view.state(room, MEMBER, round.user().value())
        .filter(own -> wanted.config().state().wants(own, round.user()))
        .ifPresent(own -> events.in(room, round.request().caller()).writeState(own, out.value()));
    out.endArray();
    out.name("timeline").beginArray().endArray();
    writeCounts(0, 0, out);
    out.endObject();
    long upTo = Math.max(round.upTo().log(), wanted.place.active());
    round
        .next()
        .sent(
            room,
            new Sent(
                upTo, wanted.config(), wanted.place.membership(), wanted.place.active(), Map.of()));
    return new Told(false, List.of());
  }

  private static void writePlace(Wanted wanted, JsonOut out) {
    out.name("membership").text(wanted.place.membership().json());
    if (!wanted.lists.isEmpty()) {
      out.name("lists").beginArray();
      wanted.lists.forEach(out::text);
      out.endArray();
    }
  }

  private static void writeCounts(int notifications, int highlights, JsonOut out) {
    out.name("notification_count").number(notifications);
    out.name("highlight_count").number(highlights);
  }

  // ---- Rooms that the user is or was in ----

  /** One room in one answer. */
  private record Visit(Round round, Wanted wanted, @Nullable Sent sent, boolean direct) {
    RoomId room() {
      return wanted.place.room();
    }

    UserId user() {
      return round.user();
    }

    boolean joined() {
      return wanted.place.membership() == Membership.JOIN;
    }

    /** How far the user may see. */
    long upTo() {
      return joined() ? round.upTo().log() : wanted.place.active();
    }

    boolean expanded() {
      return sent != null
          && joined()
          && wanted.config().timelineLimit() > sent.config().timelineLimit();
    }
  }

  /** The end of a timeline. */
  private record Slice(List<Event> events, boolean limited, long start) {}

  private @Nullable Told writeMember(Visit visit, JsonOut out) {
    Sent sent = visit.sent();
    Slice slice = slice(visit);
    Collection<Event> changed =
        sent == null || visit.upTo() <= sent.upTo()
            ? List.of()
            : reader.stateBetween(visit.user(), visit.room(), sent.upTo(), visit.upTo());
    Collection<Event> state =
        states.of(
            new RoomStates.Ask(
                visit.user(),
                visit.room(),
                visit.wanted().config(),
                sent,
                changed,
                slice.events(),
                slice.limited()));
    boolean read = visit.round().beside().read().contains(visit.room());
    boolean says =
        sent == null
            || !slice.events().isEmpty()
            || slice.limited()
            || !state.isEmpty()
            || !changed.isEmpty()
            || read
            || sent.membership() != visit.wanted().place.membership();
    long bump = sent == null ? 0 : sent.bump();
    if (says) {
      bump = bump(visit, slice);
      writeResult(visit, slice, state, changed, bump, out);
    }
    visit
        .round()
        .next()
        .sent(
            visit.room(),
            new Sent(
                visit.upTo(),
                new RoomConfig(limitNow(visit, slice), visit.wanted().config().state()),
                visit.wanted().place.membership(),
                bump,
                RoomStates.members(sent, state)));
    return says ? new Told(sent == null, slice.events()) : null;
  }

  /**
   * How much of the timeline the client has: a smaller limit only counts once something was left
   * out because of it.
   */
  private static int limitNow(Visit visit, Slice slice) {
    int asked = visit.wanted().config().timelineLimit();
    Sent sent = visit.sent();
    return sent == null || slice.limited() ? asked : Math.max(asked, sent.config().timelineLimit());
  }

  private Slice slice(Visit visit) {
    Sent sent = visit.sent();
    long after = sent == null || visit.expanded() ? 0 : sent.upTo();
    if (after >= visit.upTo()) {
      return new Slice(List.of(), false, visit.upTo());
    }
    RoomReader.Page page =
        reader.timeline(
            visit.user(),
            visit.room(),
            after,
            visit.upTo(),
            visit.wanted().config().timelineLimit());
    List<Event> shown =
        page.events().stream()
            .filter(
                event ->
                    event.isState() || !visit.round().ignored().contains(event.sender().value()))
            .toList();
    return new Slice(
        shown,
        page.next() != null,
        page.events().isEmpty() ? visit.upTo() : page.events().get(0).position() - 1);
  }

  private long bump(Visit visit, Slice slice) {
    Sent sent = visit.sent();
    if (!visit.joined()) {
      return visit.wanted().place.active();
    }
    Optional<Long> inSlice = newestBump(slice.events());
    if (inSlice.isPresent()) {
      return inSlice.get();
    }
    if (sent != null && !slice.limited()) {
      return sent.bump();
    }
    long known = sent == null ? joinedAt(visit) : sent.bump();
    return newestBump(
            reader.timeline(visit.user(), visit.room(), 0, visit.upTo(), LOOKED_AT).events())
        .map(found -> sent == null ? found : Math.max(found, known))
        .orElse(known);
  }

  private static Optional<Long> newestBump(List<Event> oldestFirst) {
    for (int i = oldestFirst.size() - 1; i >= 0; i--) {
      if (BUMPS.contains(oldestFirst.get(i).type())) {
        return Optional.of(oldestFirst.get(i).position());
      }
    }
    return Optional.empty();
  }

  private long joinedAt(Visit visit) {
    return view.state(visit.room(), MEMBER, visit.user().value()).map(Event::position).orElse(0L);
  }

  private void writeResult(
      Visit visit,
      Slice slice,
      Collection<Event> state,
      Collection<Event> changed,
      long bump,
      JsonOut out) {
    Sent sent = visit.sent();
    out.name(visit.room().value()).beginObject();
    if (sent == null) {
      out.name("initial").flag(true);
    }
    if (visit.expanded()) {
      out.name("unstable_expanded_timeline").flag(true);
    }
    writePlace(visit.wanted(), out);
    if (visit.direct()) {
      out.name("is_dm").flag(true);
    }
    out.name("bump_stamp").number(bump);
    names.write(
        new RoomNames.Ask(visit.user(), visit.room(), visit.joined(), sent == null, changed), out);
    out.name("required_state").beginArray();
    ClientEvents.Writer writer = events.in(visit.room(), visit.round().request().caller());
    state.forEach(event -> writer.writeState(event, out.value()));
    out.endArray();
    writeTimeline(visit, slice, writer, out);
    UnreadCounts.Count count =
        visit.joined()
            ? unread
                .of(
                    visit.user(),
                    visit.room(),
                    joinedAt(visit),
                    visit.upTo(),
                    log.newestPosition(visit.room()))
                .main()
            : new UnreadCounts.Count(0, 0);
    writeCounts(count.notifications(), count.highlights(), out);
    out.endObject();
  }

  private void writeTimeline(Visit visit, Slice slice, ClientEvents.Writer writer, JsonOut out) {
    var caller = visit.round().request().caller();
    Map<EventId, ObjectNode> aggregated =
        slice.limited() && slice.events().stream().anyMatch(it -> it.content().has("m.relates_to"))
            ? events.relations(slice.events(), caller)
            : Map.of();
    out.name("timeline").beginArray();
    for (Event event : slice.events()) {
      writer.write(event, aggregated.get(event.id()), out.value());
    }
    out.endArray();
    out.name("limited").flag(slice.limited());
    out.name("prev_batch").text(Tokens.of(slice.start()));
    long known = visit.round().since() == null ? Long.MAX_VALUE : visit.round().since().log();
    out.name("num_live")
        .number(slice.events().stream().filter(event -> event.position() > known).count());
  }
}
