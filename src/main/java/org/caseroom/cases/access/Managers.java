package org.caseroom.cases.access;

import java.util.List;
import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;

/** The managers who answer for a case: those of its agency, at its hub or above the hubs. */
final class Managers {
  private final Accounts accounts;
  private final Permissions permissions;

  Managers(Accounts accounts, Permissions permissions) {
    this.accounts = accounts;
    this.permissions = permissions;
  }

  /** All of them but one. */
  List<Account> of(CaseFile file, UserId but) {
    return accounts.stream()
        .filter(account -> answersFor(account, file) && !account.id().equals(but))
        .sorted(Accounts.BY_NAME)
        .toList();
  }

  /** Whether somebody is one of them. */
  boolean answersFor(Account account, CaseFile file) {
    String hub = account.hub();
    return isManager(account)
        && file.agency().equals(account.agency())
        && (hub == null || hub.equals(file.hub()) || Door.inCase(file, account.id()));
  }

  boolean isManager(Account account) {
    Set<Role> managers = permissions.group("managers").orElse(Set.of());
    return account.active() && account.roles().stream().anyMatch(managers::contains);
  }
}
