package org.caseroom.identity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/** Closing and opening accounts, and holding them back; every change goes to the audit log. */
public final class Standings {
  private final Database database;
  private final Records records;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Kept kept;
  private final List<BiConsumer<Tx, UserId>> closings = new CopyOnWriteArrayList<>();
  private final List<Consumer<Sessions.Session>> locks = new CopyOnWriteArrayList<>();

  /** What is kept for people beside their account. */
  record Kept(
      AccountData accountData,
      Addresses addresses,
      Contacts contacts,
      CalendarSecrets calendarSecrets) {}

  Standings(Kept kept, Database database, Records records, Accounts accounts, Sessions sessions) {
    this.database = database;
    this.records = records;
    this.accounts = accounts;
    this.sessions = sessions;
    this.kept = kept;
  }

  /**
   * Closes an account: no sign-in, no sessions. The id is never given to anybody else, and the
   * password is kept as a hash, so that who knows it is told that the account is closed.
   *
   * @param erase whether what they wrote is kept from newcomers, and what they showed of themselves
   *     is removed
   * @param keepName whether the name stays all the same, since it stands in a record
   * @param by the user themselves or an administrator (null: the operator's command line)
   * @throws Problem 403 for anybody else, 404 for nobody
   */
  public void close(UserId user, boolean erase, boolean keepName, @Nullable UserId by) {
    require(user, by);
    change(
        user,
        "account-closed",
        by,
        old -> {
          Account closed = old.with(old.standing().closed(erase));
          Account bare = erase ? closed.withAvatarUrl(null) : closed;
          return erase && !keepName ? bare.withName(null) : bare;
        },
        tx -> {
          kept.addresses().removeAll(tx, user);
          kept.contacts().removeAll(tx, user);
          kept.calendarSecrets().remove(tx, user);
          closings.forEach(closing -> closing.accept(tx, user));
          if (erase) {
            new ProfileFieldDao(tx).deleteAll(user);
            kept.accountData().erase(tx, user);
          }
        });
  }

  /**
   * Adds what goes when an account is closed.
   *
   * @param closing called inside the transaction
   */
  public void onClose(BiConsumer<Tx, UserId> closing) {
    closings.add(closing);
  }

  /**
   * Opens a closed account again; its password has to be set anew.
   *
   * @throws Problem 404 for nobody
   */
  public void open(UserId user, @Nullable UserId by) {
    require(user, by);
    change(
        user,
        "account-opened",
        by,
        old -> old.with(old.standing().withActive(true)),
        tx -> new AccountDao(tx).setPasswordHash(user, null));
  }

  private void require(UserId user, @Nullable UserId by) {
    if (!user.equals(by)) {
      accounts.requireAdministrator(by);
    }
  }

  private void change(
      UserId user,
      String action,
      @Nullable UserId by,
      UnaryOperator<Account> change,
      Consumer<Tx> more) {
    List<DeviceId> devices = sessions.devices(user).stream().map(Sessions.Device::id).toList();
    database.writing(
        tx -> {
          accounts.update(tx, user, change);
          more.accept(tx);
          sessions.delete(tx, user, devices);
          records.permission(tx, action, by, Json.object().put("user", user.value()));
        });
  }

  /**
   * How somebody stands, for an administrator.
   *
   * @throws Problem 403 for anybody else and about administrators, 404 for nobody and for closed
   *     accounts
   */
  public Standing of(UserId user, UserId by) {
    accounts.requireAdministrator(by);
    return subject(user).standing();
  }

  /** Suspends somebody, or ends that; conditions as {@link #hold}. */
  public void suspend(UserId user, boolean suspended, UserId by) {
    hold(
        user,
        suspended ? "account-suspended" : "account-unsuspended",
        by,
        old -> old.with(old.standing().withSuspended(suspended)));
  }

  /** Locks somebody out, or lets them in again; conditions as {@link #hold}. */
  public void lock(UserId user, boolean locked, UserId by) {
    hold(
        user,
        locked ? "account-locked" : "account-unlocked",
        by,
        old -> old.with(old.standing().withLocked(locked)));
    if (locked) {
      sessions
          .devices(user)
          .forEach(
              device ->
                  locks.forEach(
                      follower -> follower.accept(new Sessions.Session(user, device.id()))));
    }
  }

  /** Tells of sessions whose owner is locked out, so that what is held for them is let go. */
  public void onLock(Consumer<Sessions.Session> follower) {
    locks.add(follower);
  }

  /**
   * Holds an account back.
   *
   * @throws Problem 403 for anybody but an administrator, about oneself and about another
   *     administrator, 404 for nobody and for closed accounts
   */
  private void hold(UserId user, String action, UserId by, UnaryOperator<Account> change) {
    accounts.requireAdministrator(by);
    if (user.equals(by)) {
      throw Problem.forbidden("Nobody holds back their own account: ask another administrator.");
    }
    subject(user);
    database.writing(
        tx -> {
          accounts.update(tx, user, change);
          records.permission(tx, action, by, Json.object().put("user", user.value()));
        });
  }

  private Account subject(UserId user) {
    Account account =
        accounts
            .find(user)
            .filter(Account::active)
            .orElseThrow(
                () -> Problem.notFound("There is nobody with this user id, or no longer."));
    if (account.is(Role.ADMINISTRATOR)) {
      throw Problem.forbidden("An administrator is not held back by another one.");
    }
    return account;
  }
}
