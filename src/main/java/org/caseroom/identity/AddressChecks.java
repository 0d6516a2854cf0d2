package org.caseroom.identity;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Confirming e-mail addresses (client-server API, "Adding Account Administrative Contact
 * Information"): a client begins a check, its owner opens the link that was sent to the address,
 * and the client then shows the check's id with the secret that it began it with.
 */
public final class AddressChecks {
  /** How long a link is good. */
  public static final Duration LINK_LIFETIME = Duration.ofHours(1);

  /** How long a confirmed address may be made use of. */
  public static final Duration CONFIRMED_LIFETIME = Duration.ofHours(24);

  private static final int SID_BYTES = 18;
  private static final int MOST_MESSAGES = 5;
  private static final long MESSAGE_EVERY_MS = Duration.ofMinutes(12).toMillis();

  private final Database database;
  private final InstantSource clock;
  private final Tokens tokens = new Tokens();
  private final SecureRandom random = new SecureRandom();
  private final Buckets messages = new Buckets(MOST_MESSAGES, MESSAGE_EVERY_MS);

  /** What an address is confirmed for: a check for one cannot be used for another. */
  public enum Purpose {
    /** To add it to an account. */
    ADD,
    /** To make an account. */
    REGISTER,
    /** To set a forgotten password. */
    RESET
  }

  /**
   * What a client asks for.
   *
   * @param secret what the client made up to know the check by
   * @param sendAttempt a message is sent only when this is more than the last time
   * @param nextLink where the owner goes after confirming, null for nowhere
   */
  public record Request(
      Purpose purpose,
      EmailAddress address,
      Secret secret,
      long sendAttempt,
      @Nullable String nextLink) {}

  /**
   * A check that runs.
   *
   * @param sid its id
   * @param link what stands in the link that is to be sent now; null when the client asked for
   *     nothing new. Where the address may not be used, its owner is told so instead, and the check
   *     is never confirmed: whoever asked sees no difference
   */
  public record Started(String sid, @Nullable Secret link) {}

  /**
   * A check as the owner of the address sees it.
   *
   * @param purpose what they are asked to confirm it for
   * @param address their address
   * @param nextLink where to go afterwards, null for nowhere
   */
  public record Open(Purpose purpose, EmailAddress address, @Nullable String nextLink) {}

  /**
   * A confirmed address.
   *
   * @param sid the check's id
   * @param validatedMs when it was confirmed, milliseconds since 1970
   */
  public record Confirmed(String sid, EmailAddress address, long validatedMs) {}

  AddressChecks(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Begins a check, or goes on with the one that the client began with the same secret.
   *
   * @throws Problem 429 {@code M_LIMIT_EXCEEDED} when the address has been sent many messages
   */
  public Started start(Request request) {
    String hash = Tokens.hash(request.secret());
    long now = clock.millis();
    Secret link = tokens.make("cre_");
    return database.write(
        tx -> {
          AddressCheckDao dao = new AddressCheckDao(tx);
          AddressCheckDao.Row row =
              dao.find(request.purpose(), request.address(), hash).orElse(null);
          if (row != null && (row.validatedMs() != null || row.expiresMs() <= now)) {
            dao.delete(row.sid());
            row = null;
          }
          if (row != null && request.sendAttempt() <= row.sendAttempt()) {
            return new Started(row.sid(), null);
          }
          countMessage(request.address());
          long expires = now + LINK_LIFETIME.toMillis();
          String sid = row == null ? newSid() : row.sid();
          if (row == null) {
            insert(dao, sid, request, hash, expires);
          } else {
            dao.sentAgain(sid, request.sendAttempt(), request.nextLink(), expires);
          }
          dao.insertLink(Tokens.hash(link), sid);
          return new Started(sid, link);
        });
  }

  private static void insert(
      AddressCheckDao dao, String sid, Request request, String hash, long expires) {
    boolean added =
        dao.insert(
            new AddressCheckDao.Row(
                sid,
                request.purpose(),
                request.address(),
                hash,
                request.sendAttempt(),
                request.nextLink(),
                expires,
                null));
    if (!added) {
      throw Problem.limitExceeded("The same was asked for a moment ago: try again.", 1_000);
    }
  }

  /**
   * Counts a message that is about to be sent to somebody who did not ask for it themselves, so
   * that nobody's mailbox is filled from here.
   *
   * @throws Problem 429 {@code M_LIMIT_EXCEEDED} when the address has been sent many
   */
  public void countMessage(EmailAddress address) {
    long now = clock.millis();
    synchronized (messages) {
      long wait = messages.waitMs(address.reveal(), now);
      if (wait > 0) {
        throw Problem.limitExceeded(
            "This address was sent several messages lately: look for them, or wait a little.",
            wait);
      }
      messages.add(address.reveal(), 1, now);
    }
  }

  private String newSid() {
    byte[] bytes = new byte[SID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What a link asks its reader to confirm.
   *
   * @throws Problem 404 for a link that is unknown or too old
   */
  public Open open(Secret link) {
    AddressCheckDao.Row row = require(link);
    return new Open(row.purpose(), row.address(), row.nextLink());
  }

  private AddressCheckDao.Row require(Secret link) {
    return database
        .read(tx -> new AddressCheckDao(tx).byLink(Tokens.hash(link)))
        .filter(row -> row.expiresMs() > clock.millis())
        .orElseThrow(
            () ->
                Problem.notFound(
                    "This link was used already or is too old: ask for a new one in your app."));
  }

  /**
   * Confirms an address; more than once does no harm.
   *
   * @throws Problem 404 for a link that is unknown or too old
   */
  public Open confirm(Secret link) {
    AddressCheckDao.Row row = require(link);
    long now = clock.millis();
    database.writing(
        tx -> new AddressCheckDao(tx).confirm(row.sid(), now, now + CONFIRMED_LIFETIME.toMillis()));
    return new Open(row.purpose(), row.address(), row.nextLink());
  }

  /**
   * The address of a check that was confirmed; the check goes on.
   *
   * @throws Problem 400 {@code M_THREEPID_AUTH_FAILED} when it was not, or is not the client's
   */
  public Confirmed confirmed(Purpose purpose, String sid, Secret secret) {
    Optional<AddressCheckDao.Row> row = database.read(tx -> new AddressCheckDao(tx).bySid(sid));
    return confirmed(row, purpose, secret);
  }

  private Confirmed confirmed(Optional<AddressCheckDao.Row> found, Purpose purpose, Secret secret) {
    AddressCheckDao.Row row =
        found
            .filter(each -> each.purpose() == purpose && each.expiresMs() > clock.millis())
            .filter(each -> Secret.of(each.secretHash()).equals(Secret.of(Tokens.hash(secret))))
            .orElse(null);
    Long validated = row == null ? null : row.validatedMs();
    if (row == null || validated == null) {
      throw notConfirmed();
    }
    return new Confirmed(row.sid(), row.address(), validated);
  }

  /**
   * Uses up a check that was confirmed, inside the transaction of what it is used for.
   *
   * @throws Problem 400 {@code M_THREEPID_AUTH_FAILED} when it is used already
   */
  void use(Tx tx, Confirmed check) {
    if (!new AddressCheckDao(tx).delete(check.sid())) {
      throw notConfirmed();
    }
  }

  static Problem notConfirmed() {
    return Problem.of(
        400,
        "M_THREEPID_AUTH_FAILED",
        "The e-mail address is not confirmed yet: open the link in the message that was sent to"
            + " it, then go on here.");
  }

  /** Clears away what is too old, where there is any. */
  void tend() {
    long now = clock.millis();
    if (database.read(tx -> new AddressCheckDao(tx).hasExpired(now))) {
      database.writing(tx -> new AddressCheckDao(tx).deleteExpired(now));
    }
  }
}
