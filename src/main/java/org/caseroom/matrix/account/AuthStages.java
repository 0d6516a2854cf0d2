package org.caseroom.matrix.account;

import java.time.InstantSource;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Credentials;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Registrations;

/** The stages of user-interactive authentication. */
final class AuthStages {
  static final String PASSWORD = "m.login.password";
  static final String DUMMY = "m.login.dummy";
  static final String TOKEN = "m.login.registration_token";

  private AuthStages() {}

  /** User-interactive authentication with all of them. */
  static InteractiveAuth over(Identity identity, EmailStage email, InstantSource clock) {
    return new InteractiveAuth(
        new AuthSessions(clock),
        List.of(
            new Password(identity.credentials()),
            new Dummy(),
            new RegistrationToken(identity.registrations()),
            email));
  }

  /** Proves oneself with one's password. */
  record Password(Credentials credentials) implements AuthStage {
    @Override
    public String type() {
      return PASSWORD;
    }

    @Override
    public void check(Attempt attempt) {
      UserId user = attempt.user();
      if (user == null) {
        throw Problem.forbidden("Nobody is signed in whose password this could be.");
      }
      String name = LoginApi.userName(attempt.auth()).orElse(user.value());
      if (!name.equalsIgnoreCase(user.value()) && !name.equalsIgnoreCase(user.localpart())) {
        throw Problem.forbidden("Give your own password: this is somebody else's name.");
      }
      Secret password = Secret.of(attempt.auth().requireText("password"));
      try {
        credentials.check(user.value(), password, attempt.remoteAddress());
      } catch (Problem refusal) {
        throw refusal.errcode().equals("M_FORBIDDEN")
            ? Problem.of(401, refusal.errcode(), refusal.message())
            : refusal;
      }
    }
  }

  /** Asks for nothing: it is there so that registering has the same form everywhere. */
  record Dummy() implements AuthStage {
    @Override
    public String type() {
      return DUMMY;
    }

    @Override
    public void check(Attempt attempt) {}
  }

  /** Shows a token that the operator gave out. */
  record RegistrationToken(Registrations registrations) implements AuthStage {
    @Override
    public String type() {
      return TOKEN;
    }

    @Override
    public void check(Attempt attempt) {
      if (!registrations.isToken(attempt.auth().requireText("token").strip())) {
        throw Problem.of(
            401,
            "M_UNAUTHORIZED",
            "This registration token is not good: ask whoever gave it to you.");
      }
    }
  }
}
