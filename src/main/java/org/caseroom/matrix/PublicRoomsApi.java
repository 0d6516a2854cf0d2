package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.RoomLog;
import org.jspecify.annotations.Nullable;

/**
 * The directory of public rooms, by the page and searched. What stands in it was put there for all
 * to see, so it is read without signing in, as the specification has it.
 */
final class PublicRoomsApi {
  private static final String PATH = "/_matrix/client/v3/publicRooms";
  private static final int MOST = 500;

  private final RoomLog log;
  private final Aliases aliases;
  private final RoomSummaries summaries;
  private final ServerName server;

  PublicRoomsApi(RoomLog log, Aliases aliases, RoomSummaries summaries, ServerName server) {
    this.log = log;
    this.aliases = aliases;
    this.summaries = summaries;
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", PATH, Access.OPTIONAL, Body.NONE, this::list),
        Endpoint.of("POST", PATH, Access.SIGNED_IN, Body.JSON, this::search));
  }

  /** A part of the list. */
  private record Part(int start, int most) {
    static Part of(Optional<Long> limit, Optional<String> since) {
      long most = limit.orElse((long) MOST);
      if (most < 0) {
        throw Problem.invalidParam("'limit' should be a whole number from 1 on.");
      }
      return new Part(
          since.filter(text -> !text.isEmpty()).map(Part::offset).orElse(0),
          (int) Math.max(1, Math.min(most, MOST)));
    }

    private static int offset(String token) {
      if (!token.matches("p\\d{1,8}")) {
        throw Problem.invalidParam("'since' is not a token that this server gave out.");
      }
      return Integer.parseInt(token.substring(1));
    }
  }

  private MatrixResponse list(MatrixRequest request) {
    requireHere(request);
    Part part = Part.of(request.queryNumber("limit"), request.queryParameter("since"));
    return answer(rooms(aliases.listed(), Fields.of(Json.object())), part);
  }

  private MatrixResponse search(MatrixRequest request) {
    requireHere(request);
    Fields body = Fields.of(request);
    Part part = Part.of(body.number("limit"), body.text("since"));
    Fields filter = body.fields("filter").orElseGet(() -> Fields.of(Json.object()));
    return answer(rooms(listed(body), filter), part);
  }

  /** Rooms of other networks stand in lists of their own, which application services keep. */
  private List<RoomId> listed(Fields body) {
    Optional<String> network = body.text("third_party_instance_id").filter(id -> !id.isEmpty());
    if (body.flag("include_all_networks", false)) {
      if (network.isPresent()) {
        throw Problem.invalidParam(
            "'third_party_instance_id' names one network: leave 'include_all_networks' out.");
      }
      return aliases.listedAnywhere();
    }
    return network.map(aliases::listedBy).orElseGet(aliases::listed);
  }

  private void requireHere(MatrixRequest request) {
    request
        .queryParameter("server")
        .filter(name -> !name.equals(server.value()))
        .ifPresent(
            other -> {
              throw Problem.notFound("This server lists its own rooms only.");
            });
  }

  /** All rooms that pass a filter, those of the most people first. */
  private List<ObjectNode> rooms(List<RoomId> listed, Fields filter) {
    @Nullable String term =
        filter.text("generic_search_term").map(text -> text.toLowerCase(Locale.ROOT)).orElse(null);
    return listed.stream()
        .filter(log.view()::exists)
        .map(summaries::of)
        .filter(room -> term == null || mentions(room, term))
        .filter(room -> isOfType(room, filter))
        .sorted((a, b) -> members(b) - members(a))
        .toList();
  }

  private static MatrixResponse answer(List<ObjectNode> rooms, Part part) {
    ObjectNode answer = Json.object();
    ArrayNode chunk = answer.putArray("chunk");
    rooms.stream().skip(part.start()).limit(part.most()).forEach(chunk::add);
    answer.put("total_room_count_estimate", rooms.size());
    if (part.start() + part.most() < rooms.size()) {
      answer.put("next_batch", "p" + (part.start() + part.most()));
    }
    if (part.start() > 0) {
      answer.put("prev_batch", "p" + Math.max(0, part.start() - part.most()));
    }
    return MatrixResponse.ok(answer);
  }

  private static int members(ObjectNode room) {
    return room.path("num_joined_members").asInt();
  }

  private static boolean mentions(ObjectNode room, String term) {
    return List.of("name", "topic", "canonical_alias").stream()
        .anyMatch(field -> room.path(field).asText().toLowerCase(Locale.ROOT).contains(term));
  }

  /** {@code room_types} lists wanted types, null among them for rooms without one. */
  private static boolean isOfType(ObjectNode room, Fields filter) {
    Optional<JsonNode> types = filter.node("room_types");
    if (types.isEmpty()) {
      return true;
    }
    if (!types.get().isArray()) {
      throw Problem.badJson("'filter.room_types' should be a list.");
    }
    for (JsonNode type : types.get()) {
      if (type.isNull() ? !room.has("room_type") : room.path("room_type").equals(type)) {
        return true;
      }
    }
    return false;
  }
}
