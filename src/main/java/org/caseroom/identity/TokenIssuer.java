package org.caseroom.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/** Makes the tokens of a sign-in, and the next ones of a client that refreshes them. */
final class TokenIssuer {
  private final InstantSource clock;
  private final IdentitySettings settings;
  private final LiveTokens live;
  private final Tokens tokens = new Tokens();

  TokenIssuer(InstantSource clock, IdentitySettings settings, LiveTokens live) {
    this.clock = clock;
    this.settings = settings;
    this.live = live;
  }

  /** Tokens that have been made and not yet been stored. */
  record Issue(Sessions.SignIn signIn, SessionDao.Row row, SessionDao.@Nullable Refresh refresh) {
    void store(SessionDao dao, long nowMs) {
      dao.insertToken(row, nowMs);
      if (refresh != null) {
        dao.insertRefresh(refresh);
      }
    }
  }

  /** The tokens of a new sign-in. */
  Issue first(UserId user, Sessions.Client client) {
    DeviceId device = client.device() == null ? DeviceId.of(tokens.deviceId()) : client.device();
    Duration lifetime = client.lifetime() == null ? settings.signInLifetime() : client.lifetime();
    return issue(
        user,
        device,
        client.refreshes() ? settings.accessTokenLifetime() : lifetime,
        client.refreshes(),
        null);
  }

  /** Stores the tokens that a refresh token gets, which take over once one of them is used. */
  Sessions.SignIn next(Tx tx, SessionDao.Refresh used) {
    SessionDao dao = new SessionDao(tx);
    dao.keepRefresh(used);
    List<String> over = dao.keepToken(used.user(), used.device(), used.accessHash());
    Issue next =
        issue(used.user(), used.device(), settings.accessTokenLifetime(), true, used.tokenHash());
    next.store(dao, clock.millis());
    live.tellNodes(tx, used.user(), used.device());
    tx.afterCommit(
        () -> {
          live.forget(over);
          live.remember(next.row(), 0, "");
        });
    return next.signIn();
  }

  private Issue issue(
      UserId user,
      DeviceId device,
      @Nullable Duration lifetime,
      boolean refreshes,
      @Nullable String refreshedFrom) {
    Secret token = tokens.make("crt_");
    Secret next = refreshes ? tokens.make("crf_") : null;
    Long expires = lifetime == null ? null : clock.millis() + lifetime.toMillis();
    String hash = Tokens.hash(token);
    return new Issue(
        new Sessions.SignIn(user, device, token, lifetime, next),
        new SessionDao.Row(hash, user, device, expires, refreshedFrom),
        next == null
            ? null
            : new SessionDao.Refresh(Tokens.hash(next), user, device, hash, refreshedFrom));
  }
}
