package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomLog;

/** The rooms of a space, and a room in brief. */
final class SpacesApi {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 200;
  private static final Pattern TOKEN = Pattern.compile("h(\\d{1,8})(_[01]_\\d{1,4})");
  private static final int MOST_ROOMS = 2000;

  private final RoomLog log;
  private final RoomSummaries summaries;
  private final Aliases aliases;

  SpacesApi(RoomLog log, RoomSummaries summaries, Aliases aliases) {
    this.log = log;
    this.summaries = summaries;
    this.aliases = aliases;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "GET",
            "/_matrix/client/v1/rooms/{roomId}/hierarchy",
            Access.SIGNED_IN,
            Body.NONE,
            this::hierarchy),
        summary("/_matrix/client/v1/room_summary/{roomIdOrAlias}"),
        // What clients ask that know the proposal and not yet the specification (MSC3266).
        summary("/_matrix/client/unstable/im.nheko.summary/summary/{roomIdOrAlias}"),
        summary("/_matrix/client/unstable/im.nheko.summary/rooms/{roomIdOrAlias}/summary"));
  }

  private Endpoint summary(String path) {
    return Endpoint.of("GET", path, Access.OPTIONAL, Body.NONE, this::summary);
  }

  private MatrixResponse summary(MatrixRequest request) {
    RoomId room = aliases.room(request.pathParameter("roomIdOrAlias"));
    MatrixRequest.Caller caller = request.caller();
    boolean mayKnow =
        caller == null ? summaries.isOpen(room) : summaries.mayKnow(caller.user(), room);
    if (!mayKnow) {
      throw Problem.notFound("There is no such room, or you may not know of it.");
    }
    ObjectNode summary = summaries.of(room);
    if (caller != null && Members.event(log.view(), room, caller.user()).isPresent()) {
      summary.put("membership", log.view().membership(room, caller.user()).json());
    }
    return MatrixResponse.ok(summary);
  }

  /** A room still to be looked at, and how far down it is. */
  private record Step(RoomId room, int depth) {}

  private MatrixResponse hierarchy(MatrixRequest request) {
    RoomId root = RoomId.of(request.pathParameter("roomId"));
    UserId user = request.user();
    if (!summaries.mayKnow(user, root)) {
      throw Problem.forbidden("You may not see into this space.");
    }
    boolean suggestedOnly =
        request.queryParameter("suggested_only").filter("true"::equals).isPresent();
    long maxDepth = request.queryNumber("max_depth").orElse((long) MOST);
    if (maxDepth < 0) {
      throw Problem.invalidParam("'max_depth' should be a whole number from 0 on.");
    }
    int limit = TimelineApi.limit(request, DEFAULT_LIMIT, MOST);
    if (limit == 0) {
      throw Problem.invalidParam("'limit' should be a whole number from 1 on.");
    }
    // The pages of one list belong to one question.
    String question = "_" + (suggestedOnly ? 1 : 0) + "_" + Math.min(maxDepth, MOST);
    int start = request.queryParameter("from").map(from -> offset(from, question)).orElse(0);

    List<RoomId> rooms = walk(root, user, suggestedOnly, maxDepth);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("rooms");
    rooms.stream().skip(start).limit(limit).forEach(room -> list.add(entry(room, suggestedOnly)));
    if (start + limit < rooms.size()) {
      answer.put("next_batch", "h" + (start + limit) + question);
    }
    return MatrixResponse.ok(answer);
  }

  private static int offset(String token, String question) {
    Matcher matcher = TOKEN.matcher(token);
    if (!matcher.matches()) {
      throw Problem.invalidParam("'from' is not a token that this server gave out.");
    }
    if (!matcher.group(2).equals(question)) {
      throw Problem.invalidParam(
          "'suggested_only' and 'max_depth' stay the same from page to page.");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** The rooms that the user may know of, depth first, each once. */
  private List<RoomId> walk(RoomId root, UserId user, boolean suggestedOnly, long maxDepth) {
    List<RoomId> found = new ArrayList<>();
    Set<RoomId> seen = new HashSet<>();
    Deque<Step> open = new ArrayDeque<>();
    open.push(new Step(root, 0));
    while (!open.isEmpty() && found.size() < MOST_ROOMS) {
      Step step = open.pop();
      if (!seen.add(step.room()) || !summaries.mayKnow(user, step.room())) {
        continue;
      }
      found.add(step.room());
      if (step.depth() < maxDepth && isSpace(step.room())) {
        List<Event> children = children(step.room(), suggestedOnly);
        for (int i = children.size() - 1; i >= 0; i--) {
          RoomId child = RoomId.of(String.valueOf(children.get(i).stateKey()));
          open.push(new Step(child, step.depth() + 1));
        }
      }
    }
    return found;
  }

  private boolean isSpace(RoomId room) {
    return log.view()
        .state(room, "m.room.create", "")
        .flatMap(create -> create.text("type"))
        .filter("m.space"::equals)
        .isPresent();
  }

  private List<Event> children(RoomId space, boolean suggestedOnly) {
    return summaries.children(space).stream()
        .filter(child -> !suggestedOnly || child.content().path("suggested").asBoolean())
        .toList();
  }

  private ObjectNode entry(RoomId room, boolean suggestedOnly) {
    ObjectNode json = summaries.of(room);
    ArrayNode children = json.putArray("children_state");
    if (isSpace(room)) {
      for (Event child : children(room, suggestedOnly)) {
        children.add(
            ClientEvents.stripped(child)
                .put("room_id", room.value())
                .put("origin_server_ts", child.originServerTs()));
      }
    }
    return json;
  }
}
