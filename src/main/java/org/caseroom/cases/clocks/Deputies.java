package org.caseroom.cases.clocks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** Names deputies and finds them. */
public final class Deputies {
  private final Desk desk;
  private final Agencies agencies;

  /** Makes the service. */
  public Deputies(Desk desk, Agencies agencies) {
    this.desk = desk;
    this.agencies = agencies;
  }

  /**
   * Names who stands in for somebody; it replaces what was on record for that person.
   *
   * @param by the person themselves, or a manager of their hub
   * @param person who is away; their post is at a hub
   * @param from the first day
   * @param until the last day
   * @param why the reason
   * @throws Problem 400 for days or people that do not fit, 403 without the right
   */
  public Deputy name(
      UserId by, UserId person, UserId deputy, LocalDate from, LocalDate until, String why) {
    Account away = desk.accounts().require(person);
    RoomId queue = queue(desk.accounts().require(by), away);
    Event written =
        desk.paper(
            by,
            queue,
            ClockEvents.DEPUTY,
            CaseEvents.personKey(person),
            Json.object()
                .put("deputy", deputy.value())
                .put("from", from.toString())
                .put("until", until.toString())
                .put("why", why));
    return read(written);
  }

  private RoomId queue(Account by, Account away) {
    Problem none =
        Problem.invalidParam(
            "Deputies are named for people whose post is at a hub of your agency: give them a"
                + " hub.");
    if (away.agency() == null || !away.agency().equals(by.agency()) || away.hub() == null) {
      throw none;
    }
    Agency agency = agencies.find(away.agency()).orElseThrow(() -> none);
    Agency.Hub hub =
        agency.hubs().stream()
            .filter(each -> each.id().equals(away.hub()))
            .findFirst()
            .orElseThrow(() -> none);
    return desk.queue(by, agency, hub);
  }

  /** The deputies on record at the hubs of somebody's agency, by person. */
  public List<Deputy> list(UserId by) {
    Account account = desk.accounts().require(by);
    List<Deputy> all = new ArrayList<>();
    RoomView view = desk.log().view();
    agencies
        .find(account.agency() == null ? "" : account.agency())
        .ifPresent(
            agency ->
                agency
                    .hubs()
                    .forEach(
                        hub ->
                            desk.register()
                                .hub(view, agency.id(), hub.id())
                                .ifPresent(room -> all.addAll(at(view, room)))));
    all.sort(Comparator.comparing(Deputy::person));
    return all;
  }

  private static List<Deputy> at(RoomView view, RoomId hub) {
    return view.state(hub, ClockEvents.DEPUTY).stream().map(Deputies::read).toList();
  }

  private static Deputy read(Event event) {
    ObjectNode content = event.content();
    return new Deputy(
        CaseEvents.person(String.valueOf(event.stateKey())),
        UserId.of(content.path("deputy").asText()),
        LocalDate.parse(content.path("from").asText()),
        LocalDate.parse(content.path("until").asText()),
        content.path("why").asText());
  }

  /** Who stands in, at a case's hub, on a day. */
  public static List<Deputy> of(CaseFile file, LocalDate day) {
    return HubFiles.hub(file).stream()
        .flatMap(hub -> at(file.view(), hub).stream())
        .filter(deputy -> deputy.holdsOn(day))
        .toList();
  }

  /** Whether somebody may sign for one of these roles on a day, because they stand in for one. */
  public static boolean standsIn(
      CaseFile file, Accounts accounts, UserId who, List<Role> roles, LocalDate day) {
    return of(file, day).stream()
        .filter(deputy -> deputy.deputy().equals(who))
        .map(deputy -> accounts.find(deputy.person()))
        .flatMap(Optional::stream)
        .anyMatch(away -> roles.stream().anyMatch(away::is));
  }
}
