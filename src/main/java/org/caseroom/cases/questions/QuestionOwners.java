package org.caseroom.cases.questions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Who can own a question: always somebody. */
public final class QuestionOwners {
  private static final List<Role> MANAGERS = List.of(Role.TEAM_MANAGER, Role.LINE_MANAGER);

  private final Accounts accounts;
  private final Agencies agencies;
  private final Access access;

  /** The owners among these people. */
  public QuestionOwners(Accounts accounts, Agencies agencies, Access access) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.access = access;
  }

  /** Whether somebody can own a question of the case: staff, in the team, and let in to read it. */
  boolean fit(UserId user, CaseFile file, RoomId room) {
    return accounts.find(user).filter(Account::active).filter(Account::isStaff).isPresent()
        && Door.inCase(file, user)
        && access.mayRead(user, room, file.view());
  }

  /** The same, and consent leaves them what the question is about. */
  boolean fit(UserId user, CaseFile file, RoomId room, Event question) {
    return fit(user, file, room) && access.mayStandIn(user, question, file.view());
  }

  /**
   * Who has a question next when its owner does not: the lead, then a manager of the responsible
   * agency in the team, then its other caseworkers there, then the people of the hub.
   *
   * @param without whom it must not be
   */
  Optional<Account> next(CaseFile file, RoomId room, UserId without, Event question) {
    Stream<Account> lead =
        file
            .state(CaseEvents.LEAD, "")
            .flatMap(event -> event.text("person"))
            .map(UserId::of)
            .flatMap(accounts::find)
            .stream();
    List<Account> team =
        file.view().members(file.space(), Membership.JOIN).stream()
            .sorted()
            .flatMap(user -> accounts.find(user).stream())
            .filter(account -> file.agency().equals(account.agency()))
            .toList();
    Optional<Account> inTeam =
        Stream.of(lead, team.stream().filter(QuestionOwners::manages), team.stream())
            .flatMap(each -> each)
            .filter(
                account -> !account.id().equals(without) && fit(account.id(), file, room, question))
            .findFirst();
    return inTeam.or(() -> atHub(file, without));
  }

  /**
   * The manager who hears that an owner did not answer: of the owner's agency, else of the case's.
   */
  Optional<Account> manager(CaseFile file, UserId owner) {
    String agency = accounts.find(owner).map(Account::agency).orElse(file.agency());
    List<Account> managers =
        file.view().members(file.space(), Membership.JOIN).stream()
            .sorted()
            .flatMap(user -> accounts.find(user).stream())
            .filter(Account::active)
            .filter(QuestionOwners::manages)
            .toList();
    return managers.stream()
        .filter(account -> agency.equals(account.agency()))
        .findFirst()
        .or(
            () ->
                managers.stream()
                    .filter(account -> file.agency().equals(account.agency()))
                    .findFirst())
        .or(
            () ->
                accounts.stream()
                    .filter(account -> Hubs.worksAt(account, file.agency(), file.hub()))
                    .filter(QuestionOwners::manages)
                    .min(Comparator.comparing(Account::id)));
  }

  private static boolean manages(Account account) {
    return MANAGERS.stream().anyMatch(account::is);
  }

  private Optional<Account> atHub(CaseFile file, UserId without) {
    return accounts.stream()
        .filter(account -> Hubs.worksAt(account, file.agency(), file.hub()))
        .filter(account -> !account.id().equals(without))
        .min(Comparator.comparing(Account::mainRole).thenComparing(Account::id));
  }

  /** Gives a question to somebody, with how it came to them; who is not in the team comes in. */
  void move(Step step, Event question, ObjectNode content, Account to, String reason) {
    content
        .withArrayProperty("passed")
        .addObject()
        .put("from", content.path("owner").asText())
        .put("to", to.id().value())
        .put("reason", reason)
        .put("at", step.event().originServerTs());
    String agency = to.agency();
    content.put("owner", to.id().value());
    content.put("with", agency == null ? to.displayName() : name(agency));
    if (content.path("status").asText().equals("answered")) {
      content.put("status", "open");
    }
    bringIn(step, to, RoomId.of(content.path("room").asText()));
    step.state(CaseEvents.QUESTION, String.valueOf(question.stateKey()), content);
  }

  private String name(String agency) {
    return agencies.find(agency).map(Agency::name).orElse(agency);
  }

  /** How an agency or service is called: by the directory, else as it was written. */
  String called(@Nullable String agency) {
    return agency == null ? "a service" : name(agency);
  }

  private static void bringIn(Step step, Account owner, RoomId room) {
    CaseFile file = step.file();
    for (RoomId each : Stream.of(file.space(), room).distinct().toList()) {
      Membership membership = file.view().membership(each, owner.id());
      if (membership == Membership.JOIN) {
        continue;
      }
      String why = "Has a question of this case to answer";
      if (each.equals(file.space())) {
        ObjectNode member =
            Json.object()
                .put("role", owner.mainRole().word())
                .put("agency", file.agency())
                .put("why", why);
        member.putArray("rooms");
        step.state(CaseEvents.MEMBER, CaseEvents.personKey(owner.id()), member);
      }
      if (membership != Membership.INVITE) {
        step.state(
            each,
            "m.room.member",
            owner.id().value(),
            RoomPlan.member("invite", owner.displayName()).put("reason", why));
      }
      step.drafts().add(RoomPlan.join(each, owner.id(), owner.displayName()));
    }
  }
}
