package org.caseroom.cases;

import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;

/** How people are named to the family. */
final class Readers {
  private Readers() {}

  static CaseView.Reader reader(Account account, Agencies agencies) {
    String agency = account.agency();
    return new CaseView.Reader(
        account.displayName(),
        account.mainRole().title(),
        agency == null ? null : agencies.find(agency).map(Agency::name).orElse(agency));
  }
}
