package org.caseroom.cases.story;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Words;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/**
 * A family tells its story once. A professional's message that asks again what a section of the
 * story, or the answer to an earlier question, tells is caught before it is posted, with the
 * passage named.
 */
public final class StoryGuard {
  /** The errcode of a message that asks again. */
  public static final String TOLD = "ORG.CASEROOM_TOLD_ALREADY";

  private static final int KEPT = 4_096;

  private final Access access;
  private final Measure measure = new Measure();

  // By event, least used first; guarded by itself.
  private final Map<EventId, Measure.Source> sources =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, Measure.Source> eldest) {
          return size() > KEPT;
        }
      };

  /** A guard that points only to what somebody may read. */
  public StoryGuard(Access access) {
    this.access = access;
  }

  /**
   * Where something is told already.
   *
   * @param event the section, or the question with its answer
   * @param question the question's number; empty for a section
   */
  record Told(Event event, Optional<String> question) {
    int place() {
      return event.content().path("place").asInt();
    }
  }

  /**
   * Refuses a message that asks again.
   *
   * @throws Problem 409 {@code ORG.CASEROOM_TOLD_ALREADY} with the section or question, and its
   *     event
   */
  void check(Event message, Account who, CaseFile file, ZoneId zone) {
    if (!message.content().path(CaseEvents.ASK_AGAIN).asBoolean()) {
      Optional<Told> told = told(message, who, file);
      if (told.isPresent()) {
        throw refusal(told.get(), zone);
      }
    }
  }

  private static Problem refusal(Told told, ZoneId zone) {
    Event event = told.event();
    String again = " To ask all the same, send it again with " + CaseEvents.ASK_AGAIN + ": true.";
    if (told.question().isPresent()) {
      String number = told.question().get();
      long answered = event.content().path("answered").asLong();
      LocalDate day = LocalDate.ofInstant(java.time.Instant.ofEpochMilli(answered), zone);
      return Problem.of(
              409,
              TOLD,
              "Answered "
                  + Notices.shortDay(day)
                  + ", question "
                  + number
                  + "; you may read it."
                  + again)
          .with("org.caseroom.question", number)
          .with("org.caseroom.event_id", event.text("answer_event").orElse(event.id().value()))
          .with("org.caseroom.room_id", event.text("room").orElse(event.room().value()))
          .with("org.caseroom.told_at", java.time.Instant.ofEpochMilli(answered).toString());
    }
    return Problem.of(
            409,
            TOLD,
            "Told "
                + Notices.shortDay(LocalDate.ofInstant(event.time(), zone))
                + ", card §"
                + told.place()
                + "; you may read it."
                + again)
        .with("org.caseroom.section", String.valueOf(event.stateKey()))
        .with("org.caseroom.title", event.text("title").orElse(""))
        .with("org.caseroom.place", String.valueOf(told.place()))
        .with("org.caseroom.event_id", event.id().value())
        .with("org.caseroom.room_id", event.room().value())
        .with("org.caseroom.told_at", event.time().toString());
  }

  /** What tells already what a message asks, as far as its sender may read it. */
  Optional<Told> told(Event message, Account who, CaseFile file) {
    // An edit carries what it becomes beside what old clients show.
    String body =
        message.text("body").orElse("")
            + "\n"
            + message.content().path("m.new_content").path("body").asText()
            + "\n"
            + message.text("text").orElse("");
    if (!measure.asks(body)) {
      return Optional.empty();
    }
    Map<Measure.Source, Told> readable = readable(who, file);
    return measure
        .told(body, List.copyOf(readable.keySet()), without(file))
        .map(found -> readable.get(found.source()));
  }

  private static List<String> without(CaseFile file) {
    List<String> names = new ArrayList<>(Words.of(file.child()));
    file.surname().ifPresent(name -> names.addAll(Words.of(name)));
    return names;
  }

  private Map<Measure.Source, Told> readable(Account who, CaseFile file) {
    Map<Measure.Source, Told> readable = new LinkedHashMap<>();
    for (Event section : file.state(CaseEvents.STORY)) {
      if (access.mayRead(who.id(), section, file.view())) {
        readable.put(
            source(section, section.text("title").orElse(""), section.text("text").orElse("")),
            new Told(section, Optional.empty()));
      }
    }
    for (Event question : file.state(CaseEvents.QUESTION)) {
      String answer = question.text("answer").orElse("");
      if (!answer.isEmpty() && mayReadRoom(who, question, file)) {
        readable.put(
            source(question, question.text("text").orElse(""), answer),
            new Told(question, Optional.of(String.valueOf(question.stateKey()))));
      }
    }
    return readable;
  }

  /** A question and its answer are for those who are in the room that it was asked in. */
  private boolean mayReadRoom(Account who, Event question, CaseFile file) {
    return question
        .text("room")
        .map(RoomId::of)
        .filter(room -> file.view().membership(room, who.id()) == Membership.JOIN)
        .filter(room -> access.mayRead(who.id(), room, file.view()))
        .filter(room -> access.mayRead(who.id(), question, file.view()))
        .isPresent();
  }

  private Measure.Source source(Event event, String heading, String text) {
    synchronized (sources) {
      Measure.Source known = sources.get(event.id());
      if (known != null) {
        return known;
      }
    }
    Measure.Source fresh = measure.source(String.valueOf(event.stateKey()), heading, text);
    synchronized (sources) {
      sources.put(event.id(), fresh);
    }
    return fresh;
  }
}
