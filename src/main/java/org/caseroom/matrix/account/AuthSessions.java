package org.caseroom.matrix.account;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The authentications that are under way. Those of strangers are kept apart, so that whoever begins
 * many of them pushes out none of the people who are signed in.
 */
final class AuthSessions {
  private static final int MOST = 5_000;
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, AuthSession> people = bounded();
  private final Map<String, AuthSession> strangers = bounded();

  AuthSessions(InstantSource clock) {
    this.clock = clock;
  }

  private static Map<String, AuthSession> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, AuthSession> eldest) {
        return size() > MOST;
      }
    };
  }

  /** Makes a session that {@link #keep} may keep. */
  AuthSession begin(@Nullable UserId user, String operation) {
    byte[] bytes = new byte[18];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new AuthSession(id, user, operation, clock.millis());
  }

  synchronized void keep(AuthSession session) {
    of(session.user()).put(session.id(), session);
  }

  synchronized void end(AuthSession session) {
    of(session.user()).remove(session.id());
  }

  /** A session by its id, for whoever began it; null for one that is unknown or too old. */
  synchronized @Nullable AuthSession find(String id, @Nullable UserId user) {
    AuthSession session = of(user).get(id);
    return session != null
            && java.util.Objects.equals(session.user(), user)
            && clock.millis() - session.startedMs() < LIFETIME.toMillis()
        ? session
        : null;
  }

  private Map<String, AuthSession> of(@Nullable UserId user) {
    return user == null ? strangers : people;
  }
}
