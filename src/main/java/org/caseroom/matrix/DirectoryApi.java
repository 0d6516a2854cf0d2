package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.PowerLevels;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** The names that lead to rooms, and the directory of public rooms. */
final class DirectoryApi {
  private static final String ALIAS = "/_matrix/client/v3/directory/room/{roomAlias}";
  private static final String LISTED = "/_matrix/client/v3/directory/list/room/{roomId}";
  private static final int MOST = 500;

  private final RoomLog log;
  private final RoomReader reader;
  private final Aliases aliases;
  private final RoomSummaries summaries;
  private final ServerName server;

  DirectoryApi(
      RoomLog log, RoomReader reader, Aliases aliases, RoomSummaries summaries, ServerName server) {
    this.log = log;
    this.reader = reader;
    this.aliases = aliases;
    this.summaries = summaries;
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", ALIAS, Access.OPTIONAL, Body.NONE, this::resolve),
        Endpoint.of("PUT", ALIAS, Access.SIGNED_IN, Body.JSON, this::add),
        Endpoint.of("DELETE", ALIAS, Access.SIGNED_IN, Body.NONE, this::remove),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/rooms/{roomId}/aliases",
            Access.SIGNED_IN,
            Body.NONE,
            this::ofRoom),
        Endpoint.of("GET", LISTED, Access.OPTIONAL, Body.NONE, this::isListed),
        Endpoint.of("PUT", LISTED, Access.SIGNED_IN, Body.JSON, this::list),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/publicRooms",
            Access.SIGNED_IN,
            Body.NONE,
            request ->
                publicRooms(
                    request,
                    request.queryNumber("limit"),
                    request.queryParameter("since"),
                    Fields.of(Json.object()))),
        Endpoint.of(
            "POST",
            "/_matrix/client/v3/publicRooms",
            Access.SIGNED_IN,
            Body.JSON,
            request -> {
              Fields body = Fields.of(request);
              return publicRooms(
                  request,
                  body.number("limit"),
                  body.text("since"),
                  body.fields("filter").orElseGet(() -> Fields.of(Json.object())));
            }));
  }

  private static RoomAlias alias(MatrixRequest request) {
    return RoomAlias.of(request.pathParameter("roomAlias"));
  }

  private MatrixResponse resolve(MatrixRequest request) {
    ObjectNode answer = Json.object();
    answer.put("room_id", aliases.require(alias(request)).room().value());
    answer.putArray("servers").add(server.value());
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse add(MatrixRequest request) {
    RoomId room = Fields.of(request).requireText("room_id", RoomId::of);
    if (isService(request)) {
      // Of an alias of its own, which was looked at before.
      reader.requireWatchable(request.user(), room);
    } else {
      reader.requireJoined(request.user(), room);
    }
    aliases.add(alias(request), room, request.user());
    return MatrixResponse.empty();
  }

  private MatrixResponse remove(MatrixRequest request) {
    Aliases.Entry entry = aliases.require(alias(request));
    UserId user = request.user();
    PowerLevels levels = PowerLevels.of(log.view(), entry.room());
    if (!isService(request)
        && !entry.by().equals(user)
        && levels.user(user) < levels.forEvent("m.room.canonical_alias", true)) {
      throw Problem.forbidden(
          "An alias is removed by who made it, or by who may change the room's aliases.");
    }
    aliases.remove(entry.alias());
    return MatrixResponse.empty();
  }

  private static boolean isService(MatrixRequest request) {
    return request.signedIn().service() != null;
  }

  private MatrixResponse ofRoom(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    reader.requireJoined(request.user(), room);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("aliases");
    aliases.of(room).forEach(alias -> list.add(alias.value()));
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse isListed(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    if (!log.view().exists(room)) {
      throw Problem.notFound("There is no such room on this server.");
    }
    return MatrixResponse.ok(
        Json.object().put("visibility", aliases.isListed(room) ? "public" : "private"));
  }

  private MatrixResponse list(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    String visibility = Fields.of(request).text("visibility").orElse("public");
    if (!visibility.equals("public") && !visibility.equals("private")) {
      throw Problem.invalidParam("'visibility' is public or private.");
    }
    reader.requireJoined(request.user(), room);
    PowerLevels levels = PowerLevels.of(log.view(), room);
    if (levels.user(request.user()) < levels.forEvent("m.room.canonical_alias", true)) {
      throw Problem.forbidden("You lack the power to put this room into the directory.");
    }
    aliases.list(room, visibility.equals("public"));
    return MatrixResponse.empty();
  }

  private MatrixResponse publicRooms(
      MatrixRequest request, Optional<Long> limit, Optional<String> since, Fields filter) {
    request
        .queryParameter("server")
        .filter(name -> !name.equals(server.value()))
        .ifPresent(
            other -> {
              throw Problem.notFound("This server lists its own rooms only.");
            });
    @Nullable String term =
        filter.text("generic_search_term").map(text -> text.toLowerCase(Locale.ROOT)).orElse(null);
    int start = since.filter(text -> !text.isEmpty()).map(DirectoryApi::offset).orElse(0);
    int most = (int) Math.max(1, Math.min(limit.orElse((long) MOST), MOST));
    List<ObjectNode> rooms =
        aliases.listed().stream()
            .filter(log.view()::exists)
            .map(summaries::of)
            .filter(room -> term == null || mentions(room, term))
            .filter(room -> isOfType(room, filter))
            .sorted((a, b) -> members(b) - members(a))
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode chunk = answer.putArray("chunk");
    rooms.stream().skip(start).limit(most).forEach(chunk::add);
    answer.put("total_room_count_estimate", rooms.size());
    if (start + most < rooms.size()) {
      answer.put("next_batch", "p" + (start + most));
    }
    if (start > 0) {
      answer.put("prev_batch", "p" + Math.max(0, start - most));
    }
    return MatrixResponse.ok(answer);
  }

  private static int members(ObjectNode room) {
    return room.path("num_joined_members").asInt();
  }

  private static int offset(String token) {
    if (!token.matches("p\\d{1,8}")) {
      throw Problem.invalidParam("'since' is not a token that this server gave out.");
    }
    return Integer.parseInt(token.substring(1));
  }

  private static boolean mentions(ObjectNode room, String term) {
    return List.of("name", "topic", "canonical_alias").stream()
        .anyMatch(field -> room.path(field).asText().toLowerCase(Locale.ROOT).contains(term));
  }

  /** {@code room_types} lists wanted types, null among them for rooms without one. */
  private static boolean isOfType(ObjectNode room, Fields filter) {
    var types = filter.node("room_types");
    if (types.isEmpty()) {
      return true;
    }
    for (var type : types.get()) {
      if (type.isNull() ? !room.has("room_type") : room.path("room_type").equals(type)) {
        return true;
      }
    }
    return false;
  }
}
