package org.caseroom.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of accounts. */
final class AccountDao {
  private final Handle handle;

  AccountDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** Adds an account; false when the user id is taken. */
  boolean insert(Account account, @Nullable String passwordHash, long nowMs) {
    return handle.execute(
            """
            INSERT INTO accounts (user_id, display_name, avatar_url, roles, agency, hub,
              password_hash, active, created_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING\
            """,
            account.id().value(),
            stored(account.name()),
            account.avatarUrl(),
            words(account.roles()),
            account.agency(),
            account.hub(),
            passwordHash,
            account.active(),
            nowMs)
        == 1;
  }

  /** Reads an account and keeps other changes of it out until the transaction ends. */
  Optional<Account> lock(UserId user) {
    return select("WHERE user_id = :user FOR UPDATE", user).stream().findFirst();
  }

  Optional<Account> find(UserId user) {
    return select("WHERE user_id = :user", user).stream().findFirst();
  }

  List<Account> all() {
    return select("", null);
  }

  private List<Account> select(String where, @Nullable UserId user) {
    return handle
        .createQuery(
            "SELECT user_id, display_name, avatar_url, roles, agency, hub, active, suspended,"
                + " locked, erased FROM accounts "
                + where)
        .bind("user", user == null ? null : user.value())
        .map(
            (rs, ctx) ->
                new Account(
                    UserId.of(rs.getString(1)),
                    rs.getString(2).isEmpty() ? null : rs.getString(2),
                    rs.getString(3),
                    roles(rs.getString(4)),
                    rs.getString(5),
                    rs.getString(6),
                    new Standing(
                        rs.getBoolean(7), rs.getBoolean(8), rs.getBoolean(9), rs.getBoolean(10))))
        .list();
  }

  void update(Account account) {
    handle.execute(
        """
        UPDATE accounts
        SET display_name = ?, avatar_url = ?, roles = ?, agency = ?, hub = ?, active = ?,
          suspended = ?, locked = ?, erased = ?
        WHERE user_id = ?\
        """,
        stored(account.name()),
        account.avatarUrl(),
        words(account.roles()),
        account.agency(),
        account.hub(),
        account.active(),
        account.standing().suspended(),
        account.standing().locked(),
        account.standing().erased(),
        account.id().value());
  }

  /** No name is kept as an empty one: the column takes no NULL. */
  private static String stored(@Nullable String name) {
    return name == null ? "" : name;
  }

  Optional<String> passwordHash(UserId user) {
    return handle
        .createQuery("SELECT password_hash FROM accounts WHERE user_id = ?")
        .bind(0, user.value())
        .mapTo(String.class)
        .findOne();
  }

  void setPasswordHash(UserId user, @Nullable String hash) {
    handle.execute("UPDATE accounts SET password_hash = ? WHERE user_id = ?", hash, user.value());
  }

  private static String words(Set<Role> roles) {
    return roles.stream().map(Role::word).sorted().collect(Collectors.joining(" "));
  }

  private static Set<Role> roles(String words) {
    return java.util.Arrays.stream(words.split(" "))
        .map(Role::of)
        .collect(Collectors.toUnmodifiableSet());
  }
}
