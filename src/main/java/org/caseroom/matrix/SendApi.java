package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomLog;

/** What people put into rooms: messages, state, redactions. */
final class SendApi {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  /** The largest whole number of canonical JSON. */
  private static final long LATEST_MS = (1L << 53) - 1;

  private final RoomLog log;
  private final Members members;
  private final Aliases aliases;
  private final RelationRules relations;

  SendApi(RoomLog log, Members members, Aliases aliases, RelationRules relations) {
    this.log = log;
    this.members = members;
    this.aliases = aliases;
    this.relations = relations;
  }

  List<Endpoint> endpoints() {
    return List.of(
        put(ROOM + "/send/{eventType}/{txnId}", this::send),
        post(ROOM + "/send/{eventType}", this::send),
        put(ROOM + "/redact/{eventId}/{txnId}", this::redact),
        post(ROOM + "/redact/{eventId}", this::redact),
        put(ROOM + "/state/{eventType}", this::state),
        put(ROOM + "/state/{eventType}/{stateKey}", this::state));
  }

  private static Endpoint put(String path, Endpoint.Handler handler) {
    return new Endpoint("PUT", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  /** Without a transaction id, as before the specification had one: some clients still do it. */
  private static Endpoint post(String path, Endpoint.Handler handler) {
    return new Endpoint("POST", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private CompletionStage<MatrixResponse> send(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    String type = type(request);
    if (type.equals("m.room.redaction")) {
      EventId target = Fields.of(request).requireText("redacts", EventId::of);
      return redact(request, room, target, "send/" + room + "/" + type);
    }
    checkTombstone(room, type, request.json());
    Draft draft =
        in(
            request,
            "send/" + room + "/" + type,
            timed(request, Draft.message(room, request.user(), type, request.json())));
    Optional<Problem> refusal = relations.refusal(draft);
    Draft.Transaction transaction = draft.transaction();
    if (refusal.isPresent() && transaction != null) {
      // A repeated request gets the first one's answer, though its own event now forbids another.
      return log.append(
              request.user(),
              transaction,
              view -> {
                throw refusal.get();
              })
          .thenApply(SendApi::answer);
    }
    refusal.ifPresent(
        problem -> {
          throw problem;
        });
    return append(draft);
  }

  private CompletionStage<MatrixResponse> redact(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    EventId target = EventId.of(request.pathParameter("eventId"));
    return redact(request, room, target, "redact/" + room + "/" + target);
  }

  private CompletionStage<MatrixResponse> redact(
      MatrixRequest request, RoomId room, EventId target, String scope) {
    UserId user = request.user();
    String reason = Fields.of(request).text("reason").orElse(null);
    return append(in(request, scope, Draft.redaction(room, user, target, reason)));
  }

  private CompletionStage<MatrixResponse> state(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    String type = type(request);
    String key = request.pathParameters().getOrDefault("stateKey", "");
    members.check(type, key, Fields.of(request), request.user());
    if (type.equals("m.room.member") && key.equals(request.user().value())) {
      return log.append(view -> List.of(members.state(view, room, request.user(), request.json())))
          .thenApply(SendApi::answer);
    }
    if (type.equals(CanonicalAlias.TYPE)) {
      checkAliases(room, request.json());
    }
    checkTombstone(room, type, request.json());
    return append(timed(request, Draft.state(room, request.user(), type, key, request.json())));
  }

  /**
   * Application services may say when an event was (Application Service API, "Timestamp
   * massaging"); from anybody else {@code ts} is passed over.
   */
  private static Draft timed(MatrixRequest request, Draft draft) {
    if (request.signedIn().service() == null) {
      return draft;
    }
    Optional<Long> time = request.queryNumber("ts");
    if (time.isEmpty()) {
      return draft;
    }
    if (time.get() < 0 || time.get() > LATEST_MS) {
      throw Problem.invalidParam("'ts' is a time in milliseconds since 1970, not before.");
    }
    return draft.at(Instant.ofEpochMilli(time.get()));
  }

  private static String type(MatrixRequest request) {
    String type = request.pathParameter("eventType");
    if (type.isEmpty() || type.length() > 255) {
      throw Problem.invalidParam("An event type has 1 to 255 characters.");
    }
    return type;
  }

  private static void checkTombstone(RoomId room, String type, ObjectNode content) {
    if (type.equals(RoomUpgrade.TOMBSTONE)
        && room.value().equals(content.path("replacement_room").textValue())) {
      throw Problem.invalidParam("A room can not be replaced by itself: name another one.");
    }
  }

  private void checkAliases(RoomId room, ObjectNode content) {
    ObjectNode before =
        log.view().state(room, CanonicalAlias.TYPE, "").map(Event::content).orElseGet(Json::object);
    CanonicalAlias.check(
        Fields.of(content),
        before,
        alias -> aliases.find(alias).filter(entry -> entry.room().equals(room)).isPresent());
  }

  /** The draft under the transaction id of the path, where it has one. */
  private static Draft in(MatrixRequest request, String scope, Draft draft) {
    Caller caller = request.signedIn();
    String id = request.pathParameters().get("txnId");
    if (id == null) {
      return draft;
    }
    if (id.isEmpty() || id.length() > 255) {
      throw Problem.invalidParam("A transaction id has 1 to 255 characters.");
    }
    return draft.in(new Draft.Transaction(caller.device(), scope, id));
  }

  private CompletionStage<MatrixResponse> append(Draft draft) {
    return log.append(draft).thenApply(SendApi::answer);
  }

  private static MatrixResponse answer(RoomLog.Appended appended) {
    return MatrixResponse.ok(Json.object().put("event_id", appended.first().id().value()));
  }
}
