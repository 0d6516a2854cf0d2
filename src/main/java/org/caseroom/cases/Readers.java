package org.caseroom.cases;

import java.util.Comparator;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;

/** How people are named to the family. */
final class Readers {
  private Readers() {}

  static CaseView.Reader reader(Account account, Agencies agencies) {
    String agency = account.agency();
    return new CaseView.Reader(
        account.displayName(),
        mainRole(account).title(),
        agency == null ? null : agencies.find(agency).map(Agency::name).orElse(agency));
  }

  /** The role that an account is introduced by: the first in the table of roles. */
  static Role mainRole(Account account) {
    return account.roles().stream().min(Comparator.naturalOrder()).orElse(Role.BOT);
  }
}
