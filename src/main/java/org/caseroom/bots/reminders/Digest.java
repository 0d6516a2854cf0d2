package org.caseroom.bots.reminders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.cases.reports.CaseHead;
import org.caseroom.cases.reports.CaseReports;
import org.caseroom.identity.Account;
import org.jspecify.annotations.Nullable;

/**
 * Tells each manager on the morning of a working day what is late, what will be within five working
 * days and what is unanswered; nothing when there is nothing. Over the cases of their reports.
 */
final class Digest {
  private static final int SOON = 5;

  private final CaseRules rules;
  private @Nullable LocalDate done;

  Digest(CaseRules rules) {
    this.rules = rules;
  }

  /** A clock that is late or soon will be. */
  record Due(String reference, String title, String clause, LocalDate day) {}

  /**
   * What a manager has to know.
   *
   * @param open reminders that nobody has acknowledged
   */
  record Content(
      LocalDate day,
      List<Due> late,
      List<Due> soon,
      List<Calls.Line> open,
      List<CaseReports.Unanswered> questions) {
    boolean isEmpty() {
      return late.isEmpty() && soon.isEmpty() && open.isEmpty() && questions.isEmpty();
    }
  }

  /** Sends what is to be sent now. */
  void round(Desk desk) {
    Integer hour = desk.services().people().digestHour();
    Procedure usual = rules.work().policy().rules().procedures().usual();
    Instant now = desk.now();
    LocalDate today = LocalDate.ofInstant(now, usual.zone());
    if (hour == null
        || today.equals(done)
        || LocalTime.ofInstant(now, usual.zone()).getHour() < hour
        || !rules.workingDays().isWorking(today, usual.nation())) {
      return;
    }
    boolean all = true;
    for (Account manager : desk.accounts().all()) {
      if (isManager(manager, usual)) {
        all &= tell(desk, manager.id(), usual, today, now);
      }
    }
    done = all ? today : done;
  }

  private static boolean isManager(Account account, Procedure procedure) {
    return account.active()
        && !account.isBot()
        && account.agency() != null
        && procedure.reminding().managers().stream().anyMatch(account::is);
  }

  /** Tells one manager, once a day: whether that is done for today. */
  private boolean tell(Desk desk, UserId manager, Procedure usual, LocalDate day, Instant now) {
    if (desk.services().people().quiet().over(manager, now, usual.zone()).isAfter(now)) {
      return false;
    }
    if (desk.services().database().read(tx -> new DigestDao(tx).isDone(manager, day))) {
      return true;
    }
    Content content = content(desk, manager, usual, day);
    if (!content.isEmpty()) {
      RoomId room = desk.direct(manager, PersonalText.roomName(desk, manager));
      desk.say(
          room,
          new Cause("digest/" + manager.value() + "/" + day),
          style -> PersonalText.digest(desk, rules, content, style),
          List.of(manager),
          null);
    }
    desk.services().database().writing(tx -> new DigestDao(tx).done(manager, day));
    return true;
  }

  private Content content(Desk desk, UserId manager, Procedure usual, LocalDate day) {
    CaseReports reports = rules.work().reports().cases();
    WorkingDays days = rules.workingDays();
    LocalDate last = days.after(day, SOON, usual.nation());
    try {
      List<Due> late =
          reports.late(manager, null, true).stream()
              .map(each -> new Due(each.reference(), each.title(), each.clause(), each.due()))
              .toList();
      List<Due> soon =
          reports.soonLate(manager, null, (int) (last.toEpochDay() - day.toEpochDay())).stream()
              .map(each -> new Due(each.reference(), each.title(), each.clause(), each.worked()))
              .toList();
      return new Content(day, late, soon, open(desk, manager), reports.unanswered(manager, null));
    } catch (Problem noReports) {
      return new Content(day, List.of(), List.of(), List.of(), List.of());
    }
  }

  private List<Calls.Line> open(Desk desk, UserId manager) {
    List<RoomId> cases =
        rules.work().reports().list().of(manager).stream().map(CaseHead::room).toList();
    List<Calls.Line> lines = new ArrayList<>();
    for (Reminder each : OpenReminders.in(desk.services().database(), cases)) {
      CaseFile.of(desk.view(), each.caseId())
          .ifPresent(
              file ->
                  file.clocks().stream()
                      .filter(clock -> clock.id().equals(each.clock()))
                      .forEach(clock -> lines.add(new Calls.Line(each, file, clock))));
    }
    return lines;
  }
}
