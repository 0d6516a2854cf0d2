package org.caseroom.bots.reminders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.storage.Tx;

/**
 * Keeps the rows of reminders as the clocks want them: adds what is to come when a clock starts,
 * and withdraws what has lost its cause, before it was said and after.
 */
final class Planner {
  private final CaseRules rules;

  Planner(CaseRules rules) {
    this.rules = rules;
  }

  /** What a clock wants of reminders. */
  private record Plan(RoomId caseId, ClockState clock, List<Reminder> wanted) {
    boolean isOf(Reminder reminder) {
      return !wanted.isEmpty() && reminder.run().equals(clock.startedBy());
    }
  }

  /** Plans clocks of the case that a room belongs to. */
  void plan(Desk desk, RoomId room, Predicate<ClockState> which) {
    plan(desk, CaseFile.of(desk.view(), room).stream().toList(), which);
  }

  /** Plans clocks of some cases, in one transaction. */
  void plan(Desk desk, List<CaseFile> files, Predicate<ClockState> which) {
    Instant now = desk.now();
    List<Plan> plans = new ArrayList<>();
    for (CaseFile file : files) {
      ReminderSchedule schedule = ReminderSchedule.of(rules, file);
      for (ClockState clock : file.clocks()) {
        if (which.test(clock)) {
          plans.add(new Plan(file.space(), clock, wanted(file, schedule, clock, now)));
        }
      }
    }
    if (!plans.isEmpty()) {
      desk.services()
          .database()
          .writing(
              tx -> {
                boolean changed = false;
                for (Plan plan : plans) {
                  changed |= keep(tx, plan, now);
                }
                if (!changed) {
                  tx.wroteNothing();
                }
              });
    }
  }

  private static List<Reminder> wanted(
      CaseFile file, ReminderSchedule schedule, ClockState clock, Instant now) {
    return schedule.reminders(file, clock).stream()
        .map(
            each ->
                Reminder.waiting(
                    file.space(),
                    clock.id(),
                    clock.startedBy(),
                    each.reminder().id(),
                    each.at(),
                    each.reminder().acknowledgeWithin() != null,
                    now))
        .toList();
  }

  /** Keeps the rows of one clock: whether any of them may have changed. */
  private static boolean keep(Tx tx, Plan plan, Instant now) {
    ReminderDao dao = new ReminderDao(tx);
    Map<String, Reminder> there = new HashMap<>();
    List<Reminder> all = dao.ofClock(plan.caseId(), plan.clock().id());
    all.forEach(each -> there.put(each.id(), each));
    List<Reminder> gone = new ArrayList<>();
    for (Reminder each : all) {
      boolean forgotten = each.state() == Reminder.State.WITHDRAWN && !each.wasSaid();
      if (!each.isStep() && !forgotten && !isWanted(plan, each, now)) {
        gone.add(each);
      }
    }
    withdraw(tx, gone);
    List<Reminder> fresh = new ArrayList<>();
    List<Reminder> again = new ArrayList<>();
    for (Reminder each : plan.wanted()) {
      Reminder old = there.get(each.id());
      if (old == null) {
        if (each.dueAt().isAfter(now) || !wasSaid(all, each)) {
          fresh.add(each);
        }
      } else if (old.state() == Reminder.State.WITHDRAWN
          && !old.wasSaid()
          && old.dueAt().isAfter(now)) {
        // The clock stood still, or had moved, and goes on as before.
        again.add(old);
      }
    }
    dao.add(fresh);
    dao.become(again, Reminder.State.WAITING);
    return !(gone.isEmpty() && fresh.isEmpty() && again.isEmpty());
  }

  /** Whether a clock still wants a reminder; one that moved to a time to come is another. */
  private static boolean isWanted(Plan plan, Reminder reminder, Instant now) {
    if (!plan.isOf(reminder)) {
      return false;
    }
    return plan.wanted().stream()
        .filter(each -> each.point().equals(reminder.point()))
        .anyMatch(
            each ->
                each.dueAt().equals(reminder.dueAt())
                    || (reminder.wasSaid() && !each.dueAt().isAfter(now)));
  }

  private static boolean wasSaid(List<Reminder> all, Reminder wanted) {
    return all.stream()
        .anyMatch(
            each -> each.sameRun(wanted) && each.point().equals(wanted.point()) && each.wasSaid());
  }

  /** Withdraws what waits or is open, with the steps and the calls that would follow. */
  static void withdraw(Tx tx, List<Reminder> reminders) {
    ReminderDao dao = new ReminderDao(tx);
    AskedDao asked = new AskedDao(tx);
    List<Reminder> gone = new ArrayList<>();
    for (Reminder each : reminders) {
      if (each.state() == Reminder.State.WAITING || each.isOpen()) {
        gone.add(each);
      }
      if (each.wasSaid()) {
        asked.forget(each.id());
        for (Reminder step : dao.stepsOf(each.id())) {
          asked.forget(step.id());
          if (step.state() == Reminder.State.WAITING) {
            gone.add(step);
          }
        }
      }
    }
    dao.become(gone, Reminder.State.WITHDRAWN);
  }

  /** Somebody left a team: they are asked no more, and what only they were asked is withdrawn. */
  void left(Desk desk, RoomId space, UserId person) {
    desk.services()
        .database()
        .writing(
            tx -> {
              AskedDao asked = new AskedDao(tx);
              for (Reminder each : new ReminderDao(tx).open(List.of(space))) {
                List<UserId> people = asked.of(each.id());
                if (people.contains(person)) {
                  asked.remove(each.id(), person);
                  if (people.size() == 1) {
                    withdraw(tx, List.of(each));
                  }
                }
              }
            });
  }

  /**
   * Notes that somebody acknowledged a reminder, in this run of its clock or before.
   *
   * @return whether there was one to acknowledge
   */
  static boolean acknowledged(Desk desk, RoomId space, String clock, String point, UserId by) {
    return desk.services().database().write(tx -> acknowledged(tx, space, clock, point, by));
  }

  /** As above, in a transaction. */
  static boolean acknowledged(Tx tx, RoomId space, String clock, String point, UserId by) {
    ReminderDao dao = new ReminderDao(tx);
    boolean any = false;
    for (Reminder each : dao.ofClock(space, clock)) {
      if (each.point().equals(point) && each.canBeAnswered()) {
        any = true;
        dao.answered(each, by);
        new AskedDao(tx).forget(each.id());
        for (Reminder step : dao.stepsOf(each.id())) {
          new AskedDao(tx).forget(step.id());
          if (step.state() == Reminder.State.WAITING) {
            dao.become(List.of(step), Reminder.State.WITHDRAWN);
          } else if (step.state() == Reminder.State.SENT) {
            dao.answered(step, by);
          }
        }
      }
    }
    return any;
  }
}
