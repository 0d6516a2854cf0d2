package org.caseroom.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** SKELETON of the contract: the body is being written (it becomes a class). */
public interface Accounts {
  /**
   * What an account is made from.
   *
   * @param localpart the part of the user id before the colon
   * @param password null for one who cannot sign in with a password (bots)
   */
  record NewAccount(
      String localpart,
      String displayName,
      Set<Role> roles,
      @Nullable String agency,
      @Nullable String hub,
      @Nullable Secret password) {}

  /**
   * Creates an account and writes it to the audit log.
   *
   * @param by who creates it (null: the command line of the operator)
   * @throws org.caseroom.base.Problem {@code M_USER_IN_USE}, {@code M_INVALID_USERNAME}, {@code
   *     M_WEAK_PASSWORD}, or 404 for an unknown agency
   */
  Account create(NewAccount account, @Nullable UserId by);

  /** An account, from memory. */
  Optional<Account> find(UserId user);

  /**
   * An account.
   *
   * @throws org.caseroom.base.Problem 404 when there is none
   */
  Account require(UserId user);

  /** All accounts, by name. */
  List<Account> all();

  /** The accounts with a role in an agency. */
  List<Account> withRole(Role role, @Nullable String agency);
}
