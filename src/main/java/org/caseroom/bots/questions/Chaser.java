package org.caseroom.bots.questions;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.assessment.AssessmentEvents;
import org.caseroom.cases.assessment.CaseRecords;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/**
 * Chases requests to other services once their day has come, and then as often as the procedure
 * says until there is an answer: all of a case in one message, on one day.
 */
final class Chaser {
  static final MessageKey CHASE = MessageKey.of("chase", "lines");
  static final MessageKey CHASE_LINE =
      MessageKey.of("chase-line", "number", "what", "owner", "sent");

  private final CaseWork work;

  Chaser(CaseWork work) {
    this.work = work;
  }

  /** A request was sent, or something was heard of it. */
  void heard(Desk desk, Event record) {
    String room = record.room().value();
    String number = String.valueOf(record.stateKey());
    Optional<LocalDate> day = record.text("chase_on").map(LocalDate::parse);
    boolean waits = CaseRecords.waits(record);
    desk.services()
        .database()
        .writing(
            tx -> {
              ChaseDao dao = new ChaseDao(tx);
              if (waits && day.isPresent()) {
                dao.keep(room, number, day.get());
              } else {
                dao.forget(room, number);
              }
            });
  }

  /** Says in each case what is to be chased, at the procedure's time of day. */
  void chase(Desk desk) {
    Map<String, List<ChaseDao.Row>> byRoom = new LinkedHashMap<>();
    LocalDate latest = LocalDate.ofInstant(desk.now(), ZoneOffset.MAX);
    desk.services()
        .database()
        .read(tx -> new ChaseDao(tx).due(latest))
        .forEach(row -> byRoom.computeIfAbsent(row.room(), any -> new ArrayList<>()).add(row));
    byRoom.forEach((room, rows) -> chase(desk, RoomId.of(room), rows));
  }

  private void chase(Desk desk, RoomId room, List<ChaseDao.Row> rows) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), room).filter(found -> desk.isIn(room));
    if (file.isEmpty()) {
      return;
    }
    Procedure procedure = work.policy().procedure(file.get());
    ZonedDateTime now = desk.now().atZone(procedure.zone());
    LocalDate today = now.toLocalDate();
    boolean time =
        work.policy().rules().workingDays().isWorking(today, procedure.nation())
            && !now.toLocalTime().isBefore(procedure.reminderTime());
    Map<ChaseDao.Row, Integer> due = new LinkedHashMap<>();
    for (ChaseDao.Row row : rows) {
      int times = times(row.chaseOn(), again(desk, room, row, procedure), today, procedure);
      if (time && times > row.told()) {
        due.put(row, times);
      }
    }
    if (!due.isEmpty()) {
      say(desk, room, today, due, procedure);
    }
  }

  /** After how many working days a request is chased again; empty for not. */
  private static Optional<Integer> again(
      Desk desk, RoomId room, ChaseDao.Row row, Procedure procedure) {
    return desk.view()
        .state(room, AssessmentEvents.REQUEST_RECORD, row.number())
        .flatMap(record -> record.text("kind"))
        .flatMap(procedure.assessment()::request)
        .map(AssessmentRules.RequestKind::againDays);
  }

  /** How often something should have been chased by now: on its day, and then again and again. */
  private int times(LocalDate day, Optional<Integer> again, LocalDate today, Procedure procedure) {
    if (again.isEmpty()) {
      return day.isAfter(today) ? 0 : 1;
    }
    int times = 0;
    LocalDate next = day;
    while (!next.isAfter(today)) {
      times++;
      next = work.policy().rules().workingDays().after(next, again.get(), procedure.nation());
    }
    return times;
  }

  private static void say(
      Desk desk, RoomId room, LocalDate today, Map<ChaseDao.Row, Integer> due, Procedure rules) {
    List<Event> records =
        due.keySet().stream()
            .flatMap(
                row ->
                    desk.view().state(room, AssessmentEvents.REQUEST_RECORD, row.number()).stream())
            .toList();
    TreeSet<UserId> owners =
        records.stream()
            .flatMap(record -> record.text("owner").stream())
            .map(UserId::of)
            .collect(Collectors.toCollection(TreeSet::new));
    desk.say(
        room,
        new Cause("chase/" + room + "/" + today),
        style ->
            desk.text(
                CHASE,
                style,
                Map.of(
                    "lines",
                    records.stream()
                        .map(record -> line(desk, style, record, rules))
                        .collect(Collectors.joining("\n")))),
        owners,
        null);
    desk.services()
        .database()
        .writing(tx -> due.forEach((row, times) -> new ChaseDao(tx).told(row, times)));
  }

  private static String line(Desk desk, Messages.Style style, Event record, Procedure rules) {
    return desk.text(
        CHASE_LINE,
        style,
        Map.of(
            "number", String.valueOf(record.stateKey()),
            "what",
                rules
                    .assessment()
                    .request(record.text("kind").orElse(""))
                    .map(kind -> kind.title())
                    .orElse(""),
            "owner", record.text("owner").map(UserId::of).map(desk::nameOf).orElse(""),
            "sent",
                Words.day(
                    style,
                    Instant.ofEpochMilli(record.content().path("sent").asLong())
                        .atZone(rules.zone())
                        .toLocalDate())));
  }
}
