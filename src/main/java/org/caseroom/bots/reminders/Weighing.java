package org.caseroom.bots.reminders;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.CaseTeam;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.clocks.Deputies;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.RemindingRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of the reminders of one case that are due together. */
final class Weighing {
  /** What comes within so long of its time is not called late. */
  static final Duration PUNCTUAL = Duration.ofMinutes(10);

  private final Desk desk;
  private final CaseRules rules;
  private final Instant now;
  private final List<Reminder> withdrawn = new ArrayList<>();

  Weighing(Desk desk, CaseRules rules, Instant now) {
    this.desk = desk;
    this.rules = rules;
    this.now = now;
  }

  /** What has lost its cause, of all that was weighed. */
  List<Reminder> withdrawn() {
    return withdrawn;
  }

  /** The message that is to be said; empty when all of it has lost its cause. */
  Optional<Message> weigh(String messageId, List<Reminder> together) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), together.get(0).caseId());
    Optional<Place> place = file.flatMap(this::place);
    if (place.isEmpty()) {
      withdrawn.addAll(together);
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    for (List<Reminder> same : byClock(together)) {
      part(file.get(), place.get(), same).ifPresent(parts::add);
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    boolean urgent =
        parts.stream().anyMatch(part -> part.point().comesAtOnce())
            || rules.work().intake().urgents().isOpen(file.get());
    return Optional.of(
        new Message(
            messageId, file.get(), place.get().room(), place.get().isQueue(), parts, urgent));
  }

  /** Reminders of one run of a clock speak together; each step speaks by itself. */
  private static Collection<List<Reminder>> byClock(List<Reminder> together) {
    Map<String, List<Reminder>> groups = new LinkedHashMap<>();
    for (Reminder each : together) {
      String group = each.isStep() ? each.id() : each.clock() + "/" + each.run();
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(each);
    }
    return groups.values();
  }

  private record Place(RoomId room, boolean isQueue) {}

  /** The professionals room; the hub's queue before it is open, and once it is closed. */
  private Optional<Place> place(CaseFile file) {
    Optional<RoomId> room = file.room(RoomKind.PROFESSIONALS).filter(desk::isIn);
    boolean open = ReminderSchedule.of(rules, file).letsIn(file, "m.room.message");
    if (room.isPresent() && open) {
      return room.map(each -> new Place(each, false));
    }
    Optional<RoomId> queue = HubFiles.hub(file);
    queue.filter(each -> !desk.isIn(each)).ifPresent(each -> sitDown(file));
    return queue.filter(desk::isIn).map(each -> new Place(each, true));
  }

  private void sitDown(CaseFile file) {
    desk.services()
        .agencies()
        .find(file.agency())
        .ifPresent(
            agency ->
                agency.hubs().stream()
                    .filter(hub -> hub.id().equals(file.hub()))
                    .forEach(
                        hub ->
                            rules
                                .work()
                                .intake()
                                .referrals()
                                .watch(agency, hub, desk.accounts().require(desk.me()))));
  }

  private Optional<Part> part(CaseFile file, Place place, List<Reminder> same) {
    Reminder last = same.get(same.size() - 1);
    ReminderSchedule schedule = ReminderSchedule.of(rules, file);
    Optional<ClockState> clock =
        file.clocks().stream()
            .filter(each -> each.id().equals(last.clock()) && each.running())
            .filter(each -> each.startedBy().equals(last.run()))
            .filter(each -> !schedule.reminders(file, each).isEmpty())
            .findFirst();
    if (clock.isEmpty() || schedule.point(last) == null) {
      withdrawn.addAll(same);
      return Optional.empty();
    }
    return last.isStep()
        ? step(file, place, clock.get(), last)
        : reminder(file, place, clock.get(), same);
  }

  private Optional<Part> reminder(
      CaseFile file, Place place, ClockState clock, List<Reminder> same) {
    ReminderSchedule schedule = ReminderSchedule.of(rules, file);
    List<Reminder> wanted =
        same.stream().filter(each -> !isNeedless(file, schedule, each)).toList();
    same.stream().filter(each -> !wanted.contains(each)).forEach(withdrawn::add);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Reminder last = wanted.get(wanted.size() - 1);
    ClockRule.Reminder point = schedule.point(last);
    if (point == null) {
      return Optional.empty();
    }
    Integer within = place.isQueue() ? null : within(schedule, wanted);
    Set<Role> roles = new LinkedHashSet<>(point.to());
    List<UserId> people =
        within == null ? withDeputies(file, place, roles) : members(file, place, roles);
    return Optional.of(
        new Part(
            last,
            wanted.subList(0, wanted.size() - 1),
            clock,
            point,
            null,
            null,
            0,
            people,
            late(file, wanted, people),
            within == null ? null : schedule.afterDays(now, within)));
  }

  /** In how many working days it asks to be acknowledged: the last of those that ask tells. */
  private static @Nullable Integer within(ReminderSchedule schedule, List<Reminder> together) {
    Integer within = null;
    for (Reminder each : together) {
      ClockRule.Reminder point = schedule.point(each);
      if (point != null && point.acknowledgeWithin() != null) {
        within = point.acknowledgeWithin();
      }
    }
    return within;
  }

  /** A reminder that wants a deputy is needless where somebody stands in. */
  private boolean isNeedless(CaseFile file, ReminderSchedule schedule, Reminder reminder) {
    ClockRule.Reminder point = schedule.point(reminder);
    return point == null
        || (point.unless() == ClockRule.Unless.DEPUTY
            && !Deputies.of(file, schedule.today(now)).isEmpty());
  }

  /** What comes later than it should: who has quiet hours then hears when they are over. */
  private List<Reminder> late(CaseFile file, List<Reminder> reminders, List<UserId> people) {
    return reminders.stream()
        .filter(each -> expected(file, each, people).plus(PUNCTUAL).isBefore(now))
        .toList();
  }

  private Instant expected(CaseFile file, Reminder reminder, List<UserId> people) {
    return people.stream()
        .map(
            person ->
                desk.services()
                    .people()
                    .quiet()
                    .over(person, reminder.dueAt(), rules.procedure(file).zone()))
        .min(Comparator.naturalOrder())
        .orElse(reminder.dueAt());
  }

  // ---- Nobody acknowledged it ----

  private Optional<Part> step(CaseFile file, Place place, ClockState clock, Reminder step) {
    ReminderSchedule schedule = ReminderSchedule.of(rules, file);
    Reminder asked =
        desk.services()
            .database()
            .read(tx -> new ReminderDao(tx).byId(String.valueOf(step.parent())))
            .filter(Reminder::isOpen)
            .orElse(null);
    ClockRule.Reminder point = schedule.point(step);
    RemindingRules.Step rule = schedule.step(step.step());
    if (asked == null || point == null || rule == null || place.isQueue()) {
      withdrawn.add(step);
      return Optional.empty();
    }
    int number = step.step();
    List<UserId> people = people(file, place, asked, rule);
    for (RemindingRules.Step next = schedule.step(number + 1);
        people.isEmpty() && next != null;
        next = schedule.step(number + 1)) {
      number++;
      rule = next;
      people = people(file, place, asked, rule);
    }
    return Optional.of(
        new Part(
            step,
            List.of(),
            clock,
            point,
            asked,
            rule.to(),
            number,
            people,
            late(file, List.of(step), people),
            schedule.stepAfter(now, number + 1)));
  }

  private List<UserId> people(
      CaseFile file, Place place, Reminder asked, RemindingRules.Step step) {
    if (step.to() == RemindingRules.Who.MANAGER) {
      return withDeputies(file, place, rules.procedure(file).reminding().managers());
    }
    LocalDate today = ReminderSchedule.of(rules, file).today(now);
    List<UserId> people = desk.services().database().read(tx -> new AskedDao(tx).of(asked.id()));
    return Deputies.of(file, today).stream()
        .filter(deputy -> people.contains(deputy.person()))
        .map(deputy -> deputy.deputy())
        .filter(deputy -> file.view().membership(place.room(), deputy) == Membership.JOIN)
        .distinct()
        .toList();
  }

  // ---- People ----

  private List<UserId> withDeputies(CaseFile file, Place place, Collection<Role> roles) {
    return place.isQueue()
        ? members(file, place, roles)
        : CaseTeam.withDeputies(
            file, place.room(), roles, ReminderSchedule.of(rules, file).today(now));
  }

  /** Those of the team in the room; in a hub's queue, those of the hub whose post it is. */
  private List<UserId> members(CaseFile file, Place place, Collection<Role> roles) {
    if (!place.isQueue()) {
      return CaseTeam.withRoles(file, roles, place.room());
    }
    RoomView view = file.view();
    List<UserId> people = new ArrayList<>();
    for (UserId user : new TreeSet<>(view.members(place.room(), Membership.JOIN))) {
      Optional<Account> account = desk.accounts().find(user).filter(Account::active);
      boolean left =
          file.state(CaseEvents.MEMBER, CaseEvents.personKey(user))
              .filter(member -> member.content().path("left").asBoolean())
              .isPresent();
      if (account.isPresent() && roles.stream().anyMatch(account.get()::is) && !left) {
        people.add(user);
      }
    }
    return people;
  }
}
