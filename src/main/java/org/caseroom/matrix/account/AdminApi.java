package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Role;
import org.caseroom.identity.Sessions;
import org.caseroom.identity.Standing;
import org.caseroom.identity.Standings;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** What administrators of the server do about accounts. */
final class AdminApi {
  private static final String SUSPEND = "/_matrix/client/v1/admin/suspend/{userId}";
  private static final String LOCK = "/_matrix/client/v1/admin/lock/{userId}";

  private final Accounts accounts;
  private final Sessions sessions;
  private final Standings standings;
  private final ServerName server;

  AdminApi(Identity identity, ServerName server) {
    this.accounts = identity.accounts();
    this.sessions = identity.sessions();
    this.standings = identity.standings();
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get("/_matrix/client/v3/admin/whois/{userId}", this::whois),
        get(SUSPEND, request -> standing(request, "suspended", Standing::suspended)),
        put(SUSPEND, request -> hold(request, "suspended", standings::suspend)),
        get(LOCK, request -> standing(request, "locked", Standing::locked)),
        put(LOCK, request -> hold(request, "locked", standings::lock)));
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static Endpoint put(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("PUT", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private boolean isAdministrator(UserId user) {
    return accounts.find(user).filter(account -> account.is(Role.ADMINISTRATOR)).isPresent();
  }

  private MatrixResponse whois(MatrixRequest request) {
    UserId user = UserId.of(request.pathParameter("userId"));
    if (!user.equals(request.user()) && !isAdministrator(request.user())) {
      throw Problem.forbidden("You may ask about yourself; an administrator, about anybody.");
    }
    accounts.require(user);
    ObjectNode answer = Json.object().put("user_id", user.value());
    ObjectNode devices = answer.putObject("devices");
    for (Sessions.Device device : sessions.devices(user)) {
      ObjectNode connection =
          devices
              .putObject(device.id().value())
              .putArray("sessions")
              .addObject()
              .putArray("connections")
              .addObject();
      if (device.ip() != null) {
        connection.put("ip", device.ip());
      }
      if (device.lastSeenMs() != null) {
        connection.put("last_seen", device.lastSeenMs());
      }
      connection.put("user_agent", sessions.agent(new Sessions.Session(user, device.id())));
    }
    return MatrixResponse.ok(answer);
  }

  /** Whom it is about; who may ask is looked at first, so that nobody learns who is here. */
  private UserId subject(MatrixRequest request) {
    if (!isAdministrator(request.user())) {
      throw Problem.forbidden("This is for administrators of the server.");
    }
    UserId user = UserId.of(request.pathParameter("userId"));
    if (!user.server().equals(server)) {
      throw Problem.invalidParam("This user belongs to another server: ask its administrator.");
    }
    return user;
  }

  private MatrixResponse standing(MatrixRequest request, String what, Predicate<Standing> holds) {
    Standing standing = standings.of(subject(request), request.user());
    return MatrixResponse.ok(Json.object().put(what, holds.test(standing)));
  }

  /** Holds somebody back, or ends that. */
  private interface Hold {
    void set(UserId user, boolean held, UserId by);
  }

  private MatrixResponse hold(MatrixRequest request, String what, Hold hold) {
    UserId user = subject(request);
    Fields body = Fields.of(request);
    boolean held = body.flag(what).orElseThrow(() -> body.missing(what));
    hold.set(user, held, request.user());
    return MatrixResponse.ok(Json.object().put(what, held));
  }
}
