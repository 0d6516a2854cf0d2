package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.ClientEvents.Shape;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomReader.Direction;
import org.caseroom.rooms.RoomReader.Page;
import org.caseroom.rooms.Rooms;
import org.jspecify.annotations.Nullable;

/** A room's past: messages by the page, one event, an event with what stands around it. */
final class TimelineApi {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";
  private static final int DEFAULT_LIMIT = 10;
  private static final int MOST = 1000;
  private static final byte[] CHUNK = ",\"chunk\":".getBytes(StandardCharsets.UTF_8);

  /** How many events one request may look at in search of ones that its filter lets pass. */
  private static final int MOST_LOOKED_AT = 5000;

  private final RoomLog log;
  private final RoomReader reader;
  private final ClientEvents events;
  private final IgnoredUsers ignoredUsers;

  TimelineApi(Rooms rooms, ClientEvents events, IgnoredUsers ignoredUsers) {
    this.log = rooms.log();
    this.reader = rooms.reader();
    this.events = events;
    this.ignoredUsers = ignoredUsers;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(ROOM + "/messages", this::messages),
        get(ROOM + "/context/{eventId}", this::context),
        get(ROOM + "/event/{eventId}", this::event),
        get("/_matrix/client/v1/rooms/{roomId}/timestamp_to_event", this::timestampToEvent));
  }

  private static Endpoint get(
      String path, java.util.function.Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static RoomId room(MatrixRequest request) {
    return RoomId.of(request.pathParameter("roomId"));
  }

  /** Reads {@code dir}. */
  static Direction direction(MatrixRequest request, @Nullable Direction otherwise) {
    String word = request.queryParameter("dir").orElse("");
    return switch (word) {
      case "b" -> Direction.BACKWARDS;
      case "f" -> Direction.FORWARDS;
      case "" -> {
        if (otherwise == null) {
          throw Problem.missingParam("'dir' is missing: b for backwards, f for forwards.");
        }
        yield otherwise;
      }
      default -> throw Problem.invalidParam("'dir' is b for backwards or f for forwards.");
    };
  }

  /** Reads {@code limit}: more than the server gives is cut, less than 0 refused. */
  static int limit(MatrixRequest request, int otherwise, int most) {
    long limit = request.queryNumber("limit").orElse((long) otherwise);
    if (limit < 0) {
      throw Problem.invalidParam("'limit' should be a whole number from 1 on.");
    }
    return (int) Math.min(limit, most);
  }

  private MatrixResponse messages(MatrixRequest request) {
    RoomId room = room(request);
    reader.rights().requireOpen(request.user(), room);
    Direction direction = direction(request, null);
    Optional<Long> from = Tokens.position(request.queryParameter("from"));
    Optional<Long> to = Tokens.position(request.queryParameter("to"));
    EventFilter filter = EventFilter.ofQuery(request.queryParameter("filter"));
    int limit = limit(request, filter.limit() == null ? DEFAULT_LIMIT : filter.limit(), MOST);
    Caller caller = request.signedIn();
    long start = from.orElse(direction == Direction.FORWARDS ? 0 : log.feed().position());
    Page page =
        page(caller.user(), room, direction, start, to.orElse(null), filter, Math.max(1, limit));

    ObjectNode rest = Json.object();
    rest.put("start", Tokens.of(start));
    Long end = end(page, direction);
    if (end != null) {
      rest.put("end", Tokens.of(end));
    }
    if (filter.lazyLoadMembers()) {
      ArrayNode state = rest.putArray("state");
      for (Event member : memberEvents(room, page.events())) {
        state.add(events.state(member, caller, Shape.WITH_ROOM));
      }
    }
    // As bytes: a tree for each event of a long page would take longer than to read it.
    ByteArrayOutputStream out = new ByteArrayOutputStream(512 * (page.events().size() + 1));
    byte[] head = Json.writeBytes(rest);
    out.write(head, 0, head.length - 1);
    out.writeBytes(CHUNK);
    events.writeAll(page.events(), caller, out);
    out.write('}');
    return new MatrixResponse.Bytes(200, Map.of(), "application/json", out.toByteArray());
  }

  /**
   * Where the next page begins. Only a page with nothing in it is the last: clients keep the place
   * behind the last event to go on from there later, or to turn round, and suites ask for it.
   */
  private static @Nullable Long end(Page page, Direction direction) {
    List<Event> events = page.events();
    return page.next() != null || events.isEmpty()
        ? page.next()
        : after(events.get(events.size() - 1), direction);
  }

  /**
   * Pages on until enough events are seen and pass the filter, or too many were looked at. What
   * ignored users say is left out, as it is of syncs.
   */
  private Page page(
      UserId user,
      RoomId room,
      Direction direction,
      @Nullable Long from,
      @Nullable Long to,
      EventFilter filter,
      int limit) {
    List<Event> found = new ArrayList<>();
    Set<String> ignored = ignoredUsers.of(user);
    @Nullable Long next = from;
    int size = limit;
    int lookedAt = 0;
    do {
      Page page = reader.page(user, room, direction, next, to, size);
      next = page.next();
      for (Event event : events.passing(page.events(), filter, user)) {
        if (event.isState() || !ignored.contains(event.sender().value())) {
          found.add(event);
        }
        if (found.size() == limit) {
          Event last = page.events().get(page.events().size() - 1);
          return new Page(found, event.equals(last) ? next : after(event, direction));
        }
      }
      lookedAt += size;
      size = Math.max(limit, 100);
    } while (next != null && lookedAt < MOST_LOOKED_AT);
    return new Page(found, next);
  }

  private static Long after(Event last, Direction direction) {
    return direction == Direction.BACKWARDS ? last.position() - 1 : last.position();
  }

  /**
   * The member events of those who sent the events, as they were at the newest of them: what a
   * lazily loading client needs to name them.
   */
  private List<Event> memberEvents(RoomId room, List<Event> timeline) {
    Set<UserId> senders = new LinkedHashSet<>();
    timeline.forEach(event -> senders.add(event.sender()));
    long newest = timeline.stream().mapToLong(Event::position).max().orElse(0);
    return senders.stream()
        .map(sender -> reader.membershipAt(sender, room, newest))
        .flatMap(Optional::stream)
        .toList();
  }

  private Event require(Caller caller, RoomId room, EventId id) {
    return reader
        .event(caller.user(), room, id)
        .orElseThrow(
            () ->
                reader
                    .whyNot(caller.user(), room, id)
                    .map(Problem::forbidden)
                    .orElseGet(TimelineApi::noSuchEvent));
  }

  private static Problem noSuchEvent() {
    return Problem.notFound("There is no such event in this room, or you may not see it.");
  }

  private MatrixResponse event(MatrixRequest request) {
    Caller caller = request.signedIn();
    RoomId room = room(request);
    EventId id = EventId.of(request.pathParameter("eventId"));
    if (!reader.rights().knows(caller.user(), room)) {
      throw noSuchEvent();
    }
    Event event = require(caller, room, id);
    return MatrixResponse.ok(events.json(List.of(event), caller, Shape.WITH_ROOM).get(0));
  }

  private MatrixResponse context(MatrixRequest request) {
    RoomId room = room(request);
    Caller caller = request.signedIn();
    EventFilter filter = EventFilter.ofQuery(request.queryParameter("filter"));
    int limit = limit(request, DEFAULT_LIMIT, MOST);
    Event event = require(caller, room, EventId.of(request.pathParameter("eventId")));
    int half = limit / 2;
    long position = event.position();
    Page before = around(caller, room, Direction.BACKWARDS, position - 1, filter, half);
    Page after = around(caller, room, Direction.FORWARDS, position, filter, limit - half);

    List<Event> all = new ArrayList<>(before.events());
    all.add(event);
    all.addAll(after.events());
    List<ObjectNode> json = events.json(all, caller, Shape.WITH_ROOM);
    ObjectNode answer = Json.object();
    int middle = before.events().size();
    ArrayNode eventsBefore = answer.putArray("events_before");
    json.subList(0, middle).forEach(eventsBefore::add);
    answer.set("event", json.get(middle));
    ArrayNode eventsAfter = answer.putArray("events_after");
    json.subList(middle + 1, json.size()).forEach(eventsAfter::add);
    answer.put("start", Tokens.of(before.next() == null ? 0 : before.next()));
    long last = all.get(all.size() - 1).position();
    long end = after.events().isEmpty() ? position : last;
    answer.put("end", Tokens.of(after.next() == null ? end : after.next()));

    ArrayNode state = answer.putArray("state");
    Set<String> senders = new LinkedHashSet<>();
    all.forEach(one -> senders.add(one.sender().value()));
    for (Event piece : reader.stateAt(caller.user(), room, end)) {
      if (!filter.lazyLoadMembers()
          || !piece.type().equals("m.room.member")
          || senders.contains(piece.stateKey())) {
        state.add(events.state(piece, caller, Shape.WITH_ROOM));
      }
    }
    return MatrixResponse.ok(answer);
  }

  private Page around(
      Caller caller, RoomId room, Direction direction, long from, EventFilter filter, int limit) {
    return limit == 0
        ? new Page(List.of(), from)
        : page(caller.user(), room, direction, from, null, filter, limit);
  }

  /** Finds the event nearest to a time, by halving the log: times rise with positions. */
  private MatrixResponse timestampToEvent(MatrixRequest request) {
    RoomId room = room(request);
    long time =
        request
            .queryNumber("ts")
            .map(given -> Math.min(given, Long.MAX_VALUE - 1))
            .orElseThrow(() -> Problem.missingParam("'ts' is missing: milliseconds since 1970."));
    Direction direction = direction(request, Direction.FORWARDS);
    UserId user = request.user();
    // Of events of one time the first is nearest forwards, and the last backwards.
    Optional<Event> found =
        direction == Direction.FORWARDS
            ? next(user, room, direction, before(user, room, time))
            : next(user, room, direction, before(user, room, Math.addExact(time, 1)));
    Event nearest =
        found.orElseThrow(
            () -> Problem.notFound("The room has no event on that side of the time."));
    return MatrixResponse.ok(
        Json.object()
            .put("event_id", nearest.id().value())
            .put("origin_server_ts", nearest.originServerTs()));
  }

  /** The position behind which the first event of at least a time comes, of those one may see. */
  private long before(UserId user, RoomId room, long time) {
    long low = 0;
    long high = next(user, room, Direction.BACKWARDS, null).map(Event::position).orElse(0L);
    while (low < high) {
      long middle = (low + high) >>> 1;
      Optional<Event> next = next(user, room, Direction.FORWARDS, middle);
      if (next.isEmpty() || next.get().originServerTs() >= time) {
        high = middle;
      } else {
        low = next.get().position();
      }
    }
    return low;
  }

  private Optional<Event> next(UserId user, RoomId room, Direction direction, @Nullable Long from) {
    return page(user, room, direction, from, null, EventFilter.ALL, 1).events().stream()
        .findFirst();
  }
}
