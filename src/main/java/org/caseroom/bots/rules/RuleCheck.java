package org.caseroom.bots.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.bots.runtime.BotFile;
import org.caseroom.bots.runtime.BotRule;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.KnownEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Role;

/** What a schema cannot say about the rules of a bot without code. */
final class RuleCheck {
  private static final String ANY = "any";
  private static final String MESSAGE = "m.room.message";
  private static final String ROOM = "m.room.create";

  private final BotFile file;
  private final CaseRules house;

  RuleCheck(BotFile file, CaseRules house) {
    this.file = file;
    this.house = house;
  }

  /**
   * Checks all rules.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file, line and what to do
   */
  void all() {
    List<BotRule> rules = file.definition().rules();
    for (int i = 0; i < rules.size(); i++) {
      check("/rules/" + i, rules.get(i));
    }
  }

  private void check(String at, BotRule rule) {
    BotRule.On on = rule.on();
    Set<String> kinds = on.kinds();
    require(
        kinds.size() == 1,
        at + "/on",
        "a rule has one reason to speak: one of event, joins, command, phrases, reaction, schedule"
            + " and clock"
            + (kinds.isEmpty() ? "." : ", and here are " + String.join(" and ", kinds) + "."));
    event(at + "/on", on);
    for (int i = 0; i < on.joins().size(); i++) {
      role(at + "/on/joins/" + i, on.joins().get(i));
    }
    BotRule.Schedule schedule = on.schedule();
    if (schedule != null) {
      kind(at + "/on/schedule/in", schedule.in());
    }
    clock(at + "/on", on);
    to(at, rule);
    sends(at + "/say", MESSAGE, "it says something");
    if (rule.isDirect()) {
      sends(at + "/to", ROOM, "it opens direct rooms");
    }
  }

  private void event(String at, BotRule.On on) {
    String event = on.event();
    require(event != null || on.where().isEmpty(), at + "/where", "'where' belongs to an 'event'.");
    if (event == null) {
      return;
    }
    require(
        KnownEvents.has(event) && event.startsWith("org.caseroom."),
        at + "/event",
        "there is no event '" + event + "' to listen to." + KnownEvents.near(event));
    for (String field : on.where().keySet()) {
      field(at + "/where/" + field, event, field);
    }
  }

  private void field(String at, String event, String field) {
    Set<String> known = KnownEvents.fields(event);
    require(
        known.contains(field),
        at,
        "the event '"
            + event
            + "' has no field '"
            + field
            + "'. "
            + (known.isEmpty()
                ? "None of its fields can be used."
                : "Use one of: " + String.join(", ", known) + "."));
  }

  private void role(String at, String word) {
    List<String> known =
        Arrays.stream(Role.values())
            .filter(role -> role != Role.BOT && role != Role.OUTSIDE_BOT)
            .map(Role::word)
            .toList();
    require(
        known.contains(word),
        at,
        "there is no role '"
            + word
            + "' of people. Use some of: "
            + String.join(", ", known)
            + ".");
  }

  private void kind(String at, String word) {
    List<String> known = kinds();
    require(
        known.contains(word),
        at,
        "there is no kind of room '" + word + "' for it. Use one of: " + words(known) + ".");
  }

  /** The kinds of room in which bots may talk. */
  private List<String> kinds() {
    return Arrays.stream(RoomKind.values())
        .filter(
            kind ->
                house
                    .work()
                    .policy()
                    .rules()
                    .permissions()
                    .roles(Permissions.TALK, kind)
                    .contains(Role.BOT))
        .map(RoomKind::word)
        .toList();
  }

  private void clock(String at, BotRule.On on) {
    String clock = on.clock();
    require(
        (clock == null) == (on.workingDaysBefore() == null),
        at,
        "'clock' and 'working_days_before' go together.");
    if (clock == null || clock.equals(ANY)) {
      return;
    }
    List<String> known =
        house.work().policy().rules().procedures().all().stream()
            .flatMap(procedure -> procedure.clocks().stream())
            .map(ClockRule::id)
            .distinct()
            .sorted()
            .toList();
    require(
        known.contains(clock),
        at + "/clock",
        "no procedure has a clock '" + clock + "'. Use 'any' or one of: " + words(known) + ".");
  }

  private void to(String at, BotRule rule) {
    BotRule.On on = rule.on();
    boolean somebody = on.schedule() == null && on.clock() == null;
    if (rule.to().equals(BotRule.HERE)) {
      require(
          on.clock() == null,
          at,
          "a clock is in no room: add 'to' with one of: " + words(kinds()) + ".");
    } else if (rule.to().equals(BotRule.PERSON)) {
      require(somebody, at + "/to", "nobody does this: say it in a kind of room.");
    } else if (rule.to().startsWith(BotRule.FIELD)) {
      String event = on.event();
      require(event != null, at + "/to", "'event.' needs an 'event' that names the person.");
      field(at + "/to", String.valueOf(event), rule.to().substring(BotRule.FIELD.length()));
    } else {
      List<String> known = new ArrayList<>(List.of(BotRule.HERE, BotRule.PERSON, "event.FIELD"));
      known.addAll(kinds());
      require(
          known.contains(rule.to()),
          at + "/to",
          "'to' is no such place: '" + rule.to() + "'. Use one of: " + words(known) + ".");
    }
  }

  private void sends(String at, String type, String why) {
    require(
        file.definition().permissions().sends().contains(type),
        at,
        why + ": add " + type + " to 'sends' under 'permissions'.");
  }

  private static String words(List<String> known) {
    return String.join(", ", known);
  }

  private void require(boolean holds, String at, String what) {
    if (!holds) {
      throw file.mistake(at, what);
    }
  }
}
