package org.caseroom.matrix.account;

import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.AddressChecks;
import org.caseroom.identity.Identity;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.Letters;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/**
 * {@code POST /account/password} of somebody who is not signed in: a confirmed e-mail address takes
 * the place of the forgotten password.
 */
final class PasswordReset {
  private static final List<List<String>> FLOWS = List.of(List.of(EmailStage.TYPE));

  private final Identity identity;
  private final InteractiveAuth auth;
  private final EmailStage stage;
  private final Letters letters;

  PasswordReset(Identity identity, InteractiveAuth auth, EmailStage stage, Letters letters) {
    this.letters = letters;
    this.identity = identity;
    this.auth = auth;
    this.stage = stage;
  }

  /**
   * Sets the password, or asks for the stage first.
   *
   * @throws Problem 401 {@code M_MISSING_TOKEN} where no mail is sent, so that only those who are
   *     signed in can change a password
   */
  MatrixResponse answer(MatrixRequest request) {
    if (!stage.isOffered()) {
      request.signedIn();
    }
    InteractiveAuth.Result result = auth.step(request, null, FLOWS, false);
    if (result instanceof InteractiveAuth.Result.Asked asked) {
      return asked.answer();
    }
    InteractiveAuth.Result.Passed passed = (InteractiveAuth.Result.Passed) result;
    Fields body = Fields.of(passed.body());
    Secret password = Secret.of(body.requireText("new_password"));
    AddressChecks.Confirmed check =
        stage.confirmed(passed.session()).orElseThrow(() -> body.missing("auth"));
    identity.resetPassword(check, password, body.flag("logout_devices", true));
    auth.end(passed.session());
    letters.passwordSet(check.address());
    return MatrixResponse.empty();
  }
}
