package org.caseroom.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.clocks.ClockEvents;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.rooms.Event;
import org.caseroom.storage.Database;

/** The clocks of all cases: what runs, what is late, which reminders are due. */
public final class Clocks {
  /**
   * A clock of a case.
   *
   * @param reference the case
   * @param space its space
   */
  public record CaseClock(String reference, RoomId space, ClockState clock) {}

  /**
   * A reminder and when it should come.
   *
   * @param reference the case
   * @param space its space
   * @param professionals the room that it is posted in
   * @param clock the clock as it is now
   * @param reminder its rule
   * @param at when it should come
   * @param used working days used at that time (days of the calendar for clocks in months)
   * @param left working days left then
   * @param unfinished for an assessment: the sections that are not finished
   */
  public record DueReminder(
      String reference,
      RoomId space,
      Optional<RoomId> professionals,
      ClockState clock,
      ClockRule.Reminder reminder,
      Instant at,
      int used,
      int left,
      List<String> unfinished) {}

  private final Desk desk;
  private final Database database;

  Clocks(Desk desk, Database database) {
    this.desk = desk;
    this.database = database;
  }

  /** All running clocks, soonest due first. */
  public List<CaseClock> running() {
    return database.read(tx -> new CaseRecordDao(tx).runningClocks()).stream()
        .flatMap(row -> clock(RoomId.of(row.space()), row.clockId()).stream())
        .filter(found -> found.clock().running())
        .sorted(Comparator.comparing(found -> found.clock().dueAt()))
        .toList();
  }

  /**
   * The cases with a running clock, page by page and without opening any.
   *
   * @param after the last case of the page before; empty for the first
   */
  public List<RoomId> runningAfter(String after, int limit) {
    return database.read(tx -> new CaseRecordDao(tx).runningAfter(after, limit)).stream()
        .map(RoomId::of)
        .toList();
  }

  /** A clock of a case as it is now. */
  public Optional<CaseClock> clock(RoomId space, String clockId) {
    return CaseFile.of(desk.log().view(), space)
        .flatMap(
            file ->
                file.state(CaseEvents.CLOCK, clockId)
                    .map(
                        event ->
                            new CaseClock(
                                file.reference(), file.space(), ClockContent.read(event))));
  }

  /**
   * The reminders of running clocks whose time has come in {@code (after, upTo]}, earliest first.
   * Whether one was sent already is for the caller to know: its key is case, clock, day 0 and
   * reminder.
   */
  public List<DueReminder> dueReminders(Instant after, Instant upTo) {
    List<DueReminder> due = new ArrayList<>();
    for (CaseClock found : running()) {
      for (DueReminder reminder : reminders(found)) {
        if (reminder.at().isAfter(after) && !reminder.at().isAfter(upTo)) {
          due.add(reminder);
        }
      }
    }
    due.sort(Comparator.comparing(DueReminder::at));
    return due;
  }

  /** All reminders that a clock has, come or to come, earliest first. */
  public List<DueReminder> reminders(CaseClock found) {
    Optional<CaseFile> file = CaseFile.of(desk.log().view(), found.space());
    if (file.isEmpty()) {
      return List.of();
    }
    Procedure procedure = desk.policy().procedure(file.get());
    Optional<ClockRule> rule = procedure.clock(found.clock().id());
    if (rule.isEmpty()) {
      return List.of();
    }
    WorkingDays days = desk.policy().rules().workingDays();
    List<String> unfinished =
        file.get().state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT, "").isPresent()
            ? Gates.unfinishedSections(procedure, file.get())
            : List.of();
    return ClockMath.reminders(rule.get(), found.clock(), procedure, days).stream()
        .map(
            at ->
                new DueReminder(
                    found.reference(),
                    found.space(),
                    file.get().room(RoomKind.PROFESSIONALS),
                    found.clock(),
                    at.reminder(),
                    at.at(),
                    at.used(),
                    at.left(),
                    unfinished))
        .toList();
  }

  /**
   * Makes a clock stand still.
   *
   * @throws org.caseroom.base.Problem 409 when the procedure does not let it, 403 without the role
   */
  public Event pause(UserId by, String reference, String clock, String reason) {
    return move(by, reference, ClockEvents.PAUSE, clock, reason);
  }

  /** Lets a clock that stands still go on. */
  public Event resume(UserId by, String reference, String clock, String reason) {
    return move(by, reference, ClockEvents.RESUME, clock, reason);
  }

  private Event move(UserId by, String reference, String type, String clock, String reason) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        type,
        Json.object().put("clock", clock).put("reason", reason));
  }

  /** Acknowledges a reminder, so that it does not go on to a manager. */
  public Event acknowledge(UserId by, String reference, String clock, String reminder) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        CaseEvents.CLOCK_ACKNOWLEDGE,
        Json.object().put("clock", clock).put("reminder", reminder));
  }
}
