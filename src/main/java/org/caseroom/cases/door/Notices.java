package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * Puts casework into words, as {@code m.notice} beside the event: so that a plain Matrix client
 * shows what happened. What not all in the room may read, such as a story section, is named and not
 * told.
 */
public final class Notices {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.UK);
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.UK);

  private final Accounts accounts;
  private final List<CasePart> parts;

  Notices(Accounts accounts, List<CasePart> parts) {
    this.accounts = accounts;
    this.parts = parts;
  }

  /** A day as people write it: {@code Thu 13 Mar 2025}. */
  public static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** A day of this year: {@code 18 Mar}. */
  public static String shortDay(LocalDate day) {
    return SHORT_DAY.format(day);
  }

  /** A notice in words about an event. */
  public static Draft notice(RoomId room, UserId by, String body, Event about) {
    ObjectNode content =
        Json.object()
            .put("msgtype", "m.notice")
            .put("body", body)
            .put(CaseEvents.ABOUT, about.id().value());
    // What is told about a topic is about it, also in another room.
    about.text(SharingEvents.TOPIC).ifPresent(topic -> content.put(SharingEvents.TOPIC, topic));
    return Draft.message(room, by, "m.room.message", content);
  }

  /** Adds the notice about a step: what was done, then what it started. */
  void about(Step step) {
    Event event = step.event();
    List<CasePart> concerned =
        parts.stream().filter(part -> part.types().contains(event.type())).toList();
    Optional<String> words =
        concerned.stream().flatMap(part -> part.words(step).stream()).findFirst();
    if (words.isEmpty()) {
      return;
    }
    RoomId room =
        concerned.stream()
            .flatMap(part -> part.place(step).stream())
            .findFirst()
            .orElse(event.room());
    StringBuilder body = new StringBuilder(words.get());
    for (String warning : Gates.warnings(step.procedure(), step.file(), event)) {
      body.append(" Please note: ").append(warning);
    }
    body.append(missingFormats(step));
    for (Draft draft : List.copyOf(step.drafts())) {
      if (draft.type().equals(CaseEvents.CLOCK)) {
        body.append(' ').append(clock(draft.content()));
      }
    }
    step.drafts().add(notice(room, step.service(), body.toString(), event));
  }

  /** Who gets a document in another format than they need. */
  private String missingFormats(Step step) {
    Event event = step.event();
    if (!event.type().equals(CaseEvents.SHARE)) {
      return "";
    }
    List<String> given = Fields.texts(event.content().path("formats"));
    StringBuilder missing = new StringBuilder();
    for (UserId person : Fields.users(event.content().path("with"))) {
      step.file()
          .state(CaseEvents.NEEDS, CaseEvents.personKey(person))
          .map(needs -> Fields.texts(needs.content().path("formats")))
          .filter(needed -> !given.containsAll(needed))
          .ifPresent(
              needed ->
                  missing
                      .append(" Please note: ")
                      .append(accounts.nameOf(person))
                      .append(" needs ")
                      .append(String.join(", ", needed).replace('-', ' '))
                      .append('.'));
    }
    return missing.toString();
  }

  private static String clock(ObjectNode clock) {
    String title =
        "Clock '" + clock.path("title").asText() + "' (" + clock.path("clause").asText() + ")";
    return switch (clock.path("status").asText()) {
      case "running" ->
          clock.has("reason")
              ? ""
              : title
                  + " runs: due "
                  + day(LocalDate.parse(clock.path("due").asText()))
                  + (clock.path("due").equals(clock.path("worked"))
                      ? ""
                      : ", working day before: "
                          + day(LocalDate.parse(clock.path("worked").asText())))
                  + ".";
      case "met" -> title + " met" + dayOf(clock) + ".";
      case "paused" -> "";
      case "breached", "late" -> title + " met late" + dayOf(clock) + ".";
      default -> title + " stopped.";
    };
  }

  private static String dayOf(ObjectNode clock) {
    return clock.has("day_finished")
        ? ", day " + clock.path("day_finished").asInt() + " of " + clock.path("length").asInt()
        : "";
  }
}
