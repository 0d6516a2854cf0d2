package org.caseroom.bots.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.BotRule;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.KnownEvents;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.rooms.Event;

/** What stands for the placeholders of a rule's message: of the case, the person, the event. */
final class RuleFields {
  private static final String REFERENCE = "case.reference";
  private static final String CHILD = "case.child";
  private static final String STAGE = "case.stage";
  private static final String PERSON = "person";
  private static final String WORDS = "words";
  private static final String DAY = "day";
  private static final String CLOCK_TITLE = "clock.title";
  private static final String CLOCK_CLAUSE = "clock.clause";
  private static final String CLOCK_DUE = "clock.due";
  private static final String CLOCK_LEFT = "clock.left";

  /** From here on, a whole number is a time in milliseconds: the year 2001. */
  private static final long FIRST_TIME = 1_000_000_000_000L;

  private static final Pattern ISO_DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  private final Desk desk;
  private final Messages.Style style;
  private final Map<String, String> values = new HashMap<>();

  private RuleFields(Desk desk, Messages.Style style) {
    this.desk = desk;
    this.style = style;
  }

  /** The names that a rule's message may use. */
  static Set<String> names(BotRule rule) {
    BotRule.On on = rule.on();
    Set<String> names = new TreeSet<>(Set.of(REFERENCE, CHILD, STAGE));
    String event = on.event();
    if (event != null) {
      KnownEvents.fields(event).forEach(field -> names.add(BotRule.FIELD + field));
    }
    if (on.command() != null) {
      names.add(WORDS);
    }
    if (on.clock() != null) {
      names.addAll(Set.of(CLOCK_TITLE, CLOCK_CLAUSE, CLOCK_DUE, CLOCK_LEFT));
    }
    names.add(on.schedule() != null || on.clock() != null ? DAY : PERSON);
    return names;
  }

  /** The values of an event, in one wording. */
  static Map<String, String> of(
      Desk desk, Messages.Style style, BotRule rule, Event event, ZoneId zone, String words) {
    RuleFields fields = new RuleFields(desk, style);
    fields.ofCase(CaseFile.of(desk.view(), event.room()));
    fields.values.put(PERSON, desk.nameOf(actor(event)));
    fields.values.put(WORDS, words);
    String type = rule.on().event();
    if (type != null) {
      for (String field : KnownEvents.fields(type)) {
        fields.values.put(BotRule.FIELD + field, fields.shown(event.content().path(field), zone));
      }
    }
    return fields.values;
  }

  /** The values of a day, and of a clock that runs out. */
  static Map<String, String> of(
      Desk desk, Messages.Style style, Optional<CaseFile> file, LocalDate day) {
    RuleFields fields = new RuleFields(desk, style);
    fields.ofCase(file);
    fields.values.put(DAY, Words.day(style, day));
    return fields.values;
  }

  /** Adds those of a clock. */
  static void addClock(
      Map<String, String> values, Messages.Style style, ClockState clock, int left) {
    values.put(CLOCK_TITLE, clock.title());
    values.put(CLOCK_CLAUSE, clock.clause());
    values.put(CLOCK_DUE, Words.day(style, clock.due()));
    values.put(CLOCK_LEFT, String.valueOf(left));
  }

  /** Whom an event is by, or about when it is somebody's coming. */
  static UserId actor(Event event) {
    String key = event.stateKey();
    return event.type().equals("m.room.member") && key != null ? UserId.of(key) : event.sender();
  }

  private void ofCase(Optional<CaseFile> file) {
    values.put(REFERENCE, file.map(CaseFile::reference).orElse(""));
    values.put(CHILD, file.map(CaseFile::child).orElse(""));
    values.put(STAGE, file.map(CaseFile::stage).orElse(""));
  }

  private String shown(JsonNode value, ZoneId zone) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(shown(part, zone)));
      return Words.list(style, parts);
    }
    if (value.isIntegralNumber() && value.asLong() >= FIRST_TIME) {
      return Words.time(style, Instant.ofEpochMilli(value.asLong()).atZone(zone));
    }
    String text = value.asText();
    return day(text)
        .map(day -> Words.day(style, day))
        .orElseGet(() -> UserId.isValid(text) ? desk.nameOf(UserId.of(text)) : text);
  }

  /** The day that a text is: people may write what only looks like one. */
  private static Optional<LocalDate> day(String text) {
    try {
      return ISO_DAY.matcher(text).matches()
          ? Optional.of(LocalDate.parse(text))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
