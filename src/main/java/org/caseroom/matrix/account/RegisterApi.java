package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.AddressChecks;
import org.caseroom.identity.Registrations;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.AddressInvites;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.jspecify.annotations.Nullable;

/** Making an account of one's own, where the operator lets people. */
final class RegisterApi {
  private static final String REGISTER = "/_matrix/client/v3/register";
  private static final String DONE = "registered";

  private final Registrations registrations;
  private final Sessions sessions;
  private final InteractiveAuth auth;
  private final SignIns signIns;
  private final EmailStage email;
  private final AddressInvites invites;
  // What was begun with the same session twice at once is done once.
  private final ConcurrentHashMap<String, Object> turns = new ConcurrentHashMap<>();

  RegisterApi(
      Registrations registrations,
      Sessions sessions,
      InteractiveAuth auth,
      SignIns signIns,
      EmailStage email,
      AddressInvites invites) {
    this.email = email;
    this.invites = invites;
    this.registrations = registrations;
    this.sessions = sessions;
    this.auth = auth;
    this.signIns = signIns;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("POST", REGISTER, Access.PUBLIC, Body.JSON, this::register),
        Endpoint.of("GET", REGISTER + "/available", Access.PUBLIC, Body.NONE, this::available),
        Endpoint.of(
            "GET",
            "/_matrix/client/v1/register/m.login.registration_token/validity",
            Access.PUBLIC,
            Body.NONE,
            this::validity));
  }

  private MatrixResponse register(MatrixRequest request) {
    return switch (request.queryParameter("kind").orElse("user")) {
      case "guest" -> guest(request);
      case "user" -> user(request);
      default ->
          throw Problem.of(
              400, "M_UNRECOGNIZED", "There are accounts of the kinds 'user' and 'guest'.");
    };
  }

  private void requireOpen() {
    if (!registrations.isOpen()) {
      throw Problem.forbidden(
          "Nobody registers here: staff get their account from an administrator, families an"
              + " invitation from their worker.");
    }
  }

  private MatrixResponse guest(MatrixRequest request) {
    if (!registrations.takesGuests()) {
      throw Problem.forbidden("This server takes no guests: sign in with an account.");
    }
    String name = Fields.of(request).text("initial_device_display_name").orElse(null);
    Account guest = registrations.registerGuest();
    return signIns.answer(
        sessions.issue(
            guest.id(), new Sessions.Client(null, name, null, false, request.remoteAddress())));
  }

  private MatrixResponse user(MatrixRequest request) {
    requireOpen();
    Fields body = Fields.of(request);
    body.fields("auth");
    check(request, body);
    InteractiveAuth.Result result = auth.step(request, null, flows(), false);
    if (result instanceof InteractiveAuth.Result.Asked asked) {
      return asked.answer();
    }
    InteractiveAuth.Result.Passed passed = (InteractiveAuth.Result.Passed) result;
    Object turn = turns.computeIfAbsent(passed.session().id(), id -> new Object());
    synchronized (turn) {
      try {
        return registered(request, passed);
      } finally {
        turns.remove(passed.session().id(), turn);
      }
    }
  }

  /** With or without an e-mail address, as one likes. */
  private List<List<String>> flows() {
    boolean token = registrations.needsToken();
    List<String> plain = List.of(token ? AuthStages.TOKEN : AuthStages.DUMMY);
    if (!email.isOffered()) {
      return List.of(plain);
    }
    return List.of(
        plain, token ? List.of(AuthStages.TOKEN, EmailStage.TYPE) : List.of(EmailStage.TYPE));
  }

  /** What can be refused before anything is asked of the client. */
  private void check(MatrixRequest request, Fields body) {
    Optional<String> username = body.text("username");
    Optional<UserId> guest = guest(request, body);
    boolean again = body.fields("auth").filter(auth -> auth.has("session")).isPresent();
    if (username.isPresent() && guest.isEmpty() && !again) {
      registrations.free(username.get());
    }
    body.text("password")
        .ifPresent(text -> registrations.checkPassword(Secret.of(text), username.orElse(null)));
    client(request, body);
  }

  /** The guest who wants a full account: their token proves that the name is theirs. */
  private Optional<UserId> guest(MatrixRequest request, Fields body) {
    return body.text("guest_access_token")
        .map(
            token -> {
              UserId user =
                  sessions
                      .authenticate(Secret.of(token), request.remoteAddress())
                      .map(Sessions.Session::user)
                      .orElseThrow(
                          () -> Problem.forbidden("The guest's access token is not good."));
              if (!body.text("username").filter(user.localpart()::equals).isPresent()) {
                throw Problem.forbidden("A guest keeps their name: give it as 'username'.");
              }
              return user;
            });
  }

  private MatrixResponse registered(MatrixRequest request, InteractiveAuth.Result.Passed passed) {
    Fields body = Fields.of(passed.body());
    Sessions.Client client = client(request, body);
    // An answer may get lost: who asks again with the same session has this account already.
    UserId user =
        passed
            .session()
            .fact(DONE)
            .map(UserId::of)
            .orElseGet(() -> make(request, body, passed.session()).id());
    passed.session().fact(DONE, user.value());
    if (isSet(body.json().get("inhibit_login"))) {
      return MatrixResponse.ok(signIns.named(user));
    }
    return signIns.answer(sessions.issue(user, client));
  }

  private Account make(MatrixRequest request, Fields body, AuthSession session) {
    Secret password = Secret.of(body.requireText("password"));
    Optional<UserId> guest = guest(request, body);
    AddressChecks.Confirmed address = email.confirmed(session).orElse(null);
    Account made =
        guest.isPresent()
            ? registrations.upgrade(guest.get(), password, address)
            : registrations.register(body.text("username").orElse(null), password, address);
    if (address != null) {
      invites.accept(made.id(), address.address());
    }
    return made;
  }

  private static Sessions.Client client(MatrixRequest request, Fields body) {
    return new Sessions.Client(
        body.text("device_id", DeviceId::of).orElse(null),
        body.text("initial_device_display_name").orElse(null),
        null,
        body.flag("refresh_token", false),
        request.remoteAddress());
  }

  /** Some clients send 1 for true. */
  private static boolean isSet(@Nullable JsonNode flag) {
    return flag != null && flag.asBoolean();
  }

  private MatrixResponse available(MatrixRequest request) {
    requireOpen();
    registrations.free(
        request
            .queryParameter("username")
            .orElseThrow(
                () -> Problem.missingParam("'username' is missing: send it in the query.")));
    return MatrixResponse.ok(Json.object().put("available", true));
  }

  private MatrixResponse validity(MatrixRequest request) {
    requireOpen();
    String token =
        request
            .queryParameter("token")
            .orElseThrow(() -> Problem.missingParam("'token' is missing: send it in the query."));
    ObjectNode answer = Json.object().put("valid", registrations.isToken(token));
    return MatrixResponse.ok(answer);
  }
}
