package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;

/** {@code GET /mutual_rooms}: the rooms that two people are both in. */
final class MutualRoomsApi {
  private static final int MOST = 100;

  private final RoomLog log;
  private final RoomReader reader;

  MutualRoomsApi(RoomLog log, RoomReader reader) {
    this.log = log;
    this.reader = reader;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "GET",
            "/_matrix/client/v1/mutual_rooms",
            Access.SIGNED_IN,
            Body.NONE,
            request -> answer(request, "from", "next_batch")),
        // The proposal's spelling, MSC2666.
        Endpoint.of(
            "GET",
            "/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms",
            Access.SIGNED_IN,
            Body.NONE,
            request -> answer(request, "batch_token", "next_batch_token")));
  }

  private MatrixResponse answer(MatrixRequest request, String from, String next) {
    UserId other =
        UserId.of(
            request
                .queryParameter("user_id")
                .orElseThrow(() -> Problem.missingParam("'user_id' is missing: say whose.")));
    if (other.equals(request.user())) {
      throw Problem.invalidParam("'user_id' is your own: you share all your rooms.");
    }
    int start = request.queryParameter(from).map(MutualRoomsApi::offset).orElse(0);
    Set<RoomId> theirs = log.view().rooms(other, Membership.JOIN);
    List<RoomId> both =
        log.view().rooms(request.user(), Membership.JOIN).stream()
            .filter(room -> theirs.contains(room) && reader.rights().mayRead(request.user(), room))
            .sorted()
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode joined = answer.putArray("joined");
    both.stream().skip(start).limit(MOST).forEach(room -> joined.add(room.value()));
    answer.put("count", both.size());
    if (start + MOST < both.size()) {
      answer.put(next, "m" + (start + MOST));
    }
    return MatrixResponse.ok(answer);
  }

  private static int offset(String token) {
    if (!token.matches("m\\d{1,8}")) {
      throw Problem.invalidParam("The paging token is not one that this server gave out.");
    }
    return Integer.parseInt(token.substring(1));
  }
}
