package org.caseroom.matrix.account;

import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.AddressChecks;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.Letters;

/**
 * The stage {@code m.login.email.identity}: the client shows that the address of a check that it
 * began was confirmed. The check is used up by what the authentication is for.
 */
final class EmailStage implements AuthStage {
  static final String TYPE = "m.login.email.identity";

  private static final String SID = TYPE + ".sid";
  private static final String SECRET = TYPE + ".client_secret";

  private final AddressChecks checks;
  private final Letters letters;

  EmailStage(AddressChecks checks, Letters letters) {
    this.checks = checks;
    this.letters = letters;
  }

  /** Whether the stage can be offered: it needs mail. */
  boolean isOffered() {
    return letters.canSend();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void check(Attempt attempt) {
    // The second spelling is what clients sent before the specification had a name for it.
    Fields credentials =
        attempt
            .auth()
            .fields("threepid_creds")
            .orElseGet(() -> attempt.auth().requireFields("threepidCreds"));
    String sid = credentials.requireText("sid");
    String secret = credentials.requireText("client_secret");
    try {
      checks.confirmed(purpose(attempt.session()), sid, Secret.of(secret));
    } catch (Problem refusal) {
      throw Problem.of(401, refusal.errcode(), refusal.message());
    }
    attempt.session().fact(SID, sid);
    attempt.session().fact(SECRET, secret);
  }

  private static AddressChecks.Purpose purpose(AuthSession session) {
    return session.operation().endsWith("/register")
        ? AddressChecks.Purpose.REGISTER
        : AddressChecks.Purpose.RESET;
  }

  /**
   * The address that was shown in an authentication; empty when the stage was not gone through.
   *
   * @throws Problem 400 {@code M_THREEPID_AUTH_FAILED} when the check was used up meanwhile
   */
  Optional<AddressChecks.Confirmed> confirmed(AuthSession session) {
    return session
        .fact(SID)
        .map(
            sid ->
                checks.confirmed(
                    purpose(session), sid, Secret.of(session.fact(SECRET).orElseThrow())));
  }
}
