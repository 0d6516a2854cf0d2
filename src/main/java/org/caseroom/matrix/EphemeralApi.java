package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.Typing;
import org.jspecify.annotations.Nullable;

/** What passes beside the log: typing, receipts and read markers. */
final class EphemeralApi {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";
  private static final String FULLY_READ = "m.fully_read";

  /** How far relations are followed, as the specification recommends. */
  private static final int MOST_HOPS = 4;

  private static final Duration TYPING = Duration.ofSeconds(30);

  private final RoomReader reader;
  private final Receipts receipts;
  private final Typing typing;
  private final AccountData accountData;

  EphemeralApi(MatrixServices services) {
    this.reader = services.rooms().reader();
    this.receipts = services.receipts();
    this.typing = services.typing();
    this.accountData = services.identity().accountData();
  }

  List<Endpoint> endpoints() {
    return List.of(
        with("PUT", ROOM + "/typing/{userId}", this::type),
        with("POST", ROOM + "/receipt/{receiptType}/{eventId}", this::receipt),
        with("POST", ROOM + "/read_markers", this::readMarkers));
  }

  private static Endpoint with(
      String method, String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of(method, path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private static RoomId room(MatrixRequest request) {
    return RoomId.of(request.pathParameter("roomId"));
  }

  private MatrixResponse type(MatrixRequest request) {
    UserId user = request.self();
    RoomId room = room(request);
    Fields body = Fields.of(request);
    boolean types = types(body);
    long timeout = body.number("timeout").orElse(TYPING.toMillis());
    reader.rights().requireJoined(user, room);
    if (types && timeout > 0) {
      if (!reader.rights().isUnseen(user, room)) {
        typing.start(room, user, Duration.ofMillis(timeout));
      }
    } else {
      typing.stop(room, user);
    }
    return MatrixResponse.empty();
  }

  /** Some clients, and the suite that servers are tested with, say 1 and 0. */
  private static boolean types(Fields body) {
    JsonNode value = body.node("typing").orElseThrow(() -> body.missing("typing"));
    boolean number = value.isIntegralNumber() && (value.asLong() == 0 || value.asLong() == 1);
    return number
        ? value.asLong() == 1
        : body.flag("typing").orElseThrow(() -> body.missing("typing"));
  }

  private MatrixResponse receipt(MatrixRequest request) {
    RoomId room = room(request);
    UserId user = request.user();
    String type = request.pathParameter("receiptType");
    boolean marker = type.equals(FULLY_READ);
    Receipt.Kind kind = marker ? Receipt.Kind.READ_PRIVATE : Receipt.Kind.of(type);
    EventId event = EventId.of(request.pathParameter("eventId"));
    String thread = thread(request);
    if (thread != null && marker) {
      throw Problem.invalidParam("'thread_id' goes with receipts, and m.fully_read is none.");
    }
    boolean present = requireEverIn(user, room);
    Event read = require(user, room, event);
    if (marker) {
      fullyRead(user, read);
      return MatrixResponse.empty();
    }
    if (thread != null && !isIn(thread, read, user)) {
      throw Problem.invalidParam("The event is not in the thread that 'thread_id' names.");
    }
    receipts.read(user, read, shown(kind, present), thread);
    return MatrixResponse.empty();
  }

  /**
   * Throws unless somebody is in the room, or was and may look at what they saw there: clients mark
   * as read what they show.
   *
   * @return whether they are in it, and seen to be
   */
  private boolean requireEverIn(UserId user, RoomId room) {
    if (reader.rights().wasIn(user, room) && reader.joinedAt(user, room).isEmpty()) {
      reader.rights().requireOpen(user, room);
      return false;
    }
    reader.rights().requireJoined(user, room);
    return !reader.rights().isUnseen(user, room);
  }

  /** What somebody reads who has left is not shown to those who are there. */
  private static Receipt.Kind shown(Receipt.Kind kind, boolean present) {
    return present ? kind : Receipt.Kind.READ_PRIVATE;
  }

  private static @Nullable String thread(MatrixRequest request) {
    JsonNode thread = request.json().get("thread_id");
    if (thread == null) {
      return null;
    }
    if (!thread.isTextual() || thread.textValue().isEmpty()) {
      throw Problem.invalidParam("'thread_id' is main or the id of the thread's first event.");
    }
    return thread.textValue();
  }

  /**
   * Whether an event belongs to a thread (client-server API, "Threaded read receipts"): a reply in
   * it, what relates to one, and for a receipt also the thread's first event and what relates to
   * that, since it is shown there too.
   */
  private boolean isIn(String thread, Event event, UserId user) {
    Event at = event;
    for (int hop = 0; hop < MOST_HOPS; hop++) {
      JsonNode relation = at.content().path("m.relates_to");
      String parent = relation.path("event_id").asText();
      if (relation.path("rel_type").asText().equals("m.thread") && EventId.isValid(parent)) {
        return parent.equals(thread);
      }
      if (at.id().value().equals(thread)) {
        return true;
      }
      Optional<Event> next =
          relation.path("rel_type").isTextual() && EventId.isValid(parent)
              ? reader.event(user, event.room(), EventId.of(parent))
              : Optional.empty();
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    return thread.equals(Receipt.MAIN_THREAD);
  }

  private Event require(UserId user, RoomId room, EventId event) {
    return reader
        .event(user, room, event)
        .orElseThrow(
            () -> Problem.notFound("There is no such event in this room, or you may not see it."));
  }

  private void fullyRead(UserId user, Event event) {
    RoomId room = event.room();
    if (markedAt(user, room) < event.position()) {
      accountData.put(user, room, FULLY_READ, Json.object().put("event_id", event.id().value()));
    }
  }

  /** Where the marker stands in the log, 0 for nowhere: it only moves forwards. */
  private long markedAt(UserId user, RoomId room) {
    return accountData
        .get(user, room, FULLY_READ)
        .map(content -> content.path("event_id").asText())
        .filter(EventId::isValid)
        .flatMap(id -> reader.event(user, room, EventId.of(id)))
        .map(Event::position)
        .orElse(0L);
  }

  private MatrixResponse readMarkers(MatrixRequest request) {
    RoomId room = room(request);
    UserId user = request.user();
    Fields body = Fields.of(request);
    boolean present = requireEverIn(user, room);
    // All are looked up before any is set.
    Optional<Event> marked =
        body.text(FULLY_READ, EventId::of).map(event -> require(user, room, event));
    Map<Receipt.Kind, Event> read = new EnumMap<>(Receipt.Kind.class);
    for (Receipt.Kind kind : Receipt.Kind.values()) {
      body.text(kind.type(), EventId::of)
          .ifPresent(event -> read.put(kind, require(user, room, event)));
    }
    marked.ifPresent(event -> fullyRead(user, event));
    read.forEach((kind, event) -> receipts.read(user, event, shown(kind, present), null));
    return MatrixResponse.empty();
  }
}
