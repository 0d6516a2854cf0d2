package org.caseroom.matrix;

import org.caseroom.base.Secret;
import org.caseroom.identity.AddressChecks;

/**
 * The stage {@code m.login.email.identity} of user-interactive authentication: the client shows
 * that the address of a check that it began was confirmed.
 */
final class EmailStage {
  static final String TYPE = "m.login.email.identity";

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

  /**
   * Looks at what a client sent for the stage.
   *
   * @param auth the {@code auth} of the request
   * @return the confirmed address; the check is used up by what it is needed for
   * @throws org.caseroom.base.Problem 400 {@code M_THREEPID_AUTH_FAILED} when it is not confirmed
   *     (yet)
   */
  AddressChecks.Confirmed check(Fields auth, AddressChecks.Purpose purpose) {
    // The second spelling is what clients sent before the specification had a name for it.
    Fields credentials =
        auth.fields("threepid_creds").orElseGet(() -> auth.requireFields("threepidCreds"));
    return checks.confirmed(
        purpose,
        credentials.requireText("sid"),
        Secret.of(credentials.requireText("client_secret")));
  }
}
