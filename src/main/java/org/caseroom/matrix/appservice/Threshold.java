package org.caseroom.matrix.appservice;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Handler;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of endpoints for the sake of application services: names that they keep to
 * themselves, names of theirs that are not there yet, and what they do otherwise than people.
 */
final class Threshold {
  private static final String V3 = "/_matrix/client/v3";

  /** More people than a new room may have invited are not asked for. */
  private static final int MOST_GUESTS = 200;

  private final Registrations registrations;
  private final ServiceUsers users;
  private final ServiceAccounts accounts;
  private final Lookups lookups;
  private final Surroundings around;

  /**
   * What it looks at beside.
   *
   * @param executor runs endpoints that had to wait for an application service
   */
  record Surroundings(ServerName server, Sessions sessions, RoomView view, Executor executor) {}

  Threshold(
      Registrations registrations,
      ServiceUsers users,
      ServiceAccounts accounts,
      Lookups lookups,
      Surroundings around) {
    this.registrations = registrations;
    this.users = users;
    this.accounts = accounts;
    this.lookups = lookups;
    this.around = around;
  }

  /** The same endpoints, each with what comes before it. */
  List<Endpoint> before(List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(
            each ->
                new Endpoint(each.method(), each.path(), each.access(), each.body(), handler(each)))
        .toList();
  }

  private Handler handler(Endpoint endpoint) {
    Handler inner = endpoint.handler();
    String path = endpoint.path();
    if (!path.startsWith(V3)) {
      return path.endsWith("/room_summary/{roomIdOrAlias}")
          ? asking(inner, request -> lookups.alias(request.pathParameter("roomIdOrAlias")))
          : inner;
    }
    return switch (endpoint.method() + " " + path.substring(V3.length())) {
      case "POST /register" -> request -> register(request, inner);
      case "GET /register/available" ->
          checking(
              inner,
              request -> accounts.checkWanted(request.queryParameter("username").orElse("")));
      case "POST /login" -> request -> login(request, inner);
      case "PUT /directory/room/{roomAlias}", "DELETE /directory/room/{roomAlias}" ->
          checking(inner, this::checkAlias);
      case "GET /directory/room/{roomAlias}" ->
          asking(inner, request -> lookups.alias(request.pathParameter("roomAlias")));
      case "POST /join/{roomIdOrAlias}", "POST /knock/{roomIdOrAlias}" ->
          asking(inner, request -> lookups.alias(request.pathParameter("roomIdOrAlias")));
      case "POST /rooms/{roomId}/invite" -> asking(inner, this::askForInvited);
      case "POST /createRoom" -> asking(checking(inner, this::checkNewRoom), this::askForGuests);
      case "PUT /devices/{deviceId}" -> request -> putDevice(request, inner);
      case "POST /keys/upload" -> checking(inner, Threshold::requireDevice);
      case "GET /rooms/{roomId}/joined_members" -> request -> inner.handle(asMember(request));
      default -> inner;
    };
  }

  private interface Check {
    void check(MatrixRequest request);
  }

  private static Handler checking(Handler inner, Check check) {
    return request -> {
      check.check(request);
      return inner.handle(request);
    };
  }

  /** Goes on when the services have answered; at once where none is asked. */
  private Handler asking(
      Handler inner, Function<MatrixRequest, CompletionStage<Boolean>> question) {
    return request -> {
      CompletableFuture<Boolean> asked = question.apply(request).toCompletableFuture();
      return asked.isDone() && !asked.isCompletedExceptionally()
          ? inner.handle(request)
          : asked.thenComposeAsync(found -> inner.handle(request), around.executor());
    };
  }

  private static boolean isForServices(MatrixRequest request) {
    return ServiceAccounts.TYPE.equals(request.json().path("type").asText());
  }

  private CompletionStage<MatrixResponse> register(MatrixRequest request, Handler inner) {
    if (isForServices(request)) {
      return CompletableFuture.completedFuture(accounts.register(request));
    }
    accounts.checkWanted(request.json().path("username").asText());
    return inner.handle(request);
  }

  private CompletionStage<MatrixResponse> login(MatrixRequest request, Handler inner) {
    return isForServices(request)
        ? CompletableFuture.completedFuture(accounts.login(request))
        : inner.handle(request);
  }

  private @Nullable Registration service(MatrixRequest request) {
    Caller caller = request.caller();
    MatrixRequest.Service service = caller == null ? null : caller.service();
    return service == null ? null : registrations.byId(service.id()).orElse(null);
  }

  private void checkAlias(MatrixRequest request) {
    registrations.check(RoomAlias.of(request.pathParameter("roomAlias")), service(request));
  }

  private void checkNewRoom(MatrixRequest request) {
    String name = request.json().path("room_alias_name").asText();
    if (!name.isEmpty()) {
      aliasOf(name).ifPresent(alias -> registrations.check(alias, service(request)));
    }
  }

  /** A name that is none is told by the endpoint. */
  private Optional<RoomAlias> aliasOf(String name) {
    try {
      return Optional.of(RoomAlias.of("#" + name + ":" + around.server()));
    } catch (Problem notAnAlias) {
      return Optional.empty();
    }
  }

  private CompletionStage<Boolean> askForInvited(MatrixRequest request) {
    return lookups.user(request.json().path("user_id").asText());
  }

  private CompletionStage<Boolean> askForGuests(MatrixRequest request) {
    CompletionStage<Boolean> all = CompletableFuture.completedFuture(false);
    int asked = 0;
    for (var guest : request.json().path("invite")) {
      if (asked++ == MOST_GUESTS) {
        break;
      }
      CompletionStage<Boolean> one = lookups.user(guest.asText());
      all = all.thenCombine(one, (before, now) -> before || now);
    }
    return all;
  }

  /** An application service makes devices for its users (client-server API, since v1.17). */
  private CompletionStage<MatrixResponse> putDevice(MatrixRequest request, Handler inner) {
    if (service(request) != null) {
      DeviceId device = DeviceId.of(request.pathParameter("deviceId"));
      String name = Fields.of(request).text("display_name").orElse(null);
      if (around.sessions().addDevice(request.user(), device, name)) {
        return CompletableFuture.completedFuture(
            new MatrixResponse.JsonBody(201, java.util.Map.of(), Json.object()));
      }
    }
    return inner.handle(request);
  }

  private static void requireDevice(MatrixRequest request) {
    if (!request.signedIn().hasDevice()) {
      throw Problem.missingParam("Keys belong to a device: name it by 'device_id' in the query.");
    }
  }

  /** An application service may ask for members where any of its users is one. */
  private MatrixRequest asMember(MatrixRequest request) {
    Registration service = service(request);
    Caller caller = request.caller();
    String text = request.pathParameter("roomId");
    if (service == null || caller == null || !text.startsWith("!")) {
      return request;
    }
    RoomId room = RoomId.of(text);
    if (around.view().membership(room, caller.user()) == Membership.JOIN) {
      return request;
    }
    return around.view().members(room, Membership.JOIN).stream()
        .filter(member -> users.owns(service, member))
        .findFirst()
        .map(member -> request.by(new Caller(member, caller.device(), caller.service())))
        .orElse(request);
  }
}
