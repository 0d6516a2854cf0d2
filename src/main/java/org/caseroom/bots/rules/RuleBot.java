package org.caseroom.bots.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.BotFile;
import org.caseroom.bots.runtime.BotRule;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Reactions;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/**
 * A bot without code. It says what its rules name, once for each cause, and does nothing else: what
 * people do stays with people.
 */
public final class RuleBot implements Bot {
  /** The values of a message's placeholders in one wording. */
  @FunctionalInterface
  interface Values {
    /** The values. */
    Map<String, String> in(Messages.Style style);
  }

  private final String name;
  private final List<BotRule> rules;
  private final CaseRules house;
  private final RuleClock clock;

  private RuleBot(String name, List<BotRule> rules, CaseRules house) {
    this.name = name;
    this.rules = rules;
    this.house = house;
    this.clock = new RuleClock(house, rules);
  }

  /**
   * The bot of a file.
   *
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIGURATION} naming file, line and what
   *     to do
   */
  public static RuleBot of(BotFile file, CaseRules house) {
    new RuleCheck(file, house).all();
    return new RuleBot(file.definition().name(), file.definition().rules(), house);
  }

  @Override
  public String name() {
    return name;
  }

  /** What the rules say; a message of several rules may use what all of them have. */
  @Override
  public List<MessageKey> messages() {
    Map<String, Set<String>> fields = new LinkedHashMap<>();
    for (BotRule rule : rules) {
      fields
          .computeIfAbsent(rule.say(), any -> new TreeSet<>(RuleFields.names(rule)))
          .retainAll(RuleFields.names(rule));
    }
    List<MessageKey> keys = new ArrayList<>();
    fields.forEach(
        (say, names) -> keys.add(MessageKey.of(say).optionally(names.toArray(String[]::new))));
    return keys;
  }

  static MessageKey key(BotRule rule) {
    return MessageKey.of(rule.say());
  }

  @Override
  public void onEvent(Desk desk, Event event) {
    each(
        rule -> rule.on().matches(event) || joins(desk, rule, event),
        rule -> tell(desk, rule, event));
  }

  /** Whether somebody with one of the rule's roles came in: a new name or picture is no coming. */
  private static boolean joins(Desk desk, BotRule rule, Event event) {
    if (!event.type().equals("m.room.member")
        || !isJoin(event.content())
        || desk.services()
            .reader()
            .replaced(desk.me(), event)
            .filter(before -> isJoin(before.content()))
            .isPresent()) {
      return false;
    }
    Optional<Account> who = desk.accounts().find(RuleFields.actor(event));
    return who.isPresent()
        && !who.get().isBot()
        && who.get().roles().stream().anyMatch(role -> rule.on().joins().contains(role.word()));
  }

  private static boolean isJoin(JsonNode member) {
    return member.path("membership").asText().equals("join");
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    each(
        rule -> command.name().equals(rule.on().command()),
        rule -> tell(desk, rule, event, command.rest()));
  }

  @Override
  public void onPhrase(Desk desk, Event message) {
    String text = Command.textOf(message).orElse("").toLowerCase(Locale.ROOT);
    each(
        rule ->
            rule.on().phrases().stream()
                .anyMatch(phrase -> text.contains(phrase.toLowerCase(Locale.ROOT))),
        rule -> tell(desk, rule, message));
  }

  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    String key = Reactions.of(reaction);
    each(rule -> key.equals(rule.on().reaction()), rule -> tell(desk, rule, reaction));
  }

  @Override
  public void onTick(Desk desk) {
    clock.tick(desk);
  }

  private void each(Predicate<BotRule> when, Consumer<BotRule> then) {
    rules.stream().filter(when).forEach(then);
  }

  private void tell(Desk desk, BotRule rule, Event event) {
    tell(desk, rule, event, "");
  }

  private void tell(Desk desk, BotRule rule, Event event, String words) {
    Cause cause = Cause.of(event, rule.say() + "/" + rule.to());
    Values values =
        style ->
            RuleFields.of(
                desk,
                style,
                rule,
                event,
                house.work().policy().rules().procedures().usual().zone(),
                words);
    boolean asked = rule.on().event() == null && rule.on().joins().isEmpty();
    if (asked && rule.to().equals(BotRule.HERE)) {
      desk.reply(event, cause, style -> desk.text(key(rule), style, values.in(style)));
      return;
    }
    place(desk, rule, event)
        .ifPresent(
            room ->
                desk.sayIfQuiet(
                    room,
                    cause,
                    style -> desk.text(key(rule), style, values.in(style)),
                    List.of()));
  }

  /** Where a rule speaks; nowhere when there is no such room, or the bot is not in it. */
  private static Optional<RoomId> place(Desk desk, BotRule rule, Event event) {
    if (rule.to().equals(BotRule.HERE)) {
      return Optional.of(event.room());
    }
    if (rule.isDirect()) {
      return person(desk, rule, event).map(person -> desk.direct(person, desk.nameFor(person)));
    }
    return CaseFile.of(desk.view(), event.room())
        .flatMap(file -> file.room(RoomKind.of(rule.to())))
        .filter(desk::isIn);
  }

  /** The person meant, where they have an account here and are no bot. */
  private static Optional<UserId> person(Desk desk, BotRule rule, Event event) {
    Optional<UserId> person =
        rule.to().equals(BotRule.PERSON)
            ? Optional.of(RuleFields.actor(event))
            : event
                .text(rule.to().substring(BotRule.FIELD.length()))
                .filter(UserId::isValid)
                .map(UserId::of);
    return person.filter(
        user -> desk.accounts().find(user).filter(account -> !account.isBot()).isPresent());
  }
}
