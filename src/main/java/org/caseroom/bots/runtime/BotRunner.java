package org.caseroom.bots.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** How the door refuses what is written where a case is closed. */
  private static final String CLOSED = "ORG.CASEROOM_FINAL";

  /** A bot and its place. */
  public record Staffed(Bot bot, Desk desk) {}

  private volatile List<Staffed> bots;
  private volatile List<String> phrases;

  public BotRunner(List<Staffed> bots) {
    this.bots = List.of();
    this.phrases = List.of();
    use(bots);
  }

  /** Puts these bots in the place of the ones before: between two events. */
  void use(List<Staffed> fresh) {
    bots = fresh.stream().sorted(Comparator.comparing(each -> each.bot().name())).toList();
    phrases =
        bots.stream()
            .flatMap(each -> each.desk().definition().triggers().phrases().stream())
            .toList();
  }

  public List<Staffed> bots() {
    return bots;
  }

  /** Whether any bot may care: cheap, since it is asked for every event on the log's writer. */
  public boolean concerns(Event event) {
    return event.type().startsWith("org.caseroom.")
        || (event.type().equals("m.room.member")
            && (isOurs(event.stateKey())
                || event.text("membership").filter("join"::equals).isPresent()))
        || asks(event)
        || says(event, phrases);
  }

  private static boolean says(Event event, List<String> phrases) {
    if (phrases.isEmpty() || !event.type().equals("m.room.message")) {
      return false;
    }
    String text = Command.textOf(event).orElse("").toLowerCase(Locale.ROOT);
    return phrases.stream().anyMatch(text::contains);
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

  /** Whether a person may ask something of a bot here: an act that should not be seen twice. */
  public static boolean asks(Event event) {
    return event.type().equals("m.reaction")
        || Command.of(event).isPresent()
        || Command.answers(event).isPresent();
  }

  /** Brings an event to one bot. */
  public void deliver(Staffed each, Event event) {
    for (int attempt = 1; ; attempt++) {
      try {
        dispatch(each, event);
        return;
      } catch (Problem problem) {
        if (problem.errcode().equals(CLOSED)) {
          // The case came to its end before the bot came to the event: nobody misses an answer.
          LOG.debug("{} left {} unanswered: {}", each.bot().name(), event, problem.message());
          return;
        }
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
    boolean triggers = desk.definition().triggers().events().contains(event.type());
    if (!triggers && !isSaid(event)) {
      // Cheap, and so for most events before anybody is asked who may see what.
      return;
    }
    if (!desk.isIn(event.room()) || !desk.services().reader().maySee(desk.me(), event)) {
      return;
    }
    if (triggers) {
      each.bot().onEvent(desk, event);
    }
    if (!isPerson(desk, event.sender())) {
      return;
    }
    if (event.type().equals("m.reaction")) {
      reaction(each, event);
      return;
    }
    Optional<Command> command = Command.of(event);
    if (command.isPresent()) {
      command(each, event, command.get());
      return;
    }
    reply(each, event);
    if (says(event, desk.definition().triggers().phrases())) {
      each.bot().onPhrase(desk, event);
    }
  }

  /** Whether it is something that a person may have said to a bot. */
  private static boolean isSaid(Event event) {
    return event.type().equals("m.room.message") || event.type().equals("m.reaction");
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
    String key = Reactions.of(event);
    String target = relation.path("event_id").asText();
    if (!relation.path("rel_type").asText().equals("m.annotation")
        || !each.desk().definition().triggers().reactions().contains(key)
        || !EventId.isValid(target)) {
      return;
    }
    ownMessage(each.desk(), event, EventId.of(target))
        .ifPresent(
            message ->
                answered(
                    each, event, key, () -> each.bot().onReaction(each.desk(), event, message)));
  }

  private static void reply(Staffed each, Event event) {
    Command.answers(event)
        .flatMap(target -> ownMessage(each.desk(), event, target))
        .ifPresent(
            message ->
                answered(
                    each,
                    event,
                    Command.textOf(event).orElse(""),
                    () -> each.bot().onReply(each.desk(), event, message)));
  }

  private static Optional<Event> ownMessage(Desk desk, Event event, EventId target) {
    return desk.event(event.room(), target).filter(found -> found.sender().equals(desk.me()));
  }

  private void command(Staffed each, Event event, Command command) {
    if (commands(each).contains(command.name())) {
      answered(
          each,
          event,
          "!" + command.name(),
          () -> each.bot().onCommand(each.desk(), event, command));
    } else if (isSpokesman(each, event.room()) && nobodyKnows(event.room(), command)) {
      helpOut(each, event, command);
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
      desk.reply(event, Cause.of(event, "refused"), style -> problem.message());
    } catch (RuntimeException e) {
      LOG.error("{} failed at {}", each.bot().name(), event, e);
      desk.reply(
          event,
          Cause.of(event, "failed"),
          style -> desk.text(CommonMessages.FAILED, style, Map.of("command", asked)));
    }
  }

  /** One bot of those in a room speaks for all when a command belongs to none. */
  private boolean isSpokesman(Staffed each, RoomId room) {
    return in(room).findFirst().filter(first -> first == each).isPresent();
  }

  private boolean nobodyKnows(RoomId room, Command command) {
    return in(room).noneMatch(other -> commands(other).contains(command.name()));
  }

  private Stream<Staffed> in(RoomId room) {
    return bots.stream().filter(each -> each.desk().isIn(room));
  }

  private void helpOut(Staffed each, Event event, Command command) {
    Desk desk = each.desk();
    if (command.name().equals("help")) {
      desk.reply(event, Cause.of(event, "help"), style -> help(each, event.room(), style));
    } else {
      desk.reply(
          event,
          Cause.of(event, "unknown"),
          style ->
              desk.text(CommonMessages.UNKNOWN, style, Map.of("command", "!" + command.name())));
    }
  }

  /** What the bots of a room are for, and how each of their commands is written. */
  private String help(Staffed spokesman, RoomId room, Messages.Style style) {
    return spokesman
        .desk()
        .text(
            CommonMessages.HELP,
            style,
            Map.of(
                "bots",
                in(room)
                    .filter(each -> each == spokesman || !commands(each).isEmpty())
                    .map(each -> help(each.desk(), style))
                    .collect(Collectors.joining("\n\n"))));
  }

  private static String help(Desk desk, Messages.Style style) {
    String lines =
        desk.definition().triggers().commands().stream()
            .map(
                command ->
                    desk.text(
                        CommonMessages.HELP_LINE,
                        style,
                        Map.of(
                            "usage", desk.text(BotDefinition.usage(command), style, Map.of()),
                            "help", desk.text(BotDefinition.help(command), style, Map.of()))))
            .collect(Collectors.joining("\n"));
    return desk.text(
        CommonMessages.HELP_BOT,
        style,
        Map.of(
            "name", desk.text(BotDefinition.DISPLAY_NAME, style, Map.of()),
            "about", desk.text(BotDefinition.ABOUT, style, Map.of()),
            "commands", lines));
  }

  private static List<String> commands(Staffed each) {
    return each.desk().definition().triggers().commands();
  }
}
