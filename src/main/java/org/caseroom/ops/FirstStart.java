package org.caseroom.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Role;
import org.caseroom.ops.demo.DemoPeople;

/**
 * What a first start does beyond others: play the demo, or make an administrator. A file in the
 * data folder tells later starts that the data are the demo's, and that playing it came to its end.
 */
final class FirstStart {
  private static final String ADMINISTRATOR = "admin";
  private static final String MARK = "demo";
  private static final String PLAYING = "playing";
  private static final String PLAYED = "played";

  private final Identity identity;
  private final Path mark;

  FirstStart(Identity identity, Path data) {
    this.identity = identity;
    this.mark = data.resolve(MARK);
  }

  /**
   * Plays the demo when it is wanted and nobody is here yet.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_DEMO} when an earlier start was stopped in the middle
   */
  void demo(boolean wanted, Runnable play) {
    if (read().equals(PLAYING)) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_DEMO",
          "The first start was stopped while it loaded the demo. Remove the folder "
              + mark.toAbsolutePath().normalize().getParent()
              + " and start again.");
    }
    if (wanted && !hasPeople()) {
      write(PLAYING);
      play.run();
      write(PLAYED);
    }
  }

  /** Whether the data are the demo's. */
  boolean isDemo() {
    return read().equals(PLAYED);
  }

  /** Bots are no people. */
  private boolean hasPeople() {
    return identity.accounts().all().stream().anyMatch(account -> !account.isBot());
  }

  private String read() {
    try {
      return Files.exists(mark) ? Files.readString(mark).strip() : "";
    } catch (IOException e) {
      throw DataFolder.unwritable(mark, e);
    }
  }

  private void write(String word) {
    try {
      Files.writeString(mark, word + "\n");
    } catch (IOException e) {
      throw DataFolder.unwritable(mark, e);
    }
  }

  /** The people of the demo; for an empty service, the administrator that is made here. */
  List<String> lines() {
    if (isDemo()) {
      return people();
    }
    return hasPeople() ? List.of() : administrator();
  }

  private static List<String> people() {
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
