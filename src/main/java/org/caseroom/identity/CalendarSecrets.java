package org.caseroom.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * The secrets in the addresses of people's calendars: whoever knows the address reads the calendar,
 * since programs that show calendars sign in nowhere. One each, kept as SHA-256, told once; a new
 * one ends the one before. Making and ending are written to the audit log.
 */
public final class CalendarSecrets {
  private final Database database;
  private final Records records;
  private final InstantSource clock;
  private final Tokens tokens = new Tokens();

  CalendarSecrets(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.records = new Records(audit);
    this.clock = clock;
  }

  /** Makes a new one for somebody; the one before is no longer good. */
  public Secret make(UserId user) {
    Secret secret = tokens.make("crc_");
    database.writing(
        tx -> {
          new CalendarSecretDao(tx).put(user, Tokens.hash(secret), clock.millis());
          records.permission(tx, "calendar-made", user, Json.object().put("user", user.value()));
        });
    return secret;
  }

  /** Ends the one that somebody has; none is passed over. */
  public void revoke(UserId user) {
    database.writing(
        tx -> {
          if (new CalendarSecretDao(tx).delete(user) > 0) {
            records.permission(
                tx, "calendar-revoked", user, Json.object().put("user", user.value()));
          }
        });
  }

  /** Whose it is. */
  public Optional<UserId> owner(Secret secret) {
    return database.read(tx -> new CalendarSecretDao(tx).owner(Tokens.hash(secret)));
  }

  /** Since when somebody has one; empty for none. */
  public Optional<Instant> madeAt(UserId user) {
    return database.read(tx -> new CalendarSecretDao(tx).made(user)).map(Instant::ofEpochMilli);
  }

  /** Ends the one of an account that is closed. */
  void remove(Tx tx, UserId user) {
    new CalendarSecretDao(tx).delete(user);
  }
}
