package org.caseroom.bots.reminders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.CaseTeam;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.cases.Clocks;
import org.caseroom.cases.clocks.Deputies;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/**
 * Says in good time that a clock runs out, names what is unfinished and who has it, and sees that
 * somebody answers: by ✅, by {@code !ack}, or else it goes to the manager.
 */
public final class ReviewReminder implements Bot {
  private static final Duration PUNCTUAL = Duration.ofMinutes(10);
  private static final int DUE_AT_ONCE = 500;
  private static final Set<Role> MANAGERS = Set.of(Role.TEAM_MANAGER, Role.LINE_MANAGER);

  private final CaseRules rules;
  private final ReminderText text = new ReminderText();
  private boolean reconciled;

  public ReviewReminder(CaseRules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "review-reminder";
  }

  @Override
  public List<MessageKey> messages() {
    return ReminderText.MESSAGES;
  }

  /** A clock started, moved, was met or stopped. */
  @Override
  public void onEvent(Desk desk, Event event) {
    List<Plan> plans = new ArrayList<>();
    String id = event.stateKey();
    CaseFile.of(desk.view(), event.room())
        .ifPresent(file -> plan(file, clock -> clock.id().equals(id), plans));
    store(desk, plans);
  }

  /** What a clock wants of reminders. */
  private record Plan(RoomId caseId, ClockState clock, List<Reminder> wanted) {}

  private void plan(CaseFile file, Predicate<ClockState> wanted, List<Plan> plans) {
    for (ClockState clock : file.clocks()) {
      if (wanted.test(clock)) {
        plans.add(
            new Plan(file.space(), clock, clock.running() ? reminders(file, clock) : List.of()));
      }
    }
  }

  private List<Reminder> reminders(CaseFile file, ClockState clock) {
    return rules
        .work()
        .clocks()
        .reminders(new Clocks.CaseClock(file.reference(), file.space(), clock))
        .stream()
        .map(
            each ->
                Reminder.waiting(
                    file.space(),
                    clock.id(),
                    clock.startedBy(),
                    each.reminder().id(),
                    each.at(),
                    each.reminder().acknowledgeWithin() != null))
        .toList();
  }

  private static void store(Desk desk, List<Plan> plans) {
    if (plans.isEmpty()) {
      return;
    }
    desk.services()
        .database()
        .writing(
            tx -> {
              ReminderDao dao = new ReminderDao(tx);
              for (Plan plan : plans) {
                ClockState clock = plan.clock();
                dao.withdraw(plan.caseId(), clock.id(), clock.running() ? clock.startedBy() : null);
                dao.add(plan.wanted());
                plan.wanted().forEach(each -> dao.move(each.id(), each.dueAt()));
              }
            });
  }

  /** Fires what is due. At the first tick, sees that no running clock was forgotten. */
  @Override
  public void onTick(Desk desk) {
    if (!reconciled) {
      List<Plan> plans = new ArrayList<>();
      for (RoomId room : desk.view().rooms(desk.me(), Membership.JOIN)) {
        if (CaseFile.kind(desk.view(), room).filter(RoomKind.CASE::equals).isPresent()) {
          CaseFile.of(desk.view(), room).ifPresent(file -> plan(file, any -> true, plans));
        }
      }
      store(desk, plans);
      reconciled = true;
    }
    Instant now = desk.now();
    List<Reminder> due =
        desk.services().database().read(tx -> new ReminderDao(tx).due(now, DUE_AT_ONCE));
    for (List<Reminder> together : byRun(due)) {
      fire(desk, together, now);
    }
  }

  /** What is due, grouped by the run of a clock; an escalation is a group of its own. */
  private static Collection<List<Reminder>> byRun(List<Reminder> due) {
    Map<String, List<Reminder>> groups = new LinkedHashMap<>();
    for (Reminder reminder : due) {
      String group =
          reminder.isEscalation()
              ? reminder.id()
              : reminder.caseId() + "/" + reminder.clock() + "/" + reminder.run();
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(reminder);
    }
    return groups.values();
  }

