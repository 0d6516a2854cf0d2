package org.caseroom.bots.reminders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.storage.Database;

/**
 * The reminders that wait to be acknowledged, for whoever is in the room in which they were said.
 */
public final class Reminders {
  /**
   * Somebody who was asked.
   *
   * @param person the user id
   * @param name the name that people see
   */
  public record Person(UserId person, String name) {}

  /**
   * A reminder that waits.
   *
   * @param number what it is acknowledged by
   * @param reference the case
   * @param clock the clock's id
   * @param title what has to happen
   * @param clause the clause it comes from
   * @param reminder the point of the procedure, such as {@code day-40}
   * @param due when it was due to be said
   * @param said when it was said
   * @param answerBy when it goes on, or went on, to the next
   * @param escalated whether it has gone on already
   * @param asked who was asked, deputies and managers among them once it went on
   * @param room where it was said
   * @param event the message
   */
  public record Waiting(
      long number,
      String reference,
      String clock,
      String title,
      String clause,
      String reminder,
      Instant due,
      Instant said,
      Instant answerBy,
      boolean escalated,
      List<Person> asked,
      RoomId room,
      EventId event) {}

  /**
   * What waits for somebody.
   *
   * @param mine what they were asked themselves, the longest waiting first
   * @param team what others of their teams were asked
   */
  public record Lists(List<Waiting> mine, List<Waiting> team) {}

  /**
   * A reminder that was acknowledged.
   *
   * @param reference its case
   * @param event what that became
   */
  public record Acknowledged(String reference, Event event) {}

  private final Database database;
  private final RoomLog log;
  private final Accounts accounts;
  private final CaseWork work;

  /** Makes the service. */
  public Reminders(Database database, RoomLog log, Accounts accounts, CaseWork work) {
    this.database = database;
    this.log = log;
    this.accounts = accounts;
    this.work = work;
  }

  /** The reminders that wait for somebody, and for others of their teams. */
  public Lists of(UserId by) {
    List<Waiting> mine = new ArrayList<>();
    List<Waiting> team = new ArrayList<>();
    List<RoomId> rooms = new ArrayList<>(log.view().rooms(by, Membership.JOIN));
    for (Reminder each : OpenReminders.in(database, rooms)) {
      if (isInItsRoom(by, each)) {
        waiting(each).ifPresent(view -> (isAsked(by, view) ? mine : team).add(view));
      }
    }
    return new Lists(mine, team);
  }

  private static boolean isAsked(UserId by, Waiting view) {
    return view.asked().stream().anyMatch(each -> each.person().equals(by));
  }

  private boolean isInItsRoom(UserId by, Reminder reminder) {
    Reminder.Sent sent = reminder.sent();
    return sent != null && log.view().membership(sent.room(), by) == Membership.JOIN;
  }

  private Optional<Waiting> waiting(Reminder reminder) {
    Reminder.Sent sent = reminder.sent();
    Instant answerBy = sent == null ? null : sent.answerBy();
    if (sent == null || answerBy == null) {
      return Optional.empty();
    }
    return CaseFile.of(log.view(), reminder.caseId())
        .flatMap(
            file ->
                file.clocks().stream()
                    .filter(clock -> clock.id().equals(reminder.clock()))
                    .findFirst()
                    .map(clock -> waiting(reminder, sent, answerBy, file, clock)));
  }

  private Waiting waiting(
      Reminder reminder, Reminder.Sent sent, Instant answerBy, CaseFile file, ClockState clock) {
    return new Waiting(
        reminder.number(),
        file.reference(),
        clock.id(),
        clock.title(),
        clock.clause(),
        reminder.point(),
        reminder.dueAt(),
        sent.at(),
        answerBy,
        reminder.state() == Reminder.State.ESCALATED,
        asked(reminder),
        sent.room(),
        sent.event());
  }

  private List<Person> asked(Reminder reminder) {
    return database.read(
        tx -> {
          AskedDao dao = new AskedDao(tx);
          TreeSet<UserId> people = new TreeSet<>(dao.of(reminder.id()));
          new ReminderDao(tx)
              .stepsOf(reminder.id())
              .forEach(step -> people.addAll(dao.of(step.id())));
          return people.stream().map(each -> new Person(each, accounts.nameOf(each))).toList();
        });
  }

  /**
   * Acknowledges a reminder, in somebody's own name.
   *
   * @throws Problem 404 for a number that nothing has which they may see, 409 for a reminder that
   *     waits no more, and the door's refusals
   */
  public Acknowledged acknowledge(UserId by, long number) {
    Reminder reminder =
        database
            .read(tx -> new ReminderDao(tx).byNumber(number))
            .filter(each -> !each.isStep() && isInItsRoom(by, each))
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "There is no reminder with this number in your teams: GET /api/reminders"
                            + " lists those that wait."));
    if (!reminder.isOpen()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "This reminder waits no more: somebody has acknowledged it, or its clock has ended or"
              + " moved.");
    }
    String reference =
        CaseFile.of(log.view(), reminder.caseId()).map(CaseFile::reference).orElseThrow();
    Event event = work.clocks().acknowledge(by, reference, reminder.clock(), reminder.point());
    database.writing(
        tx -> Planner.acknowledged(tx, reminder.caseId(), reminder.clock(), reminder.point(), by));
    return new Acknowledged(reference, event);
  }
}
