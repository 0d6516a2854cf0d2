package org.caseroom.identity;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** The names and pictures that others see. Read from memory. */
public final class Profiles {
  private static final int MAX_URL = 1_000;

  private final Database database;
  private final Records records;
  private final Accounts accounts;
  private final List<Consumer<Profile>> listeners = new CopyOnWriteArrayList<>();

  /**
   * How somebody appears.
   *
   * @param user who
   * @param displayName their name
   * @param avatarUrl their picture, an {@code mxc:} URI
   */
  public record Profile(UserId user, String displayName, @Nullable String avatarUrl) {}

  Profiles(Database database, AuditLog audit, Accounts accounts) {
    this.database = database;
    this.records = new Records(audit);
    this.accounts = accounts;
  }

  /** A profile, from memory. */
  public Optional<Profile> find(UserId user) {
    return accounts.find(user).map(Profiles::of);
  }

  private static Profile of(Account account) {
    return new Profile(account.id(), account.displayName(), account.avatarUrl());
  }

  /**
   * Changes a name, and tells who listens.
   *
   * @param name the new name; null or blank for the localpart of the user id
   * @throws Problem {@code M_INVALID_PARAM} for a name over 255 characters or with control
   *     characters in it, 404 for nobody
   */
  public Profile setDisplayName(UserId user, @Nullable String name) {
    String clean = name == null || name.isBlank() ? user.localpart() : name.strip();
    return change(user, old -> old.withDisplayName(clean));
  }

  /**
   * Changes a picture, and tells who listens.
   *
   * @param url an {@code mxc:} URI; null or blank for none
   * @throws Problem {@code M_INVALID_PARAM} for another sort of URL, 404 for nobody
   */
  public Profile setAvatarUrl(UserId user, @Nullable String url) {
    String clean = url == null || url.isBlank() ? null : url.strip();
    if (clean != null && (!clean.startsWith("mxc://") || clean.length() > MAX_URL)) {
      throw Problem.invalidParam(
          "A picture is named by its mxc: address: upload it first, then send the address you"
              + " got.");
    }
    return change(user, old -> old.withAvatarUrl(clean));
  }

  private Profile change(UserId user, UnaryOperator<Account> change) {
    Account before = accounts.require(user);
    if (of(change.apply(before)).equals(of(before))) {
      return of(before);
    }
    Account after =
        database.write(
            tx -> {
              Account changed = accounts.update(tx, user, change);
              records.permission(
                  tx,
                  "profile-changed",
                  user,
                  Json.object().put("user", user.value()).put("name", changed.displayName()));
              return changed;
            });
    Profile profile = of(after);
    listeners.forEach(listener -> listener.accept(profile));
    return profile;
  }

  /** Listens: called on the thread of the change, after it is durable. */
  public void onChange(Consumer<Profile> listener) {
    listeners.add(listener);
  }
}
