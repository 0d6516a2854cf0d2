package org.caseroom.matrix.account;

import java.util.List;
import java.util.Optional;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** Asks for the password again before something grave. */
final class Reauthentication {
  private static final List<List<String>> FLOWS = List.of(List.of(AuthStages.PASSWORD));

  private final InteractiveAuth auth;

  Reauthentication(InteractiveAuth auth) {
    this.auth = auth;
  }

  /**
   * Looks for the password in {@code auth}. An application service has none to give: its token does
   * for all but a change of password (since v1.17).
   *
   * @return the 401 that asks for it; empty when it was there and right
   */
  Optional<MatrixResponse> challenge(MatrixRequest request) {
    if (request.signedIn().service() != null && !request.path().endsWith("/account/password")) {
      return Optional.empty();
    }
    InteractiveAuth.Result result = auth.step(request, request.user(), FLOWS, true);
    if (result instanceof InteractiveAuth.Result.Asked asked) {
      return Optional.of(asked.answer());
    }
    auth.end(((InteractiveAuth.Result.Passed) result).session());
    return Optional.empty();
  }
}
