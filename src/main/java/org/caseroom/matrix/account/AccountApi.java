package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Credentials;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** One's own account and devices. */
final class AccountApi {
  private static final String DEVICES = "/_matrix/client/v3/devices";

  private final Accounts accounts;
  private final Sessions sessions;
  private final Credentials credentials;
  private final Reauthentication reauthentication;
  private final PasswordReset reset;
  private final Departure departure;

  AccountApi(
      Identity identity,
      Reauthentication reauthentication,
      PasswordReset reset,
      Departure departure) {
    this.reset = reset;
    this.accounts = identity.accounts();
    this.sessions = identity.sessions();
    this.credentials = identity.credentials();
    this.reauthentication = reauthentication;
    this.departure = departure;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get("/_matrix/client/v3/account/whoami", this::whoami),
        Endpoint.of(
            "POST",
            "/_matrix/client/v3/account/password",
            Access.OPTIONAL,
            Body.JSON,
            this::changePassword),
        with("POST", "/_matrix/client/v3/account/deactivate", this::deactivate),
        get(DEVICES, this::devices),
        get(DEVICES + "/{deviceId}", this::device),
        with("PUT", DEVICES + "/{deviceId}", this::rename),
        with("DELETE", DEVICES + "/{deviceId}", this::delete),
        with("POST", "/_matrix/client/v3/delete_devices", this::deleteSome));
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static Endpoint with(
      String method, String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of(method, path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private MatrixResponse whoami(MatrixRequest request) {
    ObjectNode answer = Json.object().put("user_id", request.user().value());
    if (request.signedIn().hasDevice()) {
      answer.put("device_id", request.signedIn().device().value());
    }
    return MatrixResponse.ok(answer.put("is_guest", accounts.require(request.user()).isGuest()));
  }

  private MatrixResponse changePassword(MatrixRequest request) {
    if (request.caller() == null) {
      return reset.answer(request);
    }
    Fields body = Fields.of(request);
    Secret password = Secret.of(body.requireText("new_password"));
    boolean signOutOthers = body.flag("logout_devices", true);
    credentials.checkStrength(request.user(), password);
    Optional<MatrixResponse> challenge = reauthentication.challenge(request);
    if (challenge.isPresent()) {
      return challenge.get();
    }
    UserId user = request.user();
    credentials.setPassword(user, password, user);
    if (signOutOthers) {
      sessions.signOutOthers(user, request.signedIn().device());
    }
    return MatrixResponse.empty();
  }

  private MatrixResponse deactivate(MatrixRequest request) {
    boolean erase = Fields.of(request).flag("erase", false);
    Account account = accounts.require(request.user());
    if (account.isStaff() || account.isHouseBot()) {
      throw Problem.forbidden(
          "The account of a member of staff is closed by an administrator, once their cases are"
              + " handed over: ask one.");
    }
    return reauthentication
        .challenge(request)
        .orElseGet(
            () -> {
              departure.of(account.id(), erase);
              return MatrixResponse.ok(Json.object().put("id_server_unbind_result", "success"));
            });
  }

  private MatrixResponse devices(MatrixRequest request) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("devices");
    sessions.devices(request.user()).forEach(device -> list.add(json(request.user(), device)));
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse device(MatrixRequest request) {
    DeviceId id = DeviceId.of(request.pathParameter("deviceId"));
    return sessions.devices(request.user()).stream()
        .filter(device -> device.id().equals(id))
        .findFirst()
        .map(device -> MatrixResponse.ok(json(request.user(), device)))
        .orElseThrow(() -> Problem.notFound("You have no device with this id."));
  }

  private static ObjectNode json(UserId user, Sessions.Device device) {
    // matrix-nio takes no device that lacks one of these.
    ObjectNode json =
        Json.object()
            .put("device_id", device.id().value())
            .put("user_id", user.value())
            .put("display_name", device.displayName() == null ? "" : device.displayName())
            .put("last_seen_ip", device.ip() == null ? "" : device.ip());
    if (device.lastSeenMs() != null) {
      json.put("last_seen_ts", device.lastSeenMs());
    }
    return json;
  }

  private MatrixResponse rename(MatrixRequest request) {
    Fields body = Fields.of(request);
    DeviceId device = DeviceId.of(request.pathParameter("deviceId"));
    if (body.has("display_name")) {
      sessions.rename(request.user(), device, body.requireText("display_name"));
    }
    return MatrixResponse.empty();
  }

  private MatrixResponse delete(MatrixRequest request) {
    return delete(request, List.of(DeviceId.of(request.pathParameter("deviceId"))));
  }

  private MatrixResponse deleteSome(MatrixRequest request) {
    Fields body = Fields.of(request);
    return delete(
        request,
        body.texts("devices").orElseThrow(() -> body.missing("devices")).stream()
            .map(DeviceId::of)
            .toList());
  }

  private MatrixResponse delete(MatrixRequest request, List<DeviceId> devices) {
    return reauthentication
        .challenge(request)
        .orElseGet(
            () -> {
              sessions.delete(request.user(), devices);
              return MatrixResponse.empty();
            });
  }
}
