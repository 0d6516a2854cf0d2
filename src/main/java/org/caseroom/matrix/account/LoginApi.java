package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.DeviceId;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Addresses;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** Signing in and out. */
final class LoginApi {
  private static final String LOGIN = "/_matrix/client/v3/login";
  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(2);

  private final Sessions sessions;
  private final Addresses addresses;
  private final Reauthentication reauthentication;
  private final SignIns signIns;

  LoginApi(Identity identity, Reauthentication reauthentication, SignIns signIns) {
    this.sessions = identity.sessions();
    this.addresses = identity.addresses();
    this.reauthentication = reauthentication;
    this.signIns = signIns;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", LOGIN, Access.PUBLIC, Body.NONE, request -> flows()),
        Endpoint.of("POST", LOGIN, Access.PUBLIC, Body.JSON, this::login),
        post("/_matrix/client/v1/login/get_token", this::loginToken),
        post("/_matrix/client/v3/logout", this::logout),
        post("/_matrix/client/v3/logout/all", this::logoutAll),
        Endpoint.of("POST", "/_matrix/client/v3/refresh", Access.PUBLIC, Body.JSON, this::refresh));
  }

  private static Endpoint post(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("POST", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private static MatrixResponse flows() {
    ObjectNode answer = Json.object();
    ArrayNode flows = answer.putArray("flows");
    flows.addObject().put("type", "m.login.password");
    flows.addObject().put("type", "m.login.token").put("get_login_token", true);
    flows.addObject().put("type", "m.login.application_service");
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse login(MatrixRequest request) {
    Fields body = Fields.of(request);
    Sessions.Client client =
        new Sessions.Client(
            body.text("device_id", DeviceId::of).orElse(null),
            body.text("initial_device_display_name").orElse(null),
            null,
            body.flag("refresh_token", false),
            request.remoteAddress());
    String type = body.requireText("type");
    return signIns.answer(
        switch (type) {
          case "m.login.password" ->
              sessions.signIn(
                  name(body).orElseThrow(() -> body.missing("identifier")),
                  Secret.of(body.requireText("password")),
                  client);
          case "m.login.token" -> sessions.signIn(Secret.of(body.requireText("token")), client);
          default ->
              throw Problem.of(400, "M_UNKNOWN", "Sign in with m.login.password or m.login.token.");
        });
  }

  private MatrixResponse refresh(MatrixRequest request) {
    Secret token = Secret.of(Fields.of(request).requireText("refresh_token"));
    return MatrixResponse.ok(SignIns.tokens(Json.object(), sessions.refresh(token)));
  }

  /**
   * The name of who signs in, who may be named by their e-mail address too. An address that no
   * account has goes on as a name that nobody has, so that it gets the same answer.
   */
  private Optional<String> name(Fields body) {
    Fields identifier = body.fields("identifier").orElse(body);
    boolean thirdParty =
        identifier == body
            ? !body.has("user") && body.has("medium")
            : identifier.requireText("type").equals("m.id.thirdparty");
    if (!thirdParty) {
      return userName(body);
    }
    String address = identifier.requireText("address");
    if (!identifier.requireText("medium").equals("email")) {
      return Optional.of(address);
    }
    return Optional.of(
        addresses.owner(EmailAddress.of(address)).map(UserId::value).orElse(address));
  }

  /**
   * The name in an {@code identifier}, or in the field {@code user} of old.
   *
   * @throws Problem 400 {@code M_UNKNOWN} for an identifier of another kind
   */
  static Optional<String> userName(Fields body) {
    Optional<Fields> identifier = body.fields("identifier");
    if (identifier.isEmpty()) {
      return body.text("user");
    }
    String kind = identifier.get().requireText("type");
    if (!kind.equals("m.id.user")) {
      throw Problem.of(
          400, "M_UNKNOWN", "Sign in with your user name: telephone numbers are not known here.");
    }
    return Optional.of(identifier.get().requireText("user"));
  }

  private MatrixResponse loginToken(MatrixRequest request) {
    return reauthentication
        .challenge(request)
        .orElseGet(
            () ->
                MatrixResponse.ok(
                    Json.object()
                        .put("login_token", sessions.loginToken(request.user()).reveal())
                        .put("expires_in_ms", TOKEN_LIFETIME.toMillis())));
  }

  private MatrixResponse logout(MatrixRequest request) {
    sessions.signOut(request.user(), request.signedIn().device());
    return MatrixResponse.empty();
  }

  private MatrixResponse logoutAll(MatrixRequest request) {
    sessions.signOutEverywhere(request.user());
    return MatrixResponse.empty();
  }
}
