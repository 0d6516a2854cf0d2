package org.caseroom.matrix;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Report;
import org.caseroom.rooms.Rooms;

/**
 * Reporting rooms, events and people (client-server API, "Reporting Content"): what one may not see
 * is not there, and whether a person has an account here is not told.
 */
final class ReportsApi {
  private static final int LONGEST_REASON = 10_000;

  private final Rooms rooms;
  private final Accounts accounts;

  ReportsApi(Rooms rooms, Accounts accounts) {
    this.rooms = rooms;
    this.accounts = accounts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        post("/_matrix/client/v3/rooms/{roomId}/report", this::room),
        post("/_matrix/client/v3/rooms/{roomId}/report/{eventId}", this::event),
        post("/_matrix/client/v3/users/{userId}/report", this::user));
  }

  private static Endpoint post(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("POST", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private static String checked(String reason) {
    if (reason.length() > LONGEST_REASON) {
      throw Problem.invalidParam("A reason has at most " + LONGEST_REASON + " characters.");
    }
    return reason;
  }

  private MatrixResponse room(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    String reason = checked(Fields.of(request).requireText("reason"));
    if (!rooms.log().view().exists(room)) {
      throw Problem.notFound("There is no such room on this server.");
    }
    return add(new Report(0, now(), request.user(), room, null, null, reason, null));
  }

  private MatrixResponse event(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    EventId id = EventId.of(request.pathParameter("eventId"));
    UserId user = request.user();
    Fields body = Fields.of(request);
    String reason = checked(body.text("reason").orElse(""));
    Optional<Long> score = body.number("score", -100, 0);
    Optional<Event> event =
        rooms.log().view().membership(room, user) == Membership.JOIN
            ? rooms.reader().event(user, room, id)
            : Optional.empty();
    if (event.isEmpty()) {
      throw Problem.notFound("There is no such event, or you are not in its room.");
    }
    return add(
        new Report(
            0,
            now(),
            user,
            room,
            id,
            event.get().sender(),
            reason,
            score.map(Long::intValue).orElse(null)));
  }

  private MatrixResponse user(MatrixRequest request) {
    UserId who = UserId.of(request.pathParameter("userId"));
    String reason = checked(Fields.of(request).requireText("reason"));
    return accounts.find(who).isEmpty()
        ? MatrixResponse.empty()
        : add(new Report(0, now(), request.user(), null, null, who, reason, null));
  }

  private Instant now() {
    return rooms.log().view().now();
  }

  private MatrixResponse add(Report report) {
    rooms.reports().add(report);
    return MatrixResponse.empty();
  }
}
