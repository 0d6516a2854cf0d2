package org.caseroom.identity;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** People, agencies, devices and sign-ins: the parts of this package, put together. */
public final class Identity implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final long TEND_SECONDS = 60;
  private static final long LOOK_SECONDS = 1;

  private final Database database;
  private final Records records;
  private final Agencies agencies;
  private final Accounts accounts;
  private final Credentials credentials;
  private final Invitations invitations;
  private final AddressChecks addressChecks;
  private final Addresses addresses;
  private final Contacts contacts;
  private final CalendarSecrets calendarSecrets;
  private final OpenIdTokens openIdTokens;
  private final Sessions sessions;
  private final Standings standings;
  private final Registrations registrations;
  private final SharedSecret sharedSecret;
  private final Profiles profiles;
  private final StreamPositions streamPositions;
  private final AccountData accountData;
  private final Filters filters;
  private final ToDevice toDevice;
  private final DeviceLists deviceLists;
  private final DeviceKeys deviceKeys;
  private final CrossSigning crossSigning;
  private final ScheduledExecutorService background;

  private Identity(
      Database database,
      AuditLog audit,
      ServerName server,
      InstantSource clock,
      IdentitySettings settings) {
    this.database = database;
    this.records = new Records(audit);
    Passwords passwords = new Passwords(settings.passwordCharacters());
    this.agencies = new Agencies(database, audit, clock, this::requireAdministrator);
    this.accounts = new Accounts(database, audit, server, clock, agencies, passwords);
    this.credentials = new Credentials(database, audit, server, clock, accounts, passwords);
    this.invitations = new Invitations(database, audit, server, clock, accounts, passwords);
    this.addressChecks = new AddressChecks(database, clock);
    this.addresses = new Addresses(database, audit, clock, addressChecks);
    this.contacts = new Contacts(database, audit, clock, addresses);
    this.calendarSecrets = new CalendarSecrets(database, audit, clock);
    this.openIdTokens = new OpenIdTokens(database, clock, accounts);
    this.profiles = new Profiles(database, audit, accounts);
    this.streamPositions = StreamPositions.open(database);
    this.accountData = new AccountData(database, streamPositions);
    this.filters = new Filters(database);
    this.toDevice = new ToDevice(database, streamPositions, clock);
    this.deviceLists = new DeviceLists(database, streamPositions);
    this.deviceKeys = new DeviceKeys(database, streamPositions, deviceLists, clock);
    this.crossSigning = new CrossSigning(database, deviceLists);
    this.sessions =
        new Sessions(
            database,
            audit,
            clock,
            accounts,
            credentials,
            new Sessions.Hooks(
                List.of(deviceKeys::deviceDeleted, toDevice::deviceDeleted), deviceLists::changed),
            settings);
    this.standings =
        new Standings(
            new Standings.Kept(accountData, addresses, contacts, calendarSecrets),
            database,
            records,
            accounts,
            sessions);
    this.registrations =
        new Registrations(database, records, server, accounts, passwords, settings, addresses);
    this.sharedSecret = new SharedSecret(registrations, clock, settings.sharedSecret());
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "identity");
              thread.setDaemon(true);
              return thread;
            });
  }

  private void requireAdministrator(@Nullable UserId by) {
    accounts.requireAdministrator(by);
  }

  /** Opens the identities kept in a database. */
  public static Identity open(
      Database database,
      AuditLog audit,
      ServerName server,
      InstantSource clock,
      IdentitySettings settings) {
    Identity identity = new Identity(database, audit, server, clock, settings);
    identity.background.scheduleWithFixedDelay(
        identity::tend, TEND_SECONDS, TEND_SECONDS, TimeUnit.SECONDS);
    if (database.signals().isOpen()) {
      identity.background.scheduleWithFixedDelay(
          identity::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }
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

  /** Links with which families come in. */
  public Invitations invitations() {
    return invitations;
  }

  /** Confirming e-mail addresses. */
  public AddressChecks addressChecks() {
    return addressChecks;
  }

  /** The e-mail addresses of accounts. */
  public Addresses addresses() {
    return addresses;
  }

  /** Where people can be reached outside of the service. */
  public Contacts contacts() {
    return contacts;
  }

  /** The secrets in the addresses of people's calendars. */
  public CalendarSecrets calendarSecrets() {
    return calendarSecrets;
  }

  /** Tokens with which people show other services who they are. */
  public OpenIdTokens openIdTokens() {
    return openIdTokens;
  }

  /** Sign-ins and devices. */
  public Sessions sessions() {
    return sessions;
  }

  /** Closing, suspending and locking accounts. */
  public Standings standings() {
    return standings;
  }

  /** Accounts that people make for themselves. */
  public Registrations registrations() {
    return registrations;
  }

  /** Accounts that tools of the operator make from afar. */
  public SharedSecret sharedSecret() {
    return sharedSecret;
  }

  /** Names and pictures. */
  public Profiles profiles() {
    return profiles;
  }

  /** The count of changes to what lies beside the log. */
  public StreamPositions streamPositions() {
    return streamPositions;
  }

  /** What clients keep for users and rooms. */
  public AccountData accountData() {
    return accountData;
  }

  /** Stored filters. */
  public Filters filters() {
    return filters;
  }

  /** Messages from device to device. */
  public ToDevice toDevice() {
    return toDevice;
  }

  /** Whose devices or keys changed. */
  public DeviceLists deviceLists() {
    return deviceLists;
  }

  /** Keys of devices. */
  public DeviceKeys deviceKeys() {
    return deviceKeys;
  }

  /** Keys with which people vouch for each other. */
  public CrossSigning crossSigning() {
    return crossSigning;
  }

  /**
   * Closes an account: no sign-in, no sessions; the name stays in the record. Written to the audit
   * log.
   *
   * @param by the user themselves or an administrator (null: the operator's command line)
   * @throws Problem 403 for anybody else, 404 for nobody
   */
  public void deactivate(UserId user, @Nullable UserId by) {
    standings.close(user, false, true, by);
  }

  /**
   * Opens a closed account again; its password has to be set anew.
   *
   * @throws Problem 404 for nobody
   */
  public void reactivate(UserId user, @Nullable UserId by) {
    standings.open(user, by);
  }

  /**
   * Sets a forgotten password anew and ends all sessions.
   *
   * @throws Problem {@code M_WEAK_PASSWORD}, or 404 for nobody
   */
  public void resetPassword(UserId user, Secret newPassword, @Nullable UserId by) {
    accounts.requireAdministrator(by);
    credentials.setPassword(user, newPassword, by);
    sessions.signOutEverywhere(user);
  }

  /**
   * Sets a forgotten password anew for whoever has the address that was confirmed for it, which is
   * used up by it. Written to the audit log.
   *
   * @param signOut whether all sessions end
   * @return whose password it was
   * @throws Problem 404 when no account has the address, {@code M_WEAK_PASSWORD}, or {@code
   *     M_THREEPID_AUTH_FAILED} when the check is used already
   */
  public UserId resetPassword(AddressChecks.Confirmed check, Secret newPassword, boolean signOut) {
    UserId user =
        addresses
            .owner(check.address())
            .orElseThrow(() -> Problem.notFound("No account has this e-mail address any more."));
    String hash = credentials.hashed(user, newPassword);
    List<DeviceId> devices = sessions.devices(user).stream().map(Sessions.Device::id).toList();
    database.writing(
        tx -> {
          addressChecks.use(tx, check);
          new AccountDao(tx).setPasswordHash(user, hash);
          records.permission(
              tx, "password-reset-by-mail", user, Json.object().put("user", user.value()));
          if (signOut) {
            sessions.delete(tx, user, devices);
          }
        });
    return user;
  }

  private void look() {
    try {
      streamPositions.look();
    } catch (RuntimeException e) {
      LOG.warn("Changes of other nodes could not be looked for; it is tried again shortly", e);
    }
  }

  private void tend() {
    try {
      addressChecks.tend();
      contacts.tend();
      openIdTokens.tend();
      sessions.tend();
      toDevice.tend();
    } catch (RuntimeException e) {
      LOG.error("The background work of identity failed; it is tried again shortly", e);
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
    tend();
  }
}
