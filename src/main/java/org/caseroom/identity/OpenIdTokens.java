package org.caseroom.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/**
 * Tokens with which somebody shows another service who they are (client-server API, "OpenID"): they
 * tell the name of their owner and open nothing.
 */
public final class OpenIdTokens {
  /** How long one is good. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  private final Database database;
  private final InstantSource clock;
  private final Accounts accounts;
  private final Tokens tokens = new Tokens();

  OpenIdTokens(Database database, InstantSource clock, Accounts accounts) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
  }

  /** Makes one for a user. */
  public Secret make(UserId user) {
    Secret token = tokens.make("cro_");
    long expires = clock.millis() + LIFETIME.toMillis();
    database.writing(tx -> new OpenIdTokenDao(tx).insert(Tokens.hash(token), user, expires));
    return token;
  }

  /** Whose token it is; empty for one that is unknown or too old, or whose owner is gone. */
  public Optional<UserId> owner(Secret token) {
    return database
        .read(tx -> new OpenIdTokenDao(tx).owner(Tokens.hash(token), clock.millis()))
        .filter(user -> accounts.find(user).filter(Account::active).isPresent());
  }

  /** Clears away what is too old, where there is any. */
  void tend() {
    long now = clock.millis();
    if (database.read(tx -> new OpenIdTokenDao(tx).hasExpired(now))) {
      database.writing(tx -> new OpenIdTokenDao(tx).deleteExpired(now));
    }
  }
}
