package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the password again before something grave (client-server API, "User-Interactive
 * Authentication"): the one flow has the one stage {@code m.login.password}.
 */
final class Reauthentication {
  private static final int MOST_SESSIONS = 10_000;
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private record Session(UserId user, long startedMs) {}

  private final Credentials credentials;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  Reauthentication(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * Looks for the password in {@code auth}. An application service has none to give: its token does
   * for all but a change of password (since v1.17).
   *
   * @return the 401 that asks for it; empty when it was there and right
   */
  Optional<MatrixResponse> challenge(MatrixRequest request) {
    UserId user = request.user();
    if (request.signedIn().service() != null && !request.path().endsWith("/account/password")) {
      return Optional.empty();
    }
    Fields auth = Fields.of(request).fields("auth").orElse(null);
    if (auth == null) {
      return Optional.of(ask(start(user), null));
    }
    String session = auth.text("session").filter(id -> isGood(id, user)).orElse(null);
    if (auth.has("session") && session == null) {
      return Optional.of(ask(start(user), null));
    }
    if (!auth.text("type").orElse("").equals("m.login.password")) {
      return Optional.of(ask(session == null ? start(user) : session, null));
    }
    try {
      check(user, auth, request.remoteAddress());
    } catch (Problem refusal) {
      if (refusal.status() == 429) {
        throw refusal;
      }
      return Optional.of(ask(session == null ? start(user) : session, refusal));
    }
    if (session != null) {
      synchronized (sessions) {
        sessions.remove(session);
      }
    }
    return Optional.empty();
  }

  private void check(UserId user, Fields auth, String remoteAddress) {
    String name = LoginApi.userName(auth).orElse(user.value());
    if (!name.equals(user.value()) && !name.equals(user.localpart())) {
      throw Problem.forbidden("Give your own password: this is somebody else's name.");
    }
    credentials.check(user.value(), Secret.of(auth.requireText("password")), remoteAddress);
  }

  private String start(UserId user) {
    byte[] bytes = new byte[18];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    synchronized (sessions) {
      sessions.put(id, new Session(user, clock.millis()));
    }
    return id;
  }

  private boolean isGood(String id, UserId user) {
    synchronized (sessions) {
      Session session = sessions.get(id);
      return session != null
          && session.user().equals(user)
          && clock.millis() - session.startedMs() < LIFETIME.toMillis();
    }
  }

  private static MatrixResponse ask(String session, @Nullable Problem refusal) {
    ObjectNode json = Json.object();
    // Clients take an errcode for a stage that failed, so the first answer has none.
    if (refusal != null) {
      json.put("errcode", refusal.errcode()).put("error", refusal.message());
    }
    json.putArray("flows").addObject().putArray("stages").add("m.login.password");
    json.putArray("completed");
    json.putObject("params");
    json.put("session", session);
    return new MatrixResponse.JsonBody(401, Map.of(), json);
  }
}
