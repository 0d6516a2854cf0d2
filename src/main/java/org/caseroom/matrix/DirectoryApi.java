package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.PowerLevels;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** The names that lead to rooms, and which rooms stand in the directory. */
final class DirectoryApi {
  private static final String ALIAS = "/_matrix/client/v3/directory/room/{roomAlias}";
  private static final String NETWORK =
      "/_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}";
  private static final String LISTED = "/_matrix/client/v3/directory/list/room/{roomId}";

  private final RoomLog log;
  private final RoomReader reader;
  private final Aliases aliases;
  private final ServerName server;

  DirectoryApi(RoomLog log, RoomReader reader, Aliases aliases, ServerName server) {
    this.log = log;
    this.reader = reader;
    this.aliases = aliases;
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
        // The proposal's spelling, MSC2432.
        Endpoint.of(
            "GET",
            "/_matrix/client/unstable/org.matrix.msc2432/rooms/{roomId}/aliases",
            Access.SIGNED_IN,
            Body.NONE,
            this::ofRoom),
        Endpoint.of("GET", LISTED, Access.OPTIONAL, Body.NONE, this::isListed),
        Endpoint.of("PUT", LISTED, Access.SIGNED_IN, Body.JSON, this::list),
        Endpoint.of("PUT", NETWORK, Access.SIGNED_IN, Body.JSON, this::listInNetwork),
        Endpoint.of(
            "DELETE", NETWORK, Access.SIGNED_IN, Body.NONE, request -> inNetwork(request, false)));
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
      reader.rights().requireWatchable(request.user(), room);
    } else {
      reader.rights().requireJoined(request.user(), room);
    }
    aliases.add(alias(request), room, request.user());
    return MatrixResponse.empty();
  }

  private MatrixResponse remove(MatrixRequest request) {
    Aliases.Entry entry = aliases.require(alias(request));
    UserId user = request.user();
    boolean may = mayDescribe(user, entry.room());
    if (!isService(request) && !entry.by().equals(user) && !may) {
      throw Problem.forbidden(
          "An alias is removed by who made it, or by who may change the room's aliases.");
    }
    aliases.remove(entry.alias());
    if (may) {
      log.appendNow(view -> without(view, user, entry));
    }
    return MatrixResponse.empty();
  }

  private static boolean isService(MatrixRequest request) {
    return request.signedIn().service() != null;
  }

  private boolean mayDescribe(UserId user, RoomId room) {
    PowerLevels levels = PowerLevels.of(log.view(), room);
    return log.view().membership(room, user) == Membership.JOIN
        && levels.user(user) >= levels.forEvent(CanonicalAlias.TYPE, true);
  }

  /** A room does not go on calling itself by a name that leads nowhere. */
  private static List<Draft> without(RoomView view, UserId user, Aliases.Entry entry) {
    return view
        .state(entry.room(), CanonicalAlias.TYPE, "")
        .flatMap(before -> CanonicalAlias.without(before.content(), entry.alias()))
        .map(after -> Draft.state(entry.room(), user, CanonicalAlias.TYPE, "", after))
        .stream()
        .toList();
  }

  private MatrixResponse ofRoom(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    if (!RoomSummaries.worldReadable(log.view(), room)) {
      reader.rights().requireJoined(request.user(), room);
    }
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("aliases");
    aliases.of(room).forEach(alias -> list.add(alias.value()));
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse isListed(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    requireKnown(room);
    return MatrixResponse.ok(
        Json.object().put("visibility", aliases.isListed(room) ? "public" : "private"));
  }

  private void requireKnown(RoomId room) {
    if (!log.view().exists(room)) {
      throw Problem.notFound("There is no such room on this server.");
    }
  }

  private static boolean isPublic(String visibility) {
    return switch (visibility) {
      case "public" -> true;
      case "private" -> false;
      default -> throw Problem.invalidParam("'visibility' is public or private.");
    };
  }

  private MatrixResponse listInNetwork(MatrixRequest request) {
    return inNetwork(request, isPublic(Fields.of(request).requireText("visibility")));
  }

  /** The list that an application service keeps for one of its networks. */
  private MatrixResponse inNetwork(MatrixRequest request, boolean listed) {
    MatrixRequest.Service service = request.signedIn().service();
    if (service == null) {
      throw Problem.forbidden("Only application services keep lists for their networks.");
    }
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    String network = request.pathParameter("networkId");
    if (network.length() > 255) {
      throw Problem.invalidParam("The id of a network has at most 255 characters.");
    }
    if (listed && !reader.rights().mayBeWatched(room)) {
      throw Problem.forbidden("There is no such room here, or it is not for others to find.");
    }
    aliases.list(service.id(), network, room, listed);
    return MatrixResponse.empty();
  }

  private MatrixResponse list(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    boolean listed = isPublic(Fields.of(request).text("visibility").orElse("public"));
    requireKnown(room);
    reader.rights().requireJoined(request.user(), room);
    if (!mayDescribe(request.user(), room)) {
      throw Problem.forbidden("You lack the power to put this room into the directory.");
    }
    aliases.list(room, listed);
    return MatrixResponse.empty();
  }
}
