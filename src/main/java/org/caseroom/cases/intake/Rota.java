package org.caseroom.cases.intake;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Who is on call at a hub, from when to when: state of the hub's room by shift. */
final class Rota {
  /**
   * A shift.
   *
   * @param id its id, unique at the hub
   * @param place who is paged first: 1, then 2
   */
  record Shift(String id, UserId person, Instant from, Instant to, int place) {
    boolean covers(Instant at) {
      return !at.isBefore(from) && at.isBefore(to);
    }
  }

  private final Accounts accounts;

  Rota(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Refuses a shift that nobody could be on. */
  void check(Event event, RoomView before) {
    String key = String.valueOf(event.stateKey());
    Problem.require(
        key.matches("[a-z0-9][a-z0-9-]{0,59}"),
        "The state key is the shift's id: a short word of a-z, 0-9 and hyphens.");
    if (event.content().path("off").asBoolean()) {
      return;
    }
    Instant from = instant(event, "from");
    Instant to = instant(event, "to");
    Problem.require(from.isBefore(to), "A shift ends after it begins: 'to' is later than 'from'.");
    Optional<Event> hub = before.state(event.room(), CaseEvents.HUB, "");
    boolean works =
        event
            .text("person")
            .map(UserId::of)
            .flatMap(accounts::find)
            .filter(
                who ->
                    hub.isPresent()
                        && Hubs.worksAt(
                            who,
                            hub.get().text("agency").orElse(""),
                            hub.get().text("hub").orElse("")))
            .isPresent();
    Problem.require(works, "'person' is a duty worker or team manager of this hub.");
  }

  private static Instant instant(Event event, String field) {
    try {
      return Instant.parse(event.text(field).orElse(""));
    } catch (DateTimeParseException e) {
      throw Problem.invalidParam("'" + field + "' is a moment such as 2025-03-03T17:00:00Z.");
    }
  }

  /** The shifts of a hub, by time. */
  static List<Shift> shifts(RoomView view, RoomId hub) {
    return view.state(hub, IntakeEvents.ROTA).stream()
        .filter(event -> !event.content().path("off").asBoolean())
        .map(Rota::shift)
        .sorted(
            Comparator.comparing(Shift::from)
                .thenComparingInt(Shift::place)
                .thenComparing(Shift::id))
        .toList();
  }

  static Shift shift(Event event) {
    return new Shift(
        String.valueOf(event.stateKey()),
        UserId.of(event.text("person").orElse("")),
        instant(event, "from"),
        instant(event, "to"),
        event.content().path("place").asInt(1));
  }

  /**
   * Whom to page at a hub: who is on call, in their order, then its managers, then its duty
   * workers; so that a gap in the rota leaves nobody unheard.
   */
  List<UserId> toPage(RoomView view, RoomId hub, Instant at) {
    Set<UserId> people = new LinkedHashSet<>();
    shifts(view, hub).stream()
        .filter(shift -> shift.covers(at))
        .sorted(Comparator.comparingInt(Shift::place).thenComparing(Shift::id))
        .map(Shift::person)
        .filter(person -> accounts.find(person).filter(Account::active).isPresent())
        .forEach(people::add);
    List<Account> staff =
        view.members(hub, Membership.JOIN).stream()
            .flatMap(user -> accounts.find(user).stream())
            .filter(Account::active)
            .sorted(Comparator.comparing(Account::id))
            .toList();
    for (Role role : List.of(Role.TEAM_MANAGER, Role.DUTY_WORKER)) {
      staff.stream().filter(who -> who.is(role)).map(Account::id).forEach(people::add);
    }
    return List.copyOf(people);
  }

  /** Whom to page next: the first who was not paged yet; null when everybody was. */
  @Nullable UserId next(RoomView view, RoomId hub, Instant at, List<UserId> paged) {
    return toPage(view, hub, at).stream()
        .filter(person -> !paged.contains(person))
        .findFirst()
        .orElse(null);
  }
}
