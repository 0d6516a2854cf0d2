package org.caseroom.bots.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.BotRule;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.EveryMinute;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What rules say by the clock. Keeps nothing but what it need not look at again: the log knows what
 * was said, by its {@link Cause}. A time of day that was missed is made up for within {@link
 * #LATEST}: a morning's message is of no use in the evening.
 */
final class RuleClock {
  private static final Logger LOG = LoggerFactory.getLogger(RuleClock.class);
  private static final Duration LATEST = Duration.ofHours(2);
  private static final String WORKING_DAYS = "working-days";

  private final CaseRules house;
  private final List<BotRule> rules;
  private final Map<BotRule, ZonedDateTime> spoken = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private final EveryMinute minute = new EveryMinute();

  RuleClock(CaseRules house, List<BotRule> rules) {
    this.house = house;
    this.rules = rules;
  }

  /** Says what is due. */
  void tick(Desk desk) {
    Instant now = desk.now();
    for (BotRule rule : rules) {
      BotRule.Schedule schedule = rule.on().schedule();
      if (schedule != null) {
        daily(desk, rule, schedule, now);
      }
    }
    if (minute.comes(now)) {
      rules.stream().filter(rule -> rule.on().clock() != null).forEach(rule -> clocks(desk, rule));
    }
  }

  private void daily(Desk desk, BotRule rule, BotRule.Schedule schedule, Instant now) {
    Procedure usual = house.work().policy().rules().procedures().usual();
    ZonedDateTime local = now.atZone(usual.zone());
    LocalDate day = local.toLocalDate();
    ZonedDateTime due = day.atTime(LocalTime.parse(schedule.at())).atZone(usual.zone());
    if (local.isBefore(due)
        || Duration.between(due, local).compareTo(LATEST) > 0
        || due.equals(spoken.get(rule))
        || !isOn(schedule, day, usual)) {
      return;
    }
    Cause cause = new Cause("schedule/" + rule.say() + "/" + day + "/" + schedule.at());
    for (RoomId room : rooms(desk, schedule.in())) {
      Optional<CaseFile> file = CaseFile.of(desk.view(), room);
      say(desk, rule, room, cause, style -> RuleFields.of(desk, style, file, day));
    }
    spoken.put(rule, due);
  }

  private boolean isOn(BotRule.Schedule schedule, LocalDate day, Procedure usual) {
    return schedule.days().contains(day.getDayOfWeek().name().toLowerCase(Locale.ROOT))
        || (schedule.days().contains(WORKING_DAYS)
            && house.workingDays().isWorking(day, usual.nation()));
  }

  private static List<RoomId> rooms(Desk desk, String kind) {
    return CaseFile.rooms(desk.view(), desk.me(), RoomKind.of(kind)).stream()
        .filter(desk::isIn)
        .sorted()
        .toList();
  }

  private void clocks(Desk desk, BotRule rule) {
    for (RoomId room : rooms(desk, rule.to())) {
      CaseFile.of(desk.view(), room)
          .ifPresent(
              file ->
                  file.clocks().stream()
                      .filter(ClockState::running)
                      .filter(clock -> isMeant(rule, clock))
                      .forEach(clock -> clock(desk, rule, room, file, clock)));
    }
  }

  private static boolean isMeant(BotRule rule, ClockState clock) {
    String wanted = String.valueOf(rule.on().clock());
    return wanted.equals("any") || wanted.equals(clock.id());
  }

  private void clock(Desk desk, BotRule rule, RoomId room, CaseFile file, ClockState clock) {
    Procedure procedure = house.procedure(file);
    Integer before = rule.on().workingDaysBefore();
    LocalDate day = desk.now().atZone(procedure.zone()).toLocalDate();
    LocalDate due = clock.due();
    if (before == null || day.isAfter(due)) {
      return;
    }
    int left = house.workingDays().between(day, due, procedure.nation());
    LocalTime time = desk.now().atZone(procedure.zone()).toLocalTime();
    if (left > before || (left == before && time.isBefore(procedure.reminderTime()))) {
      return;
    }
    Cause cause =
        new Cause("clock/" + rule.say() + "/" + clock.id() + "/" + clock.started() + "/" + due);
    if (told.add(room.value() + cause.id())) {
      say(
          desk,
          rule,
          room,
          cause,
          style -> {
            Map<String, String> values = RuleFields.of(desk, style, Optional.of(file), day);
            RuleFields.addClock(values, style, clock, left);
            return values;
          });
    }
  }

  private static void say(
      Desk desk, BotRule rule, RoomId room, Cause cause, RuleBot.Values values) {
    try {
      desk.sayIfQuiet(
          room, cause, style -> desk.text(RuleBot.key(rule), style, values.in(style)), List.of());
    } catch (Problem refused) {
      // One room that takes no words, such as a closed case's, keeps none from the others.
      LOG.info("{} could not speak by the clock: {}", desk.me(), refused.message());
    }
  }
}
