package org.caseroom.ops;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.BotServices;
import org.caseroom.bots.runtime.ForPeople;
import org.caseroom.cases.CaseParts;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Identity;
import org.caseroom.identity.QuietTimes;
import org.caseroom.identity.Role;
import org.caseroom.rooms.AccountPolicy;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.RoomsContext;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.storage.Database;

/**
 * What works without serving: the database, the audit log and the people, and on demand rooms and
 * casework. The command line uses it on the data of a stopped service, and {@link Caseroom} builds
 * on it.
 */
final class Foundation implements AutoCloseable {
  static {
    // As GOV.UK Notify needs it, and earlier: Java's old HTTP client asks for this only once, when
    // anything in the process first uses it.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private static final String HOUSE = "caseroom";

  private final Closing closing = new Closing();
  private final Settings settings;
  private final DataFolder folder;
  private final Keys keys;
  private final InstantSource clock;
  private final Database database;
  private final AuditLog audit;
  private final Identity identity;

  private Foundation(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    try {
      folder = closing.add(new DataFolder(settings.data()));
      keys = folder.keys();
      database = closing.add(Database.open(settings.databaseSettings(keys)));
      audit =
          closing.add(AuditLog.open(database, keys.checkpoints(), settings.server().name(), clock));
      identity =
          closing.add(
              Identity.open(
                  database, audit, settings.server().name(), clock, settings.identitySettings()));
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /**
   * Opens the data of a service.
   *
   * @throws org.caseroom.base.Problem when the data cannot be opened, with one sentence that says
   *     what to do
   */
  static Foundation open(Settings settings, InstantSource clock) {
    return new Foundation(settings, clock);
  }

  /** The user that stands for the house itself: it makes case rooms and sends what follows. */
  UserId house() {
    UserId house = UserId.local(HOUSE, settings.server().name());
    if (identity.accounts().find(house).isEmpty()) {
      identity
          .accounts()
          .create(
              new Accounts.NewAccount(HOUSE, "Caseroom", Set.of(Role.BOT), null, null, null), null);
    }
    return house;
  }

  /** Casework's rules. */
  CasePolicy policy() {
    Path procedures = settings.procedures().toAbsolutePath();
    Path config = procedures.getParent();
    return CaseParts.policy(
        CasePolicy.Rules.load(config == null ? procedures : config),
        identity.accounts(),
        identity.agencies(),
        house());
  }

  /** Opens the rooms under these rules; close them before this. */
  Rooms rooms(CasePolicy policy, Projections projections) {
    projections.catchUp(database);
    return Rooms.open(
        new RoomsContext(
            database,
            audit,
            EventSigner.open(settings.server().name(), keys.signing()),
            new AccountPolicy(policy, identity.accounts()),
            identity.accounts()::isErased,
            projections.all(),
            clock,
            isShared()));
  }

  /** Casework on these rooms. */
  CaseWork cases(CasePolicy policy, Rooms rooms) {
    return CaseWork.open(
        new CaseWork.House(
            database, rooms, identity.accounts(), identity.agencies(), audit, media()),
        policy);
  }

  /** When nobody is to be disturbed. */
  QuietTimes quietTimes() {
    return new QuietTimes(identity.accountData(), settings().reminders().quietHours());
  }

  /** What the bots work with, on these rooms. */
  BotServices botServices(Rooms rooms, CaseWork cases) {
    return new BotServices(
        settings.bots(),
        settings.server().name(),
        clock,
        database,
        rooms.log(),
        rooms.reader(),
        rooms.whole(),
        identity.accounts(),
        identity.agencies(),
        audit,
        cases,
        new ForPeople(
            quietTimes(),
            settings.reminders().digestHour(),
            settings.publicUrl(settings.server().port())));
  }

  /** The files that people shared. */
  MediaStore media() {
    return new MediaStore(database, folder.media(), keys.media(), clock);
  }

  /** Whether other nodes may work on the same database. */
  boolean isShared() {
    String url = settings.database().url();
    return url != null && url.startsWith("jdbc:postgresql:");
  }

  Settings settings() {
    return settings;
  }

  DataFolder folder() {
    return folder;
  }

  Keys keys() {
    return keys;
  }

  InstantSource clock() {
    return clock;
  }

  Database database() {
    return database;
  }

  AuditLog audit() {
    return audit;
  }

  Identity identity() {
    return identity;
  }

  @Override
  public void close() {
    closing.close();
  }
}
