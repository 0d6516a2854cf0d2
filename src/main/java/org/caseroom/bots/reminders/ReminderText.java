package org.caseroom.bots.reminders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.caseroom.bots.runtime.Messages.Style;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.RemindingRules;
import org.jspecify.annotations.Nullable;

/** What the review reminder says in the rooms of a case. */
final class ReminderText {
  private static final MessageKey DAYS = point("days", "used", "length", "left");
  private static final MessageKey MONTHS = point("months", "weeks").optionally("worked");
  private static final MessageKey OVER = point("over");
  private static final MessageKey NO_DEPUTY = about("no-deputy", "due", "people");
  private static final MessageKey LATE = MessageKey.of("late", "when");
  private static final MessageKey LATE_SEVERAL = MessageKey.of("late-several", "count", "when");
  private static final MessageKey KNOWN_LATE = MessageKey.of("known-late", "when");
  private static final MessageKey UNFINISHED = MessageKey.of("unfinished", "sections");
  private static final MessageKey SECTION = MessageKey.of("section", "section", "owner");
  private static final MessageKey WAITING = MessageKey.of("waiting", "person");
  private static final MessageKey NOBODY = MessageKey.of("nobody");
  private static final MessageKey ASK = MessageKey.of("ask", "people", "by");
  private static final MessageKey DEPUTY =
      about("deputy", "people", "asked", "when", "due", "late", "unfinished", "ask");
  private static final MessageKey ESCALATION =
      about("escalation", "managers", "when", "due", "late", "unfinished");
  private static final MessageKey NO_MANAGER = MessageKey.of("no-manager");
  private static final MessageKey EVERYBODY = MessageKey.of("everybody");
  private static final MessageKey CLOCKS = MessageKey.of("clocks", "lines");
  private static final MessageKey CLOCK_DAYS =
      MessageKey.of("clock-days", "title", "due").optionally("clause", "used", "length");
  private static final MessageKey CLOCK_MONTHS =
      MessageKey.of("clock-months", "title", "worked").optionally("clause", "due");
  private static final MessageKey NO_CLOCKS = MessageKey.of("no-clocks");
  private static final MessageKey NOT_A_CASE = MessageKey.of("not-a-case");

  static final List<MessageKey> MESSAGES =
      List.of(
          DAYS,
          MONTHS,
          OVER,
          NO_DEPUTY,
          LATE,
          LATE_SEVERAL,
          KNOWN_LATE,
          UNFINISHED,
          SECTION,
          WAITING,
          NOBODY,
          ASK,
          DEPUTY,
          ESCALATION,
          NO_MANAGER,
          EVERYBODY,
          CLOCKS,
          CLOCK_DAYS,
          CLOCK_MONTHS,
          NO_CLOCKS,
          NOT_A_CASE);

  private static MessageKey point(String name, String... more) {
    List<String> required = new ArrayList<>(Arrays.asList(more));
    required.addAll(List.of("due", "late", "unfinished", "ask"));
    return about(name, required.toArray(String[]::new));
  }

  private static MessageKey about(String name, String... more) {
    List<String> required = new ArrayList<>(Arrays.asList(more));
    required.add("title");
    return MessageKey.of(name, required.toArray(String[]::new))
        .optionally("reference", "child", "clause");
  }

  /** One wording of a message, with what it is made from. */
  private record Wording(Desk desk, CaseRules rules, Message message, Style style, Instant now) {
    String text(MessageKey key, Map<String, String> values) {
      return desk.text(key, style, values);
    }

    ReminderSchedule schedule() {
      return ReminderSchedule.of(rules, message.file());
    }

    String time(Instant at) {
      return Words.time(style, schedule().local(at));
    }

    String names(List<UserId> people, MessageKey nobody) {
      return people.isEmpty()
          ? text(nobody, Map.of())
          : Words.list(style, people.stream().map(desk::nameOf).toList());
    }
  }

  /** A message: a paragraph for each clock. */
  String message(Desk desk, CaseRules rules, Message message, Style style) {
    Wording wording = new Wording(desk, rules, message, style, desk.now());
    return message.parts().stream()
        .map(part -> part(wording, part))
        .collect(Collectors.joining("\n\n"));
  }

  private static String part(Wording wording, Part part) {
    Map<String, String> values = about(wording.message().file(), part.clock(), wording.style());
    values.put("late", late(wording, part.late()));
    values.put("unfinished", unfinished(wording, part.clock()));
    values.put("ask", ask(wording, part));
    Reminder asked = part.asked();
    if (asked != null) {
      return step(wording, part, asked, values);
    }
    if (part.point().unless() == ClockRule.Unless.DEPUTY) {
      values.put("people", wording.names(part.people(), NO_MANAGER));
      return wording.text(NO_DEPUTY, values);
    }
    return reminder(wording, part.clock(), values);
  }

