package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Passwords: checking and changing them. An unknown name and a wrong password get the same words
 * after the same work, so that nobody can ask who has an account.
 */
public final class Credentials {
  private final Database database;
  private final Records records;
  private final ServerName server;
  private final Accounts accounts;
  private final Passwords passwords;
  private final SignInThrottle throttle;

  Credentials(
      Database database,
      AuditLog audit,
      ServerName server,
      InstantSource clock,
      Accounts accounts,
      Passwords passwords) {
    this.database = database;
    this.records = new Records(audit);
    this.server = server;
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = new SignInThrottle(clock);
  }

  /**
   * Checks a password; a refusal is written to the audit log.
   *
   * @param userOrLocalpart a user id, or its localpart, in any case
   * @param remoteAddress where the caller is
   * @return whose it is
   * @throws Problem 403 {@code M_FORBIDDEN} for a wrong name or password (the same words for both),
   *     403 {@code M_USER_DEACTIVATED} to one who knows the password, 429 {@code M_LIMIT_EXCEEDED}
   */
  public Account check(String userOrLocalpart, Secret password, String remoteAddress) {
    String name = userOrLocalpart.strip().toLowerCase(Locale.ROOT);
    String counted = name.length() > 255 ? name.substring(0, 255) : name;
    long wait = throttle.take(counted, remoteAddress);
    if (wait > 0) {
      throw Problem.limitExceeded(
          "There were too many wrong passwords: wait a minute, then try again.", wait);
    }
    Optional<UserId> user = userId(name);
    // Asked of the database for unknown names as well: the answer takes as long.
    Optional<String> stored =
        database.read(tx -> new AccountDao(tx).passwordHash(user.orElse(nobody())));
    boolean right = passwords.verify(password, stored.orElse(null));
    Optional<Account> account = user.flatMap(accounts::find);
    if (!right || account.isEmpty()) {
      refused(account.orElse(null), "wrong-name-or-password", remoteAddress);
      throw Problem.forbidden("The user name or password is not right. Check both and try again.");
    }
    throttle.succeeded(counted, remoteAddress);
    if (!account.get().active()) {
      refused(account.get(), "deactivated", remoteAddress);
      throw deactivated();
    }
    return account.get();
  }

  static Problem deactivated() {
    return Problem.of(
        403,
        "M_USER_DEACTIVATED",
        "This account was closed. Ask an administrator if it should be open.");
  }

  private UserId nobody() {
    return UserId.local("=", server);
  }

  private Optional<UserId> userId(String name) {
    try {
      return Optional.of(name.startsWith("@") ? UserId.of(name) : UserId.local(name, server));
    } catch (Problem notAName) {
      return Optional.empty();
    }
  }

  private void refused(@Nullable Account account, String reason, String remoteAddress) {
    // An unknown name is not written down: people type their password there by mistake.
    ObjectNode facts = Json.object().put("reason", reason).put("address", remoteAddress);
    if (account != null) {
      facts.put("user", account.id().value());
    }
    records.refused(facts);
  }

  /**
   * Refuses a password that is too easy.
   *
   * @throws Problem {@code M_WEAK_PASSWORD}
   */
  public void checkStrength(UserId user, Secret newPassword) {
    passwords.checkStrength(newPassword, user.localpart());
  }

  /**
   * Sets a password; written to the audit log. Sessions go on: end them with {@link Sessions} where
   * the change asks for it.
   *
   * @param by the user themselves, an administrator, or null for the command line of the operator
   * @throws Problem {@code M_WEAK_PASSWORD}, or 404 for an unknown account
   */
  public void setPassword(UserId user, Secret newPassword, @Nullable UserId by) {
    String hash = hashed(user, newPassword);
    database.writing(
        tx -> {
          new AccountDao(tx).setPasswordHash(user, hash);
          records.permission(tx, "password-set", by, Json.object().put("user", user.value()));
        });
  }

  /**
   * Hashes a new password for an account.
   *
   * @throws Problem {@code M_WEAK_PASSWORD}, or 404 for an unknown account
   */
  String hashed(UserId user, Secret newPassword) {
    accounts.require(user);
    passwords.checkStrength(newPassword, user.localpart());
    return passwords.hash(newPassword);
  }
}
