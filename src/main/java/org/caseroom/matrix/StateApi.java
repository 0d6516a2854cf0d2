package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.ClientEvents.Shape;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;

/** A room's state, and who is in it. */
final class StateApi {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  private final RoomLog log;
  private final RoomReader reader;
  private final ClientEvents events;

  StateApi(RoomLog log, RoomReader reader, ClientEvents events) {
    this.log = log;
    this.reader = reader;
    this.events = events;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(ROOM + "/state", this::all),
        get(ROOM + "/state/{eventType}", this::one),
        get(ROOM + "/state/{eventType}/{stateKey}", this::one),
        get(ROOM + "/members", this::members),
        get(ROOM + "/joined_members", this::joinedMembers),
        get("/_matrix/client/v3/joined_rooms", this::joinedRooms));
  }

  private static Endpoint get(
      String path, java.util.function.Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static RoomId room(MatrixRequest request) {
    return RoomId.of(request.pathParameter("roomId"));
  }

  private MatrixResponse all(MatrixRequest request) {
    ArrayNode list = Json.array();
    for (Event event : reader.state(request.user(), room(request))) {
      list.add(events.state(event, request.signedIn(), Shape.WITH_ROOM));
    }
    return MatrixResponse.ok(list);
  }

  private MatrixResponse one(MatrixRequest request) {
    String type = request.pathParameter("eventType");
    String key = request.pathParameters().getOrDefault("stateKey", "");
    Event event =
        reader
            .state(request.user(), room(request), type, key)
            .orElseThrow(
                () -> Problem.notFound("The room has no state of this type and state key."));
    String format = request.queryParameter("format").orElse("content");
    return switch (format) {
      case "content" -> MatrixResponse.ok(event.content());
      case "event" -> MatrixResponse.ok(events.state(event, request.signedIn(), Shape.WITH_ROOM));
      default -> throw Problem.invalidParam("'format' is content or event.");
    };
  }

  private MatrixResponse members(MatrixRequest request) {
    RoomId room = room(request);
    Optional<Membership> only = request.queryParameter("membership").map(StateApi::membership);
    Optional<Membership> not = request.queryParameter("not_membership").map(StateApi::membership);
    Optional<Long> at = Tokens.position(request.queryParameter("at"));
    UserId user = request.user();
    Collection<Event> state =
        at.isPresent() ? reader.stateAt(user, room, at.get()) : reader.state(user, room);
    ObjectNode answer = Json.object();
    ArrayNode chunk = answer.putArray("chunk");
    for (Event event : state) {
      if (event.type().equals("m.room.member")) {
        Membership is = Membership.of(event.text("membership").orElse("leave"));
        // Both together widen each other, as the specification has it.
        boolean wanted =
            (only.isEmpty() && not.isEmpty())
                || only.filter(membership -> membership == is).isPresent()
                || not.filter(membership -> membership != is).isPresent();
        if (wanted) {
          chunk.add(events.state(event, request.signedIn(), Shape.WITH_ROOM));
        }
      }
    }
    return MatrixResponse.ok(answer);
  }

  private static Membership membership(String word) {
    try {
      return Membership.of(word);
    } catch (Problem e) {
      throw Problem.invalidParam(e.message());
    }
  }

  /** Who is in a room. As on other servers, and as suites ask, what is not set is null here. */
  private MatrixResponse joinedMembers(MatrixRequest request) {
    RoomId room = room(request);
    reader.rights().requireJoined(request.user(), room);
    ObjectNode answer = Json.object();
    ObjectNode joined = answer.putObject("joined");
    // Only those whose membership the reader may see: as in the list of members.
    Map<String, Event> members = new TreeMap<>();
    for (Event event : reader.state(request.user(), room, "m.room.member")) {
      if (Membership.of(event.text("membership").orElse("")) == Membership.JOIN) {
        members.put(String.valueOf(event.stateKey()), event);
      }
    }
    members.forEach(
        (member, event) ->
            joined
                .putObject(member)
                .put("display_name", event.text("displayname").orElse(null))
                .put("avatar_url", event.text("avatar_url").orElse(null)));
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse joinedRooms(MatrixRequest request) {
    ObjectNode answer = Json.object();
    ArrayNode rooms = answer.putArray("joined_rooms");
    log.view().rooms(request.user(), Membership.JOIN).forEach(room -> rooms.add(room.value()));
    return MatrixResponse.ok(answer);
  }
}
