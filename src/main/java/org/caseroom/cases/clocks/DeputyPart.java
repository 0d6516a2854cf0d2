package org.caseroom.cases.clocks;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** Who stands in for whom at a hub. */
public final class DeputyPart implements CasePart {
  private final Accounts accounts;

  /** Makes the part. */
  public DeputyPart(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Set<String> types() {
    return Set.of(ClockEvents.DEPUTY);
  }

  @Override
  public void checkAtHub(Event event, Account who, RoomView before) {
    Account person = person(String.valueOf(event.stateKey()));
    Account deputy =
        event
            .text("deputy")
            .map(UserId::of)
            .flatMap(accounts::find)
            .orElseThrow(() -> Problem.notFound("There is no account of that deputy."));
    String agency =
        before
            .state(event.room(), CaseEvents.HUB, "")
            .flatMap(hub -> hub.text("agency"))
            .orElse("");
    boolean colleague =
        agency.equals(person.agency())
            && agency.equals(deputy.agency())
            && deputy.isStaff()
            && deputy.active();
    Problem.require(
        colleague && !deputy.id().equals(person.id()),
        "A deputy is another professional of the same agency: name one of them.");
    Problem.require(
        who.id().equals(person.id()) || who.is(Role.TEAM_MANAGER) || who.is(Role.LINE_MANAGER),
        "Somebody names their own deputy, or a manager does.");
    LocalDate from = day(event, "from");
    LocalDate until = day(event, "until");
    Problem.require(!until.isBefore(from), "'until' is the last day: it is not before 'from'.");
  }

  private Account person(String key) {
    Problem.require(
        UserId.isValid("@" + key),
        "The state key is a user id without its @, such as 'mo:example.org'.");
    return accounts
        .find(CaseEvents.person(key))
        .orElseThrow(() -> Problem.notFound("There is no account with this user id."));
  }

  private static LocalDate day(Event event, String field) {
    try {
      return LocalDate.parse(event.text(field).orElse(""));
    } catch (DateTimeParseException e) {
      throw Problem.invalidParam("'" + field + "' is a day of the calendar, such as 2025-03-03.");
    }
  }

  @Override
  public Optional<String> wordsAtHub(Event event) {
    return Optional.of(
        name(event.text("deputy").orElse(""))
            + " stands in for "
            + name("@" + event.stateKey())
            + " from "
            + event.text("from").orElse("")
            + " until "
            + event.text("until").orElse("")
            + ". Reason: "
            + event.text("why").orElse(""));
  }

  private String name(String user) {
    return accounts.find(UserId.of(user)).map(Account::displayName).orElse(user);
  }
}
