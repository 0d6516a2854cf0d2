package org.caseroom.matrix.account;

import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Secret;
import org.caseroom.identity.Account;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Sessions;
import org.caseroom.identity.SharedSecret;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/**
 * Making accounts with the operator's shared secret, at the address where tools look for it. Not
 * part of the specification; not there at all without a secret.
 */
final class SharedSecretApi {
  private static final String PATH = "/_synapse/admin/v1/register";

  private final SharedSecret secret;
  private final Sessions sessions;
  private final SignIns signIns;

  SharedSecretApi(Identity identity, SignIns signIns) {
    this.secret = identity.sharedSecret();
    this.sessions = identity.sessions();
    this.signIns = signIns;
  }

  List<Endpoint> endpoints() {
    return secret.isSet()
        ? List.of(
            Endpoint.of(
                "GET",
                PATH,
                Access.PUBLIC,
                Body.NONE,
                request -> MatrixResponse.ok(Json.object().put("nonce", secret.nonce()))),
            Endpoint.of("POST", PATH, Access.PUBLIC, Body.JSON, this::register))
        : List.of();
  }

  private MatrixResponse register(MatrixRequest request) {
    Fields body = Fields.of(request);
    String username = body.requireText("username");
    Account account =
        secret.register(
            body.requireText("nonce"),
            username,
            Secret.of(body.requireText("password")),
            body.flag("admin", false),
            body.requireText("mac"));
    return signIns.answer(
        sessions.issue(
            account.id(), new Sessions.Client(null, null, null, false, request.remoteAddress())));
  }
}
