package org.caseroom.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Hmac;
import org.caseroom.base.Json;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * Where a person can be reached outside of the service: their e-mail addresses (with {@link
 * Addresses}) and their phone number. Who signed in adds one by typing the code that was sent to
 * it; the links of {@link AddressChecks} are Matrix's way for clients, also for who has not signed
 * in. That one came or went is written to the audit log, without the address.
 */
public final class Contacts {
  /** How long a code is good. */
  public static final Duration CODE_LIFETIME = Duration.ofMinutes(15);

  private static final int MOST_TRIES = 5;
  private static final int MOST_CODES = 5;
  private static final long CODE_EVERY_MS = Duration.ofMinutes(12).toMillis();
  private static final int CODES = 1_000_000;

  private final Database database;
  private final Records records;
  private final InstantSource clock;
  private final Addresses addresses;
  private final SecureRandom random = new SecureRandom();
  private final Buckets codes = new Buckets(MOST_CODES, CODE_EVERY_MS);

  /** What sort of address. */
  public enum Kind {
    EMAIL,
    PHONE;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Contacts(Database database, AuditLog audit, InstantSource clock, Addresses addresses) {
    this.database = database;
    this.records = new Records(audit);
    this.clock = clock;
    this.addresses = addresses;
  }

  /** The confirmed phone number of somebody. */
  public Optional<PhoneNumber> phone(UserId user) {
    return database.read(tx -> new PhoneDao(tx).of(user));
  }

  /** Everybody who has a confirmed e-mail address or phone number. */
  public Set<UserId> reachable() {
    return Set.copyOf(database.read(tx -> new PhoneDao(tx).reachable()));
  }

  /**
   * Makes a code for an e-mail address that somebody wants to add; the one before is void.
   *
   * @return the code, to be sent to the address and nowhere else
   * @throws Problem 429 when there were many lately
   */
  public Secret begin(UserId user, EmailAddress address) {
    return begin(user, Kind.EMAIL, address.reveal());
  }

  /** The same for a phone number. */
  public Secret begin(UserId user, PhoneNumber number) {
    return begin(user, Kind.PHONE, number.reveal());
  }

  private Secret begin(UserId user, Kind kind, String address) {
    long now = clock.millis();
    // By address too: nobody's telephone is filled from here by many accounts.
    for (String name : List.of(user.value(), address)) {
      synchronized (codes) {
        long wait = codes.waitMs(name, now);
        if (wait > 0) {
          throw Problem.limitExceeded(
              "Several codes were sent lately: look for the newest, or wait a little.", wait);
        }
        codes.add(name, 1, now);
      }
    }
    Secret code = Secret.of(String.format(Locale.ROOT, "%06d", random.nextInt(CODES)));
    database.writing(
        tx ->
            new PhoneDao(tx)
                .putCode(
                    user,
                    kind.word(),
                    new PhoneDao.Code(
                        address, hash(user, address, code), 0, now + CODE_LIFETIME.toMillis())));
    return code;
  }

  /** Bound to the person and the address; short as it is, a code is good for minutes only. */
  private static String hash(UserId user, String address, Secret code) {
    byte[] key = (user.value() + " " + address).getBytes(StandardCharsets.UTF_8);
    byte[] hash = Hmac.sha256(key, code.reveal().getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /**
   * Adds the address that a code was sent to.
   *
   * @throws Problem 400 {@code M_THREEPID_AUTH_FAILED} when the code is not the newest one that was
   *     sent, is too old or was guessed at too often; {@code M_THREEPID_IN_USE} when another
   *     account has the e-mail address
   */
  public void confirm(UserId user, Kind kind, Secret code) {
    long now = clock.millis();
    // A wrong code has to count, so the transaction ends well and the refusal comes after it.
    boolean confirmed =
        database.write(
            tx -> {
              PhoneDao dao = new PhoneDao(tx);
              Optional<PhoneDao.Code> sent =
                  dao.code(user, kind.word())
                      .filter(each -> each.expiresMs() > now && each.tries() < MOST_TRIES);
              if (sent.isEmpty()) {
                return false;
              }
              String address = sent.get().address();
              if (!Secret.of(sent.get().hash()).equals(Secret.of(hash(user, address, code)))) {
                dao.tried(user, kind.word());
                return false;
              }
              dao.deleteCode(user, kind.word());
              add(tx, user, kind, address, now);
              return true;
            });
    if (!confirmed) {
      throw Problem.of(
          400,
          "M_THREEPID_AUTH_FAILED",
          "This is not the code that was sent last, or it is too old: type it again, or ask for a"
              + " new one.");
    }
  }

  private void add(Tx tx, UserId user, Kind kind, String address, long now) {
    if (kind == Kind.EMAIL) {
      addresses.attach(tx, user, EmailAddress.of(address), now, user);
      return;
    }
    new PhoneDao(tx).put(user, PhoneNumber.of(address), now);
    records.permission(tx, "phone-added", user, Json.object().put("user", user.value()));
  }

  /** Takes the phone number off an account; none is passed over. */
  public void removePhone(UserId user) {
    database.writing(
        tx -> {
          if (new PhoneDao(tx).delete(user) > 0) {
            records.permission(tx, "phone-removed", user, Json.object().put("user", user.value()));
          }
        });
  }

  /** Takes all off an account that is closed. */
  void removeAll(Tx tx, UserId user) {
    new PhoneDao(tx).deleteAll(user);
  }

  /** Clears away codes that are too old, where there are any. */
  void tend() {
    long now = clock.millis();
    if (database.read(tx -> new PhoneDao(tx).hasExpiredCodes(now))) {
      database.writing(tx -> new PhoneDao(tx).deleteExpiredCodes(now));
    }
  }
}
