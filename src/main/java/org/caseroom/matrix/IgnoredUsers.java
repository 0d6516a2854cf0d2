package org.caseroom.matrix;

import java.util.HashSet;
import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;

/** Whom somebody ignores (client-server API, "Ignoring Users"): what they keep as account data. */
public final class IgnoredUsers {
  private static final String TYPE = "m.ignored_user_list";

  private final AccountData accountData;

  /** Reads the lists of these accounts. */
  public IgnoredUsers(AccountData accountData) {
    this.accountData = accountData;
  }

  /** The ids of those whom a user ignores: never their own. */
  public Set<String> of(UserId user) {
    return accountData
        .get(user, null, TYPE)
        .map(
            content -> {
              Set<String> ignored = new HashSet<>();
              content.path("ignored_users").fieldNames().forEachRemaining(ignored::add);
              ignored.remove(user.value());
              return ignored;
            })
        .orElseGet(Set::of);
  }
}