  private void fire(Desk desk, List<Reminder> together, Instant now) {
    Reminder last = together.get(together.size() - 1);
    Optional<CaseFile> file = CaseFile.of(desk.view(), last.caseId());
    Optional<RoomId> room = file.flatMap(each -> each.room(RoomKind.PROFESSIONALS));
    Optional<ClockState> clock =
        file.stream()
            .flatMap(each -> each.clocks().stream())
            .filter(each -> each.id().equals(last.clock()) && each.running())
            .filter(each -> each.startedBy().equals(last.run()))
            .findFirst();
    if (room.isEmpty() || clock.isEmpty() || !desk.isIn(room.get())) {
      become(desk, together, Reminder.State.WITHDRAWN);
      return;
    }
    Moment moment = new Moment(file.get(), room.get(), clock.get(), now);
    if (last.isEscalation()) {
      escalate(desk, moment, last);
      return;
    }
    List<Reminder> needless = together.stream().filter(each -> isNeedless(moment, each)).toList();
    List<Reminder> wanted = together.stream().filter(each -> !needless.contains(each)).toList();
    become(desk, needless, Reminder.State.WITHDRAWN);
    if (!wanted.isEmpty()) {
      remind(desk, moment, wanted);
    }
  }

  /** A reminder that wants a deputy is needless where somebody stands in. */
  private boolean isNeedless(Moment moment, Reminder reminder) {
    ReminderSchedule schedule = ReminderSchedule.of(rules, moment.file());
    ClockRule.Reminder point = schedule.point(reminder);
    return point != null
        && point.unless() == ClockRule.Unless.DEPUTY
        && !Deputies.of(moment.file(), schedule.today(moment.now())).isEmpty();
  }

  /** What a reminder is said about: a case's clock at a moment, and where it is said. */
  public record Moment(CaseFile file, RoomId room, ClockState clock, Instant now) {}

  private void remind(Desk desk, Moment moment, List<Reminder> together) {
    Reminder last = together.get(together.size() - 1);
    ReminderSchedule schedule = ReminderSchedule.of(rules, moment.file());
    ClockRule.Reminder point = schedule.point(last);
    Integer within = point == null ? null : point.acknowledgeWithin();
    Instant answerBy = within == null ? null : schedule.later(moment.now(), within);
    List<UserId> people =
        point == null
            ? List.of()
            : CaseTeam.withDeputies(
                moment.file(), moment.room(), point.to(), schedule.today(moment.now()));
    List<Reminder> late =
        together.stream()
            .filter(each -> each.dueAt().plus(PUNCTUAL).isBefore(moment.now()))
            .toList();
    boolean deputyMissing = point != null && point.unless() == ClockRule.Unless.DEPUTY;
    String words =
        deputyMissing
            ? text.noDeputy(desk, moment, people)
            : text.reminder(desk, rules, moment, people, late, answerBy);
    Event said =
        desk.sayWith(
            record(desk, moment, last, words, !late.isEmpty()),
            new Cause(last.id()),
            words,
            people,
            Json.object()
                .put("reminder", last.point())
                .put("clock", last.clock())
                .put("late", !late.isEmpty()));
    List<Reminder> merged = together.subList(0, together.size() - 1);
    desk.services()
        .database()
        .writing(
            tx -> {
              ReminderDao dao = new ReminderDao(tx);
              merged.forEach(each -> dao.become(each.id(), Reminder.State.MERGED));
              dao.sent(
                  last.id(), new Reminder.Sent(moment.now(), moment.room(), said.id(), answerBy));
              if (answerBy != null) {
                dao.add(
                    List.of(
                        Reminder.waiting(
                            last.caseId(),
                            last.clock(),
                            last.run(),
                            Reminder.ESCALATION + last.point(),
                            answerBy,
                            false)));
              }
            });
  }

  private static Draft record(
      Desk desk, Moment moment, Reminder reminder, String words, boolean late) {
    return Draft.message(
        moment.room(),
        desk.me(),
        CaseEvents.REMINDER,
        Json.object()
            .put("clock", reminder.clock())
            .put("reminder", reminder.point())
            .put("due", reminder.dueAt().toString())
            .put("late", late)
            .put("body", words));
  }

