package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/**
 * How application services make their users and sign them in (Application Service API, "Server
 * admin style permissions"): with their own token and without a password.
 */
final class ServiceAccounts {
  /** The type of sign-in and registration that is for application services. */
  static final String TYPE = "m.login.application_service";

  private final Registrations registrations;
  private final ServiceUsers users;
  private final Sessions sessions;
  private final ServerName server;

  ServiceAccounts(
      Registrations registrations, ServiceUsers users, Sessions sessions, ServerName server) {
    this.registrations = registrations;
    this.users = users;
    this.sessions = sessions;
    this.server = server;
  }

  /**
   * Which application service sends a request that needs no sign-in.
   *
   * @throws Problem 401 {@code M_MISSING_TOKEN} or {@code M_UNKNOWN_TOKEN}
   */
  Registration require(MatrixRequest request) {
    Secret token =
        token(request)
            .orElseThrow(
                () ->
                    Problem.of(
                        401,
                        "M_MISSING_TOKEN",
                        "Only application services do this: send the service's token."));
    return registrations
        .byToken(token)
        .orElseThrow(
            () ->
                Problem.of(
                    401,
                    "M_UNKNOWN_TOKEN",
                    "Only application services do this, and this is the token of none."));
  }

  private static Optional<Secret> token(MatrixRequest request) {
    String header = request.headers().getOrDefault("authorization", "");
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.of(Secret.of(header.substring(7).strip()));
    }
    return request.queryParameter("access_token").filter(text -> !text.isEmpty()).map(Secret::of);
  }

  /** Makes a user, and signs it in unless {@code inhibit_login} says no. */
  MatrixResponse register(MatrixRequest request) {
    Registration service = require(request);
    Fields body = Fields.of(request);
    String name =
        body.text("username")
            .or(() -> body.text("user"))
            .orElseThrow(() -> body.missing("username"));
    UserId user = UserId.local(name, server);
    registrations.checkNew(user, service);
    Optional<DeviceId> device = body.text("device_id", DeviceId::of);
    boolean silent = body.flag("inhibit_login", false);
    users.create(service, user);
    return silent
        ? MatrixResponse.ok(answer(user))
        : MatrixResponse.ok(signIn(user, device.orElse(null), body));
  }

  /** Signs a user in. */
  MatrixResponse login(MatrixRequest request) {
    Registration service = require(request);
    Fields body = Fields.of(request);
    String name =
        body.fields("identifier")
            .map(identifier -> identifier.requireText("user"))
            .or(() -> body.text("user"))
            .orElseThrow(() -> body.missing("identifier"));
    UserId user = name.startsWith("@") ? UserId.of(name) : UserId.local(name, server);
    if (!service.covers(user)) {
      throw Problem.of(
          403,
          "M_EXCLUSIVE",
          "This application service may not sign in as this user: it is outside its namespaces.");
    }
    if (!users.owns(service, user)) {
      throw Problem.forbidden("Application service has not registered this user: register it.");
    }
    return MatrixResponse.ok(signIn(user, body.text("device_id", DeviceId::of).orElse(null), body));
  }

  private ObjectNode signIn(
      UserId user, @org.jspecify.annotations.Nullable DeviceId device, Fields body) {
    Sessions.SignIn signIn =
        sessions.issue(user, device, body.text("initial_device_display_name").orElse(null));
    return answer(user)
        .put("access_token", signIn.token().reveal())
        .put("device_id", signIn.device().value());
  }

  private ObjectNode answer(UserId user) {
    return Json.object().put("user_id", user.value()).put("home_server", server.value());
  }

  /**
   * Refuses a name that somebody wants to register under where a service keeps it to itself.
   *
   * @throws Problem 400 {@code M_EXCLUSIVE}
   */
  void checkWanted(String name) {
    String user = "@" + name + ":" + server.value();
    if (!name.isEmpty() && UserId.isValid(user)) {
      registrations.checkNew(UserId.of(user), null);
    }
  }
}
