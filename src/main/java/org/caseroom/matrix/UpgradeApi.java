package org.caseroom.matrix;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomVersion;

/** {@code POST /rooms/{roomId}/upgrade}: a room is replaced by one of another version. */
final class UpgradeApi {
  private final RoomLog log;
  private final Members members;
  private final Aliases aliases;
  private final Successors successors;
  private final ServerName server;

  UpgradeApi(
      RoomLog log, Members members, Aliases aliases, Successors successors, ServerName server) {
    this.log = log;
    this.members = members;
    this.aliases = aliases;
    this.successors = successors;
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            "POST",
            "/_matrix/client/v3/rooms/{roomId}/upgrade",
            Access.SIGNED_IN,
            Body.JSON,
            this::upgrade));
  }

  private CompletionStage<MatrixResponse> upgrade(MatrixRequest request) {
    RoomId old = RoomId.of(request.pathParameter("roomId"));
    UserId user = request.user();
    Fields body = Fields.of(request);
    RoomVersion version = body.requireText("new_version", RoomVersion::of);
    List<UserId> additional =
        body.texts("additional_creators").orElse(List.of()).stream().map(UserId::of).toList();
    return log.append(new RoomUpgrade(old, user, version, additional, members, server))
        .thenApply(
            appended -> {
              String named = appended.first().content().path("replacement_room").asText();
              RoomId replacement = RoomId.of(named);
              aliases.move(old, replacement);
              successors.joined(user, replacement);
              return MatrixResponse.ok(Json.object().put("replacement_room", named));
            });
  }
}
