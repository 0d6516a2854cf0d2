package org.caseroom.bots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.caseroom.base.UserId;
import org.caseroom.bots.rules.RuleBot;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.BotCheck;
import org.caseroom.bots.runtime.BotFile;
import org.caseroom.bots.runtime.BotProvider;
import org.caseroom.bots.runtime.BotRunner;
import org.caseroom.bots.runtime.BotServices;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.CommonMessages;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Mistake;

/**
 * Which bots there are: those of the house, those that jars on the class path provide, and one
 * without code for each further folder with rules. All files are read and checked before any bot is
 * handed out.
 */
final class Roster {
  private static final String COMMON = "messages";

  /** Folders under {@code bots} that are no bots. */
  private static final Set<String> NO_BOTS = Set.of(COMMON, "examples");

  private final BotServices services;
  private final Map<String, Bot> inJava = new HashMap<>();

  Roster(BotServices services) {
    this.services = services;
    List<Bot> bots = new ArrayList<>(ShippedBots.of(services));
    ServiceLoader.load(BotProvider.class).forEach(each -> bots.add(each.create(services)));
    for (Bot bot : bots) {
      if (inJava.put(bot.name(), bot) != null) {
        throw Mistake.of(
            "Two bots in Java are called '" + bot.name() + "': give one of them another name.");
      }
    }
  }

  /**
   * Reads the files of all bots.
   *
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of
   *     the first mistake
   */
  List<BotRunner.Staffed> read() {
    Messages common = Messages.load(services.folder().resolve(COMMON), CommonMessages.ALL);
    BotCheck check = new BotCheck(services.work().policy().rules().permissions());
    List<BotRunner.Staffed> staffed = new ArrayList<>();
    Set<String> missing = new HashSet<>(inJava.keySet());
    for (Path folder : folders()) {
      missing.remove(String.valueOf(folder.getFileName()));
      staffed.add(staffed(folder, check, common));
    }
    if (!missing.isEmpty()) {
      throw Mistake.of(
          "The folder "
              + services.folder().resolve(new TreeSet<>(missing).first())
              + " is missing: its bot is in Java, and needs bot.yaml and messages there.");
    }
    return staffed;
  }

  private BotRunner.Staffed staffed(Path folder, BotCheck check, Messages common) {
    BotFile file = BotFile.read(folder);
    check.check(file);
    Bot bot = bot(file);
    List<MessageKey> keys = new ArrayList<>(file.definition().messages());
    keys.addAll(bot.messages());
    Messages messages = Messages.load(folder.resolve(COMMON), keys).and(common);
    UserId id = UserId.local(file.definition().name(), services.server());
    return new BotRunner.Staffed(bot, new Desk(file.definition(), id, messages, services));
  }

  private Bot bot(BotFile file) {
    Bot java = inJava.get(file.definition().name());
    boolean rules = !file.definition().rules().isEmpty();
    if (java == null && !rules) {
      throw file.mistake(
          "/triggers",
          "there is no bot of this name in Java, and without Java a bot has 'rules'. Those in Java"
              + " are "
              + String.join(", ", new TreeSet<>(inJava.keySet()))
              + ".");
    }
    if (java != null && rules) {
      throw file.mistake("/rules", "this bot is in Java: it has 'triggers' and no 'rules'.");
    }
    return java != null ? java : RuleBot.of(file, new CaseRules(services.work()));
  }

  private List<Path> folders() {
    try (Stream<Path> entries = Files.list(services.folder())) {
      return entries
          .filter(Files::isDirectory)
          .filter(folder -> !NO_BOTS.contains(String.valueOf(folder.getFileName())))
          .filter(folder -> !String.valueOf(folder.getFileName()).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Mistake.of(
          "The folder "
              + services.folder().toAbsolutePath()
              + " with the bots cannot be read. Start Caseroom in its own folder, or set 'bots'.");
    }
  }
}
