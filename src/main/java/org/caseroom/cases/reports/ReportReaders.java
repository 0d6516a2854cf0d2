package org.caseroom.cases.reports;

import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who reads reports about what: the roles of the group {@code report-readers} their hub's cases, or
 * their agency's when they have no hub; auditors and data managers always their agency's;
 * caseworkers those that they lead. No report has a case of another agency.
 */
public final class ReportReaders {
  /** The group of roles that read reports about more than their own cases. */
  public static final String READERS = "report-readers";

  /** The group of roles that take the data set along. */
  public static final String DATA_MANAGERS = "data-managers";

  private final Desk desk;

  ReportReaders(Desk desk) {
    this.desk = desk;
  }

  /**
   * What somebody's reports are about.
   *
   * @param hub the hub that is asked for; null for all that they may see
   * @throws Problem 403 for who reads none, and for a hub that is not theirs
   */
  public Scope scope(UserId by, @Nullable String hub) {
    Account account = account(by);
    String agency = agency(account);
    if (!in(account, READERS)) {
      if (!in(account, "casework")) {
        throw Problem.forbidden(
            "Reports are for managers, auditors and data managers of an agency; caseworkers see the"
                + " cases that they lead.");
      }
      return new Scope(agency, hub, by.value());
    }
    boolean whole = account.hub() == null || account.is(Role.AUDITOR) || in(account, DATA_MANAGERS);
    if (!whole && hub != null && !hub.equals(account.hub())) {
      throw Problem.forbidden("Your reports are about your own hub; leave 'hub' out.");
    }
    return new Scope(agency, whole ? hub : account.hub(), null);
  }

  /**
   * As {@link #scope}, for what is about a whole service: not for who only sees their own cases.
   *
   * @throws Problem 403 for everybody else
   */
  public Scope wide(UserId by, @Nullable String hub) {
    Scope scope = scope(by, hub);
    if (scope.lead() != null) {
      throw Problem.forbidden(
          "This is about the whole service: it is for its managers, auditors and data managers.");
    }
    return scope;
  }

  /**
   * The agency whose data set somebody may take along.
   *
   * @throws Problem 403 for who is no data manager
   */
  public Scope dataManager(UserId by, @Nullable String hub) {
    if (!in(account(by), DATA_MANAGERS)) {
      throw Problem.forbidden(
          "Only a data manager takes the data set along child by child. An administrator gives the"
              + " role; managers and auditors read the aggregated figures.");
    }
    return scope(by, hub);
  }

  /** Somebody's account. */
  Account account(UserId by) {
    return desk.accounts()
        .find(by)
        .filter(Account::active)
        .orElseThrow(() -> Problem.forbidden("Reports are for staff."));
  }

  /** Whether somebody has a role of a group in the table of permissions. */
  boolean in(Account account, String group) {
    Set<Role> roles = desk.policy().rules().permissions().group(group).orElse(Set.of());
    return account.roles().stream().anyMatch(roles::contains);
  }

  private static String agency(Account account) {
    String agency = account.agency();
    if (agency == null) {
      throw Problem.forbidden(
          "Reports are about one agency's cases, and your account belongs to none. An administrator"
              + " can change that.");
    }
    return agency;
  }
}