  private static String reminder(Wording wording, ClockState clock, Map<String, String> values) {
    LocalDate today = wording.schedule().today(wording.now());
    if (clock.overdue(wording.now())) {
      return wording.text(OVER, values);
    }
    if (clock.unit() == ClockState.Unit.MONTHS) {
      values.put("weeks", String.valueOf(ChronoUnit.WEEKS.between(today, clock.worked())));
      values.put("worked", Words.day(wording.style(), clock.worked()));
      return wording.text(MONTHS, values);
    }
    int used = wording.schedule().used(clock, wording.now());
    values.put("used", String.valueOf(used));
    values.put("length", String.valueOf(clock.length()));
    values.put("left", String.valueOf(clock.length() - used));
    return wording.text(DAYS, values);
  }

  /** What the deputy and the manager read when nobody acknowledged a reminder. */
  private static String step(
      Wording wording, Part part, Reminder asked, Map<String, String> values) {
    values.put("when", wording.time(asked.sent() == null ? asked.dueAt() : asked.sent().at()));
    if (part.step() == RemindingRules.Who.DEPUTY) {
      List<UserId> people =
          wording.desk().services().database().read(tx -> new AskedDao(tx).of(asked.id()));
      values.put("people", wording.names(part.people(), EVERYBODY));
      values.put("asked", wording.names(people, EVERYBODY));
      return wording.text(DEPUTY, values);
    }
    values.put("managers", wording.names(part.people(), NO_MANAGER));
    return wording.text(ESCALATION, values);
  }

  /** What a message says of the case and the clock. */
  static Map<String, String> about(CaseFile file, ClockState clock, Style style) {
    Map<String, String> values = new HashMap<>();
    values.put("reference", file.reference());
    values.put("child", file.child());
    values.put("title", clock.title());
    values.put("clause", clock.clause());
    values.put("due", Words.day(style, clock.due()));
    return values;
  }

  private static String late(Wording wording, List<Reminder> late) {
    if (late.isEmpty()) {
      return "";
    }
    Reminder first = late.get(0);
    Map<String, String> values =
        Map.of("when", wording.time(first.dueAt()), "count", String.valueOf(late.size()));
    // Such as a clock that counts from a date long ago.
    boolean knownLate = late.stream().allMatch(each -> each.plannedAt().isAfter(each.dueAt()));
    return "\n"
        + wording.text(knownLate ? KNOWN_LATE : late.size() == 1 ? LATE : LATE_SEVERAL, values);
  }

  private static String unfinished(Wording wording, ClockState clock) {
    CaseFile file = wording.message().file();
    List<Unfinished> all = Unfinished.of(file, wording.rules().procedure(file), clock.id());
    if (all.isEmpty()) {
      return "";
    }
    String sections =
        all.stream().map(each -> section(wording, each)).collect(Collectors.joining("\n"));
    return "\n" + wording.text(UNFINISHED, Map.of("sections", sections));
  }

  private static String section(Wording wording, Unfinished each) {
    UserId person = each.waitingFor();
    String waiting =
        person == null
            ? ""
            : " " + wording.text(WAITING, Map.of("person", wording.desk().nameOf(person)));
    return wording.text(SECTION, Map.of("section", each.what(), "owner", owner(wording, each)))
        + waiting;
  }

  private static String owner(Wording wording, Unfinished each) {
    if (each.owner() != null) {
      return wording.desk().nameOf(each.owner());
    }
    List<String> names =
        CaseTeam.withRoles(wording.message().file(), each.roles(), wording.message().room())
            .stream()
            .map(wording.desk()::nameOf)
            .toList();
    if (!names.isEmpty()) {
      return Words.list(wording.style(), names);
    }
    return each.roles().isEmpty()
        ? wording.text(NOBODY, Map.of())
        : Words.list(
            wording.style(),
            each.roles().stream().map(role -> wording.desk().role(role, wording.style())).toList());
  }

  private static String ask(Wording wording, Part part) {
    @Nullable Instant answerBy = part.answerBy();
    return answerBy == null
        ? ""
        : "\n"
            + wording.text(
                ASK,
                Map.of(
                    "people", wording.names(part.people(), EVERYBODY),
                    "by", wording.time(answerBy)));
  }

  /** The clocks that run in a room's case. */
  String clocks(Desk desk, CaseRules rules, RoomId room, Style style) {
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
      Desk desk, Style style, ReminderSchedule schedule, CaseFile file, ClockState clock) {
    Map<String, String> values = about(file, clock, style);
    values.put("worked", Words.day(style, clock.worked()));
    values.put("used", String.valueOf(schedule.used(clock, desk.now())));
    values.put("length", String.valueOf(clock.length()));
    return desk.text(
        clock.unit() == ClockState.Unit.MONTHS ? CLOCK_MONTHS : CLOCK_DAYS, style, values);
  }
}
