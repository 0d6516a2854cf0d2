package org.caseroom.identity;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.ServerName;
import org.caseroom.storage.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** People, agencies, devices and sign-ins: the parts of this package, put together. */
public final class Identity implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final long TEND_SECONDS = 60;

  private final Agencies agencies;
  private final Accounts accounts;
  private final Credentials credentials;
  private final Sessions sessions;
  private final StreamPositions streamPositions;
  private final ScheduledExecutorService background;

  private Identity(Database database, AuditLog audit, ServerName server, InstantSource clock) {
    Passwords passwords = new Passwords();
    this.agencies = new Agencies(database, audit);
    this.accounts = new Accounts(database, audit, server, clock, agencies, passwords);
    this.credentials = new Credentials(database, audit, server, clock, accounts, passwords);
    this.sessions = new Sessions(database, audit, clock, accounts, credentials, List.of());
    this.streamPositions = StreamPositions.open(database);
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "identity");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Opens the identities kept in a database. */
  public static Identity open(
      Database database, AuditLog audit, ServerName server, InstantSource clock) {
    Identity identity = new Identity(database, audit, server, clock);
    identity.background.scheduleWithFixedDelay(
        identity::tend, TEND_SECONDS, TEND_SECONDS, TimeUnit.SECONDS);
    return identity;
  }

  /** The agencies. */
  public Agencies agencies() {
    return agencies;
  }

  /** The accounts. */
  public Accounts accounts() {
    return accounts;
  }

  /** Passwords. */
  public Credentials credentials() {
    return credentials;
  }

  /** Sign-ins and devices. */
  public Sessions sessions() {
    return sessions;
  }

  /** The count of changes to what lies beside the log. */
  public StreamPositions streamPositions() {
    return streamPositions;
  }

  private void tend() {
    try {
      sessions.tend();
    } catch (RuntimeException e) {
      LOG.error("Last-seen times could not be written; it is tried again shortly", e);
    }
  }

  /** Writes what is noted, and stops. */
  @Override
  public void close() {
    background.shutdown();
    try {
      if (!background.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("The background work of identity did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sessions.tend();
  }
}
