package org.caseroom.cases.calendar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.assessment.AssessmentEvents;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.reports.CaseHead;
import org.caseroom.cases.reports.CaseList;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** What stands in somebody's calendar: of their cases, what they may read at this moment. */
final class Entries {
  private static final Duration MEETING = Duration.ofHours(1);

  private final Desk desk;
  private final CaseList cases;

  Entries(Desk desk, CaseList cases) {
    this.desk = desk;
    this.cases = cases;
  }

  List<Entry> of(UserId user) {
    List<Entry> entries = new ArrayList<>();
    for (CaseHead head : cases.of(user)) {
      CaseFile.of(desk.log().view(), head.room())
          .filter(file -> isIn(user, file.space()))
          .ifPresent(
              file -> {
                clocks(user, file, entries);
                questions(user, file, entries);
                meetings(user, file, entries);
              });
    }
    return entries;
  }

  /** Who only could open a case, since it came to their hub, has it not in their calendar. */
  private boolean isIn(UserId user, RoomId room) {
    return desk.log().view().membership(room, user) == Membership.JOIN
        && desk.policy().mayRead(user, room, desk.log().view());
  }

  private void clocks(UserId user, CaseFile file, List<Entry> entries) {
    for (Event event : readable(user, file.space(), CaseEvents.CLOCK)) {
      ClockState clock = ClockContent.read(event);
      if (clock.running()) {
        entries.add(
            Entry.allDay(
                id(file, event),
                "Due: " + clock.title(),
                file.reference(),
                clock.worked(),
                event.time()));
      }
    }
  }

  private void questions(UserId user, CaseFile file, List<Entry> entries) {
    for (Event event : readable(user, file.space(), CaseEvents.QUESTION)) {
      boolean theirs =
          event.text("owner").filter(user.value()::equals).isPresent()
              && event.text("status").filter("open"::equals).isPresent();
      Optional<LocalDate> due = event.text("due").flatMap(Entries::day);
      if (theirs && due.isPresent()) {
        entries.add(
            Entry.allDay(
                id(file, event),
                "Due: answer to a question",
                file.reference(),
                due.get(),
                event.time()));
      }
    }
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void meetings(UserId user, CaseFile file, List<Entry> entries) {
    file.room(RoomKind.PROFESSIONALS)
        .filter(room -> isIn(user, room))
        .ifPresent(
            room -> {
              timed(
                  user,
                  room,
                  AssessmentEvents.APPOINTMENT_RECORD,
                  "planned",
                  found -> entries.add(meeting(file, found, "Visit to the child")));
              timed(
                  user,
                  room,
                  AssessmentEvents.CONSULTATION_RECORD,
                  "booked",
                  found -> entries.add(meeting(file, found, "Consultation")));
            });
    for (Event consent : readable(user, file.space(), CaseEvents.CONSENT)) {
      if (consent.text("status").filter("given"::equals).isPresent()
          && consent.content().has(SharingEvents.MEETING)) {
        shared(file, consent).ifPresent(entries::add);
      }
    }
  }

  private void timed(UserId user, RoomId room, String type, String status, Consumer<Event> found) {
    readable(user, room, type).stream()
        .filter(event -> event.text("status").filter(status::equals).isPresent())
        .filter(event -> event.content().path("at").isIntegralNumber())
        .forEach(found);
  }

  private static Entry meeting(CaseFile file, Event event, String title) {
    return Entry.timed(
        id(file, event),
        title,
        file.reference(),
        Instant.ofEpochMilli(event.content().path("at").asLong()),
        MEETING,
        event.time());
  }

  /** A meeting that consent was given for. */
  private static Optional<Entry> shared(CaseFile file, Event consent) {
    try {
      var meeting = consent.content().path(SharingEvents.MEETING);
      Instant starts = Instant.parse(meeting.path("starts").asText());
      Instant ends = Instant.parse(meeting.path("ends").asText());
      return Optional.of(
          Entry.timed(
              id(file, consent),
              "Meeting",
              file.reference(),
              starts,
              Duration.between(starts, ends),
              consent.time()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private List<Event> readable(UserId user, RoomId room, String type) {
    Collection<Event> all = desk.log().view().state(room, type);
    return all.stream()
        .filter(event -> desk.policy().mayRead(user, event, desk.log().view()))
        .sorted((a, b) -> Long.compare(a.position(), b.position()))
        .toList();
  }

  /** The space's id is nobody's name, and stays when a case is given another reference. */
  private static String id(CaseFile file, Event event) {
    return event.type().replace(CaseEvents.PREFIX, "")
        + "-"
        + event.stateKey()
        + "-"
        + file.space().value();
  }
}
