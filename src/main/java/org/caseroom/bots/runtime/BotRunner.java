package org.caseroom.bots.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an event to the bots whom it concerns. Nothing that a bot does wrong stops the others, and
 * a person's command is never met with silence.
 */
public final class BotRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BotRunner.class);
  private static final int ATTEMPTS = 5;

  public static final MessageKey HELP = MessageKey.family("help", "commands");
  public static final MessageKey HELP_LINE = MessageKey.family("help-line", "usage", "help");
  public static final MessageKey UNKNOWN = MessageKey.family("unknown-command", "command");
  public static final MessageKey FAILED = MessageKey.family("failed", "command");

  /** The messages that any bot may have to say. */
  public static final List<MessageKey> COMMON = List.of(HELP, HELP_LINE, UNKNOWN, FAILED);

  /** A bot and its place. */
  public record Staffed(Bot bot, Desk desk) {}

  private final List<Staffed> bots;

  public BotRunner(List<Staffed> bots) {
    this.bots = bots.stream().sorted(Comparator.comparing(each -> each.bot().name())).toList();
  }

  public List<Staffed> bots() {
    return bots;
  }

  /** Whether any bot may care: cheap, since it is asked for every event on the log's writer. */
  public boolean concerns(Event event) {
    return event.type().startsWith("org.caseroom.")
        || event.type().equals("m.reaction")
        || (event.type().equals("m.room.member")
            && (isOurs(event.stateKey())
                || event.text("membership").filter("join"::equals).isPresent()))
        || Command.of(event).isPresent();
  }

  private boolean isOurs(@Nullable String user) {
    return user != null && bots.stream().anyMatch(each -> each.desk().me().value().equals(user));
  }

  /** Takes every invitation that is open. */
  public void joinWhereInvited() {
    for (Staffed each : bots) {
      each.desk().view().rooms(each.desk().me(), Membership.INVITE).forEach(each.desk()::join);
    }
  }

  /** Whether a person asks something of a bot here: an act that should not be seen twice. */
  public static boolean asks(Event event) {
    return event.type().equals("m.reaction") || Command.of(event).isPresent();
  }

  /** Brings an event to one bot. */
  public void deliver(Staffed each, Event event) {
    for (int attempt = 1; ; attempt++) {
      try {
        dispatch(each, event);
        return;
      } catch (Problem problem) {
        if (!problem.errcode().equals("M_LIMIT_EXCEEDED") || attempt == ATTEMPTS) {
          LOG.warn("{} could not answer {}: {}", each.bot().name(), event, problem.message());
          return;
        }
        pause(problem);
      } catch (RuntimeException e) {
        LOG.error("{} failed at {}", each.bot().name(), event, e);
        return;
      }
    }
  }

  private static void pause(Problem problem) {
    try {
      var wait = problem.details().get("retry_after_ms");
      Thread.sleep(wait == null ? 100 : Math.min(1000, Math.max(10, wait.asLong())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void dispatch(Staffed each, Event event) {
    Desk desk = each.desk();
    if (event.isState("m.room.member", desk.me().value())) {
      if (desk.view().membership(event.room(), desk.me()) == Membership.INVITE) {
        desk.join(event.room());
      }
      return;
    }
    if (!desk.isIn(event.room()) || !desk.services().reader().maySee(desk.me(), event)) {
      return;
    }
    if (desk.definition().triggers().events().contains(event.type())) {
      each.bot().onEvent(desk, event);
    }
    if (!isPerson(desk, event.sender())) {
      return;
    }
    if (event.type().equals("m.reaction")) {
      reaction(each, event);
    } else {
      Command.of(event).ifPresent(command -> command(each, event, command));
    }
  }

  private static boolean isPerson(Desk desk, UserId user) {
    return desk.accounts()
        .find(user)
        .filter(account -> !account.isBot())
        .map(Account::active)
        .orElse(false);
  }

  private static void reaction(Staffed each, Event event) {
    var relation = event.content().path("m.relates_to");
    String key = relation.path("key").asText().replace("\uFE0F", "");
    if (!relation.path("rel_type").asText().equals("m.annotation")
        || !each.desk().definition().triggers().reactions().contains(key)
        || !relation.path("event_id").isTextual()) {
      return;
    }
    Optional<Event> target =
        each.desk().event(event.room(), EventId.of(relation.path("event_id").textValue()));
    if (target.isPresent() && target.get().sender().equals(each.desk().me())) {
      answered(each, event, key, () -> each.bot().onReaction(each.desk(), event, target.get()));
    }
  }

  private void command(Staffed each, Event event, Command command) {
    if (each.desk().definition().triggers().commands().containsKey(command.name())) {
      answered(
          each,
          event,
          "!" + command.name(),
          () -> each.bot().onCommand(each.desk(), event, command));
    } else if (isSpokesman(each, event.room()) && nobodyKnows(event.room(), command)) {
      helpOut(each.desk(), event, command);
    }
  }

  /** Does what a person asked, and tells them in the room when it could not be done. */
  private static void answered(Staffed each, Event event, String asked, Runnable work) {
    Desk desk = each.desk();
    try {
      work.run();
    } catch (Problem problem) {
      if (problem.errcode().equals("M_LIMIT_EXCEEDED")) {
        throw problem;
      }
      desk.reply(event, Cause.of(event, "refused"), problem.message());
    } catch (RuntimeException e) {
      LOG.error("{} failed at {}", each.bot().name(), event, e);
      desk.reply(event, Cause.of(event, "failed"), desk.text(FAILED, Map.of("command", asked)));
    }
  }

  /** One bot of those in a room speaks for all when a command belongs to none. */
  private boolean isSpokesman(Staffed each, RoomId room) {
    return bots.stream()
        .filter(other -> other.desk().isIn(room) && !commands(other).isEmpty())
        .findFirst()
        .filter(first -> first == each)
        .isPresent();
  }

  private boolean nobodyKnows(RoomId room, Command command) {
    return bots.stream()
        .filter(other -> other.desk().isIn(room))
        .noneMatch(other -> commands(other).containsKey(command.name()));
  }

  private void helpOut(Desk desk, Event event, Command command) {
    Messages.Style wording = desk.styleFor(event.room());
    if (!command.name().equals("help")) {
      desk.reply(
          event,
          Cause.of(event, "unknown"),
          desk.text(UNKNOWN, wording, Map.of("command", "!" + command.name())));
      return;
    }
    Map<String, BotDefinition.CommandHelp> all = new TreeMap<>();
    bots.stream()
        .filter(other -> other.desk().isIn(event.room()))
        .forEach(other -> all.putAll(commands(other)));
    StringBuilder lines = new StringBuilder();
    all.forEach(
        (name, help) ->
            lines
                .append(lines.isEmpty() ? "" : "\n")
                .append(
                    desk.text(
                        HELP_LINE, wording, Map.of("usage", help.usage(), "help", help.help()))));
    desk.reply(
        event,
        Cause.of(event, "help"),
        desk.text(HELP, wording, Map.of("commands", lines.toString())));
  }

  private static Map<String, BotDefinition.CommandHelp> commands(Staffed each) {
    return each.desk().definition().triggers().commands();
  }
}