  private void escalate(Desk desk, Moment moment, Reminder escalation) {
    Optional<Reminder> unanswered =
        ofRun(desk, escalation).stream()
            .filter(each -> each.point().equals(escalation.escalatedPoint()))
            .filter(each -> each.state() == Reminder.State.SENT)
            .findFirst();
    if (unanswered.isEmpty()) {
      become(desk, List.of(escalation), Reminder.State.WITHDRAWN);
      return;
    }
    List<UserId> managers =
        CaseTeam.withDeputies(
            moment.file(),
            moment.room(),
            MANAGERS,
            ReminderSchedule.of(rules, moment.file()).today(moment.now()));
    Event said =
        desk.say(
            moment.room(),
            new Cause(escalation.id()),
            text.escalation(desk, rules, moment, managers, unanswered.get()),
            managers,
            Json.object()
                .put("escalation", unanswered.get().point())
                .put("clock", escalation.clock()));
    desk.services()
        .database()
        .writing(
            tx -> {
              ReminderDao dao = new ReminderDao(tx);
              dao.become(unanswered.get().id(), Reminder.State.ESCALATED);
              dao.sent(
                  escalation.id(),
                  new Reminder.Sent(moment.now(), moment.room(), said.id(), moment.now()));
            });
  }

  private static List<Reminder> ofRun(Desk desk, Reminder reminder) {
    return desk
        .services()
        .database()
        .read(tx -> new ReminderDao(tx).ofClock(reminder.caseId(), reminder.clock()))
        .stream()
        .filter(each -> each.run().equals(reminder.run()))
        .toList();
  }

  private static void become(Desk desk, List<Reminder> reminders, Reminder.State state) {
    desk.services()
        .database()
        .writing(tx -> reminders.forEach(each -> new ReminderDao(tx).become(each.id(), state)));
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    if (command.name().equals("clocks")) {
      desk.reply(event, Cause.of(event, "clocks"), text.clocks(desk, rules, event.room()));
      return;
    }
    Optional<Reminder> newest =
        desk.services().database().read(tx -> new ReminderDao(tx).newestUnanswered(event.room()));
    if (newest.isPresent()) {
      answered(desk, event, newest.get());
    } else {
      // The same cause as the answer's: seen again after a crash, it is no second answer.
      desk.reply(
          event, Cause.of(event, "answered"), desk.text(ReminderText.NOTHING_TO_ANSWER, Map.of()));
    }
  }

  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    desk.services()
        .database()
        .read(tx -> new ReminderDao(tx).sentAs(message.id()))
        .filter(
            each -> each.state() == Reminder.State.SENT || each.state() == Reminder.State.ESCALATED)
        .ifPresent(reminder -> answered(desk, reaction, reminder));
  }

  /** Writes the answer into the log in the person's name; nothing goes to the manager any more. */
  private static void answered(Desk desk, Event asked, Reminder reminder) {
    String point = reminder.isEscalation() ? reminder.escalatedPoint() : reminder.point();
    desk.appendFor(
        asked,
        Cause.of(asked, "acknowledge"),
        view ->
            Draft.message(
                asked.room(),
                asked.sender(),
                CaseEvents.CLOCK_ACKNOWLEDGE,
                Json.object().put("clock", reminder.clock()).put("reminder", point)));
    List<Reminder> run = ofRun(desk, reminder);
    desk.services()
        .database()
        .writing(
            tx -> {
              ReminderDao dao = new ReminderDao(tx);
              for (Reminder each : run) {
                if (each.point().equals(point)) {
                  dao.answered(each.id(), asked.sender());
                } else if (each.point().equals(Reminder.ESCALATION + point)) {
                  dao.become(
                      each.id(),
                      each.state() == Reminder.State.WAITING
                          ? Reminder.State.WITHDRAWN
                          : Reminder.State.ANSWERED);
                }
              }
            });
  }
}
