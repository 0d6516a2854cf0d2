package org.caseroom.bots;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.bots.runtime.BotRunner;
import org.caseroom.bots.runtime.BotServices;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.Follower;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;

/** The bots of the house, running. */
public final class Bots implements AutoCloseable {
  private final BotServices services;
  private final Roster roster;
  private final Follower follower;

  /**
   * A bot, as an administrator sees it.
   *
   * @param name its folder's name
   * @param displayName the name that people see
   * @param about what it does
   * @param commands the words behind the exclamation mark
   * @param code {@code java}, or {@code none} for a bot of rules
   */
  public record BotView(
      String name, String displayName, String about, List<String> commands, String code) {}

  private Bots(BotServices services, Roster roster, Follower follower) {
    this.services = services;
    this.roster = roster;
    this.follower = follower;
  }

  /**
   * Reads and checks the bots' files, makes the accounts of bots that have none yet, and lets the
   * bots take up their work where they left off.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of a mistake
   */
  public static Bots start(BotServices services) {
    Roster roster = new Roster(services);
    List<BotRunner.Staffed> staffed = roster.read();
    staffed.forEach(each -> account(each.desk(), services.accounts()));
    Follower follower = new Follower(new BotRunner(staffed), services);
    follower.start();
    return new Bots(services, roster, follower);
  }

  /**
   * Reads and checks the bots' files as a start would, and starts nothing.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of a mistake
   */
  public static List<BotView> check(BotServices services) {
    return new Roster(services).read().stream().map(Bots::view).toList();
  }

  /**
   * Reads all files anew. When they are right, the bots go on by them from the next event; when
   * not, everything stays as it was.
   *
   * @param by who asked for it: a user id, or {@code operator} for the command line
   * @return the bots that run now
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of a mistake
   */
  public synchronized List<BotView> reload(String by) {
    try {
      List<BotRunner.Staffed> fresh = roster.read();
      fresh.forEach(each -> account(each.desk(), services.accounts()));
      follower.use(fresh);
    } catch (Problem problem) {
      record(by, "bots_not_reloaded", Json.object().put("because", problem.message()));
      throw problem;
    }
    List<BotView> running = running();
    ObjectNode facts = Json.object();
    running.forEach(each -> facts.withArray("bots").add(each.name()));
    record(by, "bots_reloaded", facts);
    return running;
  }

  private void record(String by, String action, ObjectNode facts) {
    services
        .audit()
        .record(new AuditEntry(AuditEntry.Kind.SERVICE, facts.put("action", action).put("by", by)));
  }

  /** The bots that run, by name. */
  public List<BotView> running() {
    return follower.bots().stream().map(Bots::view).toList();
  }

  private static BotView view(BotRunner.Staffed each) {
    Desk desk = each.desk();
    return new BotView(
        desk.definition().name(),
        desk.displayName(),
        desk.about(),
        desk.definition().triggers().commands(),
        desk.definition().rules().isEmpty() ? "java" : "none");
  }

  private static void account(Desk desk, Accounts accounts) {
    if (accounts.find(desk.me()).isEmpty()) {
      accounts.create(
          new Accounts.NewAccount(
              desk.me().localpart(), desk.displayName(), Set.of(Role.BOT), null, null, null),
          null);
    }
  }

  /** Lets the bots look at the clock now: call it when a settable clock was moved. */
  public void nudge() {
    follower.nudge();
  }

  /**
   * Waits until the bots have dealt with everything that is in the log and everything that is due.
   *
   * @throws Problem 504 when that takes more than half a minute
   */
  public void settle() {
    follower.settle();
  }

  /** Stops the bots; what they have not done yet they do after the next start. */
  @Override
  public void close() {
    follower.close();
  }
}
