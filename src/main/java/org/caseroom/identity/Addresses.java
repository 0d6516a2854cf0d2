package org.caseroom.identity;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The e-mail addresses of accounts: with them a forgotten password is set anew, and their owner can
 * sign in and be invited by them. An address belongs to one account at most. That one came or went
 * is written to the audit log, without the address.
 */
public final class Addresses {
  private final Database database;
  private final Records records;
  private final InstantSource clock;
  private final AddressChecks checks;

  /**
   * An address of an account.
   *
   * @param validatedMs when its owner confirmed it, milliseconds since 1970
   * @param addedMs when it came to the account, milliseconds since 1970
   */
  public record Owned(EmailAddress address, long validatedMs, long addedMs) {}

  Addresses(Database database, AuditLog audit, InstantSource clock, AddressChecks checks) {
    this.database = database;
    this.records = new Records(audit);
    this.clock = clock;
    this.checks = checks;
  }

  /** The addresses of an account, oldest first. */
  public List<Owned> of(UserId user) {
    return database.read(tx -> new AddressDao(tx).of(user));
  }

  /** Whose address this is. */
  public Optional<UserId> owner(EmailAddress address) {
    return database.read(tx -> new AddressDao(tx).owner(address));
  }

  /**
   * Adds an address that was confirmed for it to an account.
   *
   * @param sid the check's id
   * @param secret the secret that the client began it with
   * @return the address
   * @throws Problem 400 {@code M_THREEPID_AUTH_FAILED} when it was not confirmed, {@code
   *     M_THREEPID_IN_USE} when another account has it
   */
  public EmailAddress add(UserId user, String sid, Secret secret) {
    AddressChecks.Confirmed check = checks.confirmed(AddressChecks.Purpose.ADD, sid, secret);
    database.writing(tx -> attach(tx, user, check, user));
    return check.address();
  }

  /** Uses a confirmed address for an account, inside a transaction. */
  void attach(Tx tx, UserId user, AddressChecks.Confirmed check, @Nullable UserId by) {
    checks.use(tx, check);
    attach(tx, user, check.address(), check.validatedMs(), by);
  }

  /** The same with an address that was confirmed in another way. */
  void attach(Tx tx, UserId user, EmailAddress address, long validatedMs, @Nullable UserId by) {
    AddressDao dao = new AddressDao(tx);
    if (dao.insert(address, user, validatedMs, clock.millis())) {
      records.permission(tx, "address-added", by, Json.object().put("user", user.value()));
    } else if (dao.owner(address).filter(user::equals).isEmpty()) {
      throw inUse();
    }
  }

  /** The refusal of an address that an account has. */
  public static Problem inUse() {
    return Problem.of(
        400,
        "M_THREEPID_IN_USE",
        "An account has this e-mail address already: remove it there first.");
  }

  /** Takes an address off an account; one that it does not have is passed over. */
  public void remove(UserId user, EmailAddress address) {
    database.writing(
        tx -> {
          if (new AddressDao(tx).delete(address, user) > 0) {
            records.permission(
                tx, "address-removed", user, Json.object().put("user", user.value()));
          }
        });
  }

  /** Takes all addresses off an account that is closed. */
  void removeAll(Tx tx, UserId user) {
    new AddressDao(tx).deleteAll(user);
  }
}
