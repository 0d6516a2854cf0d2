package org.caseroom.bots.reminders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.CaseTeam;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/** What the review reminder says. */
final class ReminderText {
  private static final MessageKey DAYS = point("days", "used", "length", "left");
  private static final MessageKey MONTHS = point("months", "weeks").optionally("worked");
  private static final MessageKey OVER = point("over");
  private static final MessageKey NO_DEPUTY =
      MessageKey.staff("no-deputy", "title", "due", "people")
          .optionally("reference", "child", "clause");
  private static final MessageKey LATE = MessageKey.staff("late", "when");
  private static final MessageKey LATE_SEVERAL = MessageKey.staff("late-several", "count", "when");
  private static final MessageKey UNFINISHED = MessageKey.staff("unfinished", "sections");
  private static final MessageKey SECTION = MessageKey.staff("section", "section", "owner");
  private static final MessageKey WAITING = MessageKey.staff("waiting", "person");
  private static final MessageKey NOBODY = MessageKey.staff("nobody");
  private static final MessageKey ASK = MessageKey.staff("ask", "people", "by");
  private static final MessageKey ESCALATION =
      MessageKey.staff("escalation", "managers", "when", "due")
          .optionally("reference", "child", "title", "clause");
  private static final MessageKey NO_MANAGER = MessageKey.staff("no-manager");
  private static final MessageKey EVERYBODY = MessageKey.staff("everybody");
  static final MessageKey NOTHING_TO_ANSWER = MessageKey.staff("nothing-to-answer");
  private static final MessageKey CLOCKS = MessageKey.family("clocks", "lines");
  private static final MessageKey CLOCK_DAYS =
      MessageKey.family("clock-days", "title", "due").optionally("clause", "used", "length");
  private static final MessageKey CLOCK_MONTHS =
      MessageKey.family("clock-months", "title", "worked").optionally("clause", "due");
  private static final MessageKey NO_CLOCKS = MessageKey.family("no-clocks");
  private static final MessageKey NOT_A_CASE = MessageKey.family("not-a-case");

  static final List<MessageKey> MESSAGES =
      List.of(
          DAYS,
          MONTHS,
          OVER,
          NO_DEPUTY,
          LATE,
          LATE_SEVERAL,
          UNFINISHED,
          SECTION,
          WAITING,
          NOBODY,
          ASK,
          ESCALATION,
          NO_MANAGER,
          EVERYBODY,
          NOTHING_TO_ANSWER,
          CLOCKS,
          CLOCK_DAYS,
          CLOCK_MONTHS,
          NO_CLOCKS,
          NOT_A_CASE);

  private static MessageKey point(String name, String... more) {
    List<String> required = new ArrayList<>(List.of(more));
    required.addAll(List.of("title", "due", "late", "unfinished", "ask"));
    return MessageKey.of(name, required.toArray(String[]::new))
        .optionally("reference", "child", "clause");
  }

  /** A reminder. */
  String reminder(
      Desk desk,
      CaseRules rules,
      ReviewReminder.Moment moment,
      List<UserId> people,
      List<Reminder> late,
      @Nullable Instant answerBy) {
    CaseFile file = moment.file();
    ClockState clock = moment.clock();
    ReminderSchedule schedule = ReminderSchedule.of(rules, file);
    LocalDate today = schedule.today(moment.now());
    Map<String, String> values = about(file, clock);
    values.put("late", late(desk, schedule, late));
    values.put("unfinished", unfinished(desk, rules, moment));
    values.put("ask", ask(desk, schedule, people, answerBy));
    if (clock.overdue(moment.now())) {
      return desk.text(OVER, values);
    }
    if (clock.unit() == ClockState.Unit.MONTHS) {
      values.put("weeks", String.valueOf(ChronoUnit.WEEKS.between(today, clock.worked())));
      values.put("worked", Words.day(clock.worked()));
      return desk.text(MONTHS, values);
    }
    int used = schedule.used(clock, moment.now());
    values.put("used", String.valueOf(used));
    values.put("length", String.valueOf(clock.length()));
    values.put("left", String.valueOf(clock.length() - used));
    return desk.text(DAYS, values);
  }

  private static Map<String, String> about(CaseFile file, ClockState clock) {
    Map<String, String> values = new HashMap<>();
    values.put("reference", file.reference());
    values.put("child", file.child());
    values.put("title", clock.title());
    values.put("clause", clock.clause());
    values.put("due", Words.day(clock.due()));
    return values;
  }

