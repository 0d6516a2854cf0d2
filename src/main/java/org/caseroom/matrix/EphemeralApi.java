package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.identity.Identity;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.Typing;
import org.jspecify.annotations.Nullable;

/** What passes beside the log: typing, receipts and read markers, presence. */
final class EphemeralApi {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";
  private static final String PRESENCE = "/_matrix/client/v3/presence/{userId}/status";
  private static final String FULLY_READ = "m.fully_read";
  private static final Duration TYPING = Duration.ofSeconds(30);
  private static final long CURRENTLY_ACTIVE_MS = Duration.ofMinutes(5).toMillis();

  private final RoomReader reader;
  private final Receipts receipts;
  private final Typing typing;
  private final AccountData accountData;
  private final People people;
  private final InstantSource clock;

  /** Presence is worth minutes: it lives in memory. */
  private final Map<UserId, Status> statuses = new ConcurrentHashMap<>();

  private record Status(String presence, @Nullable String message, long sinceMs) {}

  EphemeralApi(MatrixServices services, Identity identity, People people) {
    this.reader = services.rooms().reader();
    this.receipts = services.receipts();
    this.typing = services.typing();
    this.accountData = identity.accountData();
    this.people = people;
    this.clock = services.clock();
  }

  List<Endpoint> endpoints() {
    return List.of(
        with("PUT", ROOM + "/typing/{userId}", this::type),
        with("POST", ROOM + "/receipt/{receiptType}/{eventId}", this::receipt),
        with("POST", ROOM + "/read_markers", this::readMarkers),
        Endpoint.of("GET", PRESENCE, Access.SIGNED_IN, Body.NONE, this::presence),
        with("PUT", PRESENCE, this::setPresence));
  }

  private static Endpoint with(
      String method, String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of(method, path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private static RoomId room(MatrixRequest request) {
    return RoomId.of(request.pathParameter("roomId"));
  }

  private MatrixResponse type(MatrixRequest request) {
    UserId user = AccountDataApi.self(request);
    RoomId room = room(request);
    Fields body = Fields.of(request);
    boolean types = body.flag("typing").orElseThrow(() -> body.missing("typing"));
    long timeout = body.number("timeout").orElse(TYPING.toMillis());
    reader.requireJoined(user, room);
    if (types && timeout > 0) {
      typing.start(room, user, Duration.ofMillis(timeout));
    } else {
      typing.stop(room, user);
    }
    return MatrixResponse.empty();
  }

  private MatrixResponse receipt(MatrixRequest request) {
    RoomId room = room(request);
    String type = request.pathParameter("receiptType");
    EventId event = EventId.of(request.pathParameter("eventId"));
    String thread = Fields.of(request).text("thread_id").orElse(null);
    if (thread != null && (thread.isEmpty() || type.equals(FULLY_READ))) {
      throw Problem.invalidParam("'thread_id' is main or the id of the thread's first event.");
    }
    reader.requireJoined(request.user(), room);
    if (type.equals(FULLY_READ)) {
      fullyRead(request.user(), room, event);
    } else {
      Receipt.Kind kind = Receipt.Kind.of(type);
      receipts.read(request.user(), require(request.user(), room, event), kind, thread);
    }
    return MatrixResponse.empty();
  }

  private Event require(UserId user, RoomId room, EventId event) {
    return reader
        .event(user, room, event)
        .orElseThrow(
            () -> Problem.notFound("There is no such event in this room, or you may not see it."));
  }

  private void fullyRead(UserId user, RoomId room, EventId event) {
    require(user, room, event);
    ObjectNode content = Json.object().put("event_id", event.value());
    if (!accountData.get(user, room, FULLY_READ).filter(content::equals).isPresent()) {
      accountData.put(user, room, FULLY_READ, content);
    }
  }

  private MatrixResponse readMarkers(MatrixRequest request) {
    RoomId room = room(request);
    UserId user = request.user();
    Fields body = Fields.of(request);
    reader.requireJoined(user, room);
    body.text(FULLY_READ, EventId::of).ifPresent(event -> fullyRead(user, room, event));
    for (Receipt.Kind kind : Receipt.Kind.values()) {
      body.text(kind.type(), EventId::of)
          .ifPresent(event -> receipts.read(user, require(user, room, event), kind, null));
    }
    return MatrixResponse.empty();
  }

  private MatrixResponse setPresence(MatrixRequest request) {
    UserId user = AccountDataApi.self(request);
    Fields body = Fields.of(request);
    String presence = body.requireText("presence");
    if (!List.of("online", "offline", "unavailable").contains(presence)) {
      throw Problem.invalidParam("'presence' is online, offline or unavailable.");
    }
    String message = body.text("status_msg").orElse(null);
    if (message != null && message.length() > 1000) {
      throw Problem.invalidParam("'status_msg' has at most 1000 characters.");
    }
    statuses.put(user, new Status(presence, message, clock.millis()));
    return MatrixResponse.empty();
  }

  private MatrixResponse presence(MatrixRequest request) {
    UserId user = UserId.of(request.pathParameter("userId"));
    people.require(request.user(), user);
    if (!people.share(request.user(), user)) {
      throw Problem.forbidden("You may see whether people are there whom you share a room with.");
    }
    Status status = statuses.get(user);
    ObjectNode answer = Json.object().put("presence", "offline");
    if (status != null) {
      long ago = Math.max(0, clock.millis() - status.sinceMs());
      answer.put("presence", status.presence()).put("last_active_ago", ago);
      answer.put(
          "currently_active", status.presence().equals("online") && ago < CURRENTLY_ACTIVE_MS);
      if (status.message() != null) {
        answer.put("status_msg", status.message());
      }
    }
    return MatrixResponse.ok(answer);
  }
}
