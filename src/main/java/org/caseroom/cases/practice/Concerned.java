package org.caseroom.cases.practice;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** The people and agencies of a case, those who have left included. */
record Concerned(CaseFile file, Accounts accounts) {

  /** The responsible agency, and each whose people are or were in the team. */
  Set<String> agencies() {
    Set<String> agencies = new TreeSet<>(Set.of(file.agency()));
    for (Event member : file.state(CaseEvents.MEMBER)) {
      Optional<Account> account = accounts.find(CaseEvents.person(key(member)));
      if (account.filter(Account::isBot).isEmpty()) {
        member.text("agency").filter(agency -> !agency.isBlank()).ifPresent(agencies::add);
      }
    }
    for (UserId user : file.view().members(file.space(), Membership.JOIN)) {
      accounts
          .find(user)
          .filter(account -> !account.isBot())
          .map(Account::agency)
          .ifPresent(agencies::add);
    }
    return agencies;
  }

  /** Whether somebody of an agency is in the case now, or invited to it, and may answer. */
  boolean isHere(String agency) {
    Set<UserId> here = new LinkedHashSet<>(file.view().members(file.space(), Membership.JOIN));
    here.addAll(file.view().members(file.space(), Membership.INVITE));
    return here.stream()
        .flatMap(user -> accounts.find(user).stream())
        .filter(account -> account.active() && !account.isBot())
        .anyMatch(
            account ->
                agency.equals(account.agency())
                    && file.state(CaseEvents.MEMBER, CaseEvents.personKey(account.id()))
                        .filter(member -> member.content().path("left").asBoolean())
                        .isEmpty());
  }

  /** Everybody who is or was in a room of the case, bots apart. */
  Set<Account> people() {
    Set<UserId> users = new LinkedHashSet<>();
    for (Event member : file.state(CaseEvents.MEMBER)) {
      users.add(CaseEvents.person(key(member)));
    }
    Set<RoomId> rooms = new LinkedHashSet<>(file.rooms().values());
    rooms.add(file.space());
    for (RoomId room : rooms) {
      for (Membership membership : Membership.values()) {
        users.addAll(file.view().members(room, membership));
      }
    }
    Set<Account> people = new LinkedHashSet<>();
    users.forEach(
        user -> accounts.find(user).filter(account -> !account.isBot()).ifPresent(people::add));
    return people;
  }

  private static String key(Event member) {
    return String.valueOf(member.stateKey());
  }
}