  private static String late(Desk desk, ReminderSchedule schedule, List<Reminder> late) {
    if (late.isEmpty()) {
      return "";
    }
    String when = Words.time(schedule.local(late.get(0).dueAt()));
    return "\n"
        + (late.size() == 1
            ? desk.text(LATE, Map.of("when", when))
            : desk.text(LATE_SEVERAL, Map.of("when", when, "count", String.valueOf(late.size()))));
  }

  private static String unfinished(Desk desk, CaseRules rules, ReviewReminder.Moment moment) {
    List<Unfinished> all =
        Unfinished.of(moment.file(), rules.procedure(moment.file()), moment.clock().id());
    if (all.isEmpty()) {
      return "";
    }
    String sections =
        all.stream()
            .map(
                each ->
                    desk.text(
                            SECTION,
                            Map.of("section", each.what(), "owner", owner(desk, moment, each)))
                        + waiting(desk, each))
            .collect(Collectors.joining("\n"));
    return "\n" + desk.text(UNFINISHED, Map.of("sections", sections));
  }

  private static String waiting(Desk desk, Unfinished each) {
    UserId person = each.waitingFor();
    return person == null ? "" : " " + desk.text(WAITING, Map.of("person", desk.nameOf(person)));
  }

  private static String owner(Desk desk, ReviewReminder.Moment moment, Unfinished each) {
    if (each.owner() != null) {
      return desk.nameOf(each.owner());
    }
    List<String> names =
        CaseTeam.withRoles(moment.file(), each.roles(), moment.room()).stream()
            .map(desk::nameOf)
            .toList();
    if (!names.isEmpty()) {
      return Words.list(names);
    }
    return each.roles().isEmpty()
        ? desk.text(NOBODY, Map.of())
        : Words.list(each.roles().stream().map(Role::title).toList());
  }

  private static String ask(
      Desk desk, ReminderSchedule schedule, List<UserId> people, @Nullable Instant answerBy) {
    if (answerBy == null) {
      return "";
    }
    String names =
        people.isEmpty()
            ? desk.text(EVERYBODY, Map.of())
            : Words.list(people.stream().map(desk::nameOf).toList());
    return "\n"
        + desk.text(ASK, Map.of("people", names, "by", Words.time(schedule.local(answerBy))));
  }

  /** What is said when nobody stands in for those who have to act today. */
  String noDeputy(Desk desk, ReviewReminder.Moment moment, List<UserId> people) {
    Map<String, String> values = about(moment.file(), moment.clock());
    values.put(
        "people",
        people.isEmpty()
            ? desk.text(NO_MANAGER, Map.of())
            : Words.list(people.stream().map(desk::nameOf).toList()));
    return desk.text(NO_DEPUTY, values);
  }

  /** What goes to the manager when nobody answered. */
  String escalation(
      Desk desk,
      CaseRules rules,
      ReviewReminder.Moment moment,
      List<UserId> managers,
      Reminder unanswered) {
    ReminderSchedule schedule = ReminderSchedule.of(rules, moment.file());
    Map<String, String> values = about(moment.file(), moment.clock());
    Instant said = unanswered.sent() == null ? unanswered.dueAt() : unanswered.sent().at();
    values.put("when", Words.time(schedule.local(said)));
    values.put(
        "managers",
        managers.isEmpty()
            ? desk.text(NO_MANAGER, Map.of())
            : Words.list(managers.stream().map(desk::nameOf).toList()));
    return desk.text(ESCALATION, values);
  }

  /** The clocks that run in a room's case. */
  String clocks(Desk desk, CaseRules rules, RoomId room) {
    Messages.Style style = desk.styleFor(room);
    Optional<CaseFile> file = CaseFile.of(desk.view(), room);
    if (file.isEmpty()) {
      return desk.text(NOT_A_CASE, style, Map.of());
    }
    List<String> lines = new ArrayList<>();
    for (ClockState clock : file.get().clocks()) {
      if (clock.running()) {
        lines.add(line(desk, style, ReminderSchedule.of(rules, file.get()), file.get(), clock));
      }
    }
    return lines.isEmpty()
        ? desk.text(NO_CLOCKS, style, Map.of())
        : desk.text(CLOCKS, style, Map.of("lines", String.join("\n", lines)));
  }

  private static String line(
      Desk desk, Messages.Style style, ReminderSchedule schedule, CaseFile file, ClockState clock) {
    Map<String, String> values = about(file, clock);
    values.put("worked", Words.day(clock.worked()));
    values.put("used", String.valueOf(schedule.used(clock, desk.now())));
    values.put("length", String.valueOf(clock.length()));
    return desk.text(
        clock.unit() == ClockState.Unit.MONTHS ? CLOCK_MONTHS : CLOCK_DAYS, style, values);
  }
}
