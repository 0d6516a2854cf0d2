package org.caseroom.bots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.BotDefinition;
import org.caseroom.bots.runtime.BotRunner;
import org.caseroom.bots.runtime.BotServices;
import org.caseroom.bots.runtime.CommonMessages;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.Follower;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;

/** The bots of the house, running. */
public final class Bots implements AutoCloseable {
  private static final String COMMON = "messages";

  /** Bots of others to learn from: they run outside, and are not looked at. */
  private static final String EXAMPLES = "examples";

  private final Follower follower;

  private Bots(Follower follower) {
    this.follower = follower;
  }

  /**
   * Reads and checks the bots' files, makes the accounts of bots that have none yet, and lets the
   * bots take up their work where they left off.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of a mistake
   */
  public static Bots start(BotServices services) {
    List<Bot> shipped = ShippedBots.of(services);
    checkFolders(services.folder(), shipped);
    Messages common = Messages.load(services.folder().resolve(COMMON), CommonMessages.ALL);
    List<BotRunner.Staffed> staffed = new ArrayList<>();
    for (Bot bot : shipped) {
      Path folder = services.folder().resolve(bot.name());
      BotDefinition definition = BotDefinition.load(folder);
      List<MessageKey> keys = new ArrayList<>(definition.messages());
      keys.addAll(bot.messages());
      Messages messages = Messages.load(folder.resolve("messages"), keys).and(common);
      UserId id = UserId.local(definition.name(), services.server());
      staffed.add(new BotRunner.Staffed(bot, new Desk(definition, id, messages, services)));
    }
    staffed.forEach(each -> account(each.desk(), services.accounts()));
    Follower follower = new Follower(new BotRunner(staffed), services);
    follower.start();
    return new Bots(follower);
  }

  private static void account(Desk desk, Accounts accounts) {
    if (accounts.find(desk.me()).isEmpty()) {
      accounts.create(
          new Accounts.NewAccount(
              desk.me().localpart(), desk.displayName(), Set.of(Role.BOT), null, null, null),
          null);
    }
  }

  private static void checkFolders(Path folder, List<Bot> shipped) {
    Set<String> names = shipped.stream().map(Bot::name).collect(Collectors.toSet());
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
        String name = entry.getFileName().toString();
        if (!name.equals(COMMON) && !name.equals(EXAMPLES) && !names.contains(name)) {
          throw Problem.of(
              500,
              "ORG.CASEROOM_CONFIGURATION",
              entry
                  + ": there is no bot of this name here. Use one of "
                  + String.join(", ", names.stream().sorted().toList())
                  + ", or connect your own bot as a Matrix user.");
        }
      }
    } catch (IOException e) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_CONFIGURATION",
          "The folder "
              + folder.toAbsolutePath()
              + " with the bots cannot be read. Start Caseroom in its own folder, or set 'bots'.");
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
