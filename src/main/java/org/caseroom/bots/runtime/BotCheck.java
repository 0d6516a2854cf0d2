package org.caseroom.bots.runtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Role;

/**
 * Holds what bots' files say against the house: the events that exist, what the permissions let a
 * bot or a person do at all, and the commands of the other bots.
 */
public final class BotCheck {
  private static final String HELP = "help";
  private static final String CREATE = "m.room.create";
  private static final List<String> MATRIX = List.of("m.room.message", "m.reaction", CREATE);
  private static final List<String> TALK = List.of("m.room.message", "m.reaction");

  private final Permissions permissions;
  private final Map<String, String> commands = new HashMap<>(Map.of(HELP, "every bot"));

  /** A check of all the bots of a house, one after the other. */
  public BotCheck(Permissions permissions) {
    this.permissions = permissions;
  }

  /**
   * Checks one more bot.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file, line and what to do
   */
  public void check(BotFile file) {
    BotDefinition bot = file.definition();
    events(file, "/triggers/events", bot.triggers().events(), List.of());
    sends(file, "/permissions/sends", bot.permissions().sends(), Role.BOT::equals, "bot");
    sends(
        file,
        "/permissions/for_people",
        bot.permissions().forPeople(),
        role -> role != Role.BOT && role != Role.OUTSIDE_BOT,
        "person");
    commands(file, bot);
  }

  private static void events(BotFile file, String at, List<String> types, List<String> others) {
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      if (!KnownEvents.has(type) && !others.contains(type)) {
        throw file.mistake(
            at + "/" + i, "there is no event '" + type + "'." + KnownEvents.near(type));
      }
    }
  }

  private void sends(
      BotFile file, String at, List<String> types, Predicate<Role> who, String whom) {
    events(file, at, types, MATRIX);
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      boolean may = type.equals(CREATE) || may(TALK.contains(type) ? Permissions.TALK : type, who);
      if (!may) {
        throw file.mistake(
            at + "/" + i,
            "no "
                + whom
                + " may send '"
                + type
                + "' in any room. Take it out here, or allow it in config/permissions.yaml.");
      }
    }
  }

  private boolean may(String action, Predicate<Role> who) {
    return Arrays.stream(RoomKind.values())
        .anyMatch(kind -> permissions.roles(action, kind).stream().anyMatch(who));
  }

  private void commands(BotFile file, BotDefinition bot) {
    for (String word : bot.triggers().commands()) {
      String other = commands.putIfAbsent(word, bot.name());
      if (other != null) {
        throw file.mistake(
            commandAt(bot, word),
            "the command !" + word + " belongs to " + other + " already. Choose another word.");
      }
    }
  }

  private static String commandAt(BotDefinition bot, String word) {
    for (int i = 0; i < bot.rules().size(); i++) {
      if (word.equals(bot.rules().get(i).on().command())) {
        return "/rules/" + i + "/on/command";
      }
    }
    return "/triggers/commands/" + bot.triggers().commands().indexOf(word);
  }
}
