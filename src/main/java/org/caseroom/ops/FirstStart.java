package org.caseroom.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Role;
import org.caseroom.ops.demo.Demo;
import org.caseroom.ops.demo.DemoPeople;

/** What whoever starts the service has to know to sign in. */
final class FirstStart {
  private static final String ADMINISTRATOR = "admin";

  private final Identity identity;
  private final ServerName server;

  FirstStart(Identity identity, ServerName server) {
    this.identity = identity;
    this.server = server;
  }

  /** Whether anybody can sign in here: bots are no people. */
  static boolean hasPeople(Identity identity) {
    return identity.accounts().all().stream().anyMatch(account -> !account.isBot());
  }

  /** The people of the demo; for an empty service, the administrator that is made here. */
  List<String> lines() {
    if (Demo.isPlayed(identity, server)) {
      return demo();
    }
    return hasPeople(identity) ? List.of() : administrator();
  }

  private static List<String> demo() {
    List<String> lines = new ArrayList<>();
    lines.add("The demo: the case of Robin. Everybody's password is " + DemoPeople.PASSWORD);
    for (DemoPeople.Person person : DemoPeople.all()) {
      lines.add(
          String.format(
              "  %-6s %s, %s", person.name(), person.displayName(), person.role().title()));
    }
    return lines;
  }

  private List<String> administrator() {
    Secret password = Passwords.fresh();
    identity
        .accounts()
        .create(
            new Accounts.NewAccount(
                ADMINISTRATOR, "Administrator", Set.of(Role.ADMINISTRATOR), null, null, password),
            null);
    return List.of(
        "Sign in as " + ADMINISTRATOR + " with the password " + password.reveal(),
        "It is shown this once. 'scripts/caseroom account password "
            + ADMINISTRATOR
            + "' sets another.");
  }
}
