package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SharingRules;
import org.caseroom.rooms.Event;

/** The limits of a consent in words. */
public final class ConsentWords {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

  private ConsentWords() {}

  /** What a consent leaves out and when it ends; empty for one without limits. */
  public static String limits(Event consent, Procedure procedure) {
    StringBuilder words = new StringBuilder();
    List<String> without = Fields.texts(consent.content().path(SharingEvents.WITHOUT));
    if (!without.isEmpty()) {
      words.append(" Left out: ").append(titles(without, procedure)).append('.');
    }
    JsonNode topics = consent.content().path(SharingEvents.TOPICS);
    if (topics.isArray()) {
      words
          .append(" Of the topics only: ")
          .append(topics.isEmpty() ? "none" : titles(Fields.texts(topics), procedure))
          .append('.');
    }
    JsonNode meeting = consent.content().path(SharingEvents.MEETING);
    if (meeting.isObject()) {
      words
          .append(" For the meeting '")
          .append(meeting.path("title").asText())
          .append("' only, until ")
          .append(moment(moment(meeting, "ends"), procedure))
          .append('.');
    }
    return words.toString();
  }

  /** When a meeting starts or ends; the beginning of time for what is no moment. */
  static Instant moment(JsonNode meeting, String field) {
    try {
      return Instant.parse(meeting.path(field).asText());
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** A moment by the clock of the procedure: {@code 15:00 on Wed 12 Mar 2025}. */
  private static String moment(Instant moment, Procedure procedure) {
    ZonedDateTime then = moment.atZone(procedure.zone());
    return TIME.format(then) + " on " + Notices.day(then.toLocalDate());
  }

  /** What people call some topics. */
  static String titles(List<String> topics, Procedure procedure) {
    return topics.stream()
        .map(id -> procedure.sharing().topic(id).map(SharingRules.Topic::title).orElse(id))
        .collect(Collectors.joining(", "));
  }
}
