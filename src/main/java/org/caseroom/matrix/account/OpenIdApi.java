package org.caseroom.matrix.account;

import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.OpenIdTokens;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/**
 * Showing another service who one is. The other service asks at an endpoint of the federation API,
 * the only one that is served: it needs no server of its own for it.
 */
final class OpenIdApi {
  private final OpenIdTokens tokens;
  private final ServerName server;

  OpenIdApi(OpenIdTokens tokens, ServerName server) {
    this.tokens = tokens;
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "POST",
            "/_matrix/client/v3/user/{userId}/openid/request_token",
            Access.SIGNED_IN,
            Body.JSON,
            this::request),
        Endpoint.of(
            "GET",
            "/_matrix/federation/v1/openid/userinfo",
            Access.PUBLIC,
            Body.NONE,
            this::userInfo));
  }

  private MatrixResponse request(MatrixRequest request) {
    UserId user = UserId.of(request.pathParameter("userId"));
    if (!user.equals(request.user())) {
      throw Problem.forbidden("Ask for a token for yourself: this is somebody else's name.");
    }
    return MatrixResponse.ok(
        Json.object()
            .put("access_token", tokens.make(user).reveal())
            .put("token_type", "Bearer")
            .put("matrix_server_name", server.value())
            .put("expires_in", OpenIdTokens.LIFETIME.toSeconds()));
  }

  private MatrixResponse userInfo(MatrixRequest request) {
    Secret token =
        Secret.of(
            request
                .queryParameter("access_token")
                .orElseThrow(
                    () -> Problem.of(401, "M_MISSING_TOKEN", "Give the token as 'access_token'.")));
    UserId user =
        tokens
            .owner(token)
            .orElseThrow(
                () -> Problem.of(401, "M_UNKNOWN_TOKEN", "This token is not, or no longer, good."));
    return MatrixResponse.ok(Json.object().put("sub", user.value()));
  }
}
