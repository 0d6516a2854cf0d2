package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
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
  private static final int MAX_BYTES = 65_536;

  private final Database database;
  private final Records records;
  private final Accounts accounts;
  private final List<Consumer<Profile>> listeners = new CopyOnWriteArrayList<>();

  /**
   * How somebody appears.
   *
   * @param user who
   * @param displayName the name that they chose, null for none
   * @param avatarUrl their picture, an {@code mxc:} URI
   */
  public record Profile(UserId user, @Nullable String displayName, @Nullable String avatarUrl) {}

  Profiles(Database database, AuditLog audit, Accounts accounts) {
    this.database = database;
    this.records = new Records(audit);
    this.accounts = accounts;
  }

  private static Profile of(Account account) {
    return new Profile(account.id(), account.name(), account.avatarUrl());
  }

  /**
   * Changes a name, and tells who listens.
   *
   * @param name the new name; null or blank for none
   * @throws Problem {@code M_INVALID_PARAM} for a name over 255 characters or with control
   *     characters in it, 404 for nobody
   */
  public Profile setDisplayName(UserId user, @Nullable String name) {
    String clean = name == null || name.isBlank() ? null : name.strip();
    return change(user, old -> old.withName(clean));
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

  /** What somebody shows of themselves beyond name and picture, by field. */
  public Map<String, JsonNode> fields(UserId user) {
    return database.read(tx -> new ProfileFieldDao(tx).all(user));
  }

  /** One field beyond name and picture. */
  public Optional<JsonNode> field(UserId user, String field) {
    return database.read(tx -> new ProfileFieldDao(tx).one(user, field));
  }

  /**
   * Sets a field beyond name and picture (client-server API, "Profiles").
   *
   * @throws Problem 400 {@code M_PROFILE_TOO_LARGE} when the whole profile would be over 64 KiB
   */
  public void setField(UserId user, String field, JsonNode value) {
    database.writing(
        tx -> {
          // The account's row keeps other changes out until the size is known to fit.
          Account account = new AccountDao(tx).lock(user).orElseThrow(Accounts::unknown);
          ProfileFieldDao dao = new ProfileFieldDao(tx);
          ObjectNode whole = Json.object();
          whole.setAll(dao.all(user));
          whole.set(field, value);
          whole.put("displayname", account.name()).put("avatar_url", account.avatarUrl());
          if (Json.writeBytes(whole).length > MAX_BYTES) {
            throw Problem.of(
                400,
                "M_PROFILE_TOO_LARGE",
                "A profile has at most 64 KiB: make this smaller, or remove something else.");
          }
          dao.set(user, field, value);
        });
  }

  /** Removes a field beyond name and picture, when it is there. */
  public void removeField(UserId user, String field) {
    database.writing(tx -> new ProfileFieldDao(tx).delete(user, field));
  }

  /** Listens: called on the thread of the change, after it is durable. */
  public void onChange(Consumer<Profile> listener) {
    listeners.add(listener);
  }
}
